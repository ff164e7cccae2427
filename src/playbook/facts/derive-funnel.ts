import { daysBetween } from './calendar.js';
import type { Derived, Query, Verdict } from './derived.js';
import { figure, Ledger } from './ledger.js';
import { ahead, figuresIn, only, type WordedFigure } from './worded-figures.js';

const STAGE =
  /^ ?(?:[a-z-]+ ){0,1}(?:applic\w*|applied|cvs?|candidat\w*|screen\w*|calls?|interview\w*|on-?sites?|offers?|accept\w*|join\w*|hire[sd]?|start\w*|leads?|demos?|trials?|quotes?|deals?|signed|customers?|sign-?ups?|bewerb\w*|gesprach\w*|angebot\w*|zusage\w*|entrevistas?|ofertas?|entretiens?|offres?|embauch\w*)\b/;
const WANTED =
  /\b(?:need|needs|want|hire|must have|have to (?:hire|find|win)|brauch\w*|necesit\w*|il (?:me|nous) faut)(?: another| about| to hire| to win| to find)? $/;
const MAX_PACE = 1.5;

interface Stage {
  readonly name: string;
  readonly count: number;
  /** How many of it the goal takes. */
  readonly needed: number;
  readonly figure: WordedFigure;
}
interface Check {
  readonly words: string;
  readonly isMet: boolean;
}

/** Stages of which fewer and fewer come through, at their rates: what a goal takes at each, and whether there is room for it. */
export function funnel({ facts, lower, text }: Query): Derived | undefined {
  const figures = figuresIn(text);
  const run = stagesIn(figures);
  const last = run.at(-1);
  if (last === undefined) return undefined;
  const goal = only(
    figures.filter((one) => !run.includes(one) && one.unit === '' && one.per === '' && WANTED.test(one.before)),
  );
  if (goal === undefined || goal.value < 1) return undefined;
  const ledger = new Ledger();
  const stages = run.slice(0, -1).map((one): Stage => {
    const exact = ledger.do(ledger.do(goal.value, '×', one.value), '/', last.value);
    const needed = Math.ceil(exact - 1e-9);
    ledger.note(`${figure(exact)} is ${figure(needed)} rounded up`);
    return { name: nameOf(one), count: one.value, needed, figure: one };
  });
  const time = timeLeft(figures, goal, facts);
  const limits =
    time === undefined
      ? []
      : [...capacityOf(figures, stages, time, ledger), ...hoursOf(figures, stages, goal.value, time, ledger, lower)];
  // The pace of before only says something where no room is stated.
  const checks = time === undefined || limits.length > 0 ? limits : paceOf(figures, stages[0], time, ledger, lower);
  const list = stages.map(({ name, needed }) => `${figure(needed)} ${name}`);
  const first = `${figure(goal.value)} at the rates of ${run.map(({ value }) => figure(value)).join(', ')} take ${list.slice(0, -1).join(', ')} and ${list.at(-1) ?? ''}`;
  const missed = checks.filter(({ isMet }) => !isMet);
  const isKnown = checks.length > 0;
  const verdict: Verdict | undefined = isKnown ? (missed.length === 0 ? 'fits' : 'short') : undefined;
  const opening =
    verdict === undefined
      ? ''
      : verdict === 'fits'
        ? 'Yes: '
        : limits.length > 0
          ? 'No: '
          : 'No, not at the pace you had: ';
  return {
    kind: 'funnel',
    sentence: `${opening}${[first, ...checks.map(({ words }) => words)].join('; ')}.`,
    arithmetic: ledger.toString(),
    values: Object.fromEntries(stages.map(({ name, needed }) => [name, needed])),
    ...(verdict === undefined ? {} : { verdict }),
    weight: 11,
  };
}

/** Three counts or more of one sentence, each smaller than the one before. */
function stagesIn(figures: readonly WordedFigure[]): WordedFigure[] {
  let best: WordedFigure[] = [];
  let run: WordedFigure[] = [];
  for (const one of figures) {
    const before = run.at(-1);
    const isStage = one.unit === '' && one.per === '' && STAGE.test(one.after);
    if (!isStage) run = [];
    else if (before !== undefined && before.sentence === one.sentence && before.value > one.value) run = [...run, one];
    else run = [one];
    if (run.length > best.length) best = run;
  }
  return best.length >= 3 ? best : [];
}

function nameOf({ after }: WordedFigure): string {
  return (STAGE.exec(after)?.[0] ?? '').trim();
}
/** Of the singular and the plural. */
const rootOf = (name: string): string => (name.split(' ').at(-1) ?? '').replace(/s$/, '');

interface Time {
  readonly weeks: number;
  readonly words: string;
}

