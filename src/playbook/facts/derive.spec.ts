import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { derive } from './derive.js';
import type { Derived } from './derived.js';
import { eliminate } from './eliminate.js';
import { readFacts } from './read-facts.js';

const TODAY = new Date('2026-11-29');
const derived = (text: string) => derive(readFacts(text, TODAY), text);

interface Example {
  readonly text: string;
  readonly kind: string;
  readonly sentence: string;
  readonly verdict?: string;
  readonly decides?: string;
}
const examples = [
  'derive.examples.json',
  'derive-units.examples.json',
  'algebra/algebra.examples.json',
  'methods.examples.json',
].flatMap((file) => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as Example[]);

/** Texts whose numbers do not make a figure that is whole. */
const silent = JSON.parse(readFileSync(new URL('silent.examples.json', import.meta.url), 'utf8')) as string[];
/** Least weight of a figure that an answer shows. */
const MIN_SHOWN = 5;

/** Numbers of a sentence; `41k` and `1.2M` in full. */
function numbersIn(text: string): number[] {
  return [...text.matchAll(/(\d[\d,]*(?:\.\d+)?)(k|M)?/g)].map(
    (match) =>
      Number((match[1] ?? '').replaceAll(',', '').replace(/\.$/, '')) *
      (match[2] === 'k' ? 1e3 : match[2] === 'M' ? 1e6 : 1),
  );
}
const isNear = (a: number, b: number) => Math.abs(a - b) <= Math.max(0.06, Math.abs(b) * 0.01);

/** Every line `a op b = c` holds, as far as its figures are rounded. */
function expectArithmetic(one: Derived): void {
  for (const line of one.arithmetic.matchAll(/(\d[\d,.]*)(%?) (×|\/|\+|−) (\d[\d,.]*) = (-?\d[\d,.]*)(%?)/g)) {
    const [a, b, c] = [line[1], line[4], line[5]].map((part) => Number((part ?? '').replaceAll(',', '')));
    if (a === undefined || b === undefined || c === undefined) continue;
    const left = line[2] === '%' ? a / 100 : a;
    const made = line[3] === '×' ? left * b : line[3] === '/' ? left / b : line[3] === '+' ? left + b : left - b;
    const result = line[6] === '%' ? made * 100 : made;
    // A divisor of one decimal moves the quotient by so much.
    // Figures of three digits are whole.
    const slack = Math.max(
      a >= 100 || b >= 100 ? 0.51 : 0.11,
      Math.abs(c) * 0.02,
      line[3] === '/' ? (Math.abs(result) * 0.05) / Math.max(b - 0.05, 0.05) : 0,
    );
    expect(Math.abs(result - c)).toBeLessThanOrEqual(slack);
  }
}

/** Every number is the asker's or a figure of the arithmetic. */
function expectFounded(one: Derived, text: string): void {
  const facts = readFacts(text, TODAY);
  const known = [
    ...numbersIn(text),
    ...numbersIn(one.arithmetic),
    ...[...facts.money, ...facts.percents, ...facts.counts, ...facts.factors].map((fact) => fact.value),
    ...facts.durations.map((fact) => fact.amount),
    ...facts.dates.map((fact) => fact.date.getUTCDate()),
    facts.today.getUTCDate(),
  ];
  for (const number of numbersIn(one.sentence)) {
    if (/\(say\)/.test(one.sentence) && number === 3) continue;
    expect({
      number,
      sentence: one.sentence,
      isKnown:
        known.some((other) => isNear(number, other)) ||
        (/40 hours|1,760|220 working/.test(one.sentence) && [40, 1760, 220].includes(number)),
    }).toMatchObject({ isKnown: true });
  }
}

