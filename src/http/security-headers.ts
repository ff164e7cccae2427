import { ServerResponse, type IncomingMessage } from 'node:http';

import helmet from 'helmet';

/**
 * The headers that helmet sets on every reply, computed once: it would parse its policy for each reply.
 *
 * Replies load nothing from anywhere; a page declares what it needs.
 */
export async function securityHeaders(): Promise<Record<string, string>> {
  const set = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'none'"] },
    },
    referrerPolicy: { policy: 'no-referrer' },
  });
  const request = { method: 'GET' } as IncomingMessage;
  const reply = new ServerResponse(request);
  await new Promise<void>((resolve, reject) => {
    set(request, reply, (error) => (error === undefined ? resolve() : reject(error)));
  });
  return Object.fromEntries(Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)]));
}
