import type { Alternative, Facts } from '../facts.js';
import { eliminate } from '../eliminate.js';
import { amount, dayMonth, figure, Ledger } from '../ledger.js';
import { asNoun } from './gerund.js';
import { againstTarget, combinations, isNeeded, listed, partsOf, targetOf } from './combinations.js';
import { type Cost, costsOf, isUnitPrice } from './costs.js';
import { type Figure, figuresIn, isPeriod } from './figures.js';
import { sentencesIn } from './named-alternative.js';
import { isCountOf, principalOf } from './price-line.js';
import { likeOf } from './shares-paid.js';
import type { Sheet } from './sheet.js';
import { timesAgainstLimit } from './times.js';

/** What follows for one alternative from the asker's numbers. */
export interface Finding {
  readonly alternative: Alternative;
  /** In words, with their arithmetic; without the name. */
  readonly follows: readonly string[];
  /** It misses the date, the budget or the sum that is needed. */
  readonly isOut: boolean;
  /** The one that the numbers speak for, and in what. */
  readonly leads?: 'price' | 'time' | 'sum' | 'pay' | 'cheaper';
}

export interface Weighing {
  readonly findings: readonly Finding[];
  /** What follows for several of them: equal totals, sums that reach the target, risks. */
  readonly overall: readonly string[];
  /** Alternatives that reach the sum only together. */
  readonly together: readonly Alternative[];
  /** They are what could be given up. */
  readonly areCuts: boolean;
  /** What the asker says of the matter itself, in sentences. */
  readonly given: readonly string[];
  readonly arithmetic: string;
}

interface Draft {
  readonly alternative: Alternative;
  follows: string[];
  isOut: boolean;
  leads?: 'price' | 'time' | 'sum' | 'pay' | 'cheaper';
}

/** Works out of the asker's numbers what each alternative costs and takes, and what that means against what is needed. */
export function weighAlternatives(facts: Facts, text: string): Weighing {
  const { alternatives } = facts;
  const outside = outsideOf(alternatives, text);
  const given = givenIn(outside);
  if (facts.tables.length > 0) return { ...byTable(facts), given };
  const sheets = sheetsOf(alternatives, facts, outside);
  const shared = sheets[0]?.shared ?? [];
  const drafts = alternatives.map((alternative): Draft => ({ alternative, follows: [], isOut: false }));
  const ledgers: string[] = [];
  const overall: string[] = [];
  let together: readonly Alternative[] = [];
  againstTime(drafts, sheets, facts, ledgers);
  const target = targetOf(sheets, shared);
  if (target === undefined) byCost({ drafts, sheets, shared, text, overall, ledgers });
  else {
    const parts = partsOf(sheets).filter(({ alternative }) =>
      drafts.every((one) => one.alternative !== alternative || !one.isOut),
    );
    const { sentences, ledger, best } = combinations(parts, target, shortNameOf);
    overall.push(...sentences);
    ledgers.push(ledger.toString());
    for (const part of parts) {
      const ledgerOfPart = new Ledger();
      const words = againstTarget(part, target, ledgerOfPart);
      if (words !== undefined) drafts.find((one) => one.alternative === part.alternative)?.follows.push(words);
      ledgers.push(ledgerOfPart.toString());
    }
    if (best.length > 1) together = best.map(({ alternative }) => alternative);
    for (const draft of drafts)
      if (best.length === 1 && best[0]?.alternative === draft.alternative) draft.leads = 'sum';
  }
  for (const [at, sheet] of sheets.entries()) {
    const more =
      effortOf(sheet, ledgers) ??
      runningCost(sheet, ledgers) ??
      shareOf(sheet, sheets, ledgers) ??
      (target === undefined ? undefined : discountOf(sheet, ledgers));
    if (more !== undefined) drafts[at]?.follows.push(more);
  }
  overall.push(...risks(shared, ledgers), ...forAll(shared, ledgers));
  return {
    findings: drafts,
    overall,
    together,
    areCuts: target !== undefined && !isNeeded(target),
    given,
    arithmetic: ledgers.filter((one) => one !== '').join('; '),
  };
}