describe('derive', () => {
  it.each(examples)('works out: $text', ({ text, kind, sentence, verdict, decides }) => {
    const [first] = derived(text);
    expect(first).toMatchObject({
      kind,
      sentence,
      ...(verdict === undefined ? {} : { verdict }),
      ...(decides === undefined ? {} : { decides }),
    });
  });

  it.each(examples)('founds every number of: $text', ({ text }) => {
    for (const one of derived(text)) {
      expectFounded(one, text);
      expectArithmetic(one);
    }
  });

  it('founds every number on the text or the arithmetic shown, for any numbers', () => {
    const n = fc.integer({ min: 2, max: 60 });
    const templates: ((a: number, b: number, c: number) => string)[] = [
      (a, b, c) =>
        `I have ${a} engineers for ${b} weeks, 20% goes to support. ${c * 10} person-weeks are planned. Does it fit?`,
      (a, b, c) => `${a * 100}k in the bank, we burn ${b}k a month. I want to add ${c} engineers at 9k a month each.`,
      (a, b, c) => `The bill is ${a}k a month for ${b} services. ${c}% of it comes from logs.`,
      (a, b, c) => `${a * 3} services are left, we do ${b} a week, it has to end in ${c} weeks.`,
      (a, b, c) => `${a + 10} engineers and ${b} managers, the CFO wants ${c}.`,
      (a, b, c) => `Should I hire ${a} seniors at ${b}k or ${c} juniors at 60k?`,
      (a, b, c) =>
        `| team | engineers | pages |\n|---|---|---|\n| Red | ${a} | ${b} |\n| Blue | ${c} | 40 |\nWho gets the SRE?`,
      (a, b, c) =>
        `${a} nurses, each does ${b} visits a day, 22 working days. We get ${c * 40} visits a month. Enough?`,
      (a, b, c) => `${a} racks at 3.${b} kW each, the cooling is rated ${c * 4} kW. Is it enough?`,
      (a, b, c) => `${a * 100} laptops, we manage ${b} a day, ${c % 7} days a week, deadline 15 March. Do we make it?`,
      (a, b, c) => `${a} hours at ${b} €, quote was ${c * 30} € plus 10% tolerance. Pay it?`,
      (a, b, c) => `Storage: ${a + c} TB, ${a} TB used, grows ${b} GB a day. New disks arrive in ${c} days. Fine?`,
      (a, b, c) => `Price from ${a} to ${a + 4}, we expect ${b}% of ${c * 50} customers to leave. Net effect?`,
      (a, b, c) => `A packer packs ${a} boxes an hour, ${b} packers at ${c} € an hour, 8 hours. What does it cost?`,
      (a, b, c) => `It costs ${a}k once and saves ${b}k a month. ${c} people use it. Worth it?`,
      (a, b, c) =>
        `${a} stores, each loses ${b / 10} h a month, an hour costs ${c * 10}. A line for ${b} a month per store avoids ${c}% of it. Worth it?`,
      (a, b, c) => `A backup of ${a} TB over a ${b} Gbit/s line, ${c}% usable, the window is ${b} hours. Does it fit?`,
      (a, b, c) => `Backlog of ${a * 10} bugs, ${b} new a week, we fix ${c} a week. When is it empty?`,
      (a, b, c) =>
        `Wir haben ${a * 9} Kassen, ${b} Minuten pro Kasse, ${c} Techniker mit je 7 Stunden am Tag. Wie viele Tage?`,
      (a, b, c) =>
        `Notre équipe traite ${a} dossiers par jour, ${b * 40} dossiers attendent, ${c} arrivent par jour. Quand est-ce fini ?`,
      (a, b, c) =>
        `Son ${a} analistas, cada analista ahorra ${b} horas por semana, 46 semanas, 35 € la hora, la licencia cuesta ${c}.000 € al año. ¿Compensa?`,
      (a, b, c) => `A is ${a * 100} flat, B is ${b} an hour for ${c} hours. Which one is cheaper?`,
      (a, b, c) =>
        `SLO 99.${c % 10}% over 30 days. So far ${a} minutes down for everyone and ${b} minutes with ${c}% of requests failing. The next release is planned to cost ${c} minutes. Do we freeze?`,
      (a, b, c) =>
        `A 3 year reservation at ${c}% off would cover €${a}k a month of our fleet. We plan to migrate away in ${Math.min(b, 30)} months. Sign?`,
      (a, b, c) =>
        `I need ${a} hires in ${b} weeks. Last quarter ${c + 90} screens, ${c + 20} interviews, ${c} joined. Each of 2 recruiters can do ${b} screens a week, an interview takes ${c} hours and we would not go over ${a} hours a week. Can it be done?`,
      (a, b, c) =>
        `${a} developers, CI takes ${b + c} minutes, with the new machines ${b}. Each of them waits for ${c} builds a day. The machines cost €${b * 100} a month, a developer costs us €${c + 20} an hour. Worth it?`,
      (a, b, c) =>
        `The chatbot resolves ${a}% of our ${b * 1000} tickets a month on its own. The vendor wants €0.${c + 10} per ticket plus 2,000 a month, an agent costs us €${c} a ticket. ${b}% come back. Is it worth it?`,
      (a, b, c) =>
        `We have €${a * 50}k in the bank, spend ${b + 60}k a month and bring in ${c}k, growing by 2k a month. It is January and the next round is in October. I want two people at 6k a month each from March. Can I hire both, one or neither?`,
      (a, b, c) =>
        `Workshop for ${a} people: room ${b}k, travel ${c * 10} each, hotel 2 nights at 120 per person. My budget is ${b * 500}. Does it fit?`,
      (a, b, c) =>
        `Tool A costs ${a} per user a month, tool B is flat ${b * 100} a year. We are ${c} users, soon ${c + 9} users. Which one?`,
      (a, b) =>
        `We pay ${a + 9}k a month for the hosted search. Moving to our own takes ${b} engineer days at 650 a day and then 2k a month for machines, plus half a day a week. Worth it?`,
      (a, b, c) =>
        `We lose ${a} of ${a + b} engineers a year and replacing one costs ${c}k. HR proposes a raise of 5% for all, the average salary is 70k. Worth it?`,
      (a, b, c) =>
        `${a * 20} screens to convert, we moved ${b} in the last ${c} weeks. Will it be finished in 8 months?`,
      (a, b, c) => `${a * 1000} visitors a month, ${b / 10}% buy for ${c} €. What revenue is that a year?`,
    ];
    fc.assert(
      fc.property(fc.constantFrom(...templates), n, n, n, (template, a, b, c) => {
        const text = template(a, b, c);
        for (const one of derived(text)) {
          expectFounded(one, text);
          expectArithmetic(one);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it.each(silent)('shows no figure that leaves out what belongs to it: %s', (text) => {
    expect(derived(text).filter(({ weight }) => weight >= MIN_SHOWN)).toEqual([]);
  });

  it('says nothing where there is nothing to work out', () => {
    expect(derived('My best engineer just resigned. What now?')).toEqual([]);
  });
});

describe('eliminate', () => {
  it('says which alternative misses the date', () => {
    const text =
      'Today is 4 May and the contract ends on 31 August.\nOption A: rewrite, five months\nOption B: adapt the old one, six weeks\nWhich?';
    const facts = readFacts(text, TODAY);
    expect(eliminate(facts.alternatives, facts).map((one) => [one.alternative.label, one.verdict])).toEqual([
      ['A', 'late'],
      ['B', 'fits'],
    ]);
  });

  it('names the dearest and the one over the budget', () => {
    const text = 'The budget is 50k a year. (a) a tool at 3k a month, (b) one hire at 90k a year. Which one?';
    const facts = readFacts(text, TODAY);
    expect(eliminate(facts.alternatives, facts).map((one) => one.verdict)).toEqual(['cheapest', 'over-budget']);
  });
});
