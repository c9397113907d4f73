// The preview as an editor has it open: places that are copied on a click,
// mistakes that come over the page and go when they are mended, and pages that
// load themselves again. With content of its own, which is broken and mended.

import { readFileSync, writeFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { axe } from './opened.mjs';
import { start } from '../server.mjs';

const REGISTER = new URL('../../sites/minimal', import.meta.url).pathname;
const FILE = 'partners/lighthouse.toml';
const PAGE = '/pl/partnerzy/lighthouse/';
const LIST = '/pl/partnerzy/';

/** What is not so, of what should be. */
async function expect(name, holds) {
  try {
    return await holds() ? [] : [name];
  } catch (error) {
    return [`${name}: ${error.message.split('\n')[0]}`];
  }
}

async function walk(page, origin, file) {
  const problems = [];
  const judge = async (name, holds) => problems.push(...await expect(name, holds));
  const good = readFileSync(file, 'utf8');
  const overlay = page.locator('dialog.pv-overlay');
  await page.goto(origin + PAGE);

  const row = page.locator('#c-watch');
  const place = row.locator('.pv-place');
  await judge('the place of a block is hidden at first', async () =>
    await place.evaluate((element) => getComputedStyle(element).opacity) === '0');
  await row.hover();
  await judge('it is seen under the mouse', async () =>
    await place.evaluate((element) => getComputedStyle(element).opacity) === '1');
  await place.click();
  await page.locator('.pv-copied', { hasText: 'Copied' }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  await judge('a click copies it', () => /content\/partners\/lighthouse\.toml:\d+$/.test(copied));
  await judge('the keyboard reaches it', async () => {
    await place.focus();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Tab');
    return await place.evaluate((element) => element === document.activeElement
      && getComputedStyle(element).opacity === '1' && getComputedStyle(element).outlineStyle !== 'none');
  });
  problems.push(...await axe(page));

  const copiedFrom = async (block) => {
    await block.hover();
    await block.locator('.pv-place').click();
    await page.locator('.pv-copied', { hasText: 'Copied' }).waitFor();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  const fact = (label) => page.locator('.facts > .row', { has: page.getByText(label, { exact: true }) });
  await judge('each key fact has the line of its key', async () => {
    const lines = good.split('\n');
    for (const [label, key] of [['Forma', 'form = '], ['Siedziba', 'seat = '], ['Służy', 'goals = ']]) {
      const place = await copiedFrom(fact(label));
      const line = lines[Number(place.split(':').at(-1)) - 1];
      if (!place.includes(FILE) || !line.startsWith(key)) return false;
    }
    return true;
  });
  await page.goto(origin + LIST);
  await judge('a row of a list has the place of what it lists', async () =>
    /content\/partners\/lighthouse\.toml:3$/.test(await copiedFrom(page.locator('.list > .row').first())));
  problems.push(...await axe(page));
  await page.goto(origin + PAGE);

  writeFileSync(file, good.replace('kind = ', 'knid = '));
  await overlay.locator('pre').first().waitFor();
  await judge('a mistake comes over the page', async () => {
    const text = await overlay.innerText();
    return ['1 mistake', 'unknown-key', '^^^^', 'did you mean `kind`?'].every((part) => text.includes(part));
  });
  await judge('the last good page stays below', async () => await row.count() === 1);
  problems.push(...await axe(page));
  await overlay.getByRole('button', { name: 'Look at the page' }).click();
  await judge('it can be put aside', async () => !await overlay.isVisible());
  await page.locator('.pv-count', { hasText: '1 mistake' }).click();
  await overlay.waitFor();

  writeFileSync(file, good.replace('Fundacja Latarnia', 'Fundacja Nowa Latarnia'));
  await page.locator('h1', { hasText: 'Fundacja Nowa Latarnia' }).waitFor();
  await judge('mended, it is gone and the page is new', async () => await overlay.count() === 0);

  writeFileSync(file, good.replace('kind = ', 'draft = true\nkind = '));
  await overlay.locator('pre').first().waitFor();
  writeFileSync(file, good.replace('id = "watch"', 'id = "watch"\ndraft = true'));
  await page.locator('#c-watch .pv-unseen').waitFor();
  await judge('what visitors do not see is marked', async () =>
    (await page.locator('#c-watch .pv-unseen').innerText()).startsWith('Draft'));
  return problems;
}

/** Looks at the preview of a small register. */
export async function preview({ program, browser, report }) {
  const folder = mkdtempSync(join(tmpdir(), 'preview-'));
  const content = join(folder, 'content');
  cpSync(REGISTER, content, { recursive: true });
  const { origin, stop } = await start(program, ['--preview', '--content', content]);
  const window = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  try {
    const page = await window.newPage();
    page.setDefaultTimeout(10_000);
    const problems = [];
    page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
    page.on('console', (message) => problems.push(`console: ${message.text()}`));
    problems.push(...await walk(page, origin, join(content, FILE)));
    report.judge('the preview, from a mistake to its mending', problems);
  } finally {
    await window.close();
    stop();
    rmSync(folder, { recursive: true });
  }
}