/** An alternative in a few words, as it is called in a sentence about another. */
export function shortNameOf({ facts, isTold, label, text }: Alternative): string {
  const [priceless = text] = text.split(BEFORE_NUMBER);
  const bare = priceless.split(BEFORE_REASON)[0] ?? text;
  const isLong = bare.split(/\s+/).length > MAX_SHORT;
  const [head = bare] = bare.split(/(?<=\s\S+\s\S+)\s(?:and|und|y|et)\s/);
  const cut = isLong && !/\b(?:both|between|beide|entre|ambos)\b/i.test(head) ? head : bare;
  const short = facts.language === 'en' && isTold === undefined ? asNoun(cut) : cut;
  const words = short.split(/\s+/);
  const name = words.length > MAX_SHORT ? `${words.slice(0, MAX_SHORT).join(' ')}…` : short;
  return label === undefined ? name : `${label}) ${name}`;
}
/** `at 420`, `für 12 Euro`; `hire a 4th developer` stays. */
const BEFORE_NUMBER =
  /\s+(?:at|for|with|from|in|on|over|until|a|à|zu|für|mit|con|por|para|pour|avec|de|durante)\s+(?=[€$£]?\d[\d.,]*(?!\d|st|nd|rd|th))/i;
const BEFORE_REASON = /(?<=\s\S+)\s(?:since|because|while|when|that|who|which|weil|porque|parce que)\s/i;
const MAX_SHORT = 7;

/** Numbers that others name in passing hold for all: `we have 140,000 a year`. */
const OF_ALL = /^(?:we|our|wir|unsere?|nous|nos|on|tenemos|nuestr\w+|avg|average|each|there)\b/i;

function outsideOf(alternatives: readonly Alternative[], text: string): string {
  let outside = text;
  for (const { full } of alternatives) outside = outside.replace(full, ' ; ');
  return outside;
}

const MIN_GIVEN = 3;
const MAX_GIVEN = 3;
/** Whole statements: a sentence that held an alternative or asks for something is none. */
function givenIn(outside: string): string[] {
  return sentencesIn(outside)
    .map((one) => one.trim())
    .filter((one) => !/[;?]/.test(one) && one.split(/\s+/).length >= MIN_GIVEN && /\p{L}{3}/u.test(one))
    .filter(
      (one) =>
        !/^(?:which|what|welche|wen|wer|cu[aá]l|qu[eé]|lequel|two|three|four|zwei|drei|vier|dos|tres|cuatro|deux|trois|quatre)\b/i.test(
          one,
        ),
    )
    .filter(
      (one) =>
        !/\b(?:recommendation|one answer|opinions?|committee|meets? on|i need an answer|tell me|quick one)\b/i.test(
          one,
        ),
    )
    .slice(0, MAX_GIVEN);
}

/** A table is weighed by its columns. */
function byTable(facts: Facts): Omit<Weighing, 'given'> {
  const verdicts = eliminate(facts.alternatives, facts);
  const findings = facts.alternatives.map((alternative): Finding => {
    const own = verdicts.filter((one) => one.alternative === alternative);
    const isCheapest = own.some(({ verdict }) => verdict === 'cheapest');
    return {
      alternative,
      follows: own.map(({ sentence }) => sentence.slice(sentence.indexOf(': ') + 2).replace(/\.$/, '')),
      isOut: own.some(({ verdict }) => verdict === 'late' || verdict === 'over-budget'),
      ...(isCheapest ? { leads: 'price' as const } : {}),
    };
  });
  return {
    findings,
    overall: [],
    together: [],
    areCuts: false,
    arithmetic: verdicts.map((one) => one.arithmetic).join('; '),
  };
}

