// `cuttings inspect` as a person uses it, in headless Chromium: `tests/browser/run BINARY` runs it.
//
// Fails on a block without colour, a click that explains nothing, an error on the console, a request to outside, a script of a
// page that runs.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import path from "node:path";
import { binary, browser, here, root, run, shot, watched, work } from "./chromium.mjs";

/* Nothing may ever come to this door: it stands for the outside. */
const knocks = [];
const outside = net.createServer((socket) => {
  socket.once("data", (data) => knocks.push(String(data).split("\n")[0]));
  socket.on("error", () => {});
});
await new Promise((done) => outside.listen(0, "127.0.0.1", done));
const canary = `http://127.0.0.1:${outside.address().port}`;

const open = async (options = {}) => {
  const allowed = new Set();
  const { page, faults, close } = await watched({ viewport: { width: 1400, height: 900 }, ...options }, (url) => allowed.has(url));
  const visit = async (url) => {
    allowed.add(url);
    await page.goto(url);
    await page.locator("iframe").waitFor();
    await page.waitForFunction(() => document.getElementById("original")?.contentDocument?.documentElement?.dataset.listening);
  };
  return { page, faults, allowed, visit, frame: page.frameLocator("#original"), close };
};

const inspected = (input) => {
  const out = path.join(work, `${path.basename(path.dirname(input))}-${path.basename(input)}.html`);
  execFileSync(binary, ["inspect", input, "-o", out]);
  return out;
};
const data = (page) => page.evaluate(() => JSON.parse(document.getElementById("data").textContent));

/* Every block has its colour in the original, and all of them are there. */
const everyBlockIsColoured = async (page, name) => {
  const { blocks } = await data(page);
  const found = await page.evaluate(() => {
    const doc = document.getElementById("original").contentDocument;
    const bare = [], numbers = new Set();
    for (const element of doc.querySelectorAll("[data-block]")) {
      numbers.add(Number(element.dataset.block));
      const colour = doc.defaultView.getComputedStyle(element).backgroundColor;
      if (colour === "rgba(0, 0, 0, 0)" || colour === "transparent") bare.push(element.outerHTML.slice(0, 90));
    }
    return { bare, numbers: [...numbers] };
  });
  assert.deepEqual(found.bare, [], `${name}: blocks without colour`);
  const missing = blocks.map((_, i) => i).filter((i) => !found.numbers.includes(i));
  assert.deepEqual(missing.map((i) => blocks[i].text), [], `${name}: blocks that are not in the original`);
  assert.ok(blocks.length > 3, name);
};

/* A click on a block tells why it is what it is. */
const aClickExplains = async ({ page, frame }, selector, name) => {
  const block = frame.locator(selector).first();
  const number = await block.getAttribute("data-block");
  await block.click({ position: { x: 8, y: 6 } });
  const { blocks } = await data(page);
  const told = await page.locator("#why").innerText();
  assert.ok(told.includes(blocks[number].why) && told.includes(`${blocks[number].label} ${number}`), `${name}: ${told}`);
  assert.ok((await page.locator("#status").innerText()).includes(blocks[number].label), name);
  assert.equal(await frame.locator(".chosen").count() > 0, true, name);
  return told;
};

