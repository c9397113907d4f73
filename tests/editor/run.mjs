// Whether the schemas do in editors what they are for: the two language servers
// for TOML that editors use are given every shipped file, and have nothing
// against it; files with mistakes, and complain of these; and are asked for
// keys, words and what keys are for. Without a network, from the `#:schema`
// line alone.
//
//   node run.mjs [CONTENT]
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { taplo, tombi } from './client.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const content = resolve(process.argv[2] ?? join(here, '../../content'));
const address = (path) => pathToFileURL(join(content, path)).href;
const read = (path) => readFileSync(join(content, path), 'utf8');

const files = readdirSync(content, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.toml'))
  .map((entry) => relative(content, join(entry.parentPath ?? entry.path, entry.name)))
  .sort();

// A key that no file has, in the line after the schema's. Taplo looks at a file
// without its schema first, and says nothing; so that "nothing" can be told from
// "not yet", each file gets one mistake, and only that may be complained of.
const PROBE = 'no-such-key';
const probed = (text) => text.replace('\n', `\n${PROBE} = 1\n`);

// Where, instead of what, something is written; what is complained of then.
const EVENT = 'events/cairo-2023.toml';
const PARTNER = 'partners/unhcr.toml';
const broken = [
  ['a misspelt key', PARTNER, /^website = /m, 'websit = ', /websit/],
  ['a word that is not one of those allowed', PARTNER, 'kind = "un-agency"', 'kind = "agency"', /agency/],
  // Taplo takes a date and its text for the same: there only `saradnja lsp` helps.
  ['a date in quotation marks', EVENT, /^date = (\S+)/m, 'date = "$1"', /LocalDate/, 'tombi'],
  ['a missing key', EVENT, /^topic = .*\n/m, '', /topic/],
  ['a missing translation', EVENT, /^title\.cnr = .*\n/m, '', /cnr/],
  ['a name where an id belongs', PARTNER, /^goals = \[".*?"/m, 'goals = ["Help"', /Help/],
];

// A line to go on with at the `|`, and what must be among what is offered.
const offered = [
  ['a key', EVENT, /^topic = .*\n/m, '|\n', ['topic', 'sorted-as', 'revision']],
  ['a word', EVENT, /^confidence = .*$/m, 'confidence = "|"', ['"seed"', '"official"', '"press"']],
  ['a word of a table', PARTNER, /^form = .*$/m, 'form = "|"', ['"multilateral"', '"bilateral"']],
];

// A key that is pointed at, and what is told of it.
const told = [
  [EVENT, /^topic/m, /id of a topic/],
  [EVENT, /^confidence/m, /How we know/],
  [PARTNER, /^review-by/m, /check it again/],
];

// A server that never answers leaves nothing to wait for.
let doing = 'the beginning';
process.on('exit', () => {
  if (doing) console.error(`${doing}: no answer came`);
});

const faults = [];
let passed = 0;
function judge(client, what, is, found) {
  if (is) passed += 1;
  else faults.push(`${client.name}: ${what}: ${JSON.stringify(found)}`);
}

function replaced(path, from, to) {
  const text = read(path);
  const result = text.replace(from, to);
  if (result === text) throw new Error(`${from} is not in ${path}`);
  return result;
}

function place(text, offset) {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1).length };
}

async function examine(client) {
  await client.initialize(pathToFileURL(content).href);
  for (const path of files) {
    doing = `${client.name}: ${path}`;
    const found = await client.open(address(path), probed(read(path)));
    const others = found.filter(({ message }) => !message.includes(PROBE));
    judge(client, `${path} is right`, found.length > 0 && others.length === 0, found);
    client.close(address(path));
  }
  // Files with names of their own, beside the schemas as all others are.
  let number = 0;
  const beside = (path) => address(path.replace('.toml', `-${++number}.toml`));
  for (const [what, path, from, to, expected, only] of broken) {
    if (only && only !== client.name) continue;
    doing = `${client.name}: ${what}`;
    const found = await client.open(beside(path), replaced(path, from, to));
    judge(client, what, found.some(({ message }) => expected.test(message)), found);
  }
  for (const [what, path, from, to, expected] of offered) {
    doing = `${client.name}: ${what}`;
    const uri = beside(path);
    const marked = probed(replaced(path, from, to));
    const at = marked.indexOf('|');
    const text = marked.replace('|', '');
    await client.open(uri, text);
    const params = { textDocument: { uri }, position: place(text, at) };
    const answer = await client.request('textDocument/completion', params);
    const labels = (answer?.items ?? answer ?? []).map(({ label }) => label);
    judge(client, what, expected.every((label) => labels.includes(label)), labels);
  }
  for (const [path, key, expected] of told) {
    doing = `${client.name}: ${key}`;
    const uri = beside(path);
    const text = probed(read(path));
    await client.open(uri, text);
    const params = { textDocument: { uri }, position: place(text, text.search(key) + 2) };
    const answer = await client.request('textDocument/hover', params);
    judge(client, `${key} is explained`, expected.test(JSON.stringify(answer)), answer);
  }
  await client.end();
}

const servers = [await taplo()];
// Tombi is a program, and among the packages for the machines of the build server.
const program = join(here, 'node_modules', `@tombi-toml/cli-${process.platform}-${process.arch}`, 'tombi');
if (existsSync(program)) servers.push(await tombi(program));
else console.error('this machine has no package of Tombi: only Taplo is asked');
for (const server of servers) await examine(server);
doing = undefined;
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
console.log(`${files.length} files, ${passed} judgements by ${servers.map(({ name }) => name).join(' and ')}: all as they should be`);
process.exit(0);
