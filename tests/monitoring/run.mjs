// Prometheus itself judges what lies in packaging/monitoring: it reads configuration
// and rules, tries the rules on made-up numbers, and then asks a program that serves.
// Each question of the dashboard has to be answered with numbers of that program.
//
//   node tests/monitoring/run.mjs SERVER PROMETHEUS PROMTOOL

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const [server, prometheus, promtool] = process.argv.slice(2).map((file) => path.resolve(file));
if (!promtool) {
  console.error('usage: node tests/monitoring/run.mjs SERVER PROMETHEUS PROMTOOL');
  process.exit(2);
}
const monitoring = path.join(root, 'packaging/monitoring');
const work = mkdtempSync(path.join(tmpdir(), 'saradnja-monitoring-'));
const started = [];

/** Runs promtool, and fails with what it says if it does not like something. */
function judged(folder, ...args) {
  const run = spawnSync(promtool, args, { cwd: folder, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`promtool ${args.join(' ')}\n${run.stdout}${run.stderr}`);
}

/** Starts a program and waits for all of these in what it prints. */
function start(command, args, ...wanted) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  let told = '';
  return new Promise((resolve, reject) => {
    const heard = (text) => {
      told += text;
      const found = wanted.map((pattern) => told.match(pattern)?.[1]);
      if (found.every(Boolean)) resolve(found);
    };
    child.stdout.on('data', heard);
    child.stderr.on('data', heard);
    child.on('error', reject);
    child.on('exit', () => reject(new Error(`${command} has ended:\n${told}`)));
  });
}

/** What Prometheus answers. */
async function ask(address, what, query = {}) {
  const response = await fetch(`http://${address}/api/v1/${what}?${new URLSearchParams(query)}`);
  const { data, error } = await response.json();
  if (error) throw new Error(`${error}: ${query.query ?? what}`);
  return data;
}

/** Asks again until the answer will do; what it lacks is said in the end. */
async function until(what, answer) {
  const end = Date.now() + 120_000;
  for (;;) {
    const missing = await answer();
    if (missing.length === 0) return;
    if (Date.now() > end) throw new Error(`${what}:\n${missing.join('\n')}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Every question of the dashboard, as Grafana would ask it. */
function questions() {
  const dashboard = JSON.parse(readFileSync(path.join(monitoring, 'dashboard.json'), 'utf8'));
  const targets = dashboard.panels.flatMap((panel) => panel.targets ?? []);
  return targets.map(({ expr }) =>
    expr.replaceAll('$job', 'saradnja').replaceAll('$instance', '.*').replaceAll('$__rate_interval', '1m'),
  );
}

try {
  judged(monitoring, 'check', 'config', 'prometheus.yml');
  judged(monitoring, 'check', 'rules', '--lint=all', '--lint-fatal', 'rules.yml');
  judged(import.meta.dirname, 'test', 'rules', 'minutes.test.yml', 'days.test.yml');

  const [site, operations] = await start(
    server,
    ['serve', '--content', 'tests/sites/minimal', '--listen', '127.0.0.1:0', '--operations', '127.0.0.1:0'],
    /^listening on (\S+)/m,
    /^operations on http:\/\/([^/\s]+)/m,
  );
  // The shipped configuration, with the address of this program and in a hurry.
  const shipped = readFileSync(path.join(monitoring, 'prometheus.yml'), 'utf8');
  const config = shipped
    .replace('127.0.0.1:9091', operations)
    .replaceAll(/interval: \d+s/g, 'interval: 1s')
    .replace('- rules.yml', `- ${path.join(monitoring, 'rules.yml')}`);
  if (config.includes('9091') || config === shipped) throw new Error('the configuration is another');
  writeFileSync(path.join(work, 'prometheus.yml'), config);
  const [address] = await start(
    prometheus,
    [
      `--config.file=${path.join(work, 'prometheus.yml')}`,
      `--storage.tsdb.path=${path.join(work, 'data')}`,
      '--web.listen-address=127.0.0.1:0',
    ],
    /msg="Listening on" address=([\d.:]+)/,
  );

  const asked = questions();
  await until('questions of the dashboard without an answer', async () => {
    await fetch(new URL('pl/', site));
    const missing = [];
    for (const query of asked) {
      const { result } = await ask(address, 'query', { query }).catch((error) => {
        if (error.cause) return { result: [] }; // It is not listening yet.
        throw error;
      });
      const has = result.some(({ value }) => Number.isFinite(Number(value[1])));
      if (!has) missing.push(query);
    }
    return missing;
  });
  await until('rules that are not evaluated', async () => {
    const { groups } = await ask(address, 'rules');
    const rules = groups.flatMap((group) => group.rules);
    const bad = rules.filter((rule) => rule.health === 'err').map((rule) => `${rule.name}: ${rule.lastError}`);
    if (bad.length > 0) throw new Error(bad.join('\n'));
    return rules.filter((rule) => rule.health !== 'ok').map((rule) => rule.name);
  });
  const { alerts } = await ask(address, 'alerts');
  const firing = alerts.filter(({ state }) => state === 'firing').map(({ labels }) => labels.alertname);
  if (firing.length > 0) throw new Error(`all is well, and yet there fire ${firing.join(', ')}`);
  console.log(`${asked.length} questions answered, no alert fires`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  for (const child of started) {
    child.removeAllListeners('exit');
    const ended = new Promise((resolve) => child.once('exit', resolve));
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await ended;
    }
  }
  rmSync(work, { recursive: true, force: true });
}