function sheetsOf(alternatives: readonly Alternative[], { language }: Facts, outside: string): Sheet[] {
  const shared = figuresIn(outside, language);
  const asides = alternatives.filter(({ said }) => OF_ALL.test(said)).map(({ said }) => said);
  const passing = asides.flatMap((said) => figuresIn(said, language));
  return alternatives.map((alternative) => ({
    alternative,
    own: figuresIn(OF_ALL.test(alternative.said) ? alternative.text : alternative.full, language, true),
    shared: [...passing, ...shared],
  }));
}

/** Dates first, then times that are named as limits. */
function againstTime(drafts: readonly Draft[], sheets: readonly Sheet[], facts: Facts, ledgers: string[]): void {
  const dated = eliminate(facts.alternatives, facts).filter(({ slackWeeks }) => slackWeeks !== undefined);
  const extra = (sheets[0]?.shared ?? []).find(
    (one) => one.kind === 'time' && one.unit === 'day' && TAKES.test(one.before),
  );
  for (const { alternative, arithmetic, sentence, slackWeeks = 0, verdict } of dated) {
    const draft = drafts.find((one) => one.alternative === alternative);
    if (draft === undefined) continue;
    const words = sentence.slice(sentence.indexOf(': ') + 2).replace(/\.$/, '');
    const start = alternative.facts.dates.find((one) => one.date > facts.today)?.date;
    if (extra === undefined || start === undefined) {
      draft.follows.push(words);
      draft.isOut = verdict === 'late';
      ledgers.push(arithmetic);
      continue;
    }
    const ledger = new Ledger();
    const end = new Date(start.getTime() + extra.value * DAY);
    ledger.lands(start, extra.label, end);
    const left = Math.round(slackWeeks * 7) - extra.value;
    ledger.note(`${figure(Math.round(slackWeeks * 7))} − ${figure(extra.value)} = ${figure(left)}`);
    const days = `${figure(Math.abs(left))} day${Math.abs(left) === 1 ? '' : 's'}`;
    draft.follows.push(
      `${dayMonth(start)} plus ${extra.label} is ${dayMonth(end)}, ${left < 0 ? `${days} too late` : left === 0 ? 'with nothing to spare' : `${days} to spare`}`,
    );
    draft.isOut = left < 0;
    ledgers.push(ledger.toString());
  }
  if (dated.length === 0) {
    for (const { alternative, arithmetic, isLate, words } of timesAgainstLimit(sheets)) {
      const draft = drafts.find((one) => one.alternative === alternative);
      if (draft === undefined) continue;
      draft.follows.push(words);
      draft.isOut = isLate;
      ledgers.push(arithmetic);
    }
  }
  const inTime = drafts.filter((one) => one.follows.length > 0 && !one.isOut);
  const [only] = inTime;
  if (only !== undefined && inTime.length === 1 && drafts.some(({ isOut }) => isOut)) only.leads = 'time';
}

/** What still comes after the date of an alternative: `certification takes 10 days`. */
const TAKES = /\b(?:takes?|dauert|dure|prend|tarda)(?: another| about| noch| etwa| unos)?$/;
const DAY = 86_400_000;

const BUDGET =
  /\b(?:budget\w*|presupuesto|limit|cap|at most|no more than|max\w*|hochstens|approved|(?:have|haben|avons|tenemos)(?: only| nur| solo)?$)/;
const IS_PAY = /\b(?:offers?|angebote?\w*|ofertas?|offres?|jobs?|salary|gehalt|sueldo|salaire|raise)\b/i;

/** What customers pay: the lowest is not the best. */
const IS_INCOME =
  /\b(?:sell|charge|pricing|price (?:per|model)|hourly rate|bill hours|fix the price|verkaufen|vender|vendre|preismodell|tarifs?)\b/i;

interface CostBasis {
  readonly drafts: readonly Draft[];
  readonly sheets: readonly Sheet[];
  readonly shared: readonly Figure[];
  readonly text: string;
  readonly overall: string[];
  readonly ledgers: string[];
}

