// Listens with room for one connection, says on which port, and accepts nothing: it is to be frozen.
import { createServer } from 'node:net';

const server = createServer(() => undefined);
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => process.stdout.write(`${server.address().port}\n`));
