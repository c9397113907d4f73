// The Nu HTML checker, with its check of style sheets, over every page. It
// refuses addresses of this machine, so it is given files.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const JAR = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');

function check(options, folder) {
  return new Promise((resolve, reject) => {
    const args = ['-jar', JAR, '--format', 'json', '--stdout', '--exit-zero-always', ...options, folder];
    execFile('java', args, { maxBuffer: 1 << 28 }, (error, out) => {
      if (error) reject(error);
      else resolve(JSON.parse(out).messages);
    });
  });
}

/** Checks every page, and every style sheet that one of them names. */
export async function markup({ origin, report, pages }) {
  const folder = mkdtempSync(join(tmpdir(), 'markup-'));
  try {
    const names = new Map();
    const sheets = new Set();
    for (const [path, { html }] of pages) {
      const name = `${names.size}.html`;
      names.set(name, path);
      writeFileSync(join(folder, name), html);
      for (const [, href] of html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)) sheets.add(href);
    }
    for (const href of sheets) {
      const name = `${names.size}.css`;
      names.set(name, href);
      writeFileSync(join(folder, name), await (await fetch(new URL(href, origin))).text());
    }
    const messages = await check(['--also-check-css', '--errors-only'], folder);
    const problems = new Map([...names.values()].map((path) => [path, []]));
    for (const { url, lastLine, message, extract = '' } of messages) {
      const path = names.get(String(url).split('/').pop());
      problems.get(path)?.push(`line ${lastLine}: ${message} ${extract.trim().slice(0, 80)}`);
    }
    const faulty = [...problems].filter(([, found]) => found.length > 0);
    for (const [path, found] of faulty) report.judge(`${path} as the Nu checker reads it`, found);
    report.judge(`${names.size - faulty.length} pages and style sheets as the Nu checker reads them`, []);
    console.log(`${names.size} pages and style sheets read by the Nu checker`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