const tests = {
  async "every block of the cases is coloured, and a click explains"() {
    const cases = ["bbc-2007-two-captions", "german-2012", "wordpress-2009", "lists-and-tables-2025", "arabic-2015", "japanese-2010", "text-bbc-2007", "font-head-1999", "script-state-2022"];
    for (const name of cases) {
      const tab = await open();
      const ending = name.startsWith("text") ? "txt" : "html";
      await tab.visit(`file://${inspected(path.join(root, "fixtures/cases", name, `page.${ending}`))}`);
      await everyBlockIsColoured(tab.page, name);
      await aClickExplains(tab, "[data-label=paragraph]", name);
      await aClickExplains(tab, "[data-label=foreign]", name);
      await shot(tab.page, name);
      assert.deepEqual(tab.faults, [], name);
      await tab.close();
    }
  },

  async "what the model weighed is told"() {
    const tab = await open();
    await tab.visit(`file://${inspected(path.join(root, "fixtures/cases/wordpress-2009/page.html"))}`);
    const told = await aClickExplains(tab, "[data-label=paragraph]", "wordpress");
    for (const words of ["Read for: body", "Likely to be of the story", "What weighed most, by itself", "What weighed most, among the other blocks"]) {
      assert.ok(told.includes(words), told);
    }
    assert.ok(await tab.page.locator("#why table tbody tr").count() > 3);
    await tab.frame.locator("[data-removed=\"1\"]").click({ position: { x: 5, y: 5 } });
    assert.match(await tab.page.locator("#why").innerText(), /removed[\s\S]*taken out before/);
    assert.deepEqual(tab.faults, []);
    await tab.close();
  },

  async "fields lead to their blocks, with mouse and keyboard"() {
    const tab = await open();
    await tab.visit(`file://${inspected(path.join(root, "fixtures/cases/german-2012/page.html"))}`);
    const row = tab.page.locator("tr[data-field=headline]");
    await row.hover();
    assert.equal(await tab.frame.locator(".hit").getAttribute("data-label"), "headline");
    await tab.page.locator("tr[data-field=authors]").focus();
    assert.equal(await tab.frame.locator(".hit").getAttribute("data-label"), "byline");
    await tab.page.keyboard.press("Enter");
    assert.equal(await tab.frame.locator(".chosen").getAttribute("data-label"), "byline");
    assert.match(await tab.page.locator("#why").innerText(), /Read for: authors, byline/);
    await tab.page.getByRole("button", { name: "the block behind" }).click();
    assert.notEqual(await tab.frame.locator(".chosen").first().getAttribute("data-label"), "byline");
    assert.equal(await tab.page.locator("tr[data-field=section]").innerText(), "section\tnone found\t");
    await tab.page.locator(".piece.medium").first().hover();
    assert.ok(await tab.frame.locator(".hit").count() > 0);
    assert.deepEqual(tab.faults, []);
    await tab.close();
  },

  async "labels are switched, and what was cut is shown alone"() {
    const tab = await open({ colorScheme: "dark" });
    await tab.visit(`file://${inspected(path.join(root, "fixtures/cases/wordpress-2009/page.html"))}`);
    const tint = (label) => tab.frame.locator(`[data-label="${label}"]`).first().evaluate((e) => getComputedStyle(e).getPropertyValue("--tint").trim());
    assert.notEqual(await tint("paragraph"), "0%");
    await tab.page.locator(".legend [data-label=paragraph]").click();
    assert.equal(await tint("paragraph"), "0%");
    await tab.page.locator("#cut").click();
    assert.equal(await tint("heading"), "0%");
    assert.notEqual(await tint("foreign"), "0%");
    const shown = await tab.page.locator(".blocks li:visible").evaluateAll((all) => [...new Set(all.map((li) => li.dataset.label))]);
    assert.deepEqual(shown.sort(), ["foreign", "removed"]);
    await shot(tab.page, "dark-only-what-was-cut");
    await tab.page.locator("#cut").click();
    assert.notEqual(await tint("paragraph"), "0%");
    assert.deepEqual(tab.faults, []);
    await tab.close();
  },

  async "pages from right to left and in Japanese are readable"() {
    const tab = await open();
    await tab.visit(`file://${inspected(path.join(root, "fixtures/cases/arabic-2015/page.html"))}`);
    const paragraph = tab.frame.locator("[data-label=paragraph]").first();
    assert.equal(await paragraph.evaluate((e) => getComputedStyle(e).direction), "rtl");
    assert.equal(await tab.page.locator("tr[data-field=headline] td").first().evaluate((e) => getComputedStyle(e).direction), "rtl");
    const japanese = await open();
    await japanese.visit(`file://${inspected(path.join(root, "fixtures/cases/japanese-2010/page.html"))}`);
    const text = await japanese.frame.locator("body").innerText();
    assert.ok(/[ぁ-ん]{2}/.test(text) && !text.includes("\ufffd"));
    assert.equal(await japanese.page.locator(".body").getAttribute("lang"), "ja");
    assert.deepEqual([...tab.faults, ...japanese.faults], []);
    await tab.close();
    await japanese.close();
  },

  async "a narrow window shows both"() {
    const tab = await open({ viewport: { width: 420, height: 800 } });
    await tab.visit(`file://${inspected(path.join(root, "fixtures/cases/german-2012/page.html"))}`);
    await tab.page.locator("tr[data-field=headline]").scrollIntoViewIfNeeded();
    const wide = await tab.page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 420, `${wide} wide`);
    await shot(tab.page, "narrow");
    await tab.close();
  },

  async "a hostile page is harmless"() {
    const page = path.join(work, "hostile.html");
    writeFileSync(page, readFileSync(path.join(here, "hostile.html"), "utf8").replaceAll("CANARY", canary));
    const tab = await open();
    const url = `file://${inspected(page)}`;
    await tab.visit(url);
    await everyBlockIsColoured(tab.page, "hostile");
    await aClickExplains(tab, "[data-label=paragraph]", "hostile");
    for (const link of await tab.frame.locator("a").all()) await link.click();
    await tab.page.waitForTimeout(500);
    await isUnharmed(tab, url);
    assert.deepEqual(tab.faults, []);
    await tab.close();
  },

  // The frame alone, without our sanitising: what a fault in that would let through still runs nothing and loads nothing.
  async "sandbox and policy hold by themselves"() {
    const hostile = readFileSync(path.join(here, "hostile.html"), "utf8").replaceAll("CANARY", canary);
    const page = path.join(root, "fixtures/cases/german-2012/page.html");
    const escaped = hostile.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
    const written = readFileSync(inspected(page), "utf8").replace(/&lt;body&gt;/, (body) => body + escaped);
    assert.ok(written.includes("ran = 1"));
    const out = path.join(work, "unsanitised.html");
    writeFileSync(out, written);
    const tab = await open();
    await tab.visit(`file://${out}`);
    await tab.frame.locator("#out").click({ force: true });
    await tab.page.waitForTimeout(500);
    await isUnharmed(tab, `file://${out}`);
    // It tried, and was refused.
    assert.ok(tab.faults.some((f) => f.includes("Content Security Policy") || f.includes("sandboxed")), tab.faults.join("\n"));
    await tab.close();
  },

  async "the same is served at a loopback address"() {
    const child = spawn(binary, ["inspect", "--serve"], { cwd: root, stdio: ["ignore", "pipe", "ignore"] });
    const ended = new Promise((done) => child.on("exit", done));
    try {
      const address = await new Promise((done) => child.stdout.once("data", (d) => done(String(d).trim())));
      const tab = await open();
      tab.allowed.add(address);
      await tab.page.goto(address);
      await shot(tab.page, "serve-form");
      await tab.page.getByLabel("A file, or an address").fill("fixtures/cases/japanese-2010/page.html");
      await tab.page.keyboard.press("Enter");
      await tab.page.waitForFunction(() => document.getElementById("original")?.contentDocument?.documentElement?.dataset.listening);
      await everyBlockIsColoured(tab.page, "served");
      await aClickExplains(tab, "[data-label=paragraph]", "served");
      await tab.page.goto(address);
      const hostile = readFileSync(path.join(here, "hostile.html"), "utf8").replaceAll("CANARY", canary);
      await tab.page.getByLabel("Or its HTML").fill(hostile);
      await tab.page.getByRole("button", { name: "Inspect" }).last().click();
      await tab.page.waitForFunction(() => document.getElementById("original")?.contentDocument?.documentElement?.dataset.listening);
      await everyBlockIsColoured(tab.page, "pasted");
      await tab.page.waitForTimeout(300);
      await isUnharmed(tab, address);
      assert.deepEqual(tab.faults, []);
      await tab.page.goto(address);
      await tab.page.getByLabel("A file, or an address").fill("no/such/page.html");
      await tab.page.keyboard.press("Enter");
      await tab.page.getByRole("alert").waitFor();
      await tab.close();
      await nobodyElseIsAnswered(address);
    } finally {
      child.kill("SIGINT");
    }
    assert.equal(await ended, 0);
  },
};

