// Pictures of pages for a person to look at.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { context, each, open } from '../browser.mjs';

const WIDTHS = [360, 768, 1440];

/** How much of a page a picture shows, in px: the browser refuses what is much taller. */
const TALLEST = 8000;

/** Takes a picture, again if the browser has no room for it at the moment. */
async function take(page, options, tries = 3) {
  try {
    await page.screenshot(options);
  } catch (error) {
    if (tries === 1) throw error;
    await take(page, options, tries - 1);
  }
}

/** Writes a picture of each page at each width, light and dark. */
export async function pictures({ browser, origin, sample, folder }) {
  mkdirSync(folder, { recursive: true });
  const untaken = [];
  for (const width of WIDTHS) {
    for (const colorScheme of ['light', 'dark']) {
      const window = await context(browser, { width, colorScheme });
      await each(sample, async (path) => {
        const { page } = await open(window, origin, path);
        const name = `${path.replaceAll('/', '_')}-${width}-${colorScheme}.png`;
        // A picture shows at once what a reader gets to by scrolling.
        await page.evaluate(() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync('* { content-visibility: visible !important; }');
          document.adoptedStyleSheets.push(sheet);
        });
        const tall = await page.evaluate(() => document.documentElement.scrollHeight);
        const clip = tall > TALLEST ? { x: 0, y: 0, width, height: TALLEST } : undefined;
        // Nothing is judged by a picture, so the lack of one is only told.
        await take(page, { path: join(folder, name), fullPage: true, clip })
          .catch((error) => untaken.push(`${name}: ${error.message.split('\n')[0]}`));
        await page.close();
      });
      await window.close();
    }
  }
  console.log(`pictures of ${sample.length} pages in ${folder}`);
  for (const line of untaken) console.log(`no picture of ${line}`);
}
