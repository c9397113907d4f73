// The pages in a real browser. Starts the server on a free port, walks every
// link, then opens one page of each kind in each language at several widths.
//
//   node run.mjs SERVER [--shots DIR]
//
// With --shots, pictures of each page opened are written there to be looked at.

import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { crawl, kinds } from './crawl.mjs';

const [server, ...options] = process.argv.slice(2);
const shots = options[0] === '--shots' ? options[1] : undefined;
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');

const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];
const RULES = ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const VIEWS = [
  { name: 'narrow-light', width: 320, scheme: 'light' },
  { name: 'wide-dark', width: 1280, scheme: 'dark' },
];

let passed = 0;
const failures = [];
function judge(name, problems) {
  if (problems.length === 0) {
    passed += 1;
  } else {
    failures.push(`${name}\n    ${problems.slice(0, 5).join('\n    ')}`);
  }
}

function start() {
  const child = spawn(server, ['serve', '--listen', '127.0.0.1:0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    child.stdout.once('data', (line) => {
      const address = /listening on (http:\/\/\S+?)\/?\s/.exec(String(line));
      if (address) resolve({ child, origin: address[1] });
      else reject(new Error(`unexpected first line: ${line}`));
    });
  });
}

async function violations(page) {
  await page.evaluate(axeSource);
  const found = await page.evaluate(
    (rules) => globalThis.axe.run(document, {
      runOnly: { type: 'tag', values: rules },
      rules: { 'target-size': { enabled: true }, 'color-contrast-enhanced': { enabled: true } },
    }),
    RULES,
  );
  return found.violations.flatMap((rule) =>
    rule.nodes.slice(0, 2).map((node) => `${rule.id}: ${node.html.slice(0, 120)}`));
}

/** What sticks out to the right of the window, if anything does. */
function sideways(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .slice(0, 3)
      .map((element) => `wider than the window: ${element.outerHTML.slice(0, 100)}`);
  });
}

async function open(browser, origin, path, view) {
  const context = await browser.newContext({
    viewport: { width: view.width, height: 900 },
    colorScheme: view.scheme,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const problems = [];
  page.on('console', (message) => problems.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(origin)) problems.push(`asks another host: ${request.url()}`);
  });
  await page.goto(origin + path, { waitUntil: 'load' });
  await page.evaluate(() => document.fonts.ready);
  return { context, page, problems };
}

/** Walks a page with the Tab key: the skip link comes first, the focus is always visible, and the end is reached. */
async function keyboard(browser, origin, path) {
  const { context, page } = await open(browser, origin, path, VIEWS[1]);
  const problems = [];
  const links = await page.evaluate(() =>
    [...document.querySelectorAll('a[href], button, input')].filter((element) => element.getClientRects().length > 0).length);
  for (let step = 0; step < links; step += 1) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(() => {
      const element = document.activeElement;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      return {
        html: element.outerHTML.slice(0, 90),
        href: element.getAttribute('href') ?? '',
        ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        seen: box.width > 0 && box.height > 0 && box.right > 0 && box.left < innerWidth,
      };
    });
    if (step === 0 && !focus.href.startsWith('#')) problems.push(`first stop is ${focus.html}`);
    if (!focus.ring || !focus.seen) problems.push(`no visible focus on ${focus.html}`);
  }
  await context.close();
  return problems;
}

const { child, origin } = await start();
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
try {
  const { pages, problems } = await crawl(origin);
  judge('every link leads somewhere', problems);
  console.log(`${pages.size} pages, every link followed`);
  const sample = kinds(pages);
  console.log(`${sample.length} pages of different kinds opened`);
  for (const path of sample) {
    for (const view of VIEWS) {
      const { context, page, problems: found } = await open(browser, origin, path, view);
      found.push(...await sideways(page), ...await violations(page));
      judge(`${path} ${view.name}`, found);
      await context.close();
    }
    if (shots) {
      mkdirSync(shots, { recursive: true });
      for (const width of [360, 768, 1440]) {
        for (const scheme of ['light', 'dark']) {
          const { context, page } = await open(browser, origin, path, { width, scheme });
          const name = `${path.replaceAll('/', '_')}-${width}-${scheme}.png`;
          await page.screenshot({ path: join(shots, name), fullPage: true });
          await context.close();
        }
      }
    }
  }
  for (const path of sample.filter((path) => path.split('/').length <= 3)) {
    judge(`${path} by keyboard`, await keyboard(browser, origin, path));
  }
} finally {
  await browser.close();
  child.removeAllListeners('exit');
  child.kill('SIGTERM');
}
for (const failure of failures) console.log(`FAILED ${failure}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
