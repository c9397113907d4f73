// A client of the Language Server Protocol, and the two language servers for
// TOML that editors use: Taplo (in the extension Even Better TOML of Visual
// Studio Code; here as WebAssembly), and Tombi (a program).
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import taploModule from '@taplo/lsp';

const { TaploLsp } = taploModule;

/** Talks with a server: `send` takes a message, `close` ends it. */
class Client {
  constructor(name) {
    this.name = name;
    this.waiting = new Map();
    this.told = new Map();
    this.requests = 0;
  }

  /** Takes a message from the server. */
  heard(message) {
    if (message.method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = message.params;
      this.told.get(uri)?.(diagnostics);
    } else if (message.method !== undefined && message.id !== undefined) {
      // Asked for settings, it is told that there are none.
      const result = message.params?.items?.map(() => null) ?? null;
      this.send({ jsonrpc: '2.0', id: message.id, result });
    } else if (message.id !== undefined) {
      const { resolve, reject } = this.waiting.get(message.id);
      this.waiting.delete(message.id);
      if (message.error) reject(new Error(`${this.name}: ${message.error.message}`));
      else resolve(message.result);
    }
  }

  notify(method, params) {
    // Parameters that are undefined are left out.
    this.send({ jsonrpc: '2.0', method, params });
  }

  request(method, params) {
    const id = ++this.requests;
    const answer = new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
    this.send({ jsonrpc: '2.0', id, method, params });
    return answer;
  }

  async initialize(folder) {
    await this.request('initialize', {
      processId: process.pid,
      rootUri: folder,
      workspaceFolders: [{ uri: folder, name: 'content' }],
      capabilities: {
        workspace: { configuration: true, workspaceFolders: true },
        textDocument: {
          completion: { completionItem: { snippetSupport: true } },
          hover: { contentFormat: ['markdown', 'plaintext'] },
          publishDiagnostics: {},
        },
      },
    });
    this.notify('initialized', {});
  }

  /**
   * Opens a file with a mistake, and returns what the server has against it:
   * that it has nothing against it is said as well before it has looked.
   */
  async open(uri, text) {
    const told = new Promise((resolve) => {
      this.told.set(uri, (found) => found.length > 0 && resolve(found));
    });
    const document = { uri, languageId: 'toml', version: 1, text };
    this.notify('textDocument/didOpen', { textDocument: document });
    return told;
  }

  close(uri) {
    this.told.delete(uri);
    this.notify('textDocument/didClose', { textDocument: { uri } });
  }
}

/** Taplo, with nothing to fetch from anywhere but files. */
export async function taplo() {
  const client = new Client('taplo');
  const refused = () => Promise.reject(new Error('no network here'));
  const environment = {
    now: () => new Date(),
    envVar: () => undefined,
    envVars: () => [],
    stdErrAtty: () => false,
    stdin: () => Promise.resolve(new Uint8Array()),
    stdout: (bytes) => Promise.resolve(bytes.length),
    stderr: (bytes) => Promise.resolve(bytes.length),
    glob: () => [],
    readFile: (path) => Promise.resolve(new Uint8Array(readFileSync(path))),
    writeFile: refused,
    urlToFilePath: (url) => fileURLToPath(url),
    isAbsolute,
    cwd: () => process.cwd(),
    findConfigFile: () => undefined,
    fetch: { fetch: refused, Headers, Request, Response },
  };
  const server = await TaploLsp.initialize(environment, {
    onMessage: (message) => client.heard(message),
  });
  client.send = (message) => server.send(message);
  client.end = async () => server.dispose();
  return client;
}

/** Tombi, told to ask no network. */
export async function tombi(program) {
  const client = new Client('tombi');
  const server = spawn(program, ['lsp', '--offline'], { stdio: ['pipe', 'pipe', 'ignore'] });
  let pending = Buffer.alloc(0);
  server.stdout.on('data', (bytes) => {
    pending = Buffer.concat([pending, bytes]);
    for (;;) {
      const head = pending.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/content-length: *(\d+)/i.exec(pending.subarray(0, head))[1]);
      const end = head + 4 + length;
      if (pending.length < end) return;
      const message = JSON.parse(pending.subarray(head + 4, end));
      pending = pending.subarray(end);
      client.heard(message);
    }
  });
  client.send = (message) => {
    const body = JSON.stringify(message);
    server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  client.end = async () => {
    const ended = new Promise((resolve) => server.on('exit', resolve));
    await client.request('shutdown');
    client.notify('exit');
    server.stdin.end();
    await ended;
  };
  return client;
}
