import { plain, type Facts } from '../facts/index.js';
import { asSentence, lowerFirst, sentencesOf, wordsIn } from './clauses.js';
import { parseSummaryRequest, type SummaryRequest } from './summary-request.js';
import type { Draft } from './draft-document.js';

const MAX_UNITS = 40;
const SPEAKER =
  /^(?:\[?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]m)?\]?\s*[-–]?\s*)?(?:@?([\p{L}][\p{L}\d_.-]{0,24}|[A-Z]{2,4})(?:\s*\([^)]{1,20}\))?)\s*(?:\[?\d{1,2}:\d{2}(?:\s?[ap]m)?\]?)?:\s+/u;
const CHAT_TIME = /^\[?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]m)?\]?\s*[-–]?\s*/i;
const ROLE =
  /^(?:CEO|CFO|CTO|COO|CRO|CPO|CMO|CIO|CISO|HR|VP\b.*|Legal|Finance|Sales|Product|Support|Ops|QA|Design|Marketing|IT|PM|PO|SRE|Security)$/;
/** Headings of notes, greetings, courtesy and reactions: they say nothing. */
const EMPTY =
  /^(?:(?:hi|hello|hey|dear|good morning|morning|bonjour|hola|hallo|liebe)(?: (?:a )?[\p{L}-]+){0,2}(?:, thanks?[^.!?]{0,50})?|(?:cheers|best|best regards|kind regards|regards|thanks|viele gru(?:ss|ß)e|saludos|cordialement|lg|vg)[, ]+\w*(?: \w+)?|(?:off-?site|meeting|call|standup|retro|steering|board|weekly)?\s*(?:notes?|minutes|thread|update|chat|log)\.?|hi(?: \w+)?|hello(?: \w+)?|hey(?: \w+)?|dear \w+|good morning(?: \w+)?|thanks?(?: (?:all|everyone|you|a lot|for .{1,30}))?|thank you.{0,20}|cheers|best(?: regards)?|regards|ok(?:ay)?|yes|yep|no|sure|great|nice|perfect|agreed|got it|on it|\+1|lol|ugh|hmm|sounds good|will do|makes sense|morning(?: \w+)?|fyi|hope .{1,40}|gracias|merci|danke|hola|bonjour|hallo|liebe grusse|saludos|done)[.!,]*$/iu;
const ASK =
  /\b(?:we|i) (?:ask|request|would like a decision)\b|\b(?:need|want)s? (?:a|an|your|the|their) (?:\w+ )?(?:decision|approval|go|yes|sign-?off)\b|\bplease (?:approve|decide|confirm)\b|\b(?:decision|approval|sign-?off) (?:needed|required|wanted|by)\b|\bfor (?:your )?approval\b|\bask is\b|^ask:|\b(?:pedimos|necesitamos (?:su )?aprobaci[oó]n|nous demandons|wir bitten um|wir brauchen (?:eine|die) (?:entscheidung|zustimmung|freigabe))\b/i;

/**
 * Makes a text given by the asker shorter for its readers: every number, decision and date stays, nothing is added.
 *
 * @returns Undefined when there is no source to summarise.
 */
export function writeSummary(input: { readonly text: string; readonly facts: Facts }): Draft | undefined {
  const request = parseSummaryRequest(input.text);
  const units = unitsOf(request.source);
  if (units.length === 0) return undefined;
  const ordered = [...units.filter((one) => !ASK.test(one.text)), ...units.filter((one) => ASK.test(one.text))];
  const merged = merge(ordered, request);
  return { title: titleOf(request, input.facts), markdown: shaped(merged, request) };
}

interface Unit {
  readonly text: string;
  readonly speaker: string;
  /** Its speaker said it as a role, e.g. `CFO`. */
  readonly isRole: boolean;
}