function byCost({ drafts, sheets, shared, text, overall, ledgers }: CostBasis): void {
  const costs = overLife(sheets, costsOf(sheets));
  const known = costs.flatMap((cost, at) => (cost === undefined ? [] : [{ cost, at }]));
  if (known.length === 0) return;
  const isReckoned = known.length > 1 || known.some(({ cost }) => cost.isReckoned);
  const budget = shared.find((one) => one.kind === 'money' && (BUDGET.test(one.before) || /^budget/.test(one.after)));
  const isPay = IS_PAY.test(text) && known.every(({ cost }) => !cost.isReckoned || cost.isRaise);
  const isIncome = IS_INCOME.test(text);
  const basis = known.some(({ cost }) => cost.isLease || cost.isPartial === true)
    ? undefined
    : known.every(({ cost }) => cost.once === 0)
      ? 'yearly'
      : known.every(({ cost }) => cost.yearly === 0)
        ? 'once'
        : undefined;
  const ranked = basis === undefined ? [] : known.toSorted((a, b) => a.cost[basis] - b.cost[basis]);
  const [low, high] = [ranked[0], ranked.at(-1)];
  const least = isIncome || isPay ? undefined : leastAtFirst(known);
  for (const { cost, at } of known) {
    const draft = drafts[at];
    if (draft === undefined || (!isReckoned && budget === undefined)) continue;
    const total = cost.once + cost.yearly;
    let words = cost.words;
    if (budget !== undefined && total > budget.value) {
      const over = cost.ledger.do(total, '−', budget.value);
      words += `, ${amount(over, likeOf(cost.like, over))} over the ${budget.label} that there is`;
      draft.isOut = true;
    } else if (budget !== undefined) {
      const left = cost.ledger.do(budget.value, '−', total);
      words +=
        left === 0
          ? `, exactly the ${budget.label} that there is`
          : `, ${amount(left, likeOf(cost.like, left))} under the ${budget.label} that there is`;
    }
    if (
      basis !== undefined &&
      low !== undefined &&
      high !== undefined &&
      low !== high &&
      low.cost[basis] !== high.cost[basis]
    ) {
      const against = (isPay ? high : low).at === at ? (isPay ? ranked.at(-2) : ranked[1]) : isPay ? high : low;
      if (against !== undefined && against.at !== at && cost[basis] !== against.cost[basis]) {
        const gap = cost.ledger.do(
          Math.max(cost[basis], against.cost[basis]),
          '−',
          Math.min(cost[basis], against.cost[basis]),
        );
        const name = sheets[against.at];
        const before = isPay && !cost.isReckoned ? '' : `${words}; `;
        words = `${before}${amount(gap, likeOf(cost.like, gap))}${basis === 'yearly' ? ' a year' : ''} ${cost[basis] > against.cost[basis] ? 'more' : 'less'} than ${name === undefined ? 'the other' : shortNameOf(name.alternative)}`;
      }
      if (isPay && high.at === at && draft.alternative.isTold !== undefined) draft.leads ??= 'pay';
      const isLowest = low.at === at && low.cost[basis] < (ranked[1]?.cost[basis] ?? 0);
      if (!isPay && !isIncome && isLowest) draft.leads ??= known.length === sheets.length ? 'price' : 'cheaper';
    }
    if (least?.at === at) {
      words += '; the least in the first year';
      draft.leads ??= 'cheaper';
    }
    draft.follows.push(words);
    ledgers.push(cost.ledger.toString());
  }
  if (basis !== undefined) overall.push(...equals(ranked, basis, sheets));
  else overall.push(...breakEven(known, sheets, ledgers));
}

