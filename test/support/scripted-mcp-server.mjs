// An MCP server whose every message is written in a script, over standard input and output:
//   node scripted-mcp-server.mjs SCRIPT_FILE
// `ScriptedHttpServer` sends the same messages over HTTP. See `McpScript` in scripted-mcp-server.d.mts.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const TOOL = { name: 'look_up', description: 'Looks something up.', inputSchema: { type: 'object' } };

/** The messages with which a server of that script answers, one after another. */
export function* messagesFor(script, { id, method, params }) {
  if (id === undefined) return;
  const answer = (result) => ({ jsonrpc: '2.0', id, result, ...script.envelope });
  switch (method) {
    case 'server/discover':
      yield { jsonrpc: '2.0', id, error: { code: -32_601, message: 'Method not found' } };
      break;
    case 'initialize':
      yield answer({
        protocolVersion: params.protocolVersion,
        capabilities: { tools: {} },
        serverInfo: { name: 'scripted', version: '1' },
        ...script.initialize,
      });
      break;
    case 'tools/list': {
      const { moreTools = 0, endlessPages = false, tool } = script;
      const more = Array.from({ length: moreTools }, (_, i) => ({ ...TOOL, name: `tool_${i}` }));
      const page = Number(params?.cursor ?? 0);
      yield answer({
        tools: [...more, ...(page === 0 ? [{ ...TOOL, ...tool }] : [])],
        ...(endlessPages ? { nextCursor: String(page + 1) } : {}),
        ...script.list,
      });
      break;
    }
    case 'tools/call': {
      const { before, result = { content: [{ type: 'text', text: 'The script says so.' }] } } = script;
      for (let i = 0; i < (before?.count ?? 0); i++) {
        yield before.method === undefined
          ? before.value
          : {
              jsonrpc: '2.0',
              method: before.method,
              params: before.params,
              ...(before.isRequest ? { id: `s${i}` } : {}),
            };
      }
      yield answer(result);
      break;
    }
    default:
      yield answer({});
  }
}

if (process.argv[1] === import.meta.filename) {
  const script = JSON.parse(readFileSync(process.argv[2], 'utf8'));
  if (script.stderrLines > 0) process.stderr.write('what is never read\n'.repeat(script.stderrLines));
  createInterface({ input: process.stdin }).on('line', (line) => {
    const message = JSON.parse(line);
    let text = '';
    for (const said of messagesFor(script, message))
      text += typeof said === 'string' ? said : `${JSON.stringify(said)}\n`;
    process.stdout.write(text);
  });
}
