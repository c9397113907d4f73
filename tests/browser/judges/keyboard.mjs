// A walk with the Tab key alone: the skip link comes first, the focus is
// always seen, and every link and field is reached.

import { context, each, open, VIEWS } from '../browser.mjs';

async function walk(window, origin, path) {
  const { page, problems } = await open(window, origin, path);
  const stops = await page.evaluate(() =>
    [...document.querySelectorAll('a[href], button, input, [tabindex="0"]')]
      .filter((element) => element.getClientRects().length > 0).length);
  const reached = new Set();
  for (let step = 0; step < stops; step += 1) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(() => {
      const element = document.activeElement;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      // A shape in a drawing shows its focus by its stroke.
      const ring = [[style.outlineStyle, style.outlineWidth], [style.stroke, style.strokeWidth]]
        .some(([kind, width]) => kind !== 'none' && parseFloat(width) >= 2);
      element.dataset.stop ??= String(Math.random());
      return {
        stop: element.dataset.stop,
        html: element.outerHTML.slice(0, 90),
        href: element.getAttribute('href') ?? '',
        ring,
        seen: box.width > 0 && box.height > 0 && box.right > 0 && box.left < innerWidth,
      };
    });
    reached.add(focus.stop);
    if (step === 0 && !focus.href.startsWith('#')) problems.push(`first stop is ${focus.html}`);
    if (!focus.ring || !focus.seen) problems.push(`no visible focus on ${focus.html}`);
  }
  if (reached.size < stops) problems.push(`${stops - reached.size} of ${stops} stops are not reached`);
  await page.close();
  return problems;
}

/** Walks each page. */
export async function keyboard({ browser, origin, report, sample }) {
  const window = await context(browser, VIEWS[4]);
  await each(sample, async (path) => {
    report.judge(`${path} by keyboard`, await walk(window, origin, path));
  });
  await window.close();
}
