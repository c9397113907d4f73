// The pages in a real browser, before judges from outside. Starts the server,
// walks every link, then opens one page of each kind in each language.
//
//   node run.mjs SERVER [--only JUDGE,...] [--pictures DIR]
//
// Judges: markup, opened, maps, keyboard, lighthouse, preview. With --pictures, pictures of
// each page opened are written there to be looked at.

import { parseArgs } from 'node:util';
import { launch } from './browser.mjs';
import { crawl, kinds } from './crawl.mjs';
import { keyboard } from './judges/keyboard.mjs';
import { lighthouses } from './judges/lighthouse.mjs';
import { maps } from './judges/maps.mjs';
import { markup } from './judges/markup.mjs';
import { opened } from './judges/opened.mjs';
import { pictures } from './judges/pictures.mjs';
import { preview } from './judges/preview.mjs';
import { Report } from './report.mjs';
import { start } from './server.mjs';

const { positionals: [program], values } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, pictures: { type: 'string' } },
});
const judges = { markup, opened, maps, keyboard, lighthouse: lighthouses, preview };
const chosen = values.only?.split(',') ?? Object.keys(judges);

const { origin, stop } = await start(program);
const browser = await launch();
const report = new Report();
try {
  const { pages, problems } = await crawl(origin);
  report.judge('every link leads somewhere', problems);
  console.log(`${pages.size} pages, every link followed`);
  const sample = kinds(pages);
  const everyLanguage = sample.flat();
  // What looks at markup and weight differs little between languages: they take turns.
  const inTurn = sample.map((languages, index) => languages[index % languages.length]);
  console.log(`${sample.length} kinds of page`);
  for (const name of chosen) {
    const paths = name === 'opened' || name === 'maps' ? everyLanguage : inTurn;
    const begun = Date.now();
    await judges[name]({ program, browser, origin, report, pages, sample: paths });
    console.log(`${name}: done in ${Math.round((Date.now() - begun) / 1000)} s`);
  }
  if (values.pictures) await pictures({ browser, origin, sample: everyLanguage, folder: values.pictures });
} finally {
  await browser.close();
  stop();
}
process.exitCode = report.close();
