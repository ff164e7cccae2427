// Portkey's gateway as its package ships it, but for two things it has no option for: it listens on the loopback
// interface only, and its cache is on. The package is built without the middleware that caches answers, though everything
// that looks one up is there; this one stands in for it, and does no more than it has to.
import { registerHooks } from 'node:module';

globalThis.keptByGateway = () => {
  const cached = new Map();
  return async (context, next) => {
    let missed;
    context.set('getFromCache', async (_env, _headers, body, url) => {
      const key = `${JSON.stringify(body)}-${url}`;
      const found = cached.get(key);
      if (found === undefined) missed = key;
      return found === undefined ? [null, 'MISS', null] : [found, 'HIT', key];
    });
    await next();
    if (missed !== undefined && context.res.ok) cached.set(missed, await context.res.clone().text());
  };
};

/** What its program imports, by the name it imports it by, with our part in it. */
const REPLACED = {
  hono: (url) => `
    import { Hono as Bare } from ${JSON.stringify(url)};
    export class Hono extends Bare {
      constructor(...options) { super(...options); this.use('*', keptByGateway()); }
    }`,
  '@hono/node-server': (url) => `
    import { serve as bare } from ${JSON.stringify(url)};
    export const serve = (options, ...more) => bare({ ...options, hostname: '127.0.0.1' }, ...more);`,
};
const program = import.meta.resolve('@portkey-ai/gateway/build/start-server.js');
registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    if (context.parentURL !== program || !Object.hasOwn(REPLACED, specifier)) return resolved;
    const source = REPLACED[specifier](resolved.url);
    return { url: `data:text/javascript,${encodeURIComponent(source)}`, format: 'module', shortCircuit: true };
  },
});
await import(program);
