// Lighthouse, as on a phone: 100 in all four categories. Its clock is that of
// a busy machine, so a page has a few tries to be as fast as it is.

import { createServer } from 'node:net';
import lighthouse from 'lighthouse';
import { launch } from '../browser.mjs';

const TRIES = 6;

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** What keeps a page from 100, by category. */
async function shortcomings(url, port) {
  const { lhr } = await lighthouse(url, { port, output: 'json', logLevel: 'error' });
  return Object.values(lhr.categories).flatMap((category) => {
    if (category.score === 1) return [];
    const lost = category.auditRefs
      .filter(({ id, weight }) => weight > 0 && (lhr.audits[id].score ?? 1) < 1)
      .map(({ id }) => `${id} ${lhr.audits[id].displayValue ?? ''}`.trim());
    return [`${category.title} ${Math.round(100 * category.score)}: ${lost.join(', ')}`];
  });
}

/** Looks at each page, one at a time: it measures. */
export async function lighthouses({ origin, report, sample }) {
  const port = await freePort();
  const browser = await launch(port);
  try {
    for (const path of sample) {
      let problems = [];
      for (let attempt = 0; attempt < TRIES; attempt += 1) {
        problems = await shortcomings(origin + path, port);
        if (problems.length === 0) break;
      }
      report.judge(`${path} by Lighthouse`, problems);
    }
  } finally {
    await browser.close();
  }
}
