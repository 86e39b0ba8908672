// What the tests in headless Chromium share. With SHOTS=DIR they leave screenshots there.
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const [binary, modules] = process.argv.slice(2);
const { chromium } = createRequire(path.join(modules, "x.js"))("playwright-core");
export const here = path.dirname(fileURLToPath(import.meta.url));
export const root = path.join(here, "../..");
export const work = mkdtempSync(path.join(tmpdir(), "cuttings-browser-"));
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
export const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });

/* A page of the browser that notes whatever must not be: `faults` is empty at the end, or the test fails. */
export const watched = async (options, isAllowed) => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const faults = [];
  page.on("console", (m) => ["error", "warning"].includes(m.type()) && faults.push(`console: ${m.text()}`));
  page.on("pageerror", (e) => faults.push(`error: ${e.message}`));
  page.on("dialog", (d) => { faults.push(`dialog: ${d.message()}`); d.dismiss(); });
  page.on("popup", (p) => faults.push(`popup: ${p.url()}`));
  page.on("request", (r) => /^(data|about):/.test(r.url()) || isAllowed(r.url()) || faults.push(`request: ${r.url()}`));
  return { page, faults, close: () => context.close() };
};

/* Opens a file that the program wrote, which nothing in it may make wider than the window. */
export const open = async (file, options = {}) => {
  const tab = await watched({ viewport: { width: 1200, height: 900 }, ...options }, (url) => url.startsWith("file:"));
  await tab.page.goto(`file://${file}`);
  const [width, ran] = await tab.page.evaluate(() => [document.documentElement.scrollWidth - innerWidth, window.ran]);
  if (width > 0) tab.faults.push(`${file} is wider than the window`);
  if (ran !== undefined) tab.faults.push(`${file}: a script ran`);
  return tab;
};

export const shot = async (page, name, fullPage = false) => {
  if (process.env.SHOTS) await page.screenshot({ path: path.join(process.env.SHOTS, `${name}.png`), fullPage });
};

/* Runs all tests and ends the process: with 1, if one failed. */
export const run = async (tests) => {
  let failed = 0;
  for (const [name, test] of Object.entries(tests)) {
    const start = Date.now();
    try {
      await test();
      console.log(`ok      ${name} (${Date.now() - start} ms)`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED  ${name}\n${error.stack}`);
    }
  }
  await browser.close();
  rmSync(work, { recursive: true });
  process.exit(failed ? 1 : 0);
};
