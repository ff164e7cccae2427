import { asSentence, lowerFirst } from '../../language/clauses.js';

/** A result with what it was before. */
interface Score {
  readonly label: string;
  readonly value: number;
  readonly change: number;
}

const SCORE =
  /(?:^|[.;,:\n]\s*)["“]?(\p{Lu}[^.;:\n()]{1,60}?|e?NPS)["”]?:? (-?\d{1,3})%? \((?:([+\-−–]?\d{1,3})|was (-?\d{1,3}))\)/gu;
const MIN_SCORES = 3;
/** Points within which a result has stayed what it was. */
const FLAT = 3;

export function scoresIn(source: string): Score[] {
  const scores = [...source.matchAll(SCORE)].map(([, label = '', value = '', change, was]) => ({
    label: label.trim(),
    value: Number(value),
    change: was === undefined ? Number((change ?? '0').replace(/[−–]/, '-')) : Number(value) - Number(was),
  }));
  return scores.length < MIN_SCORES ? [] : scores;
}

const signed = (change: number): string => (change > 0 ? `+${change}` : change < 0 ? `−${-change}` : 'unchanged');
const told = ({ label, value, change }: Score): string =>
  `${/^I\s/.test(label) ? `“${label}”` : label} ${value} (${signed(change)})`;
const listed = (scores: readonly Score[]): string => scores.map(told).join(', ');

/** Results of a survey as one slide: the message, the total, what fell and what held, what the comments add. */
export function scoreLines(source: string, scores: readonly Score[]): string[] {
  const byFall = scores.toSorted((one, other) => one.change - other.change);
  const worst = byFall[0]?.change ?? 0;
  const fell = byFall.filter(({ change }) => change < -FLAT);
  const most = fell.filter(({ change }) => change <= worst / 2);
  const less = fell.filter((one) => !most.includes(one));
  const held = byFall.filter(({ change }) => change >= -FLAT).toSorted((one, other) => other.value - one.value);
  const best = held[0];
  const message =
    most.length === 0
      ? `Nothing has fallen by more than ${FLAT} points`
      : `What fell is ${and(most.slice(0, 2).map(({ label }) => named(label)))}${best === undefined ? '' : `, not ${named(best.label)}`}`;
  const overall = /\boverall:? (\d{1,3})%? \(([^)]*)\)/i.exec(source) ?? undefined;
  return [
    `**${message}**`,
    ...(overall === undefined ? [] : [overallLine(overall[1] ?? '', overall[2] ?? '')]),
    ...(most.length === 0 ? [] : [`Fell most: ${listed(most)}.`]),
    ...(less.length === 0 ? [] : [`Also down: ${listed(less)}.`]),
    ...(held.length === 0 ? [] : [`Held: ${listed(held)}.`]),
    ...commentLine(source),
    ...answeredLine(source),
  ];
}

const named = (label: string): string =>
  /^I\s/.test(label)
    ? `“${label}”`
    : lowerFirst(/^[A-Z][a-z]/.test(label) ? `${label[0]?.toLowerCase() ?? ''}${label.slice(1)}` : label);
const and = (items: readonly string[]): string => items.join(' and ');

/** `company 71, us last year 74`: against each. */
function overallLine(value: string, beside: string): string {
  const against = [...beside.matchAll(/([\p{L} ]+?) (\d{1,3})/gu)].map(([, who = '', was = '']) => {
    const gap = Number(value) - Number(was);
    const name = /last year/i.test(who) ? 'last year' : /company/i.test(who) ? 'the company' : who.trim();
    return `${Math.abs(gap)} ${gap < 0 ? 'below' : 'above'} ${name} (${was})`;
  });
  return `Overall ${value}${against.length === 0 ? '' : `: ${against.join(', ')}`}.`;
}

const OFTEN: readonly (readonly [RegExp, number])[] = [
  [/^(?:lots?|a lot|most|many|again)/i, 4],
  [/^quite (?:a few|some)/i, 3],
  [/^(?:some|several|a few)/i, 2],
  [/^(?:one|two|three|1|2|3)\b/i, 0],
];

/** Comments by how often they come; what one or two say is no message. */
function commentLine(source: string): string[] {
  const comments = /\bcomments?(?: were| are)?:\s*([^\n?]+?)(?:[.](?=\s|$)|$)/i.exec(source)?.[1];
  if (comments === undefined) return [];
  const parts = comments.split(/,\s+/).map((part) => {
    const often = OFTEN.find(([pattern]) => pattern.test(part))?.[1] ?? (/\bagain and again\b/i.test(part) ? 4 : 1);
    const what = part
      .replace(
        /^(?:lots?|a lot|most|many|quite (?:a few|some)|some|several|a few|one|two|three)(?: (?:people|persons?))?(?: (?:are|were|wrote|complain\w*|spoke))?(?: about| on| of)?\s+/i,
        '',
      )
      .replace(/ again and again$/i, '');
    return { often, what };
  });
  const kept = parts.filter(({ often }) => often > 0).toSorted((one, other) => other.often - one.often);
  return kept.length === 0
    ? []
    : [asSentence(`Named in the comments, most often first: ${kept.map(({ what }) => what).join('; ')}`)];
}

function answeredLine(source: string): string[] {
  const found = /\((\d{1,5}) (?:ppl|people|persons|staff)[^)]*?(\d{1,3}) ?% (?:responded|answered|took part)/i.exec(
    source,
  );
  if (found === null) return [];
  const [, people = '', share = ''] = found;
  return [`${Math.round((Number(people) * Number(share)) / 100)} of ${people} people answered (${share}%).`];
}
