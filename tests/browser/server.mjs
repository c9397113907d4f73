// The server under test: the real program on a free port of the loopback address.

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

/** A port that was free a moment ago: addresses must be known before the start, to be whole in every page. */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Starts `program` with these options besides; gives its origin and a function that ends it. */
export async function start(program, besides = []) {
  const origin = `http://127.0.0.1:${await freePort()}`;
  const options = ['serve', '--listen', new URL(origin).host, '--base-url', `${origin}/`, ...besides];
  const child = spawn(program, options, { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    child.stdout.once('data', (line) => {
      if (String(line).startsWith(`listening on ${origin}/`)) resolve();
      else reject(new Error(`unexpected first line: ${line}`));
    });
  });
  const stop = () => {
    child.removeAllListeners('exit');
    child.kill('SIGTERM');
  };
  return { origin, stop };
}
