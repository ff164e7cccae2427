import { asSentence, sentencesOf } from '../language/clauses.js';
import { hasFiniteVerb } from '../language/english-verbs.js';
import type { DraftRequest } from '../request/draft-request.js';
import type { Draft } from './composed-text.js';

const LISTED = /^(?:points?|topics?|items?|agenda|themen|punkte|puntos|points)\s*:/i;
/** What the meeting is to bring about. */
const OUTCOME =
  /^(?:the )?(?:outcome|goal|aim|result)(?: (?:must|should|has to) be| is|:)\s+(.+)$|^(?:we|they) (?:must|need to|have to|should|want to) (?:decide|agree(?: on)?|settle)\s+(.+)$/i;
/** A wish about the agenda itself. */
const WISH = /^(?:please )?(?:give|add|include|with|put in)\b.*\b(?:timings?|times|minutes|questions?)\b/i;
/** Parts of a meeting that must decide something, with their share of the time and the question that opens each. */
const PARTS = [
  {
    share: 0.1,
    name: 'Opening',
    opens: 'What must be true when we leave for you not to meet about it again?',
  },
  { share: 0.25, name: 'What happened', opens: 'What did you see yourself, and when? No causes yet.' },
  { share: 0.3, name: 'Ways', opens: 'Which two ways are there, and what would each of you lose by the other one?' },
  { share: 0.2, name: 'Decision', opens: 'Can everyone live with this for three months? If not, I decide now.' },
  { share: 0.15, name: 'Who does what', opens: 'Who does what by which day, and where will the others see it?' },
] as const;
const ROUND_TO = 5;

/** When and where, the points in their order, what else the asker says; without points, the parts that a decision needs. */
export function agenda({ about = '', asked, content, language, occasion }: DraftRequest): Draft {
  const sentences = content
    .flatMap((one) => sentencesOf(one))
    .map((one) => one.replace(/[.]$/, ''))
    .filter((one) => !WISH.test(one));
  const at = sentences.findIndex((one) => LISTED.test(one));
  const listed = at >= 0 ? at : sentences.findIndex((one, index) => index > 0 && isList(one));
  const heading = `**Agenda${occasion === undefined ? '' : `: ${occasion}`}**`;
  const outcome = sentences.map(outcomeOf).find((one) => one !== undefined);
  const minutes = minutesIn(`${asked} ${about}`);
  if (listed < 0 && outcome !== undefined && minutes !== undefined && language === 'en') {
    const told = sentences.filter((one) => outcomeOf(one) === undefined).map((one) => asSentence(capital(one)));
    return written([heading, told.join(' '), `**To be decided:** ${outcome}.`, timed(minutes)]);
  }
  const points = listed < 0 ? [] : topLevel((sentences[listed] ?? '').replace(/^[\p{L} ]{3,20}:\s*/u, ''));
  const before = listed < 0 ? sentences.slice(0, 1) : sentences.slice(0, listed);
  const after = listed < 0 ? sentences.slice(1) : sentences.slice(listed + 1);
  return written([
    heading,
    before.map(capital).join('. '),
    points.map((one, index) => `${String(index + 1)}. ${capital(one)}`).join('\n'),
    after.map((one) => asSentence(goal(one))).join(' '),
  ]);
}

const written = (parts: readonly string[]): Draft => ({
  title: 'Agenda',
  markdown: parts.filter((one) => one !== '').join('\n\n'),
});

/** Points stand without verbs: “both leads, Aoife and Kenji, attend” is no list of them. */
function isList(sentence: string): boolean {
  const parts = topLevel(sentence);
  return parts.length >= 3 && !parts.some((one) => hasFiniteVerb(one) || /^(?:attend|join|come)s?\b/i.test(one));
}

function outcomeOf(sentence: string): string | undefined {
  const [, first, second] = OUTCOME.exec(sentence) ?? [];
  return first ?? second;
}

/** `90 min`, `two hours` */
function minutesIn(text: string): number | undefined {
  const [, minutes] = /\b(\d{2,3})[- ]?min/i.exec(text) ?? [];
  if (minutes !== undefined) return Number(minutes);
  const [, hours] = /\b(1|2|3|one|two|three|an)[- ]hours?\b/i.exec(text) ?? [];
  const count = { one: 1, an: 1, two: 2, three: 3 }[hours?.toLowerCase() ?? ''] ?? Number(hours);
  return Number.isFinite(count) ? count * 60 : undefined;
}

function timed(minutes: number): string {
  let from = 0;
  const lines = PARTS.map(({ name, opens, share }, at) => {
    const length = Math.max(ROUND_TO, Math.round((minutes * share) / ROUND_TO) * ROUND_TO);
    const to = at === PARTS.length - 1 ? minutes : Math.min(minutes, from + length);
    const line = `${String(at + 1)}. **${clock(from)} to ${clock(to)}: ${name}.** “${opens}”`;
    from = to;
    return line;
  });
  return lines.join('\n');
}

const clock = (minutes: number): string => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
const capital = (text: string): string => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;

const goal = (sentence: string): string =>
  capital(
    sentence.replace(
      /^i want (everyone|everybody) to (\w+)/i,
      (_, who: string, verb: string) => `goal: ${who.toLowerCase()} ${verb}s`,
    ),
  );

/** Parts between commas, those in brackets and inside a sentence left whole. */
export function topLevel(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const char of text) {
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if ((char === ',' || char === ';') && depth <= 0) {
      parts.push(part.trim());
      part = '';
    } else part += char;
  }
  return [...parts, part.trim()].filter((one) => one !== '');
}
