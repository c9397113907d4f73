// Maps as a browser draws them, with its own fonts: no label over another or
// over a mark, the land there, and marks large enough for a finger.

import { context, each, open } from '../browser.mjs';

/** The least side of a target in CSS pixels (WCAG 2.2, 2.5.8). */
const TARGET = 24;

/**
 * What is wrong with the maps of an open page. Letters are measured in width;
 * in height they are taken as they stand on their line, since a box of text
 * reaches as far as the space between lines does.
 */
function mapProblems(page) {
  return page.evaluate((target) => {
    const problems = [];
    const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    for (const map of document.querySelectorAll('svg.map')) {
      const view = map.viewBox.baseVal;
      const unit = map.getBoundingClientRect().width / view.width;
      const labels = [];
      const marks = [];
      for (const link of map.querySelectorAll('a')) {
        const { e: x, f: y } = link.transform.baseVal.consolidate().matrix;
        const name = link.getAttribute('aria-label');
        for (const text of link.querySelectorAll('text')) {
          if (getComputedStyle(text).display === 'none') continue;
          const size = parseFloat(getComputedStyle(text).fontSize);
          const box = text.getBBox();
          const line = y + Number(text.getAttribute('y'));
          labels.push({
            name, left: x + box.x, right: x + box.x + box.width, top: line - 0.75 * size, bottom: line + 0.25 * size,
          });
          if (size * unit < 11) problems.push(`${name}: letters of ${(size * unit).toFixed(1)} px`);
        }
        const drawn = link.querySelector('circle:not(.hit), path');
        if (drawn) {
          const box = drawn.getBoundingClientRect();
          const half = box.width / 2 / unit;
          marks.push({ name, left: x - half, right: x + half, top: y - half, bottom: y + half, x, y });
        }
      }
      for (const [index, label] of labels.entries()) {
        if (label.left < 0 || label.right > view.width || label.top < 0 || label.bottom > view.height) {
          problems.push(`${label.name}: its label leaves the map`);
        }
        for (const other of labels.slice(index + 1)) {
          if (overlap(label, other)) problems.push(`${label.name}: its label meets that of ${other.name}`);
        }
        for (const mark of marks) {
          if (overlap(label, mark)) problems.push(`${label.name}: its label covers the mark of ${mark.name}`);
        }
      }
      // A mark on its own is a target of full size; one that others crowd, so
      // that full targets would meet, is in the list too, which meets the
      // same criterion in its place.
      for (const mark of marks) {
        const near = marks.filter((other) => other !== mark)
          .some((other) => Math.hypot(other.x - mark.x, other.y - mark.y) * unit < 2 * target);
        const hit = [...map.querySelectorAll('a')]
          .find((link) => link.getAttribute('aria-label') === mark.name).querySelector('.hit').getBoundingClientRect();
        if (!near && hit.width < target) problems.push(`${mark.name}: a target of ${hit.width.toFixed(1)} px`);
      }
      const land = map.querySelector('use.land');
      if (land && land.getBBox().width < view.width / 2) problems.push('the land is not drawn');
    }
    return problems;
  }, TARGET);
}

/** Opens the pages with maps at several widths and judges them. */
export async function maps({ browser, origin, report, pages, sample }) {
  const drawn = sample.filter((path) => pages.get(path)?.html.includes('<svg class="map'));
  for (const width of [320, 360, 640, 768, 1440]) {
    const window = await context(browser, { width, colorScheme: 'light' });
    await each(drawn, async (path) => {
      const { page, problems } = await open(window, origin, path);
      report.judge(`maps of ${path} at ${width}`, [...problems, ...await mapProblems(page)]);
      await page.close();
    });
    await window.close();
  }
}
