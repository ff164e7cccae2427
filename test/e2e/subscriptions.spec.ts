import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';

import { afterEach, describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

import { Journal, AuditTrail } from '../../src/conversations/index.js';
import { answerSchema } from '../../src/answers/index.js';
import { ReadinessState } from '../../src/monitoring/index.js';
import { eventually } from '../support/eventually.js';
import { graphqlSelection } from '../support/graphql-selection.js';
import { WRITTEN_BRIEF } from '../support/model-replies.js';
import { ModelServer } from '../support/model-server.js';
import { MODEL_ENV, modelYaml } from '../support/model-yaml.js';
import { RawEvents } from '../support/raw-events.js';
import { QUESTION, withService, type RunningApp } from '../support/running-app.js';
import { refusalOf, Subscriber } from '../support/subscriber.js';

const UPDATES = `subscription ($id: ID!) { answerUpdated(id: $id) ${graphqlSelection('Answer')} }`;
const PERFORMANCE = 'subscription { performance { uptimeMs } }';
const ASK = { question: QUESTION, class: 'strategic', personas: ['diego'], noCache: true };

const keyed = (more = '') => `
access:
  keys:
${['acme', 'globex', 'admin']
  .map((tenant) => {
    const sha256 = createHash('sha256').update(tenant).digest('hex');
    return `    - { id: ${tenant}, sha256: ${sha256}, tenant: ${tenant}, entitlements: [ask, admin] }`;
  })
  .join('\n')}
${more}`;
/** Connections to the server that are open. */
function connectionsOf({ app }: RunningApp): Promise<number> {
  const { server } = app.getHttpAdapter().getInstance();
  return new Promise((resolve) => server.getConnections((_, count) => resolve(count)));
}

const as = (tenant: string) => ({ authorization: `Bearer ${tenant}` });

describe('answerUpdated', () => {
  let server: ModelServer | undefined;
  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });

  /** A service whose answers have a second version, which comes when the model is released. */
  async function withLateModel(
    test: (model: ModelServer, url: string, service: RunningApp) => Promise<void>,
  ): Promise<void> {
    const model = (server = await ModelServer.start('anthropic', {
      kind: 'writes',
      text: WRITTEN_BRIEF,
      isHeld: true,
    }));
    await withService({ yaml: modelYaml('anthropic', [model.url], 10_000), env: MODEL_ENV }, async (service) =>
      test(model, await service.listen(), service),
    );
  }

  it('yields the answer, then the version that lands, and completes, as REST shows them', () =>
    withLateModel(async (model, url, service) => {
      const { body: first } = await service.post('/v1/answers', ASK);
      expect(first.receipt.continuation).not.toBeNull();
      const client = createClient({ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
      const versions = [];
      for await (const { data, errors } of client.iterate<{ answerUpdated: unknown }>({
        query: UPDATES,
        variables: { id: first.id },
      })) {
        expect(errors).toBeUndefined();
        versions.push(answerSchema.parse(data?.answerUpdated));
        model.release();
      }
      await client.dispose();
      expect(versions.map(({ version }) => version)).toEqual([1, 2]);
      expect(versions[0]).toEqual(first);
      expect(versions[1]).toEqual((await service.get(`/v1/answers/${first.id}`)).body);
      const events = await (await RawEvents.open(`${url}/v1/answers/${first.id}/events`, {})).read();
      expect(events.at(-1)?.data).toEqual(versions[1]);
    }));

  it('comes from the log of the stream, and yields the newest version only to a late subscriber', () =>
    withLateModel(async (model, url) => {
      const stream = await RawEvents.open(`${url}/v1/answers`, { body: ASK });
      const received = await stream.read(({ type }) => {
        if (type === 'answer.partial') model.release();
        return false;
      });
      const final = received.at(-1)?.data;
      const subscriber = await Subscriber.open(url);
      subscriber.subscribe('a', UPDATES, { id: final.id });
      expect(await subscriber.until('a')).toEqual([
        { id: 'a', type: 'next', payload: { data: { answerUpdated: final } } },
        { id: 'a', type: 'complete' },
      ]);
      subscriber.close();
    }));

  it('is not found for an answer of another tenant or of none, which is in the audit trail', () =>
    withService({ yaml: keyed() }, async (service) => {
      const url = await service.listen();
      const { body } = await service.post('/v1/answers', { question: QUESTION }, as('acme'));
      const subscriber = await Subscriber.open(url, { headers: as('globex') });
      for (const id of [body.id as string, 'ans_nope']) {
        subscriber.subscribe(id, UPDATES, { id });
        const [refused, end] = await subscriber.until(id);
        expect(refused?.payload.errors).toMatchObject([{ extensions: { code: 'ANSWER_NOT_FOUND', status: 404 } }]);
        expect(end?.type).toBe('complete');
      }
      subscriber.close();
      await service.app.get(Journal, { strict: false }).flush();
      const trail = await service.app.get(AuditTrail, { strict: false }).page('globex', 100);
      expect(trail.items.map(({ event }) => event)).toEqual(
        [body.id, 'ans_nope'].map((resource) =>
          expect.objectContaining({ kind: 'access.missing', subject: 'globex', resource }),
        ),
      );
    }));
});

describe('performance', () => {
  it('comes at once and then every second until the client completes it', () =>
    withService({ slowness: 1 }, async (service) => {
      const subscriber = await Subscriber.open(await service.listen());
      const startedAt = performance.now();
      subscriber.subscribe('p', `subscription { performance ${graphqlSelection('Performance')} }`);
      await eventually(() => (subscriber.messages.filter(({ id }) => id === 'p').length >= 3 ? true : undefined));
      expect(performance.now() - startedAt).toBeGreaterThan(1_900);
      const reports = subscriber.messages.filter(({ id }) => id === 'p').map(({ payload }) => payload.data.performance);
      const { body } = await service.get('/v1/performance');
      for (const report of reports) expect(Object.keys(report).toSorted()).toEqual(Object.keys(body).toSorted());
      subscriber.send({ id: 'p', type: 'complete' });
      // The connection stays open, and the name of the subscription is free again.
      subscriber.subscribe('q', '{');
      await subscriber.until('q');
      subscriber.subscribe('p', PERFORMANCE);
      subscriber.close();
    }));
});

describe('a WebSocket', () => {
  it('authenticates by a key in its header or in its first message', () =>
    withService({ yaml: keyed() }, async (service) => {
      const url = await service.listen();
      for (const options of [{ headers: as('acme') }, { init: as('acme') }]) {
        const subscriber = await Subscriber.open(url, options);
        subscriber.subscribe('p', PERFORMANCE);
        expect((await subscriber.next(({ id }) => id === 'p')).payload.errors).toBeUndefined();
        subscriber.close();
      }
      const refused = await refusalOf(url, { headers: as('nobody') });
      expect(refused).toMatchObject({
        status: 401,
        headers: { 'content-type': 'application/problem+json; charset=utf-8', 'x-content-type-options': 'nosniff' },
        body: { code: 'UNAUTHENTICATED' },
      });
      for (const init of [undefined, as('nobody'), { authorization: 1 }, { authorization: 'x'.repeat(20_000) }]) {
        const subscriber = await Subscriber.connect(url);
        subscriber.send({ type: 'connection_init', payload: init });
        expect(await subscriber.ended()).toEqual({ code: 4403, reason: 'UNAUTHENTICATED' });
      }
      const hasty = await Subscriber.connect(url, { headers: as('acme') });
      hasty.subscribe('p', PERFORMANCE);
      expect((await hasty.ended()).code).toBe(4401);
    }));

  it('is refused to a page of an origin that CORS does not allow', () =>
    withService({ yaml: 'http: { corsOrigins: ["https://console.example"] }' }, async (service) => {
      const url = await service.listen();
      for (const headers of [
        { origin: 'https://evil.example' },
        { origin: 'http://127.0.0.1:1' },
        { origin: 'http://evil.example', host: 'evil.example' },
      ]) {
        expect(await refusalOf(url, { headers })).toMatchObject({ status: 403, body: { code: 'HOST_NOT_ALLOWED' } });
      }
      for (const origin of ['https://console.example', url, undefined]) {
        const subscriber = await Subscriber.open(url, origin === undefined ? {} : { headers: { origin } });
        subscriber.close();
      }
    }));

  it('is limited in number, per tenant, and in its subscriptions', () =>
    withService(
      { yaml: keyed('graphql: { webSockets: { maxConnections: 3, maxPerTenant: 2, maxSubscriptions: 2 } }') },
      async (service) => {
        const url = await service.listen();
        const open = [];
        for (const tenant of ['acme', 'acme', 'globex']) {
          const refused = open.length === 2 ? await refusalOf(url, { headers: as('acme') }) : undefined;
          if (refused !== undefined) expect(refused).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
          open.push(await Subscriber.open(url, { headers: as(tenant) }));
        }
        expect(await refusalOf(url, { headers: as('globex') })).toMatchObject({
          status: 503,
          headers: { 'retry-after': '1' },
          body: { code: 'CONNECTIONS_EXHAUSTED' },
        });
        const [first] = open;
        for (const id of ['1', '2', '3']) first?.subscribe(id, PERFORMANCE);
        const [refused] = (await first?.until('3')) ?? [];
        expect(refused).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'RATE_LIMITED' } }] });
        // Who goes makes room.
        open.pop()?.close();
        const next = await eventually(() => Subscriber.open(url, { headers: as('globex') }).catch(() => undefined));
        // A caller who says later who he is counts from then on.
        next.close();
        const late = await eventually(() => Subscriber.connect(url).catch(() => undefined));
        late.send({ type: 'connection_init', payload: as('acme') });
        expect(await late.ended()).toEqual({ code: 1013, reason: 'RATE_LIMITED' });
        const { body } = await service.get('/v1/performance', as('acme'));
        const held = body.memory.owners.find(({ owner }: { owner: string }) => owner === 'web-sockets');
        expect(held.count).toBe(2);
        for (const subscriber of open) subscriber.close();
      },
    ));

  it('is closed when its client sends nothing, too much, or no message', () =>
    withService({ yaml: 'graphql: { webSockets: { initMs: 2000 } }', slowness: 1 }, async (service) => {
      const url = await service.listen();
      expect((await (await Subscriber.connect(url)).ended()).code).toBe(4408);
      for (const [message, code] of [
        ['no JSON', 4400],
        [[{ id: '1', type: 'subscribe', payload: { query: PERFORMANCE } }], 4400],
        [{ type: 'connection_init' }, 4429],
        ['x'.repeat(70_000), 1009],
      ] as const) {
        const subscriber = await Subscriber.open(url);
        subscriber.send(message);
        expect((await subscriber.ended()).code).toBe(code);
      }
      const other = await Subscriber.connect(url, { protocol: 'graphql-ws' }).catch(() => undefined);
      expect(other === undefined ? 4406 : (await other.ended()).code).toBe(4406);
    }));

  it('is closed when its client does not read, before much is buffered', () =>
    withService({}, async (service) => {
      const subscriber = await Subscriber.open(await service.listen());
      expect(await connectionsOf(service)).toBe(1);
      subscriber.socket.pause();
      const payload = { text: 'x'.repeat(60_000) };
      // Each is answered with as much; the kernel takes a few megabytes of it.
      for (let i = 0; i < 500; i++) subscriber.send({ type: 'ping', payload });
      await eventually(async () => ((await connectionsOf(service)) === 0 ? true : undefined));
      subscriber.close();
    }));

  it('ends when its client is gone or its key is revoked', () =>
    withService({ yaml: `${keyed()}\nstreams: { pingMs: 1000 }`, slowness: 1 }, async (service) => {
      const url = await service.listen();
      const { body } = await service.post('/v1/keys', { label: 'x' }, as('admin'));
      const [silent, revoked] = await Promise.all([
        Subscriber.open(url, { headers: as('acme') }),
        Subscriber.open(url, { init: { authorization: `Bearer ${body.key}` } }),
      ]);
      silent.socket.pause();
      await eventually(async () => ((await connectionsOf(service)) === 1 ? true : undefined));
      expect(revoked.closed).toBeUndefined();
      await service.app.inject({ method: 'DELETE', url: `/v1/keys/${body.id}`, headers: as('admin') });
      expect(await revoked.ended()).toEqual({ code: 4403, reason: 'UNAUTHENTICATED' });
      silent.close();
    }));

  it('is closed with a reason when the service shuts down', () =>
    withService({}, async (service) => {
      const url = await service.listen();
      const subscriber = await Subscriber.open(url);
      subscriber.subscribe('p', PERFORMANCE);
      await subscriber.next(({ id }) => id === 'p');
      service.app.get(ReadinessState, { strict: false }).markClosing();
      expect(await subscriber.ended()).toEqual({ code: 1001, reason: 'draining' });
      const late = await Subscriber.connect(url);
      expect(await late.ended()).toEqual({ code: 1001, reason: 'draining' });
    }));

  it('opens at /graphql only: a request for an upgrade elsewhere, or to another protocol, is answered as if it had not asked', () =>
    withService({}, async (service) => {
      const url = await service.listen();
      const asks = async (path: string, upgrade: string) => {
        const { hostname, port } = new URL(url);
        const asked = request({ hostname, port, path, headers: { connection: 'upgrade', upgrade } });
        asked.end();
        const [reply] = (await once(asked, 'response')) as [IncomingMessage];
        reply.resume();
        return reply.statusCode;
      };
      expect(await asks('/v1/personas', 'websocket')).toBe(200);
      expect(await asks('/graphql/', 'websocket')).toBe(404);
      expect(await asks('/graphql?query={__typename}', 'h2c')).toBe(200);
      // No key of a handshake.
      expect(await asks('/graphql', 'websocket')).toBe(400);
    }));
});
