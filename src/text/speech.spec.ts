import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { readSpeech } from './speech.js';

const SRT = `1
00:00:01,000 --> 00:00:03,500
Our three squads keep waiting

2
00:00:03,600 --> 00:00:06,000
on the infra group for every deploy.

3
00:00:06,100 --> 00:00:08,000
What should we change?
`;
const SAID = 'Our three squads keep waiting on the infra group for every deploy.';
const ASKED = 'What should we change?';

/** Pastes, and what is said in them. */
const PASTES: Readonly<Record<string, readonly [string, string]>> = {
  SubRip: [SRT, `${SAID}\n\n${ASKED}`],
  'SubRip with CRLF and a byte order mark': [`\uFEFF${SRT.replaceAll('\n', '\r\n')}`, `${SAID}\n\n${ASKED}`],
  WebVTT: [
    `WEBVTT - weekly meeting
Kind: captions

NOTE made by a program
with two lines

STYLE
::cue { color: red }

intro
00:01.000 --> 00:03.000 align:start position:0%
<v Anna>Our three squads keep waiting

7f1c-2
00:03.000 --> 00:05.000
<v Anna>on the infra group <00:04.000>for every deploy.</v>

00:05.000 --> 00:06.000
<v Ben Ort><i>What should we change?</i></v>`,
    `Our three squads keep waiting on the infra group for every deploy.\n\n${ASKED}`,
  ],
  SBV: [
    '0:00:01.000,0:00:03.000\nOur three squads keep waiting\n\n0:00:03.000,0:00:05.000\non the infra group for every deploy.',
    SAID,
  ],
  'a transcript with times between': [
    `0:01\nOur three squads keep waiting\n0:04\non the infra group for every deploy.`,
    SAID,
  ],
  'WhatsApp on a phone': [
    `[12/03/2024, 10:15:32] Anna Müller: ${SAID}\n\u200e[12/03/2024, 10:15:40] Ben: \u200eimage omitted\n[12/03/2024, 10:16:01] ~ Ben: ${ASKED}`,
    `${SAID}\n\n${ASKED}`,
  ],
  'WhatsApp elsewhere': [
    `12.03.24, 10:14 - Messages and calls are end-to-end encrypted.\n12.03.24, 10:15 - Anna: ${SAID}\n12/3/24, 10:16\u202fAM - +49 170 1234: ${ASKED}\n12/3/24, 10:17 AM - Ben: <Media omitted>`,
    `${SAID}\n\n${ASKED}`,
  ],
  Slack: [`Anna Müller  10:15 AM\n${SAID}\n2 replies\nBen Ort  [10:16 AM]\n${ASKED}`, `${SAID}\n\n${ASKED}`],
  'Slack as JSON': [
    `[\n  {\n    "type": "message",\n    "user": "U02ABCDEF",\n    "text": "${SAID}",\n    "ts": "1710238532.000100"\n  },\n  {"user": "U1", "ts": "1710238533.0", "text": "${ASKED}"}\n]`,
    `${SAID}\n\n${ASKED}`,
  ],
  Teams: [
    `[10:15] Anna Müller\n${SAID}\n[12.03.2024 10:16] Ben Ort\n${ASKED}\nAnna Müller 3/12/2024 10:17 AM`,
    `${SAID}\n\n${ASKED}`,
  ],
  'Teams, copied with names': [`[3/12 10:15 AM] Anna Müller: ${SAID}\n[10:16 AM] Ben: ${ASKED}`, `${SAID}\n\n${ASKED}`],
  Telegram: [`Anna, [12.03.2024 10:15]\n${SAID}\n\nBen, [12 Mar 2024 at 10:16:02]:\n${ASKED}`, `${SAID}\n\n${ASKED}`],
  Discord: [`anna — Today at 10:15\n${SAID}\nBen — 12/03/2024 10:16 AM\n${ASKED}`, `${SAID}\n\n${ASKED}`],
  Zoom: [`10:15:32 From Anna to Everyone:\n${SAID}`, SAID],
  IRC: [`10:15 <anna> ${SAID}\n10:16 <ben> ${ASKED}`, `${SAID}\n\n${ASKED}`],
  'messages with times alone': [`10:15 Anna: ${SAID}\n10:16 Ben: ${ASKED}`, `${SAID}\n\n${ASKED}`],
  'a calendar': [
    `BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Example//EN\r
BEGIN:VEVENT\r
UID:19970901T130000Z-123401@example.com\r
DTSTART;TZID=Europe/Berlin:20240312T101500\r
ATTENDEE;CN="Anna":mailto:anna@example.com\r
SUMMARY;LANGUAGE=en:Deploys\r
DESCRIPTION:Our three squads keep waiting on the infra\r
  group for every deploy.\\nWhat should we change?\r
END:VEVENT\r
END:VCALENDAR`,
    `Deploys\n\n${SAID}\n\n${ASKED}`,
  ],
  mail: [
    `Received: from mx.example (10.0.0.1)\n\tby mail.example; Tue, 12 Mar 2024 10:15:32 +0100\nFrom: Anna <anna@example.com>\nTo: Ben\nDate: Tue, 12 Mar 2024 10:15:32 +0100\nSubject: Re: AW: Deploys\nX-Mailer: Example 1.0\n\n${SAID}\n\nOn Tue, 12 Mar 2024 at 09:00, Ben Ort <ben@example.com> wrote:\n${ASKED}`,
    `Deploys\n\n${SAID}\n\n${ASKED}`,
  ],
  'a reply with the headers of the mail before': [
    `${SAID}\n\n-----Original Message-----\nFrom: Ben\nSent: Tuesday, March 12, 2024 9:00 AM\n\n${ASKED}`,
    `${SAID}\n\n${ASKED}`,
  ],
  'log lines': [
    `${SAID}\n2024-03-12T10:15:32.123Z deploy started\n2024-03-12 10:15:32,123 [main] ERROR c.e.Deploy - no approval by infra group\nMar 12 10:15:32 host deployd[77]: waiting\n10.0.0.1 - - [12/Mar/2024:10:15:32 +0100] "GET / HTTP/1.1" 200\nE0312 10:15:32.123456 1 main.go:5] failed\n{"level":"error","msg":"no approval"}\n    at deploy (/srv/app.js:10:5)\n${ASKED}`,
    `${SAID}\n\n${ASKED}`,
  ],
};

