// A page as it is opened: accessibility rules, nothing sideways, nothing from
// elsewhere, nothing said to the console, fonts within their budget.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { context, each, open, VIEWS } from '../browser.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
const RULES = [
  'wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice',
];

/** Fonts of one page, in bytes. */
const FONTS = 24_000;

/** Text spacing that a reader may set (WCAG 2.2, 1.4.12). */
const SPACING = '* { line-height: 1.5 !important; letter-spacing: 0.12em !important;'
  + ' word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }';

/** What an open page does wrong by the rules of accessibility. */
export async function axe(page) {
  await page.evaluate(AXE);
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
function sideways(page, when) {
  return page.evaluate((when) => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .slice(0, 3)
      .map((element) => `wider than the window${when}: ${element.outerHTML.slice(0, 100)}`);
  }, when);
}

async function weight(fonts) {
  const sizes = await Promise.all(fonts.map(async (font) => (await font.body()).length));
  const sum = sizes.reduce((sum, size) => sum + size, 0);
  return sum > FONTS ? [`fonts of ${sum} bytes`] : [];
}

/** Opens each page in each view. */
export async function opened({ browser, origin, report, sample }) {
  for (const view of VIEWS) {
    const window = await context(browser, view);
    await each(sample, async (path) => {
      const { page, problems, fonts } = await open(window, origin, path);
      problems.push(...await sideways(page, ''), ...await axe(page), ...await weight(fonts));
      if (view.width === 320) {
        await page.evaluate((rules) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(rules);
          document.adoptedStyleSheets.push(sheet);
        }, SPACING);
        problems.push(...await sideways(page, ' with wide spacing'));
      }
      report.judge(`${path} at ${view.name}`, problems);
      await page.close();
    });
    await window.close();
  }
}
