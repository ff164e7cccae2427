import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { readFacts } from '../read-facts.js';
import { weighAlternatives } from './weigh.js';

const TODAY = new Date('2026-11-30');
const weighed = (text: string) => weighAlternatives(readFacts(text, TODAY), text);
const findingsOf = (text: string) => weighed(text).findings.map(({ follows }) => follows.join('; '));

/** Numbers of a sentence; `41k` and `1.2M` in full. */
const numbersIn = (text: string): number[] =>
  [...text.matchAll(/(\d[\d,]*(?:\.\d+)?)(k|M)?/g)].map(
    ([, digits = '', scale]) => Number(digits.replaceAll(',', '')) * (scale === 'k' ? 1e3 : scale === 'M' ? 1e6 : 1),
  );

describe('weighAlternatives', () => {
  it.each([
    [
      'Train our own network (97% in the lab, 5 months), license a module at 220 per robot, we ship 1,500 a year, or use the open model?',
      ['', '1,500 × 220 = 330,000 a year', ''],
    ],
    [
      'Team of 6. Everyone to the client site, the trip costs 1,400 a head, or fly in two?',
      [
        '6 × 1,400 = 8,400; 5,600 more than flying in two',
        '2 × 1,400 = 2,800; 5,600 less than Everyone to the client site',
      ],
    ],
    [
      'Firmware for 8,000 pumps: our own server, the cloud at 0.40 per device and month, or a technician?',
      ['', '8,000 × 0.4 = 3,200 a month, 38,400 a year', ''],
    ],
    [
      'For the fair: contratar 12 temporales a 1.650 al mes durante 3 meses o subcontratar por 52.000?',
      [
        '3 months × 12 × 1,650 = 59,400; 7,400 more than subcontratar',
        '52,000; 7,400 less than contratar 12 temporales',
      ],
    ],
    [
      'Kameras kaufen (je 38.000 Euro) oder mieten für 1.900 im Monat und Linie? Es sind 3 Linien.',
      ['3 × €38,000 = €114,000', '3 × 1,900 = 5,700 a month, 68,400 a year; the least in the first year'],
    ],
    [
      'I can offer either a 7 % raise now or a 12 % raise plus the lead role. She earns 74k.',
      [
        '7% of 74k = 5.18k, 79.18k in all; 3.7k a year less than a 12 % raise plus the lead…',
        '12% of 74k = 8.88k, 82.88k in all; 3.7k a year more than a 7 % raise now',
      ],
    ],
    [
      'Badges: replace all 310 doors at 420, only the 45 outside doors, or nothing at all?',
      [
        '310 × 420 = 130,200; 111,300 more than only the 45 outside doors',
        '45 × 420 = 18,900; 111,300 less than replacing all 310 doors',
        '',
      ],
    ],
    [
      'Webshop: Shopify for 79 a month plus 2 % of sales (we sell 260k a year), or only marketplaces at 15 % commission?',
      [
        '79 a month, 948 a year and 2% of 260k = 5.2k a year, 6,148 a year in all; 32,852 a year less than only marketplaces',
        '15% of 260k = 39k a year; 32.85k a year more than Shopify',
      ],
    ],
  ])('works out: %s', (text, expected) => {
    expect(findingsOf(text)).toEqual(expected);
  });

  it('eliminates what is over the budget, and says that equal totals are equal', () => {
    const { findings, overall } = weighed(
      '¿Contratar dos seniors (72k cada uno), tres mid (48k) o una consultora (170k al año)? El presupuesto son 150k.',
    );
    expect(findings.map(({ isOut }) => isOut)).toEqual([false, false, true]);
    expect(overall.join(' ')).toContain('cost the same, 144k');
  });

  it('eliminates what misses the time that there is', () => {
    const { findings } = weighed(
      'Portal: take the state one (free, in 18 months), tender our own (350,000, 10 months) or use the neighbour’s? The law requires it in 12 months.',
    );
    expect(findings.map(({ isOut }) => isOut)).toEqual([true, false, false]);
    expect(findings[0]?.follows[0]).toContain('6 months too late');
    expect(findings[1]?.leads).toBe('time');
  });

  it('adds what still comes after a date', () => {
    const { findings } = weighed(
      'Submit on the 12th, or slip to the 21st? The launch is on 28 December and certification takes 10 days.',
    );
    expect(findings[1]?.isOut).toBe(true);
    expect(findings[1]?.follows[0]).toContain('plus 10 days');
  });

  it('finds the cheapest parts that reach a sum together, also without the largest', () => {
    const { areCuts, overall } = weighed(
      'Which would you kill first to save 25k a month: the second region (18k), the data lake (9k), the test system (7k), gold support (11k)?',
    );
    expect(areCuts).toBe(true);
    expect(overall[0]).toContain('18k + 7k = 25k');
    expect(overall[1]).toContain('9k + 7k + 11k = 27k');
    expect(overall[1]).toContain('without the second region');
  });

  it('holds each source against a sum that is needed', () => {
    const { findings } = weighed(
      'We need 200k by autumn: a publisher who pays 400k in advance, crowd funding, about 120k, or a grant of 90k.',
    );
    expect(findings.map(({ follows }) => follows.at(-1))).toEqual([
      '400k reaches the 200k alone, 200k over it',
      '120k is 80k short of the 200k',
      '90k is 110k short of the 200k',
    ]);
  });

  it('works out what rates of harm mean', () => {
    expect(
      weighed('1 of 900 meters bricks, 45,000 meters in the field. Push a patch with 0.5 % risk, or leave it?'),
    ).toMatchObject({
      findings: [{ follows: ['0.5% of 45,000 meters = 225'] }, { follows: [] }],
      overall: [expect.stringContaining('1 in 900 of 45,000 is 50')],
    });
  });

  it.each([
    'Everyone drives (0.38 per km, 140 km, 20 cars) or we do it by video?',
    'Either give a voucher worth 80 (finance expects 60 % to be used), or do nothing.',
    'Bus for 48 at 960 or stay at home?',
  ])('makes no sum that leaves a number out: %s', (text) => {
    expect(findingsOf(text)).toEqual(['', '']);
  });

  it('takes no number from nowhere, for any numbers', () => {
    const n = fc.integer({ min: 2, max: 900 });
    const templates: ((a: number, b: number, c: number) => string)[] = [
      (a, b, c) => `${a} seats: buy at ${b} each, rent at ${c} a month per seat, or wait? The budget is ${a * 100}.`,
      (a, b, c) => `Hire ${a} juniors at ${b}k or ${c} seniors at 90k?`,
      (a, b, c) => `We need ${a}k: a loan of ${b}k, an advance of ${c}k or a grant of 50k?`,
      (a, b, c) => `Save ${a + b}k a month: the lake (${a}k), the region (${b}k), support (${c}k). What goes?`,
      (a, b, c) =>
        `Build it (${a} devs, ${b} months) or buy it for ${c}k a year? It has to be ready in ${a + 2} months.`,
      (a, b, c) => `1 in ${a + 10} fails, we have ${b * 1000} devices. Patch all with ${c % 50} % risk, or leave it?`,
      (a, b, c) => `Two offers: Alba, ${a}k and ${b % 9} %. Beo, ${c}k, 12 people. Which one?`,
      (a, b, c) => `Take ${a} % commission (we sell ${b}k a year), or the shop for ${c} a month?`,
      (a, b, c) => `Pay ${a} people ${b} hours each at ${c}, or a contractor for ${c} days at ${b} a day?`,
    ];
    fc.assert(
      fc.property(fc.constantFrom(...templates), n, n, n, (template, a, b, c) => {
        const text = template(a, b, c);
        const { arithmetic, findings, overall } = weighed(text);
        const facts = readFacts(text, TODAY);
        const known = [
          ...numbersIn(text),
          ...numbersIn(arithmetic),
          ...facts.dates.map(({ date }) => date.getUTCDate()),
          ...[1, 12, 52, 220, 1760, TODAY.getUTCDate()],
        ];
        for (const words of [...findings.flatMap(({ follows }) => follows), ...overall])
          for (const number of numbersIn(words))
            expect({
              number,
              words,
              isKnown: known.some((other) => Math.abs(number - other) <= Math.max(0.06, Math.abs(other) * 0.01)),
            }).toMatchObject({ isKnown: true });
        for (const [, left = '', operator, right = '', result = ''] of arithmetic.matchAll(
          /(\d[\d,.]*) (×|\/|\+|−) (\d[\d,.]*) = (\d[\d,.]*)/g,
        )) {
          const [x = 0, y = 0, z = 0] = [left, right, result].map((one) => Number(one.replaceAll(',', '')));
          const made = operator === '×' ? x * y : operator === '/' ? x / y : operator === '+' ? x + y : x - y;
          expect(Math.abs(made - z)).toBeLessThanOrEqual(Math.max(0.51, Math.abs(z) * 0.02));
        }
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    [
      'Rollback = 40 min, loses the rows that the law requires. Fix forward = 3 hours. Which one?',
      ['Rollback', 'Fix forward'],
    ],
    [
      'Own server = 5 weeks, we know it; hosted = 2 weeks, but the auditor forbids it. Which?',
      ['Own server', 'hosted'],
    ],
    ['Vendor X: 40k, no SSO. Vendor Y: 62k, but it is illegal here. Which one?', ['Vendor X', 'Vendor Y']],
    ['Vendor A: 18k, no audit log. Vendor B: 29k, audit log, EU. Which?', ['Vendor A', 'Vendor B']],
    [
      'Three options: upgrade in place, down at 3am; blue-green, needs licences for 45k; do nothing. Choose.',
      ['upgrade in place', 'blue-green', 'do nothing'],
    ],
    ['We can hire Ana (strong, starts in 4 months) or Bob (okay, starts Monday). Who?', ['Ana', 'Bob']],
    ['Go with Terraform = known, but licensed, or OpenTofu = free?', ['Go with Terraform', 'OpenTofu']],
  ])('reads the alternatives of %s', (text, names) => {
    expect(readFacts(text, TODAY).alternatives.map((one) => one.text)).toEqual(names);
  });

  it.each([
    'Rollback = 40 min, loses the rows that the law requires. Fix forward = 3 hours. Which one?',
    'Hosted = 2 weeks, but the auditor does not allow it; our own = 5 weeks. Which?',
    'Vendor Y: 62k, but our DPO forbids that. Vendor Z: 71k. Which one?',
    'Option A: GitHub Actions, but we need 60 GB which they don’t offer. Option B: stay on Jenkins. Which?',
  ])('rules out what a law, a rule or the supplier does not allow: %s', (text) => {
    expect(weighed(text).findings.map(({ isOut }) => isOut)).toEqual([true, false]);
  });

  it('takes what an alternative lacks and others ask for for an obstacle, and a freeze of spending for a limit', () => {
    const text =
      'Comparing: LaunchDarkly = 48k a year - Unleash = free, someone has to run it - our own table = no targeting, no audit. ' +
      'Auditors asked who flipped what. Purchasing freezes any new spend over 25k.';
    const { findings } = weighed(text);
    expect(findings.map(({ isOut }) => isOut)).toEqual([true, false, false]);
    expect(findings[2]?.stakes).toEqual({ obstacle: 'no audit' });
  });

  it('takes two figures that are compared for no alternatives', () => {
    const text = 'Lead time is 1.4 days vs 1.9 for the others, do I fight for the tool?';
    expect(readFacts(text, TODAY).alternatives).toEqual([]);
  });

  it('takes a law that asks for an alternative for a reason to choose it', () => {
    const { findings } = weighed('Encrypt the disks (required by law from May) or speed up the search?');
    expect(findings.map(({ isOut }) => isOut)).toEqual([false, false]);
  });
});
