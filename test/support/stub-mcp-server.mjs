// An MCP server over stdio that misbehaves on demand. What it does comes from its arguments and, while it runs, from the
// file named first, so that a test can change it in the middle:
//   node stub-mcp-server.mjs CONTROL_FILE
// The file holds JSON: { "mode": "…", … }. What happens to the server is appended to CONTROL_FILE.log. A server that
// never changes gets the JSON itself as its argument, and writes no log.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

const [argument] = process.argv.slice(2);
const isFile = !argument.startsWith('{');
let latest = '';
let slowed = 0;
const control = () => {
  const text = isFile ? readFileSync(argument, 'utf8') : argument;
  if (text !== latest) slowed = 0;
  latest = text;
  return JSON.parse(text);
};
const note = (line) => isFile && appendFileSync(`${argument}.log`, `${line}\n`);
const write = (text) => process.stdout.write(text);
const send = (message) => write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

const start = control();
note(`started ${process.pid}`);
if (start.mode === 'crashAtStart') process.exit(1);
if (start.ignoreSigterm === true) process.on('SIGTERM', () => note('sigterm'));
if (start.grandchild === true) {
  const child = spawn(process.execPath, ['-e', "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"], {
    stdio: 'ignore',
  });
  note(`grandchild ${child.pid}`);
}
// A server that ignores the end of its input as well.
if (start.ignoreSigterm === true) setInterval(() => undefined, 1_000);

const tools = () => {
  const { description = 'Looks something up.', noTools = false, outputSchema } = control();
  const tool = { name: 'look_up', description, inputSchema: { type: 'object' } };
  return noTools ? [] : [outputSchema === undefined ? tool : { ...tool, outputSchema }];
};

const MEGABYTE = 'x'.repeat(1_048_576);

async function call(id) {
  const { mode = 'fine', delayMs = 0, slowCalls = Infinity, text = 'The stub says so.', structuredContent } = control();
  const result = {
    content: [{ type: 'text', text }],
    ...(structuredContent === undefined ? {} : { structuredContent }),
  };
  if (delayMs > 0 && slowed++ < slowCalls) await pause(delayMs);
  switch (mode) {
    case 'silent':
      break;
    case 'wrongId':
      send({ id: 999_999, result });
      break;
    case 'noisy':
      write('Listening on a socket…\n{"level":"info","msg":"not JSON-RPC"}\n{ broken\n');
      send({ id, result });
      break;
    case 'flood':
      await pour();
      break;
    case 'huge':
      write(`{"jsonrpc":"2.0","id":${id},"result":{"content":[{"type":"text","text":"`);
      await pour();
      write('"}]}}\n');
      break;
    case 'offSchema':
      send({ id, result: { content: 'not a list' } });
      break;
    case 'die':
      process.exit(1);
      break;
    case 'fail':
      send({ id, error: { code: -32603, message: 'The stub has failed.' } });
      break;
    case 'toolError':
      send({ id, result: { ...result, isError: true } });
      break;
    default:
      send({ id, result });
  }
}

async function pour() {
  for (let i = 0; i < 200; i++) if (!write(MEGABYTE)) await once(process.stdout, 'drain');
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  switch (method) {
    case 'initialize':
      send({
        id,
        result: {
          protocolVersion: params.protocolVersion,
          capabilities: { tools: {} },
          serverInfo: { name: 'stub', version: '1.0.0' },
        },
      });
      break;
    case 'ping':
      send({ id, result: {} });
      break;
    case 'tools/list':
      send({ id, result: { tools: tools() } });
      break;
    case 'tools/call':
      note(`called ${JSON.stringify(params.arguments)}`);
      void call(id);
      break;
    case 'notifications/cancelled':
      note('cancelled');
      break;
    default:
      break;
  }
});