/** Where some are paid once and others every year, the one that takes clearly least in the first year. */
function leastAtFirst(known: readonly { cost: Cost; at: number }[]): { at: number } | undefined {
  const isMixed = known.some(({ cost }) => cost.once === 0) && known.some(({ cost }) => cost.once > 0);
  if (!isMixed || known.some(({ cost }) => cost.isLease || cost.isPartial === true || cost.isRaise)) return undefined;
  const [low, next] = known
    .map(({ at, cost }) => ({ at, total: cost.once + cost.yearly }))
    .toSorted((a, b) => a.total - b.total);
  return low !== undefined && next !== undefined && low.total <= next.total * CLEARLY ? low : undefined;
}
const CLEARLY = 0.75;

/** What costs the same is said to cost the same. */
function equals(
  ranked: readonly { cost: Cost; at: number }[],
  basis: 'once' | 'yearly',
  sheets: readonly Sheet[],
): string[] {
  return ranked.flatMap(({ cost, at }, index) => {
    const next = ranked[index + 1];
    if (next === undefined || next.cost[basis] !== cost[basis]) return [];
    const names = [at, next.at].flatMap((one) =>
      sheets[one] === undefined ? [] : [shortNameOf(sheets[one].alternative)],
    );
    return [
      `${capital(listed(names))} cost the same, ${amount(cost[basis], likeOf(cost.like, cost[basis]))}: the price does not decide between them.`,
    ];
  });
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const BOUGHT =
  /\b(?:build\w*|buy\w*|bought|purchase|own|perpetual|perpetua|rewrite|develop\w*|kauf\w*|bauen|entwickel\w*|compr\w*|achet\w*|agence|agency|agencia|agentur|desarroll\w*|refond\w*|refaire|confier)\b/i;

/** What is paid once against what is paid every year. */
function breakEven(
  known: readonly { cost: Cost; at: number }[],
  sheets: readonly Sheet[],
  ledgers: string[],
): string[] {
  const once = known.filter(({ cost }) => cost.yearly === 0).toSorted((a, b) => a.cost.once - b.cost.once)[0];
  const yearly = known.filter(({ cost }) => cost.once === 0).toSorted((a, b) => a.cost.yearly - b.cost.yearly)[0];
  const [one, other] = [sheets[once?.at ?? -1], sheets[yearly?.at ?? -1]];
  if (one === undefined || !BOUGHT.test(one.alternative.full)) return [];
  if (once === undefined || yearly === undefined || one === undefined || other === undefined) return [];
  if (once.cost.once < yearly.cost.yearly / 4 || once.cost.once > yearly.cost.yearly * 15) return [];
  const ledger = new Ledger();
  const years = ledger.do(once.cost.once, '/', yearly.cost.yearly);
  ledgers.push(ledger.toString());
  const { like } = once.cost;
  return [
    `${amount(once.cost.once, likeOf(like, once.cost.once))} once / ${amount(yearly.cost.yearly, likeOf(like, yearly.cost.yearly))} a year = ${figure(years)} years: ${shortNameOf(one.alternative)} is cheaper than ${shortNameOf(other.alternative)} only when it serves longer.`,
  ];
}

const LIFE = /\b(?:life|lasts?|lifetime|lebensdauer|vida|vie|leben|halten)\b/;

/** What is bought once and lasts for years costs so much a year; where every price has its years. */
function overLife(sheets: readonly Sheet[], costs: readonly (Cost | undefined)[]): (Cost | undefined)[] {
  const lives = sheets.map(({ own }) => own.find((one) => one.kind === 'time' && one.unit === 'year' && one.value > 1));
  const isMeant = sheets.some(({ alternative }) => LIFE.test(alternative.full));
  if (!isMeant || costs.some((cost, at) => cost !== undefined && cost.once > 0 && lives[at] === undefined))
    return [...costs];
  return costs.map((cost, at) => {
    const life = lives[at];
    if (cost === undefined || cost.once === 0 || life === undefined) return cost;
    const yearly = cost.ledger.do(cost.once, '/', life.value);
    return {
      ...cost,
      once: 0,
      yearly,
      words: `${cost.words}, / ${life.label} = ${amount(yearly, likeOf(cost.like, yearly))} a year`,
    };
  });
}

/** What goes on costing while it takes: `over 7 months`, `the double licence, 90k a month`. */
function runningCost({ own, shared }: Sheet, ledgers: string[]): string | undefined {
  if (own.some((one) => one.kind === 'money')) return undefined;
  const rates = shared.filter(
    (one) => one.kind === 'money' && one.per.length === 1 && /^(?:week|month)$/.test(one.per[0] ?? ''),
  );
  const [rate] = rates;
  const time = own.find(
    (one) => one.kind === 'time' && one.unit === rate?.per[0] && one.per.length === 0 && one.value > 1,
  );
  if (rate === undefined || rates.length > 1 || time === undefined || !GOES_ON.test(`${rate.before} ${rate.after}`))
    return undefined;
  const ledger = new Ledger();
  const whole = ledger.do(time.value, '×', rate.value);
  ledgers.push(ledger.toString());
  return `${time.label} × ${rate.label} = ${amount(whole, likeOf(rate, whole))}`;
}
const GOES_ON =
  /\b(?:double|licen[cs]e|lizenz\w*|licencia|licence|rent|miete|alquiler|loyer|costs?|kostet|cuesta|coute|lose|losing|burn\w*|penalty|delay|verlieren|perdemos|perdons|late|bill|idle)\b/;

/** `10 % of our 600k users`, `by 3 % or by 5 %` of what is counted. */
function shareOf({ own, shared }: Sheet, sheets: readonly Sheet[], ledgers: string[]): string | undefined {
  if (own.some((one) => one.kind === 'money')) return undefined;
  const few = own.find((one) => /^(?:of|von|de) /.test(one.after) && (one.kind === 'bare' || one.kind === 'count'));
  const many = own.find(
    (one) =>
      one !== few && one.kind === 'count' && one.start > (few?.end ?? Infinity) && one.start - (few?.end ?? 0) < 12,
  );
  if (few !== undefined && many !== undefined && few.value < many.value) {
    const ledger = new Ledger();
    const part = ledger.share(few.value, many.value);
    ledgers.push(ledger.toString());
    return `${figure(few.value)} of ${many.label} is ${figure(part)}%`;
  }
  const share = own.find((one) => one.kind === 'percent');
  if (share === undefined) return undefined;
  const behind = own.find((one) => one.kind === 'count' && one.start > share.end && one.start - share.end < 16);
  const isOf = behind !== undefined && /^(?:of|von|de|des|der|del)\b/.test(share.after);
  const areShares = sheets.filter((other) => other.own.length === 1 && other.own[0]?.kind === 'percent').length >= 2;
  const all = principalOf(shared);
  const isHarm = HARM.test(`${share.before} ${share.after}`) && (all?.value ?? 0) >= 100;
  const base = isOf ? behind : areShares || isHarm ? all : undefined;
  if (base === undefined) return undefined;
  const ledger = new Ledger();
  const part = ledger.percent(share.value, base.value);
  ledgers.push(ledger.toString());
  return `${share.label} of ${base.label} = ${figure(part)}`;
}

/** `200k against a 15 % discount`: what is given away. */
function discountOf({ own }: Sheet, ledgers: string[]): string | undefined {
  const rate = own.find(
    (one) =>
      one.kind === 'percent' &&
      /^(?:discount|rabatt|nachlass|descuento|de remise|remise|interest|zins\w*|fee)\b/.test(one.after),
  );
  const base = own.find((one) => one.kind === 'money');
  if (rate === undefined || base === undefined) return undefined;
  const ledger = new Ledger();
  const given = ledger.percent(rate.value, base.value);
  ledgers.push(ledger.toString());
  return `${rate.label} of ${base.label} = ${amount(given, likeOf(base, given))} given away`;
}

const SPANS: Readonly<Record<string, number>> = { month: 12, quarter: 4 };

/** Work that no price is given for: people times months, hours that come back. */
function effortOf({ own }: Sheet, ledgers: string[]): string | undefined {
  if (own.some((one) => one.kind === 'money')) return undefined;
  const ledger = new Ledger();
  const people = own.find((one) => one.kind === 'count' && one.isPeople && one.value >= 2);
  const time = own.find(
    (one) => one.kind === 'time' && /^(?:day|week|month)$/.test(one.unit) && one.per.length === 0 && one.value > 1,
  );
  const recurring = own.find(
    (one) => one.kind === 'time' && /^(?:hour|day)$/.test(one.unit) && SPANS[one.per[0] ?? ''] !== undefined,
  );
  let words: string | undefined;
  if (recurring !== undefined) {
    const times = SPANS[recurring.per[0] ?? ''] ?? 1;
    const year = ledger.do(times, '×', recurring.value);
    words = `${figure(times)} × ${recurring.label} = ${figure(year)} ${recurring.unit}s a year`;
  } else if (people !== undefined && time !== undefined && Math.abs(people.start - time.start) < 40) {
    const effort = ledger.do(people.value, '×', time.value);
    words = `${figure(people.value)} × ${time.label} = ${figure(effort)} person-${time.unit}s`;
  }
  ledgers.push(ledger.toString());
  return words;
}

/** What each of all things costs, whichever is chosen: `each costs us 95`. */
function forAll(shared: readonly Figure[], ledgers: string[]): string[] {
  const price = shared.find((one) => isUnitPrice(one) && /\b(?:costs?|cuesta|coute|kostet)\b/.test(one.before));
  const all = principalOf(shared);
  if (price === undefined || all === undefined) return [];
  const ledger = new Ledger();
  const whole = ledger.do(all.value, '×', price.value);
  ledgers.push(ledger.toString());
  return [`In every case ${figure(all.value)} × ${price.label} = ${amount(whole, likeOf(price, whole))}.`];
}

const HARM =
  /\b(?:brick\w*|fail\w*|freez\w*|break\w*|lose\w*|loss\w*|crash\w*|risk\w*|error\w*|wrong|defect\w*|die|dies|drop\w*|churn\w*|leave|complain\w*|return\w*|ausf[aä]ll\w*|fehler\w*|defekt\w*|verlier\w*|fall\w*|perd\w*|pierd\w*|erreur\w*|pann\w*|riesgo|risiko|risque)\b/;

/** What a rate of harm means for all of them: `1 in 600 freezes, we have 27,000`. */
function risks(shared: readonly Figure[], ledgers: string[]): string[] {
  const rates = shared.filter(
    (one) => (one.kind === 'ratio' || one.kind === 'percent') && HARM.test(`${one.before} ${one.after}`),
  );
  const ledger = new Ledger();
  const counts = rates.slice(0, 3).flatMap((rate) => {
    // `1 in 8 builds fails, we run 480 builds a week`
    const thing = rate.after.split(' ')[0] ?? '';
    const all = shared.find((one) => one !== rate && isCountOf(one, thing)) ?? principalOf(shared);
    if (all === undefined || all.value < 100) return [];
    const hit =
      rate.kind === 'percent'
        ? ledger.percent(rate.value, all.value)
        : ledger.do(all.value, '/', Math.round(1 / rate.value));
    return [{ rate, hit, all }];
  });
  ledgers.push(ledger.toString());
  if (counts.length === 0) return [];
  const words = counts.map(({ all, hit, rate }) => {
    const period = all.per.find(isPeriod);
    return `${rate.label} of ${figure(all.value)} is ${figure(hit)}${period === undefined ? '' : ` a ${period}`} (${aboutOf(rate)})`;
  });
  return [`${words.join(', against ')}.`];
}

/** The words that say what a rate is of. */
function aboutOf({ after, before }: Figure): string {
  const near = before.split(/ [,:] /).at(-1) ?? '';
  const verb = HARM.test(near) ? near : after.split(/ [,:] /)[0];
  return (verb ?? '').replaceAll(/^[,:\s]+|[,:\s]+$/g, '');
}