describe('readSpeech', () => {
  it.each(Object.entries(PASTES))('leaves what is said of %s', (_, [paste, said]) => {
    expect(readSpeech(paste).text).toBe(said);
  });

  it.each(Object.values(PASTES))('keeps the offsets of what is left: %#', (paste) => {
    const { masked } = readSpeech(paste);
    expect(masked).toHaveLength(paste.length);
    expect([...masked.matchAll(/[^\n]/g)].every(({ 0: unit, index }) => paste[index] === unit)).toBe(true);
  });

  it.each([
    'Our three squads keep waiting on the infra group. What should we change?',
    'At 10:15 we stop. From 9:30 to 11:00 we talk.\nTo: be honest, I doubt it.\nNote: the 3 teams wait.',
    'Agenda for 12.03.2024\n1. Budget\n2. Hiring\n10:15 Standup: nobody comes.\nWhat now?',
    'Subject: how do we scale?\n\nWe grow from 10 to 50 people.',
    'We pay 1.50 a call.\n12\nThat is all.',
    'Error: nobody decides. INFO is not what we need at 10:15.',
    'Standup moved to 10:15\nMeeting at 9:30\n10:15 Standup\n9:00 Hiring plan\nWhat do we gain?',
    'Begin: we vote.\n{"a": 1}\nThe ratio is 3:10 and rising.',
  ])('leaves prose as it is: %j', (text) => {
    expect(readSpeech(text)).toEqual({ masked: text, text });
  });

  it('takes any text, and keeps its length', () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...Object.values(PASTES).flatMap(([paste]) => paste.split('\n'))),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const text = lines.join('\n');
        const { masked, text: said } = readSpeech(text);
        expect(masked).toHaveLength(text.length);
        expect(said.length).toBeLessThanOrEqual(text.length + 2 * lines.length);
      }),
    );
  });
});
