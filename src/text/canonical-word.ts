import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Spelling } from './spelling.js';

/** The shipped table of equivalent wordings. */
interface Rewording {
  /** Phrases and the one or two words that replace them. */
  readonly phrases: Readonly<Record<string, string>>;
  /** Words and those that mean the same, separated by blanks: base forms, which inflection is taken from. */
  readonly synonyms: Readonly<Record<string, string>>;
  /** Fillers, which do not change the question. */
  readonly dropped: string;
  /** Frequent words, which a typo is corrected to. */
  readonly frequent: string;
  /** Words that are one letter from a frequent one and right. */
  readonly lookalikes: string;
  /** Words whose ending only looks like an inflection. */
  readonly unchanged: string;
}

/** The shipped table of equivalent wordings. */
export const REWORDING = JSON.parse(readFileSync(join(import.meta.dirname, 'rewording.json'), 'utf8')) as Rewording;

const UNCHANGED = new Set(REWORDING.unchanged.split(' '));

/** Irregular past forms and their verbs; the canonical form says that it is past. */
const PAST = new Map(
  (
    'left:leave lost:lose sold:sell bought:buy built:build wrote:write written:write made:make took:take taken:take ' +
    'gave:give given:give chose:choose chosen:choose told:tell said:say paid:pay spent:spend kept:keep won:win began:begin ' +
    'begun:begin broke:break broken:break fell:fall fallen:fall grew:grow grown:grow went:go gone:go met:meet ran:run ' +
    'saw:see seen:see sent:send thought:think led:lead found:find brought:bring taught:teach held:hold hid:hide hidden:hide burnt:burn learnt:learn spoke:speak spoken:speak stood:stand fought:fight sought:seek froze:freeze frozen:freeze rose:rise risen:rise ' +
    'stole:steal stolen:steal drove:drive driven:drive forgot:forget forgotten:forget caught:catch'
  )
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
);

/** Says that a canonical word is a past form. */
export const PAST_MARK = '~';

/** Distinct words cached; a full cache is cleared. */
const MAX_CACHED_WORDS = 8192;

const cached = new Map<string, string>();

const SPELLING = new Spelling(REWORDING.frequent.split(' '), REWORDING.lookalikes.split(' '));

/**
 * The word that stands for all words which mean the same: "recruiting", "recruits" and "hire" share one.
 *
 * Inflection, British spelling and synonyms go; what changes an answer stays: the past, a role ("manager", "manage"),
 * an opposite.
 *
 * @param word  Folded, letters and digits only.
 */
export function canonicalWord(word: string): string {
  const known = cached.get(word);
  if (known !== undefined) return known;
  const canonical = canonicalOf(word);
  if (cached.size >= MAX_CACHED_WORDS) cached.clear();
  cached.set(word, canonical);
  return canonical;
}

const SYNONYMS = new Map<string, string>();
for (const [word, others] of Object.entries(REWORDING.synonyms)) {
  for (const other of others.split(' ')) {
    SYNONYMS.set(other, word);
    const root = rootOf(other);
    if (!SYNONYMS.has(root)) SYNONYMS.set(root, word);
  }
}

function canonicalOf(word: string): string {
  return spelledOf(SPELLING.corrected(word));
}

function spelledOf(word: string): string {
  const synonym = SYNONYMS.get(word);
  if (synonym !== undefined) return rootOf(synonym);
  const irregular = PAST.get(word);
  if (irregular !== undefined) return `${presentOf(irregular)}${PAST_MARK}`;
  if (/[^e]ed$/.test(word) && word.length > 4 && /[aeiouy]/.test(word.slice(0, -2))) {
    const base = word.endsWith('ied') ? `${word.slice(0, -3)}y` : `${undoubledEnd(word.slice(0, -2))}e`;
    return `${presentOf(base)}${PAST_MARK}`;
  }
  return presentOf(word);
}

function presentOf(word: string): string {
  const root = rootOf(word);
  const synonym = SYNONYMS.get(singularOf(word)) ?? SYNONYMS.get(root);
  return synonym === undefined ? root : rootOf(synonym);
}

/** Without the ending of a plural, of the third person, of a gerund, or of a noun made of a verb. */
function rootOf(word: string): string {
  if (UNCHANGED.has(word)) return word;
  const singular = singularOf(word);
  if (UNCHANGED.has(singular)) return singular;
  const american = singular
    .replace(/(?<=.{3})is(?=(?:e|ed|ing|ation)$)/, 'iz')
    .replace(/(?<=.{2})yse?(?=(?:ing)?$)/, 'yz')
    .replace(/(?<=.{3})our$/, 'or')
    .replace(/beeing$/, 'being');
  const base = american
    .replace(/(?<=.{3}iz)ation$/, '')
    .replace(/(?<=.{3}at)ion$/, '')
    .replace(/(?<=.{3}(?:ec|olu))tion$/, (_all, at: number) => (american[at - 1] === 'c' ? 't' : 'ti'))
    .replace(/(?<=.{4})ment$/, (ending, at: number) => (/[eyvh]$/.test(american.slice(0, at)) ? '' : ending))
    .replace(/(?<=[aeiouy].*.)ing$/, '');
  const whole = base === american ? american : undoubledEnd(base);
  return whole.length > 3 && whole.endsWith('e') ? whole.slice(0, -1) : whole;
}

function undoubledEnd(word: string): string {
  return /([bdgmnprt])\1$/.test(word) ? word.slice(0, -1) : word;
}

function singularOf(word: string): string {
  if (word.length < 4 || !word.endsWith('s') || word.endsWith('ss') || UNCHANGED.has(word)) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(?:ch|sh|x|ss|z)es$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}