/** Weeks in the sentence of the goal, else until its date. */
function timeLeft(figures: readonly WordedFigure[], goal: WordedFigure, facts: Query['facts']): Time | undefined {
  const stated = figures.find(
    (one) => one.sentence === goal.sentence && (one.unit === 'week' || one.unit === 'month') && one.per === '',
  );
  if (stated !== undefined) {
    const weeks = stated.unit === 'week' ? stated.value : (stated.value * 52) / 12;
    return { weeks: Number(weeks.toFixed(1)), words: stated.label };
  }
  const date = facts.dates.find((one) => one.what !== 'past' && one.what !== 'today' && one.date > facts.today);
  if (date === undefined) return undefined;
  const weeks = Number((daysBetween(facts.today, date.date) / 7).toFixed(1));
  return { weeks, words: `${figure(weeks)} weeks` };
}

/** `Two recruiters, each can do 15 screens a week`. */
function capacityOf(
  figures: readonly WordedFigure[],
  stages: readonly Stage[],
  { weeks }: Time,
  ledger: Ledger,
): Check[] {
  return stages.flatMap(({ name, needed, figure: own }) => {
    const rate = figures.find(
      (one) => one !== own && one.unit === '' && one.per === 'week' && one.after.trim().startsWith(rootOf(name)),
    );
    if (rate === undefined) return [];
    const people = figures.findLast(
      ({ sentence, start, unit, per }) => sentence === rate.sentence && start < rate.start && unit === '' && per === '',
    );
    const isEach = /\beach\b|\bper (?:recruiter|person)\b/.test(rate.whole);
    if (isEach && people === undefined) return [];
    const weekly = isEach && people !== undefined ? ledger.do(people.value, '×', rate.value) : rate.value;
    ledger.note(`${figure(weeks)} weeks`);
    const there = ledger.do(weekly, '×', weeks);
    const product = `${isEach && people !== undefined ? `${figure(people.value)} × ` : ''}${figure(rate.value)} × ${figure(weeks)} weeks`;
    return [
      {
        words: `${name}: there is room for ${product} = ${figure(there)}, ${there >= needed ? 'enough' : 'too few'}`,
        isMet: there >= needed,
      },
    ];
  });
}

/** `An onsite takes 6 hours plus 2 for the debrief`, against hours a week that may go into it. */
function hoursOf(
  figures: readonly WordedFigure[],
  stages: readonly Stage[],
  goal: number,
  { weeks }: Time,
  ledger: Ledger,
  lower: string,
): Check[] {
  const limit = only(
    figures.filter(
      (one) =>
        one.unit === 'hour' &&
        one.per === 'week' &&
        /\b(?:over|max\w*|at most|limit\w*|cap|more than|up to|exceed|promis\w*)\b/.test(ahead(one)),
    ),
  );
  if (limit === undefined) return [];
  return stages.flatMap(({ name, needed }) => {
    const subject = new RegExp(String.raw`\b(?:an?|each|every|per|one) (?:[a-z]+ )?${rootOf(name)}s?\b`);
    const each = figures.find((one) => one.unit === 'hour' && one.per === '' && subject.test(one.before));
    if (each === undefined || !subject.test(lower)) return [];
    const more = figures.find(
      (one) =>
        one.sentence === each.sentence &&
        one.start > each.start &&
        /\bplus $/.test(one.before) &&
        (one.unit === '' || one.unit === 'hour'),
    );
    const hours = more === undefined ? each.value : ledger.do(each.value, '+', more.value);
    const all = ledger.do(needed, '×', hours);
    const weekly = ledger.do(all, '/', weeks);
    const room = ledger.do(ledger.do(limit.value, '×', weeks), '/', hours);
    const enoughFor = Math.floor(ledger.do(ledger.do(goal, '×', room), '/', needed));
    ledger.note(`${figure(enoughFor)} rounded down`);
    const rest =
      weekly <= limit.value
        ? ''
        : `, which has room for ${figure(room)} ${name}, about ${figure(enoughFor)} of the ${figure(goal)}`;
    return [
      {
        words: `${figure(needed)} ${name} × ${figure(hours)} hours / ${figure(weeks)} weeks is ${figure(weekly)} hours a week against ${figure(limit.value)}${rest}`,
        isMet: weekly <= limit.value,
      },
    ];
  });
}

/** How much faster than it went. */
function paceOf(
  figures: readonly WordedFigure[],
  first: Stage | undefined,
  { weeks }: Time,
  ledger: Ledger,
  lower: string,
): Check[] {
  if (first === undefined) return [];
  const months = figures.find(
    (one) => one.unit === 'month' && one.per === '' && /\b(?:last|past)(?: the)? $/.test(one.before),
  );
  const past =
    months !== undefined
      ? ledger.do(months.value, '×', 4.33)
      : /\b(?:last|past) quarter\b/.test(lower)
        ? 13
        : undefined;
  if (past === undefined) return [];
  const was = ledger.do(first.count, '/', past);
  const must = ledger.do(first.needed, '/', weeks);
  const times = ledger.do(must, '/', was);
  return [
    {
      words: `that is ${figure(must)} ${first.name} a week where you had ${figure(was)}, ${figure(times)} times the pace`,
      isMet: times <= MAX_PACE,
    },
  ];
}
