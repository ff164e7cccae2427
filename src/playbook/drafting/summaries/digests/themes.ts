import { plain } from '../../../facts/index.js';
import { asSentence, lowerFirst, wordsIn } from '../../language/clauses.js';
import { CONTENT, TOPICS } from './topics.js';

/** What one of several people said, in its parts. */
interface Voice {
  readonly parts: readonly string[];
}

const MIN_VOICES = 4;

/** Numbered notes of one person each: `1 likes team, bored. 2 says review takes 3 days.` */
export function voicesIn(source: string): Voice[] {
  const starts: { at: number; from: number }[] = [];
  let next = 1;
  for (const found of source.matchAll(/(?:^|[.;,!?"”]\s*|\n\s*|\()(\d{1,2})[.):]?\s+(?=[\p{L}"“‘'])/gu)) {
    if (Number(found[1]) !== next) continue;
    starts.push({ at: found.index, from: found.index + found[0].length });
    next += 1;
  }
  if (starts.length < MIN_VOICES) return [];
  return starts.map(({ from }, index) => ({
    parts: source
      .slice(from, starts[index + 1]?.at)
      .split(/[,;.\n]\s*|\s+and (?=also|asked|wants|thinks|no\b)/)
      .map((part) => said(part))
      .filter((part) => part !== '')
      .reduce<string[]>(whole, []),
  }));
}

/** A part of a word or two that names no matter goes on from the one before. */
function whole(parts: string[], part: string): string[] {
  const before = parts.at(-1);
  const isTail = before !== undefined && wordsIn(part) <= 2 && !TOPICS.some(([, pattern]) => pattern.test(plain(part)));
  return isTail && !CONTENT.test(plain(part)) && !/^(?:bored|wants)/i.test(part)
    ? [...parts.slice(0, -1), `${before}, ${part}`]
    : [...parts, part];
}

/** Without who said it and how. */
const said = (part: string): string =>
  part
    .trim()
    .replace(/^(?:and |but |also |then )+/i, '')
    .replace(/^(?:says?|said|thinks?|asked|asks|wonders|told me|feels|mentioned)(?: that)?\s+(?=\S)/i, '')
    .replace(
      /^(?:is there|are there)\s/i,
      (verb) => `asks whether ${verb.toLowerCase().startsWith('is') ? 'there is ' : 'there are '}`,
    )
    .replace(/^["“'‘]+|["”'’]+$/g, '')
    .trim();

/** Someone is named; that is not for a list of themes. */
const namesPerson = (part: string): boolean =>
  /^\p{Lu}\p{Ll}+ (?:is|was|shouts|never|always|does|did|has|keeps|yells|lies)\b/u.test(part) ||
  /^\p{Lu}\p{Ll}+ from \p{Ll}/u.test(part) ||
  /\b(?:always|only|just|by|with|from|it's|because of) \p{Lu}\p{Ll}+$/u.test(part);

interface Theme {
  readonly label: string;
  readonly voices: Set<number>;
  readonly parts: string[];
}

/**
 * Notes of several talks by what they are about: how many speak of it, what they say, the rest once. No one is named, and a
 * remark about a person is counted and not told.
 */
export function themes(voices: readonly Voice[]): string[] {
  const found: Theme[] = TOPICS.map(([label]) => ({ label, voices: new Set(), parts: [] }));
  const content: Theme = { label: 'What is good', voices: new Set(), parts: [] };
  const alone: Remark[] = [];
  let personal = 0;
  for (const [at, { parts }] of voices.entries()) {
    for (const part of parts) {
      if (namesPerson(part)) {
        personal += 1;
        continue;
      }
      const read = plain(part);
      const topic = TOPICS.findIndex(([, pattern]) => pattern.test(read));
      const theme = CONTENT.test(read) && !/\b(?:not|no|isn't|wants?)\b/.test(read) ? content : found[topic];
      if (theme === undefined) {
        if (wordsIn(part) > 1 || /^\p{Lu}{2,}$/u.test(part)) alone.push({ part, voice: at });
        continue;
      }
      theme.voices.add(at);
      theme.parts.push(part);
    }
  }
  const known = [...found, content];
  const rest: Remark[] = known
    .filter((theme) => theme.voices.size === 1)
    .flatMap((theme) => theme.parts.map((part) => ({ part, voice: [...theme.voices][0] ?? 0 })))
    .concat(alone);
  const { common, left } = byWord(rest);
  const shared = [...known.filter((theme) => theme.voices.size > 1), ...common];
  const lines = shared
    .toSorted(
      (one, other) => Number(one === content) - Number(other === content) || other.voices.size - one.voices.size,
    )
    .map((theme) => lineOf(theme, voices.length));
  const once = left.map(({ part }) => lowerFirst(part));
  if (once.length > 0) lines.push(asSentence(`**Said once:** ${once.join('; ')}`));
  if (personal > 0)
    lines.push(
      `**Not for a list:** ${personal === 1 ? 'one remark names a person; it is' : `${personal} remarks name a person; they are`} for a talk in private.`,
    );
  return lines;
}

/** A remark and whose it is. */
interface Remark {
  readonly part: string;
  readonly voice: number;
}

const COMMON =
  /^(?:the|and|for|with|without|that|this|they|them|there|their|has|have|had|was|were|are|not|too|very|again|also|want|need|like|ask|whether|when|what|why|how|from|into|than|about|above|below|after|before|more|les|one|two|take|took|get|got|doe|doesn|didn|can|could|would|should|here|our|your|his|her|its|never|always|still|went|goe|minute|hour|day|week|month)$/;

/** What no known topic names: by the word that most of the remarks share. */
function byWord(remarks: readonly Remark[]): { common: Theme[]; left: readonly Remark[] } {
  const common: Theme[] = [];
  let left = remarks;
  for (;;) {
    const voices = new Map<string, Set<number>>();
    for (const { part, voice } of left)
      for (const word of wordsOf(part)) voices.set(word, (voices.get(word) ?? new Set()).add(voice));
    const [most] = [...voices].toSorted(([, one], [, other]) => other.size - one.size);
    if (most === undefined || most[1].size < 2) return { common, left };
    const [word, who] = most;
    const mine = left.filter(({ part }) => wordsOf(part).has(word));
    const written = new RegExp(String.raw`\b${word}\w*`, 'i').exec(mine[0]?.part ?? '')?.[0] ?? word;
    const label = `${written[0]?.toUpperCase() ?? ''}${written.slice(1)}`;
    common.push({ label, voices: who, parts: mine.map(({ part }) => part) });
    left = left.filter((one) => !mine.includes(one));
  }
}

const wordsOf = (part: string): Set<string> =>
  new Set(
    (plain(part).match(/[a-z]{3,}/g) ?? []).map((word) => word.replace(/s$/, '')).filter((word) => !COMMON.test(word)),
  );

const MAX_TOLD = 3;

/** What tells most comes first: a figure, then length; what only names the topic tells nothing. */
function lineOf({ label, voices, parts }: Theme, all: number): string {
  const telling = (part: string) => (/\d/.test(part) ? 100 : 0) + wordsIn(part);
  const told = [...new Set(parts.map((part) => lowerFirst(part)))]
    .filter((part) => wordsIn(part) > 2 || (/\d/.test(part) && wordsIn(part) > 1))
    .toSorted((one, other) => telling(other) - telling(one))
    .slice(0, MAX_TOLD);
  const detail = told.length === 0 ? '.' : `: ${asSentence(told.join('; ')).replace(/^./u, (first) => first)}`;
  const lowered = detail.replace(/^: (\p{Lu})(?=\p{Ll})/u, (_, first: string) => `: ${first.toLowerCase()}`);
  return `**${label}**, ${voices.size} of ${all}${lowered}`;
}
