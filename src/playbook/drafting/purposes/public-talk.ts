import { plain } from '../../facts/index.js';
import { asSentence, lowerFirst, wordsIn } from '../language/clauses.js';
import { inPlainWords } from '../language/plain-words.js';
import type { DraftRequest } from '../request/draft-request.js';

const PUBLIC =
  /\b(?:all[- ]hands|town[- ]?hall|company meeting|offsite|kick-?off|talk for|speech for|audience|minute (?:talk|speech)|min (?:talk|speech))\b/;
/** Those who do not speak as engineers do. */
const OUTSIDE =
  /\b(?:sales|customer success|support|marketing|finance|hr|legal|everyone|non-\w+|whole company|all[- ]hands)\b/;
const ORDER = ['First', 'Second', 'Third', 'Fourth', 'Fifth'];
const CHANGE = /(\d[\d.,]*) ?(%|\p{L}+)? ?(?:->|→|=>|to) ?(\d[\d.,]*) ?(%|\p{L}+)?/u;

/**
 * A talk before people of other departments: what they think, what is going to happen, its points one by one in their words,
 * what changes for them, an end. Undefined where no talk of that kind is asked for, or nothing says what it is about.
 */
export function publicTalk(request: DraftRequest): string[] | undefined {
  if (request.medium !== 'talk' || request.language !== 'en' || !PUBLIC.test(`${request.ask} ${plain(request.asked)}`))
    return undefined;
  const topic = request.topic ?? request.content.find((one) => /^(?:about|why|how|on) /i.test(one)) ?? request.occasion;
  if (topic === undefined) return undefined;
  const list = /\(([^()]*,[^()]*)\)/.exec(topic)?.[1];
  // Names of things are no points: what is done is.
  const isDone = list !== undefined && (list.match(/(?:^|,\s+)(?:and )?\p{L}+ing\b/giu)?.length ?? 0) > 1;
  const points = list === undefined || !isDone ? [] : list.split(/,\s+(?:and\s+)?/).map((one) => one.trim());
  const heading = topic
    .replace(points.length > 0 ? /\s*\([^()]*\)/ : /^$/, '')
    .replace(/[.]$/, '')
    .trim();
  const isOutside = OUTSIDE.test(plain(`${request.asked} ${request.about ?? ''}`));
  const { mind } = request;
  const opening =
    mind === undefined
      ? ''
      : `${mind.startsWith('feel') ? 'Some of you' : 'Many of you'} ${mind}. I understand why, so let me say what is going on.`;
  const told = request.content
    .filter((one) => !one.includes(topic.slice(0, 24)))
    .map((one) =>
      asSentence(
        one.replace(/^new way:?\s*/i, 'Here is the new way: ').replace(/^(?:starts?|from) (?=\d)/i, 'This starts on '),
      ),
    );
  const gains = points.map((one) => gainOf(one)).filter((one) => one !== undefined);
  return [
    opening,
    `${announced(heading)}${points.length > 1 ? ` That is ${numberOf(points.length)} things.` : ''}`,
    ...points.map((point, at) => pointOf(point, at, isOutside)),
    told.join(' '),
    gains.length === 0 ? '' : `What you get from it: ${gains.join('; ')}.`,
    'Ask me now, or catch me afterwards.',
  ].filter((one) => one !== '');
}

const numberOf = (count: number): string => ['no', 'one', 'two', 'three', 'four', 'five'][count] ?? String(count);

/** `why the platform team will …` becomes what it will do. */
function announced(heading: string): string {
  const why = /^(?:about |on )?why (.+)$/i.exec(heading)?.[1];
  const what = why ?? heading.replace(/^(?:about|on|that)\s+/i, '');
  const whole = /^(?:platform|mobile|web|data|infra\w*|security|support|product|design) team\b/i.test(what)
    ? `the ${what}`
    : what;
  return wordsIn(whole) < 3 ? asSentence(`I want to speak about ${lowerFirst(whole)}`) : asSentence(whole);
}

function pointOf(point: string, at: number, isOutside: boolean): string {
  const told = point.replace(
    CHANGE,
    (_, from: string, unit: string | undefined, to: string, last: string | undefined) =>
      `from ${from} to ${to} ${unitOf(last ?? unit)}`.trim(),
  );
  const meaning = isOutside ? inPlainWords(plain(point)) : undefined;
  const spoken = told.replace(/^making (.+?) (from \d.*)$/i, 'making $1 go $2');
  return `${ORDER[at] ?? 'Then'}: ${lowerFirst(spoken)}${meaning === undefined ? '' : ` (${meaning})`}.`;
}

const unitOf = (unit: string | undefined): string =>
  (unit ?? '')
    .replace(/^mins?$/i, 'minutes')
    .replace(/^hrs?$/i, 'hours')
    .replace(/^wks?$/i, 'weeks');

/** What changes in figures is what listeners can check. */
function gainOf(point: string): string | undefined {
  const change = CHANGE.exec(point);
  if (change === null) return undefined;
  const [, from = '', unit, to = '', last] = change;
  const what =
    inPlainWords(plain(point))?.replace(/^how long it takes until /, '') ?? point.slice(0, change.index).trim();
  const isDeploy = /finished change reaches customers/.test(what);
  const length = unitOf(last ?? unit);
  return isDeploy
    ? `a finished change, also a fix for your customer, is out in ${to} ${length} instead of ${from}`
    : `${what} ${to} ${length} instead of ${from}`;
}
