// `cuttings profile check` and `profile new` as pages, in headless Chromium: `tests/browser/run BINARY` runs it. Fails on an error on
// the console, a request to outside, a script of a page that runs, a table without numbers.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { binary, open, root, run, shot, work } from "./chromium.mjs";

const profile = (...args) => {
  const done = spawnSync(binary, ["profile", ...args, "-q"], { cwd: work });
  assert.ok([0, 1].includes(done.status), String(done.stderr));
};
const BBC = path.join(root, "src/profile/sites/news.bbc.co.uk.toml");
const cases = path.join(root, "fixtures/cases");

/* Pages of one template, whose names and words would be markup if nobody escaped them. */
const hostile = (count) => {
  const dir = path.join(work, "hostile");
  mkdirSync(dir, { recursive: true });
  for (let n = 0; n < count; n++) {
    const markup = `&lt;script&gt;window.ran = ${n}&lt;/script&gt;&quot;&gt;&lt;img src=x onerror=window.ran=1&gt;`;
    const sentence = "The ferry sailed at nine with all on board and came back at ten with all but the mate, who had missed it.";
    writeFileSync(path.join(dir, `${n}.html`), `<html><head><title>${markup} ${n}</title></head><body><div class="${markup}">` +
      `<h1 class="head${markup}">Ferry ${n} sails ${markup}</h1><div id="story" class="${markup}"><p>${sentence}</p><p>${sentence} ${n} ${markup}</p>` +
      `<p>Number ${n} is not told apart from others at sea, said the mate.</p></div></div></body></html>`);
  }
  return dir;
};

await run({
  async "a check shows epochs, selectors and fields in numbers"() {
    const out = path.join(work, "check.html");
    profile("check", BBC, cases, "-o", out);
    for (const colorScheme of ["light", "dark"]) {
      const tab = await open(out, { colorScheme });
      const numbers = await tab.page.locator("table td.n").allInnerTexts();
      assert.ok(numbers.length > 100 && numbers.some((text) => /^[1-9]\d* %$/.test(text)), numbers.slice(0, 9).join());
      const shares = await tab.page.locator("td.share").evaluateAll((all) => all.map((cell) => getComputedStyle(cell).backgroundImage));
      assert.ok(shares.length > 20 && shares.every((image) => image !== "none"), shares[0]);
      for (const link of await tab.page.locator("a[href^='#']").evaluateAll((all) => all.map((a) => a.getAttribute("href").slice(1)))) {
        assert.ok(await tab.page.evaluate((id) => document.getElementById(id) !== null, link), link);
      }
      await shot(tab.page, `profile-check-${colorScheme}`, true);
      assert.deepEqual(tab.faults, []);
      await tab.close();
    }
    const narrow = await open(out, { viewport: { width: 400, height: 800 } });
    await shot(narrow.page, "profile-check-narrow");
    assert.deepEqual(narrow.faults, []);
    await narrow.close();
  },

  async "a first profile stands beside what it does"() {
    const out = path.join(work, "new.html");
    profile("new", cases, "-o", out);
    const tab = await open(out);
    assert.match(await tab.page.locator("pre").first().innerText(), /\[\[epoch\]\]/);
    await shot(tab.page, "profile-new");
    assert.deepEqual(tab.faults, []);
    await tab.close();
  },

  async "names and words of pages stay words"() {
    const [pages, toml, made, checked] = [hostile(12), ...["h.toml", "h.html", "hc.html"].map((name) => path.join(work, name))];
    profile("new", pages, "-o", made);
    profile("new", pages, "-o", toml);
    profile("check", toml, pages, "-o", checked);
    for (const file of [made, checked]) {
      const tab = await open(file);
      assert.equal(await tab.page.locator("main script, main img").count(), 0);
      assert.deepEqual(tab.faults, []);
      await tab.close();
    }
  },
});
