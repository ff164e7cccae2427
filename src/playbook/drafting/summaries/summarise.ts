import { languageOf, plain, type Facts } from '../../facts/index.js';
import { asSentence, lowerFirst, withoutAbbreviations, wordsIn } from '../language/clauses.js';
import { parseSummaryRequest, type SummaryRequest, wishedFor } from '../request/summary-request.js';
import { digestOf, fitted } from './digests/digest.js';
import { withoutNames } from './names.js';
import { type Unit, unitsOf } from './units.js';
import { isOutcome, weightOf } from './weight.js';
import type { Draft } from '../purposes/composed-text.js';

const ASK =
  /\b(?:we|i) (?:ask|request|would like a decision)\b|\b(?:need|want)s? (?:a|an|your|the|their) (?:\w+ )?(?:decision|approval|go|yes|sign-?off)\b|\bplease (?:approve|decide|confirm)\b|\b(?:decision|approval|sign-?off) (?:needed|required|wanted|by)\b|\bfor (?:your )?approval\b|\bask is\b|^ask:|\b(?:pedimos|necesitamos (?:su )?aprobaci[oó]n|nous demandons|wir bitten um|wir brauchen (?:eine|die) (?:entscheidung|zustimmung|freigabe))\b/i;

export interface SummaryInput {
  readonly text: string;
  readonly facts: Facts;
  /** What was said about its form since, oldest first. */
  readonly wishes?: readonly string[];
}

/**
 * Makes a text given by the asker shorter for its readers: every number, decision and date stays, nothing is added.
 *
 * @returns Undefined when there is no source to summarise.
 */
export function writeSummary(input: SummaryInput): Draft | undefined {
  const request = (input.wishes ?? []).reduce(wishedFor, parseSummaryRequest(input.text));
  const given = withoutAbbreviations(request.source);
  const source = request.isNameless ? withoutNames(given) : given;
  const units = chosen(unitsOf(source, request.isNameless), request);
  if (units.length === 0) return undefined;
  const digest = digestOf(input.text, units, request);
  if (digest !== undefined)
    return { title: titleOf(request, input.facts), markdown: listed(fitted(digest, request.most), request) };
  const ordered = request.isByWeight
    ? units.toSorted((one, other) => weightOf(other.text) - weightOf(one.text))
    : [...units.filter((one) => !ASK.test(one.text)), ...units.filter((one) => ASK.test(one.text))];
  const merged = merge(withinWords(ordered, request), request);
  return { title: titleOf(request, input.facts), markdown: shaped(merged, request) };
}

/** What matters to the reader; all of it where nothing does more than the rest. */
function chosen(units: readonly Unit[], request: SummaryRequest): readonly Unit[] {
  const open = request.isOutside ? units.map((unit) => ({ ...unit, text: unit.text.replace(WHO_DID_IT, '') })) : units;
  const wanted = open.filter(
    ({ text }) =>
      weightOf(text) >= 0 &&
      !(request.isOutside && /^internal\b|\bfeels bad\b/i.test(text)) &&
      (!request.isOutcomes || isOutcome(text)),
  );
  return wanted.length === 0 ? open : wanted;
}
/** In brackets, which colleague did something: of no concern outside. */
const WHO_DID_IT = /\s*\(\p{Lu}\p{Ll}+ (?:\p{Ll}+ly )?(?:\p{Ll}+ed|found|did|made|wrote|built|broke)\b[^)]*\)/u;

/** As many statements as the words reach, those that matter least left out; their order stays. */
function withinWords(units: readonly Unit[], { maxWords }: SummaryRequest): readonly Unit[] {
  if (maxWords === undefined) return units;
  let kept = units;
  const count = () => kept.reduce((sum, { text }) => sum + wordsIn(text), 0);
  if (count() > maxWords) kept = kept.map((one) => ({ ...one, text: tightened(one.text) }));
  while (kept.length > 1 && count() > maxWords * TOLERANCE) {
    const least = kept.reduce((one, other) => (weightOf(other.text) < weightOf(one.text) ? other : one));
    kept = kept.filter((one) => one !== least);
  }
  return kept;
}
const TOLERANCE = 1.1;

/** Without asides that have no figure or name in them. */
const tightened = (text: string): string =>
  text
    .replaceAll(/ \((?![^)]*[\d\p{Lu}])[^)]*\)/gu, '')
    .replaceAll(
      /,? (?:in spite of|despite|without any|as you know|long-standing|really|honestly|very|finally|significantly|of course|called) ?(?:long negotiations|message)?(?=[ ,.])/gi,
      '',
    )
    .replace(/, (?:which|where) [^,\d]{1,60}(?=,|$)/, '');

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
  // In German a noun keeps its capital.
  if (languageOf(plain(source)) === 'de') return low;
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
  return listed(
    groups.map((group) => joined(group, request)),
    request,
  );
}

function listed(lines: readonly string[], request: SummaryRequest): string {
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
