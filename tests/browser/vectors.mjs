// Every vector of `tests/vectors` in every place, through every page that the program writes, in headless Chromium: `tests/browser/run BINARY`
// runs it. The policies and the sandbox are taken away before, so that it is the markup that is proven. Fails where anything runs, asks for anything,
// leads anywhere, or is no element that we write.
import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import * as archive from "./archive.mjs";
import { binary, browser, root, run, work } from "./chromium.mjs";

const CANARY = "http://canary.example";
const read = (name) => readFileSync(path.join(root, "tests/vectors", name), "utf8");
const character = (_, digits) => String.fromCodePoint(parseInt(digits, 16));
const vectors = (name) => read(name).split("\n").filter((line) => line !== "" && !line.startsWith("# ")).map((line) => line
  .replaceAll("CANARY", CANARY).replace(/[\u2400-\u241f]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0x2400)).replace(/\{U\+([0-9A-F]+)\}/g, character));
const places = JSON.parse(read("places.json"));

const filled = (page, vector) => {
  const text = vector.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
  const json = JSON.stringify(vector).replaceAll("<", "\\u003c").slice(1, -1);
  return page.replace(/TEXT|JSON|VECTOR/g, (word) => ({ TEXT: text, JSON: json, VECTOR: vector })[word]);
};
const pageOf = (place, vector) => {
  const parts = { LANG: "en", TITLE: "Ferry sails again", HEADLINE: "Ferry sails again", HEAD: "", BEFORE: "", BODY: "", AFTER: "", ...place };
  return filled(places.story.join("").replace(/\b(LANG|TITLE|HEADLINE)\b|HEAD|BEFORE|BODY|AFTER/g, (word) => parts[word]), vector);
};

/* The pages of every vector: what each is, and its file. */
const groups = [];
mkdirSync(path.join(work, "pages"));
for (const [kind, file] of [["markup", "markup.txt"], ["addresses", "addresses.txt"]]) {
  vectors(file).forEach((vector, n) => {
    const pages = places[kind].map((place) => ({ place: place.name, ending: "html", html: pageOf(place, vector) }));
    if (kind === "markup") pages.push({ place: "a plain text", ending: "txt", html: filled(places.text, vector) });
    groups.push({ of: JSON.stringify(vector), kind, pages: pages.map(({ place, ending, html }, p) => {
      const file = path.join(work, "pages", `${kind}-${n}-${p}.${ending}`);
      writeFileSync(file, html);
      return { place, of: `${JSON.stringify(vector)} in ${place}`, file };
    }) });
  });
}
const pages = groups.flatMap(({ pages }) => pages);

/* In every frame: what runs says so, as does what would tell a server. */
const WITNESS = `(() => {
  const ran = (what) => { console.error("RAN " + what); };
  for (const name of ["alert", "confirm", "prompt", "print", "open", "fetch"]) window[name] = () => ran(name);
  navigator.sendBeacon = () => ran("sendBeacon");
})()`;

/* A tab in which nothing may be asked for but pictures that an article names, none of which ever comes. */
const tab = async () => {
  const context = await browser.newContext({ viewport: { width: 1000, height: 800 } });
  await context.addInitScript(WITNESS);
  const page = await context.newPage();
  const tab = { page, faults: [], asked: 0, pictures: new Set(), at: "", close: () => context.close() };
  await page.route("**", (route) => {
    const request = route.request(), url = request.url();
    if (url === tab.at) return route.fulfill({ contentType: "text/html; charset=utf-8", body: tab.body });
    if (request.resourceType() === "image" && tab.pictures.has(url)) tab.asked += 1;
    else tab.faults.push(`asked for ${url} as ${request.resourceType()}`);
    return route.abort();
  });
  const told = /^Failed to load resource/;
  page.on("console", (m) => told.test(m.text()) || tab.faults.push(`console: ${m.text()}`));
  page.on("pageerror", (e) => tab.faults.push(`error: ${e.message}`));
  page.on("dialog", (d) => { tab.faults.push(`dialog: ${d.message()}`); d.dismiss(); });
  page.on("popup", (p) => tab.faults.push(`popup: ${p.url()}`));
  page.on("download", (d) => tab.faults.push(`download: ${d.url()}`));
  page.on("framenavigated", (f) => /^about:|^$/.test(f.url()) || f.url().split("#")[0] === tab.at || tab.faults.push(`went to ${f.url()}`));
  return tab;
};

/* What stands in a document of a kind that none of ours may have, however it got there; clicks and keys are tried as well. */
const LOOK = (mayHave) => {
  const faults = [];
  const look = (document) => {
    for (const element of document.querySelectorAll("*")) {
      const name = element.localName;
      if (element.namespaceURI !== "http://www.w3.org/1999/xhtml") faults.push(`<${name}> of ${element.namespaceURI}`);
      if (!mayHave.includes(name)) faults.push(`<${name}>`);
      for (const { name: attribute } of element.attributes) if (/^on|^formaction$|^action$|^ping$|^background$/.test(attribute)) faults.push(`<${name} ${attribute}>`);
      for (const url of [element.href, element.src, element.currentSrc]) {
        if (url && !/^(https?:|data:,$)/.test(url) && !url.startsWith("#")) faults.push(`<${name}> leads to ${url}`);
      }
      if (name === "iframe") look(element.contentDocument);
      for (const kind of ["click", "mouseover", "focus", "animationstart", "toggle", "error", "load"]) if (name !== "html") element.dispatchEvent(new Event(kind));
    }
  };
  look(document);
  return [...new Set(faults)];
};
const KEPT = "html head meta title style body article header footer section aside p h1 h2 h3 h4 h5 h6 time address strong small cite b i a br figure img figcaption blockquote ul ol li table caption tbody tr td th pre".split(" ");
const OWN = [...KEPT, ..."link script main div span nav dl dt dd bdi button input label details summary thead iframe ins del code hr wbr center font em u q big sub sup samp tt var s mark ruby rt rp svg colgroup".split(" ")];

