import { describe, expect, it } from '@jest/globals';

import { namedFacts } from './named-facts.js';
import { readFacts } from './read-facts.js';

const TODAY = new Date('2026-03-10');
const read = (text: string) => readFacts(text, TODAY);

describe('readFacts', () => {
  it.each([
    ['We have 1.38M in the bank.', 1_380_000, 'once', 'cash'],
    ['We burn 115k net a month.', 115_000, 'month', 'burn'],
    ['El presupuesto es de 60.000 € al año.', 60_000, 'year', 'budget'],
    ['Un salarié nous coûte 98 000 € tout compris.', 98_000, 'once', 'salary'],
    ['The consultants come at 1,900 a day.', 1_900, 'day', 'cost'],
    ['Burn is 0.45M a month.', 450_000, 'month', 'burn'],
    ['Nous payons 640 € par jour.', 640, 'day', 'cost'],
    ['Der Vertrag kostet 1,2 Mio. € im Jahr.', 1_200_000, 'year', 'cost'],
    ['It saves us $12.5k per month.', 12_500, 'month', 'saving'],
  ])('reads the amount in "%s"', (text, value, per, what) => {
    expect(read(text).money.map((one) => [one.value, one.per, one.what])).toEqual([[value, per, what]]);
  });

  it.each([
    ['a fifth of our time goes to bugs', 20],
    ['half of the volume is noise', 50],
    ['two thirds of the team agree', 66.6667],
    ['35% of the bill', 35],
    ['la mitad del equipo', 50],
    ['99.95% uptime', 99.95],
  ])('reads the share in "%s"', (text, value) => {
    expect(read(text).percents[0]?.value).toBeCloseTo(value, 3);
  });

  it.each([
    ['six engineers are left', 6, 'engineers'],
    ['nous avons huit prestataires', 8, 'contractors'],
    ['wir haben fünfundzwanzig Entwickler', 25, 'engineers'],
    ['tenemos treinta y cinco clientes', 35, 'customers'],
    ['quatre-vingt-dix tickets par jour', 90, 'tickets'],
    ['1,140 accounts still call it', 1_140, 'customers'],
    ['two hundred repositories', 200, 'repositories'],
    ['95 engineer-weeks', 95, 'person-weeks'],
    ['a dozen services', 12, 'services'],
  ])('counts in "%s"', (text, value, unit) => {
    expect(read(text).counts.map((one) => [one.value, one.unit])[0]).toEqual([value, unit]);
  });

  it.each([
    ['it ends on 1 July', '2026-07-01'],
    ['by July 1', '2026-07-01'],
    ['el 30 de abril', '2026-04-30'],
    ['le 30 avril', '2026-04-30'],
    ['am 30. April', '2026-04-30'],
    ['until the end of March', '2026-03-31'],
    ['by mid-May', '2026-05-15'],
    ['by autumn', '2026-09-01'],
    ['next October', '2026-10-01'],
    ['by the 14th', '2026-03-14'],
    ['tomorrow at ten', '2026-03-11'],
    ['fin mars', '2026-03-31'],
    ['the contract ends in seven months', '2026-10-10'],
  ])('dates "%s"', (text, iso) => {
    expect(read(text).dates.map((one) => one.date.toISOString().slice(0, 10))).toContain(iso);
  });

  it('counts relative dates from the day that the text says', () => {
    expect(read("It's 12 January. Support ends on 30 April.").today.toISOString().slice(0, 10)).toBe('2027-01-12');
  });

  it.each([
    [
      '(a) hire a tester, (b) train the developers or (c) do nothing. Which one?',
      ['hire a tester', 'train the developers', 'do nothing'],
    ],
    ['Build it, buy it or wait a year?', ['Build it', 'buy it', 'wait a year']],
    ['¿Contratar, externalizar o esperar?', ['Contratar', 'externalizar', 'esperar']],
    ['Sollen wir kaufen oder mieten?', ['kaufen', 'mieten']],
    ['Kafka vs RabbitMQ for three teams.', ['Kafka', 'RabbitMQ']],
    ['Option A: leave now\nOption B: stay until June\nWhat would you do?', ['leave now', 'stay until June']],
  ])('names the alternatives of "%s"', (text, alternatives) => {
    expect(read(text).alternatives.map((one) => one.text)).toEqual(alternatives);
  });

  it('takes no alternatives from a plain sentence', () => {
    expect(read('We have two or three bugs a week. Is that bad?').alternatives).toEqual([]);
  });

  it('types the columns of a table', () => {
    const [table] = read('| team | size | due |\n|---|---|---|\n| Red | 4 | 1 May |\n| Blue | 9 | 3 June |').tables;
    expect(table?.types).toEqual(['text', 'number', 'date']);
    expect(table?.rows[1]?.[1]?.value).toBe(9);
  });

  it('names facts only when the text says them', () => {
    expect(
      namedFacts(read('I lead a team of seven, the contract ends in four weeks, I told him three times.')),
    ).toEqual({
      teamSize: 7,
      weeksLeft: 4,
      times: 3,
    });
    expect(namedFacts(read('The renewal came in at 2.4 times the price.'))).toEqual({ priceFactor: 2.4 });
    expect(namedFacts(read('What is a tech lead?'))).toEqual({});
  });

  it('reads a text of any kind in a time that grows with its length', () => {
    for (const part of ['1,', 'a or ', '(a) ', '| 1 ', '9 of ', 'she and ', '12.', 'a: 1, ', '\n- ']) {
      expect(() => read(part.repeat(8_000))).not.toThrow();
    }
  });
});

