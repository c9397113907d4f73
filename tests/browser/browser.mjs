// Debian's Chromium, the views in which pages are opened, and opening them.

import { chromium } from 'playwright-core';

const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** Chromium, perhaps with a port for other judges to steer it by. */
export function launch(port) {
  const args = port ? [...FLAGS, `--remote-debugging-port=${port}`] : FLAGS;
  return chromium.launch({ executablePath: '/usr/bin/chromium', args });
}

/** The least width that must do, and a desk's; in every scheme of colours. */
export const VIEWS = [320, 1280].flatMap((width) => [
  { name: `${width} light`, width, colorScheme: 'light' },
  { name: `${width} dark`, width, colorScheme: 'dark' },
  { name: `${width} forced colours`, width, colorScheme: 'light', forcedColors: 'active' },
]);

/** A window of its own for one view. Scripts of pages are off: there are none, and none may be needed. */
export function context(browser, { width, height = 900, colorScheme, forcedColors = 'none' }) {
  return browser.newContext({
    viewport: { width, height },
    colorScheme,
    forcedColors,
    reducedMotion: 'reduce',
  });
}

/** Opens a page, and gathers what it does wrong while it loads. */
export async function open(window, origin, path) {
  const page = await window.newPage();
  const problems = [];
  const fonts = [];
  page.on('console', (message) => problems.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(origin)) problems.push(`asks another host: ${request.url()}`);
    if (request.resourceType() === 'script') problems.push(`loads a script: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.request().resourceType() === 'font') fonts.push(response);
  });
  await page.goto(origin + path, { waitUntil: 'load' });
  await page.evaluate(() => document.fonts.ready);
  return { page, problems, fonts };
}

/** Does `work` on each item, a few at a time. */
export async function each(items, work, atOnce = 2) {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