/* Takes away what would keep hostile markup from running; our own scripts run. */
const bare = (html) => {
  const without = html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/g, "").replace(/&lt;meta http-equiv=&quot;Content-Security-Policy&quot;.*?&gt;/g, "")
    .replace(/ sandbox="[^"]*"/g, "");
  assert.ok(!without.includes("Content-Security-Policy&quot; content") && !without.includes('Content-Security-Policy" content') && without !== html);
  return without;
};

let looked = 0;
const lookAt = async (tab, of, html, mayHave, settle = 0) => {
  tab.at = `http://ours.example/${looked++}`;
  tab.body = bare(html);
  const read = (text) => text.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  tab.pictures = new Set([...html.matchAll(/<figure>\n<img src="([^"]*)"/g)].map(([, url]) => new URL(read(url), tab.at).href));
  await tab.page.goto(tab.at);
  const faults = await tab.page.evaluate(LOOK, mayHave);
  if (settle) await tab.page.waitForTimeout(settle);
  const all = [...tab.faults.splice(0), ...faults];
  assert.deepEqual(all, [], of);
};

/* Does it for all of these, several at a time. */
const forAll = async (items, act) => {
  const queue = items.entries();
  const work = async () => {
    const own = await tab();
    for (const [n, item] of queue) await act(own, item, n);
    // What was late.
    await own.page.waitForTimeout(500);
    assert.deepEqual(own.faults, []);
    await own.close();
  };
  await Promise.all([work(), work(), work()]);
};
const told = async (...command) => (await promisify(execFile)(binary, command, { maxBuffer: 1 << 28 })).stdout;

const tests = {
  /* Without this the others would prove nothing. */
  async "what would run does run where nothing keeps it"() {
    let ran = 0;
    const own = await tab();
    for (const vector of vectors("markup.txt")) {
      own.at = `http://ours.example/${looked++}`;
      own.body = `<!doctype html><body>${vector}</body>`;
      await own.page.goto(own.at).catch(() => {});
      const leads = (faults) => own.faults.push(...faults.filter((fault) => fault.includes(" leads to ")));
      await own.page.evaluate(LOOK, OWN).then(leads).catch(() => {});
      await own.page.waitForTimeout(20);
      ran += Number(own.faults.splice(0).length > 0);
    }
    await own.close();
    assert.ok(ran > 150, `only ${ran}`);
    console.log(`        ${ran} of ${vectors("markup.txt").length} run, load or lead away as they are`);
  },

  async "clean HTML runs nothing and loads pictures alone"() {
    let asked = 0;
    // All of a vector are articles of one document: one that let markup through would show it there, too, and their number tells that none hides another.
    await forAll(groups, async (tab, { of, pages }) => {
      const html = await told("extract", "--format", "html", "--links", "--emphasis", ...pages.map(({ file }) => file));
      await lookAt(tab, of, html, KEPT);
      assert.equal(await tab.page.locator("body > article").count(), pages.length, of);
      asked += tab.asked;
      tab.asked = 0;
    });
    assert.ok(asked > 100, `${asked}`);
    console.log(`        ${pages.length} articles in ${groups.length} documents, which asked for ${asked} pictures of their stories`);
  },

  async "pages beside their articles run and load nothing"() {
    // The page itself is shown, so what differs by place is how its markup is read; the fields beside it are texts all alike.
    const apart = ["paragraph", "block", "attributes", "head", "texts", "data", "in the text"];
    const some = pages.filter(({ place }) => apart.includes(place));
    await forAll(some, async (tab, { of, file }) => {
      await lookAt(tab, of, await told("inspect", file), OWN);
    });
    console.log(`        ${some.length} pages`);
  },

  async "reports and histories run and load nothing"() {
    const manifest = pages.map(({ of, file }) => `${JSON.stringify({ id: of, file, url: `http://x.example/?${of}` })}\n`).join("");
    writeFileSync(path.join(work, "all.jsonl"), manifest);
    const out = path.join(work, "report.html");
    const batch = spawnSync(binary, ["batch", "--manifest", "all.jsonl", "-q", "-o", "all-out.jsonl", "--report", out], { cwd: work });
    assert.ok([0, 1].includes(batch.status), String(batch.stderr));
    const own = await tab();
    await lookAt(own, "the report", readFileSync(out, "utf8"), OWN, 300);
    const beside = path.join(work, "report_files");
    for (const name of readdirSync(beside)) await lookAt(own, name, readFileSync(path.join(beside, name), "utf8"), OWN);
    const place = places.markup.find(({ name }) => name === "texts");
    const captures = vectors("markup.txt").map((vector, n) => [`2019${String(1 + Math.floor(n / 240)).padStart(2, "0")}${String(1 + Math.floor((n % 240) / 10)).padStart(2, "0")}${10 + (n % 10)}0000`, pageOf(place, vector)]);
    const server = await archive.serve(captures);
    const history = await told("history", "http://news.example/1.html", "--archive", server.address, "--allow-private", "--rate", "127.0.0.1=0", "--format", "html");
    server.close();
    await lookAt(own, "the history", history, OWN, 300);
    assert.ok((await own.page.locator(".version").count()) > 200);
    await own.close();
  },
};

await run(tests);
