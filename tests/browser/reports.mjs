// `cuttings batch --report` and `cuttings history --format html` as a person looks at them, in headless Chromium: `tests/browser/run
// BINARY` runs it. Fails on an error on the console, a request to outside, a script of a page that runs, a chart that shows nothing.
import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import * as archive from "./archive.mjs";
import { binary, open, root, run, shot as part, work } from "./chromium.mjs";

const HOSTILE = "Ferry <script>window.ran = 1</script><img src=http://127.0.0.1:9/x onerror='window.ran = 2'>\" ' & sails";

const shot = (page, name, whole = true) => part(page, name, whole);

/* A report of these lines of a manifest. */
const report = (name, lines) => {
  writeFileSync(path.join(work, `${name}.jsonl`), lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const out = path.join(work, `${name}.html`);
  const run = spawnSync(binary, ["batch", "--manifest", `${name}.jsonl`, "-q", "-o", `${name}-out.jsonl`, "--report", out], { cwd: work });
  assert.ok([0, 1].includes(run.status), String(run.stderr));
  return out;
};
const tiles = (page) => page.locator(".tiles div").evaluateAll((all) =>
  Object.fromEntries(all.map((tile) => [tile.querySelector("dt").textContent, tile.querySelector("dd").textContent])));

const cases = () => readdirSync(path.join(root, "fixtures/cases")).filter((name) => !name.startsWith("text"))
  .map((name) => ({ id: name, file: path.join(root, "fixtures/cases", name, "page.html") }));
const missing = (count) => Array.from({ length: count }, (_, n) => ({ id: n, file: `${work}/none/${n}.html` }));

const history = async (captures) => {
  const server = await archive.serve(captures);
  const out = path.join(work, `history-${Math.random()}.html`);
  const arguments_ = ["history", "http://news.example/1.html", "--archive", server.address, "--allow-private", "--rate", "127.0.0.1=0", "--format", "html"];
  const { stdout } = await promisify(execFile)(binary, arguments_, { maxBuffer: 1 << 28 });
  server.close();
  writeFileSync(out, stdout);
  return out;
};

const tests = {
  async "a report shows its charts and leads to the least sure pages"() {
    const hostile = { id: "hostile", html: archive.story(HOSTILE.replaceAll("<", "&lt;"), Array(5).fill("A story of some length that a reader would take for one, said the mate.")) };
    const file = report("mix", [...cases(), ...missing(20), hostile]);
    for (const colorScheme of ["light", "dark"]) {
      const tab = await open(file, { colorScheme });
      const told = await tiles(tab.page);
      assert.equal(told.pages, String(cases().length + 21));
      assert.equal(told.failed, "20");
      const bars = await tab.page.locator(".bars .bar i").evaluateAll((all) => all.map((i) => [i.offsetWidth, i.offsetHeight, getComputedStyle(i).backgroundColor]));
      assert.ok(bars.length > 5 && bars.every(([w, h, c]) => w >= 2 && h > 5 && c !== "rgba(0, 0, 0, 0)"), JSON.stringify(bars));
      const columns = await tab.page.locator(".plot i").evaluateAll((all) => all.map((i) => i.offsetHeight));
      assert.ok(Math.max(...columns) > 80 && columns.length > 20, JSON.stringify(columns));
      await shot(tab.page, `report-${colorScheme}`);
      assert.deepEqual(tab.faults, []);
      await tab.close();
    }
    const tab = await open(file);
    await tab.page.getByLabel("Show those with").fill("none/7");
    assert.equal(await tab.page.locator("details.errors tbody tr:visible").count(), 1);
    await tab.page.getByLabel("Show those with").fill("");
    assert.ok(await tab.page.locator("#unsure tbody tr").count() > 10);
    await tab.page.locator("#unsure tbody a").first().click();
    await tab.page.locator("#original").waitFor();
    assert.match(await tab.page.title(), /cuttings inspect/);
    assert.deepEqual(tab.faults, []);
    await tab.close();
    const narrow = await open(file, { viewport: { width: 400, height: 800 } });
    await shot(narrow.page, "report-narrow");
    await narrow.close();
  },

  async "none, one and a hundred thousand pages are a report"() {
    const one = [{ id: 1, html: archive.ferry()[0][1] }];
    const many = [...missing(97_000), ...Array.from({ length: 3_000 }, (_, n) => ({ id: `p${n}`, url: `http://h${n % 700}.example/${n}`, html: archive.many()[n % 300][1] }))];
    for (const [name, lines] of [["none", []], ["one", one], ["many", many]]) {
      const tab = await open(report(name, lines));
      const told = await tiles(tab.page);
      assert.equal(told.pages, lines.length.toLocaleString("en"));
      await shot(tab.page, `report-${name}`);
      assert.deepEqual(tab.faults, [], name);
      await tab.close();
    }
  },

  async "a history shows its versions in time, with what changed"() {
    for (const colorScheme of ["light", "dark"]) {
      const tab = await open(await history(archive.ferry()), { colorScheme });
      assert.equal(await tab.page.locator(".version").count(), 7);
      const places = await tab.page.locator(".line").first().locator("a").evaluateAll((all) => all.map((a) => a.getBoundingClientRect().left));
      assert.ok(places.length === 7 && places.every((x, i) => i === 0 || x >= places[i - 1]) && places[5] - places[4] > 400, JSON.stringify(places));
      const marks = (name) => tab.page.locator(name).first().evaluate((e) => getComputedStyle(e).textDecorationLine);
      assert.deepEqual([await marks("ins"), await marks("del")], ["underline", "line-through"]);
      await tab.page.locator(".line a").nth(5).click();
      assert.match(tab.page.url(), /#v6$/);
      assert.ok(await tab.page.locator("#v6").isVisible());
      await tab.page.locator("#v3 details.same summary").first().click();
      assert.ok((await tab.page.locator("#v3 details.same p").first().innerText()).startsWith("The island ferry"));
      await shot(tab.page, `history-${colorScheme}`);
      assert.deepEqual(tab.faults, []);
      await tab.close();
    }
  },

  async "texts from right to left, in Japanese, single ones and hundreds are readable"() {
    for (const [name, check] of [
      ["arabic", async (page) => assert.equal(await page.locator(".change p").first().evaluate((e) => getComputedStyle(e).direction), "rtl")],
      ["japanese", async (page) => assert.equal(await page.locator(".change.reworded del").first().innerText(), "復活祭")],
      ["one", async (page) => assert.equal(await page.locator(".version").count(), 1)],
      ["many", async (page) => assert.equal(await page.locator(".version").count(), 300)],
    ]) {
      const tab = await open(await history(archive[name]()));
      await check(tab.page);
      await shot(tab.page, `history-${name}`, name !== "many");
      assert.deepEqual(tab.faults, [], name);
      await tab.close();
    }
    const narrow = await open(await history(archive.ferry()), { viewport: { width: 400, height: 800 } });
    await shot(narrow.page, "history-narrow");
    await narrow.close();
  },

  async "a hostile story is harmless"() {
    const hostile = HOSTILE.replaceAll("<", "&lt;");
    const captures = [["20190301000000", archive.story(`A ${hostile}`, [hostile, "More than that is not said of the boat, said the mate."])],
      ["20190302000000", archive.story(hostile, [`${hostile} once more`, "More than that is not said of the boat, said the mate."])]];
    const tab = await open(await history(captures));
    assert.match(await tab.page.locator("h1").innerText(), /<script>window.ran = 1/);
    assert.equal(await tab.page.locator("main script, main img").count(), 0);
    assert.deepEqual(tab.faults, []);
    await tab.close();
  },
};

await run(tests);