describe('stated choices', () => {
  const today = new Date('2026-11-29');
  const namesIn = (text: string) => readFacts(text, today).alternatives.map((one) => one.text);

  it.each([
    ['CTO wants microservices. I would rather do modules first. Who is right?', ['microservices', 'modules first']],
    [
      'Team A says rewrite it in Go (8 months), team B says put a cache before it (3 weeks).',
      ['rewrite it in Go', 'put a cache before it'],
    ],
    ['build or buy the search. 6 people, all busy until May', ['build', 'buy the search']],
    [
      'We can do the tax export or the new dashboard this quarter, not both.',
      ['the tax export', 'the new dashboard this quarter'],
    ],
    ['Do I tell anyone yet or wait until I know?', ['tell someone now', 'wait until I know']],
    ['SLO vs SLA vs error budget, for a head of support who thinks 100% is normal', []],
  ])('reads what is to be chosen between, and nothing else: %s', (text, names) => {
    expect(namesIn(text).map((one) => one.replace(/^do /, ''))).toEqual(names);
  });

  const named = (text: string) => readFacts(text, today).alternatives.map((one) => one.text);

  it.each([
    ['ionic, expo, or stay native. 4 devs.', ['ionic', 'expo', 'stay native']],
    ['I could put my free post into design, support or a data analyst.', ['design', 'support', 'a data analyst']],
    ['We can do it either by buying licences or let it expire.', ['buying licences', 'let it expire']],
    [
      'Which one: one board for two teams or two boards with a sync?',
      ['one board for two teams', 'two boards with a sync'],
    ],
    ['¿Comprar, alquilar o esperar?', ['Comprar', 'alquilar', 'esperar']],
    ['Train our own (97% in the lab, 5 months), buy one, or wait?', ['Train our own', 'buy one', 'wait']],
    ['Promote Ines, who is loved, or Ravi, who is feared?', ['Ines', 'Ravi']],
    ['Two offers: Alba, 118k, 60 people. Beo, 95k plus 0.4 %, 12 people. I am 41.', ['Alba', 'Beo']],
    ['Zwei Angebote: Konzern, 118k, viel Politik. Scale-up, 95k plus 0,4 %.', ['Konzern', 'Scale-up']],
    ['Salma: 3 years here, calm. Piotr: 9 months, keen. Which of the two for the deputy role?', ['Salma', 'Piotr']],
    ['Two quotes. Firm Alba wants 24k. Firm Beo asks 31k but starts next week. Which one?', ['Firm Alba', 'Firm Beo']],
    ['I can offer either a 7 % raise now or a 12 % raise later.', ['a 7 % raise now', 'a 12 % raise later']],
    ['Candidates: the lake (9k), the region (18k), support (11k). What goes?', ['the lake', 'the region', 'support']],
    ['The architect gets: a bonus of 40k, a promotion, or nothing.', ['a bonus of 40k', 'a promotion', 'nothing']],
    [
      'On me propose soit de fermer Lille (9 personnes), soit de réduire les deux. Que choisir ?',
      ['fermer Lille', 'réduire les deux'],
    ],
    ['Pavel, den alle mögen, oder Jana, die schon gekündigt hat?', ['Pavel', 'Jana']],
    [
      'Option A is the cloud of the vendor, option B stays on our servers. Which one?',
      ['the cloud of the vendor', 'stays on our servers'],
    ],
    [
      "wait for the group's tool 'in Q2 or Q3', or build one?",
      ["wait for the group's tool 'in Q2 or Q3'", 'build one'],
    ],
  ])('reads: %s', (text, expected) => {
    expect(named(text)).toEqual(expected);
  });

  it.each([
    'How many seats are free, and how many if we take teams of 8 or 9?',
    'Is that overstepping or not?',
    'Can we meet this or next week?',
    'Outages: two in a year. Docs: none at all. How do I tell the board?',
    'We have 13 candidates, velocity of the last: 31, 18, 40. What do I tell him?',
  ])('finds none in: %s', (text) => {
    expect(named(text)).toEqual([]);
  });

  it.each([
    ['until Easter', '2026-04-05'],
    ['bis Ostern', '2026-04-05'],
  ])('knows the date of Easter: %s', (text, day) => {
    expect(read(`We move ${text}.`).dates[0]?.date.toISOString().slice(0, 10)).toBe(day);
  });

  it.each([
    ['must be done by end of October, now 1 July', '2026-07-01'],
    ["ISO until next April, we're in June", '2026-06-01'],
    ['by 1 January, today 1 September', '2026-09-01'],
  ])('takes the day that the text calls today: %s', (text, day) => {
    expect(read(text).today.toISOString().slice(0, 10)).toBe(day);
  });

  it.each(['400 tickets for next year', 'we plan 90 for next quarter', '30 hires in next year'])(
    'takes no date for the end of the time that is worked in: %s',
    (text) => {
      expect(readFacts(text, new Date('2026-11-30')).dates).toEqual([]);
    },
  );
});