/* Nothing of the page ran, nothing was asked for outside, and nobody was led away. */
async function isUnharmed({ page }, url) {
  assert.equal(page.url().split("#")[0], url);
  const ran = await page.evaluate(() => [window.ran, document.getElementById("original").contentWindow.ran]);
  assert.deepEqual(ran, [undefined, undefined]);
  assert.equal(await page.evaluate(() => document.getElementById("original").contentDocument.URL), "about:srcdoc");
  assert.deepEqual(knocks, []);
}

/* A page of another origin that the browser has open gets nothing. */
async function nobodyElseIsAnswered(address) {
  const evil = http.createServer((_, response) => response.end(
    `<!doctype html><link rel=icon href="data:,"><form method=post action="${address}"><input name=input value="Cargo.toml"></form><iframe src="${address}"></iframe>`,
  ));
  await new Promise((done) => evil.listen(0, "127.0.0.1", done));
  const tab = await (await browser.newContext()).newPage();
  await tab.goto(`http://127.0.0.1:${evil.address().port}/`);
  const read = await tab.evaluate((url) => fetch(url).then((r) => r.text(), (e) => String(e)), address);
  assert.match(read, /Failed to fetch/);
  assert.equal(await tab.evaluate(() => document.querySelector("iframe").contentDocument), null);
  const [response] = await Promise.all([tab.waitForNavigation(), tab.evaluate(() => document.forms[0].submit())]);
  assert.equal(response.status(), 403);
  await tab.context().close();
  evil.close();
}

await run(tests);
