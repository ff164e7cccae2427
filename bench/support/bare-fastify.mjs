// The floor of a cached answer over HTTP: Fastify alone, which reads the same question and writes the same bytes.
import { readFileSync } from 'node:fs';

import Fastify from 'fastify';

const [, , port, file] = process.argv;
const bytes = readFileSync(file);
const app = Fastify();
app.post('/v1/answers', (_request, reply) => {
  void reply.type('application/json; charset=utf-8').send(bytes);
});
await app.listen({ port: Number(port), host: '127.0.0.1' });
