import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A receiver of syslog messages on the loopback interface. */
export interface SyslogReceiver {
  readonly address: string;
  readonly messages: string[];
  readonly stop: () => void;
}

/** Over TCP, messages with their lengths before them. */
export async function startTcpReceiver({ isDeaf = false } = {}): Promise<SyslogReceiver> {
  const messages: string[] = [];
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    if (isDeaf) socket.pause();
    let pending = Buffer.alloc(0);
    const onData = (chunk: Buffer) => {
      pending = Buffer.concat([pending, chunk]);
      for (;;) {
        const [frame, length] = /^([1-9]\d*) /.exec(pending.toString('latin1', 0, 12)) ?? [];
        if (frame === undefined || pending.length < frame.length + Number(length)) return;
        messages.push(pending.toString('utf8', frame.length, frame.length + Number(length)));
        pending = pending.subarray(frame.length + Number(length));
      }
    };
    if (!isDeaf) socket.on('data', onData);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** Over UDP, a message in each datagram. */
export async function startUdpReceiver(): Promise<SyslogReceiver> {
  const messages: string[] = [];
  const socket = createSocket('udp4', (datagram) => messages.push(datagram.toString('utf8')));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { address: `udp://127.0.0.1:${socket.address().port}`, messages, stop: () => socket.close() };
}
