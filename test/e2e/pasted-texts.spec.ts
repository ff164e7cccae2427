import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { RunningApp } from '../support/running-app.js';

const SAID = [
  'Our three squads keep waiting on the infra group for every deploy.',
  'Last month that cost us four releases and two customers.',
  'What should we change?',
];

/** The same words in pastes of programs. */
const PASTES = {
  subtitles: SAID.map((line, at) => `${at + 41}\n00:0${at}:01,120 --> 00:0${at}:03,480\n${line}\n`).join('\n'),
  'a chat': SAID.map((line, at) => `[12/03/2024, 10:1${at}:32] Quentin Zabel: ${line}`).join('\n'),
  'a chat with lines of names': SAID.map((line, at) => `Quentin Zabel  10:1${at} AM\n${line}`).join('\n'),
  'a calendar': `BEGIN:VCALENDAR\nPRODID:-//Zabel//EN\nBEGIN:VEVENT\nUID:41-zabel\nDTSTART:20240312T101500Z\nDESCRIPTION:${SAID.join('\\n')}\nEND:VEVENT\nEND:VCALENDAR`,
  mail: `From: Quentin Zabel <q@zabel.example>\nTo: team@zabel.example\nDate: Tue, 12 Mar 2024 10:15:32 +0100\nMessage-ID: <41@zabel.example>\n\n${SAID.join('\n\n')}`,
  'log lines': `${SAID[0]}\n${SAID[1]}\n2024-03-12T10:15:32.123Z ERROR zabel team topologies squads infra group deploy failed\n2024-03-12 10:15:33,480 [zabel] WARN squads keep waiting on the infra group\n\n${SAID[2]}`,
};
const MACHINE = /zabel|-->|\b00:0|10:1\d|DTSTART|PRODID|VEVENT|Message-ID|2024|\b4[123]\b|ERROR|WARN/i;

describe('a pasted text', () => {
  let service: RunningApp;
  beforeAll(async () => {
    service = await RunningApp.start();
  });
  afterAll(() => service.stop());

  it.each(Object.entries(PASTES))('is answered for what is said in it: %s', async (_, question) => {
    const { status, body } = await service.post('/v1/answers', { question, class: 'multi-persona', noCache: true });
    expect(status).toBe(200);
    expect(body.answer.markdown).not.toMatch(MACHINE);
    expect(body.receipt.frameworks.map(({ id }: { id: string }) => id)).toContain('team-topologies');
    for (const { evidence } of body.receipt.frameworks) {
      for (const { start, end, quote } of evidence) {
        expect(question.slice(start, end)).toBe(quote);
        expect(quote).not.toMatch(MACHINE);
      }
    }
  });

  it('is declined when it holds log lines alone', async () => {
    const question = '2024-03-12T10:15:32.123Z ERROR team topologies squads infra group deploy failed\n'.repeat(3);
    const { status, body } = await service.post('/v1/answers', { question, noCache: true });
    expect([status, body.receipt.strategic, body.receipt.frameworks]).toEqual([200, false, []]);
  });
});
