import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { newOwnedId } from '../../src/conversations/owned-id.js';
import { startDistance } from '../support/distance.js';
import { eventually } from '../support/eventually.js';
import { QUESTION } from '../support/running-app.js';
import { RunningService } from '../support/running-service.js';
import { describeWith, postgresServer } from '../support/services.js';
import { newPostgresDatabase } from '../support/stores.js';

/** In each direction: a transaction of ten statements takes 400 ms. */
const DELAY_MS = 20;
/** A busy machine takes its time too, which says nothing of the database. */
const PATIENT = `conversations: { historyTimeoutMs: 3000 }
classes: { multi-persona: { deadlineMs: 8000 } }
`;

describeWith(postgresServer, 'two replicas whose database is far away', () => {
  const ends: (() => Promise<void>)[] = [];
  let [one, other]: string[] = [];
  beforeAll(async () => {
    const database = await newPostgresDatabase();
    ends.unshift(() => database.remove());
    const distance = await startDistance(new URL(database.url), DELAY_MS);
    ends.unshift(() => distance.stop());
    const start = async () => {
      const replica = await RunningService.start({ yaml: PATIENT, env: { DATABASE_URL: distance.url } });
      ends.unshift(() => replica.stop());
      return replica.url;
    };
    [one, other] = [await start(), await start()];
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });

  const get = async (url: string) => {
    const response = await fetch(url);
    const { status, headers } = response;
    return { status, headers, body: JSON.parse(await response.text()) };
  };
  const post = async (url: string, message: object) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(message) });
    return { status: response.status, body: JSON.parse(await response.text()) };
  };
  const ask = (replica = '', conversationId?: string) => {
    const how = { noCache: true, enhance: 'never', class: 'multi-persona' };
    return eventually(async () => {
      const reply = await post(`${replica}/v1/answers`, { question: QUESTION, conversationId, ...how });
      // A busy machine may be overloaded, which says nothing of the database.
      return reply.body.code === 'OVERLOADED' ? undefined : reply;
    });
  };

  it('know on each what was just answered by the other, over every endpoint', async () => {
    for (let round = 0; round < 5; round++) {
      const { body: first } = await ask(one);
      const { conversationId, id } = first;
      const graphql = { query: `{ answer(id: "${id}") { id } conversation(id: "${conversationId}") { id turns } }` };
      const [followUp, answer, conversation, turns, overGraphql, exported] = await Promise.all([
        ask(other, conversationId),
        get(`${other}/v1/answers/${id}`),
        get(`${other}/v1/conversations/${conversationId}`),
        get(`${other}/v1/conversations/${conversationId}/turns`),
        post(`${other}/graphql`, graphql),
        get(`${other}/v1/conversations/${conversationId}/export`),
      ]);
      expect({ status: followUp.status, degradations: followUp.body.receipt?.degradations }).toEqual({
        status: 200,
        degradations: [],
      });
      expect([answer.status, conversation.status, turns.status, exported.status]).toEqual([200, 200, 200, 200]);
      expect(answer.body.id).toBe(id);
      expect(turns.body.items[0].answerId).toBe(id);
      expect(overGraphql.body).toMatchObject({ data: { answer: { id }, conversation: { id: conversationId } } });
    }
  });

  it('say of what may still come that it is not there yet, and only of what cannot come that it does not exist', async () => {
    const [young, old] = [Date.now(), Date.now() - 60_000];
    const mayCome = newOwnedId('cnv', 'default', young);
    const followUp = await ask(one, mayCome);
    expect(followUp).toMatchObject({
      status: 200,
      body: { receipt: { degradations: [{ component: 'conversations', cause: 'deadline' }] } },
    });
    const answer = await get(`${one}/v1/answers/${newOwnedId('ans', 'default', Date.now())}`);
    expect(answer).toMatchObject({ status: 503, body: { code: 'STORE_UNAVAILABLE' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await ask(one, newOwnedId('cnv', 'default', old))).toMatchObject({ status: 404 });
    expect((await get(`${one}/v1/answers/${newOwnedId('ans', 'default', old)}`)).status).toBe(404);
    expect((await get(`${one}/v1/answers/${newOwnedId('ans', 'globex', young)}`)).status).toBe(404);
  });

  it('know that what was deleted does not come', async () => {
    const { id, conversationId } = (await ask(one)).body;
    const url = `/v1/conversations/${conversationId}`;
    expect((await fetch(`${other}${url}`, { method: 'DELETE' })).status).toBe(204);
    const gone = await Promise.all(
      [one, other].flatMap((each) => [get(`${each}${url}`), get(`${each}/v1/answers/${id}`)]),
    );
    expect(gone.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect((await ask(other, conversationId)).status).toBe(404);
  });
});
