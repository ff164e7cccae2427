// A model provider on a real socket, in the protocol of OpenAI's chat completions, that misbehaves on demand.
import { once } from 'node:events';
import { createServer } from 'node:http';

const WORDS = 'Name one owner for the deploy path, agree on what a product team may do itself, and measure the wait. ';

export async function startModelServer() {
  let mode = 'fine';
  const server = createServer((request, response) => {
    request.resume();
    if (mode === 'busy') {
      response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '1' });
      response.end('{"error":{"message":"slow down","type":"rate_limit_exceeded","param":null,"code":null}}');
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const chunk = (choices, usage = null) =>
      response.write(
        `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'soak', choices, usage })}\n\n`,
      );
    for (let i = 0; i < 8; i++)
      chunk([{ index: 0, delta: { role: 'assistant', content: WORDS }, finish_reason: null }]);
    if (mode === 'stalls') return;
    if (mode === 'dies') {
      response.write(': \n\n', () => response.destroy());
      return;
    }
    chunk([{ index: 0, delta: {}, finish_reason: 'stop' }]);
    chunk([], { prompt_tokens: 900, completion_tokens: 160, total_tokens: 1_060 });
    response.end('data: [DONE]\n\n');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}/v1`,
    behave: (next) => {
      mode = next;
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
