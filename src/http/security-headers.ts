import { ServerResponse, type IncomingMessage } from 'node:http';

import helmet from 'helmet';

/**
 * The headers that helmet sets on every reply, worked out once: it would parse its policy each time anew.
 *
 * What we serve loads nothing from anywhere; pages say themselves what they need.
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