/** Statements of the source, without who said them in a chat. */
function unitsOf(source: string): Unit[] {
  const units: Unit[] = [];
  let speaker = '';
  let isRole = false;
  for (const raw of splitTurns(source).flatMap((turn) => sentencesOf(turn))) {
    let text = raw.replace(/^["“«'>*•-]+\s*/, '').trim();
    const tag = SPEAKER.exec(text);
    if (
      tag?.[1] !== undefined &&
      (text.startsWith('@') || ROLE.test(tag[1]) || CHAT_TIME.test(text) || isChat(source))
    ) {
      speaker = tag[1];
      isRole = ROLE.test(speaker);
      text = text.slice(tag[0].length);
    } else text = text.replace(CHAT_TIME, '');
    text = text
      .replaceAll(/(?<![\p{L}\d])@(\p{L}+)/gu, (_, name: string) => `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`)
      .replace(/["”»']+$/, '')
      .trim();
    if (text === '' || EMPTY.test(plain(text)) || /^[\p{P}\p{S}\s]+$/u.test(text)) continue;
    const isTagged = tag?.[1] !== undefined && tag[1] === speaker;
    const said = isChat(source) && !isRole && speaker !== '' ? inThirdPerson(cleaned(text), speaker) : cleaned(text);
    units.push({ text: said, speaker, isRole: isRole && isTagged });
    if (units.length === MAX_UNITS) break;
  }
  return units;
}

/** `I answered both` was said by one of several people: the reader outside does not know which. */
function inThirdPerson(text: string, speaker: string): string {
  const name = `${speaker[0]?.toUpperCase() ?? ''}${speaker.slice(1)}`;
  return text
    .replaceAll(/\bI(?:'m| am)\b/g, `${name} is`)
    .replaceAll(/\bI(?:'ve| have)\b/g, `${name} has`)
    .replaceAll(/\bI(?:'ll| will)\b/g, `${name} will`)
    .replaceAll(
      /\bI (?=\w+(?:ed|wrote|sent|told|found|got|made|did|was|had|can|could|should|must|took|gave|spoke)\b|(?:wrote|sent|told|found|got|made|did|was|had|can|could|should|must|took|gave|spoke)\b)/g,
      `${name} `,
    );
}

/** Tags that return, or that have an `@` or a time, are people; others are labels, which stay. */
function isChat(source: string): boolean {
  const tags = [...source.matchAll(/(?:^|[\n.!?]\s*)(@?[\p{L}][\p{L}\d_.-]{0,24})( \d{1,2}:\d{2})?:\s/gu)];
  const names = tags.map((tag) => tag[1] ?? '');
  return (
    tags.length >= 2 &&
    (new Set(names).size < names.length || tags.some((tag) => tag[2] !== undefined || tag[1]?.startsWith('@')))
  );
}

/** `… . @tom: …` in one line are two turns. */
const splitTurns = (source: string): string[] =>
  source.replaceAll(/\s+(?=@[\p{L}\d_.-]{1,24}(?: \(?\d{1,2}:\d{2}\)?)?:\s)/gu, '\n').split(/\n+/);

/** Chat shorthand at the beginning goes. */
const cleaned = (text: string): string =>
  text
    .replace(/^(?:dear|hi|hello|hey|hallo|hola|bonjour|liebe) [^,.!?]{1,25},\s+(?=\S+\s+\S+\s)/i, '')
    .replace(
      /^(?:ok(?:ay)?|so|well|also|and|btw|fyi|update|heads up|quick update|just to say|yes|no worries|right|anyway|good news|bad news)\s*[,:–-]+\s*/i,
      '',
    )
    .replace(/^ok(?:ay)? so (\w)/i, (_, one: string) => one.toUpperCase())
    .replace(/\s+/g, ' ');

interface Merged {
  readonly parts: readonly Unit[];
}

/** As few groups as asked for: neighbours of one speaker or subject first, the ask alone as long as it can be. */
function merge(units: readonly Unit[], request: SummaryRequest): Merged[] {
  let groups: Merged[] = units.map((unit) => ({ parts: [unit] }));
  const most = request.most ?? Math.max(3, Math.min(5, units.length));
  while (groups.length > most) {
    let best = 0;
    let cost = Number.POSITIVE_INFINITY;
    for (let at = 0; at + 1 < groups.length; at += 1) {
      const one = costOf(groups[at], groups[at + 1]);
      if (one < cost) {
        cost = one;
        best = at;
      }
    }
    const joined: Merged = { parts: [...(groups[best]?.parts ?? []), ...(groups[best + 1]?.parts ?? [])] };
    groups = [...groups.slice(0, best), joined, ...groups.slice(best + 2)];
  }
  return groups;
}

/** Long groups, other speakers and an ask beside a fact join last; shared words join first. */
function costOf(a: Merged | undefined, b: Merged | undefined): number {
  if (a === undefined || b === undefined) return Number.POSITIVE_INFINITY;
  const words = wordsIn(textOf(a)) + wordsIn(textOf(b));
  const last = a.parts.at(-1);
  const next = b.parts[0];
  const isAsk = b.parts.some((one) => ASK.test(one.text)) !== a.parts.some((one) => ASK.test(one.text));
  const shared = commonWords(textOf(a), textOf(b));
  return (
    words +
    (isAsk ? 40 : 0) +
    (last?.speaker === next?.speaker && last?.speaker !== '' ? -6 : 0) -
    Math.min(3, shared) * 6
  );
}

const textOf = (group: Merged): string => group.parts.map((one) => one.text).join(' ');
const keys = (text: string): Set<string> => new Set(plain(text).match(/[a-z]{4,}|\b(?:arr|nps)\b/g) ?? []);
function commonWords(a: string, b: string): number {
  const other = keys(b);
  return [...keys(a)].filter(
    (one) =>
      other.has(one) &&
      !/^(?:with|from|that|this|have|will|since|until|before|after|they|were|been|anything|else)$/.test(one),
  ).length;
}

/** Statements of one group; one sentence only where sentences are counted. */
function joined(group: Merged, request: SummaryRequest): string {
  const parts = group.parts.map((one) =>
    (one.isRole ? `${one.speaker}: ${startsLow(one.text, request.source)}` : one.text).replace(/[.;,]+$/, ''),
  );
  if (request.form !== 'sentences') return parts.map((part) => asSentence(part)).join(' ');
  return asSentence(parts.map((part, at) => (at === 0 ? part : startsLow(part, request.source))).join('; '));
}

/** A capital at the beginning goes unless it is a name, which the source then has elsewhere too. */
function startsLow(text: string, source: string): string {
  const low = lowerFirst(text);
  if (low !== text) return low;
  const word = /^\p{Lu}\p{Ll}+(?![\p{L}\d])/u.exec(text)?.[0];
  if (word === undefined || /^\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}/u.test(text)) return text;
  const isName =
    new RegExp(`@${word}\\b|\\b${word}\\s*:`, 'i').test(source) ||
    new RegExp(`[\\p{Ll},] ${word}\\b`, 'u').test(source) ||
    MONTH_OR_DAY.test(word);
  return isName ? text : `${text[0]?.toLowerCase() ?? ''}${text.slice(1)}`;
}
const MONTH_OR_DAY =
  /^(?:January|February|March|April|May|June|July|August|September|October|November|December|\w+day)$/;

function shaped(groups: readonly Merged[], request: SummaryRequest): string {
  const lines = groups.map((group) => joined(group, request));
  if (request.form === 'bullets') return lines.map((one) => `- ${one}`).join('\n');
  return lines.join(request.form === 'lines' ? '\n' : ' ');
}

const TITLES = { en: 'Summary', es: 'Resumen', fr: 'Résumé', de: 'Zusammenfassung' } as const;

function titleOf(request: SummaryRequest, facts: Facts): string {
  const title = TITLES[facts.language];
  const who = request.audience;
  if (who === '' || facts.language !== 'en') return title;
  const name = /^(?:ceo|cfo|cto|coo|vp)$/.test(who) ? who.toUpperCase() : who;
  if (/^(?:leadership|management|investors|customers?|stakeholders|managers)$/.test(who)) return `${title} for ${name}`;
  return `${title} for ${/^(?:board|ceo|cfo|cto|coo|company|vp|steering committee|exec\w*)$/.test(who) ? 'the' : 'your'} ${name}`;
}
