import { NOT_COUNTED } from '../fact-patterns.js';
import type { Lexeme } from '../lexed-text.js';
import type { FactLanguage } from '../number-words.js';
import { unitOf } from '../units.js';
import { isTimeUnit } from './time-units.js';

/** A unit of data, power, energy, length or mass in its base, and for what a rate is. */
export interface Size {
  readonly unit: string;
  readonly factor: number;
  readonly per?: string;
}
const BASES: Readonly<Record<string, readonly [unit: string, factor: number, per?: string]>> = {
  kb: ['GB', 1e-6],
  mb: ['GB', 1e-3],
  gb: ['GB', 1],
  tb: ['GB', 1e3],
  pb: ['GB', 1e6],
  mo: ['GB', 1e-3],
  go: ['GB', 1],
  to: ['GB', 1e3],
  mbit: ['GB', 1.25e-4],
  gbit: ['GB', 0.125],
  mbps: ['GB', 1.25e-4, 'second'],
  gbps: ['GB', 0.125, 'second'],
  'mbit/s': ['GB', 1.25e-4, 'second'],
  'gbit/s': ['GB', 0.125, 'second'],
  'mb/s': ['GB', 1e-3, 'second'],
  'gb/s': ['GB', 1, 'second'],
  w: ['kWh', 1e-3, 'hour'],
  watt: ['kWh', 1e-3, 'hour'],
  watts: ['kWh', 1e-3, 'hour'],
  kilowatt: ['kWh', 1, 'hour'],
  kw: ['kWh', 1, 'hour'],
  mw: ['kWh', 1e3, 'hour'],
  wh: ['kWh', 1e-3],
  kwh: ['kWh', 1],
  mwh: ['kWh', 1e3],
  gwh: ['kWh', 1e6],
  kg: ['kg', 1],
  tons: ['kg', 1e3],
  tonnes: ['kg', 1e3],
  tonnen: ['kg', 1e3],
  km: ['km', 1],
  'm²': ['m²', 1],
  qm: ['m²', 1],
  sqm: ['m²', 1],
};
/** French octets are ordinary words of other languages. */
const ONLY_FRENCH = new Set(['mo', 'go', 'to']);
export const SIZE_UNITS: ReadonlySet<string> = new Set(['GB', 'kWh', 'kg', 'km', 'm²']);

export function sizeOf(word: string, language: FactLanguage): Size | undefined {
  if (!Object.hasOwn(BASES, word) || (ONLY_FRENCH.has(word) && language !== 'fr')) return undefined;
  const [unit, factor, per] = BASES[word] ?? ['', 1];
  return { unit, factor, ...(per === undefined ? {} : { per }) };
}

const WORKERS =
  /^(?:nurse|ingenieur|reviewer|tester|technicians?|techniker|clerk|driver|operator|pflegekraft|pflegekrafte|berater|tecnico|agente|technicien|mover|analyst|analista|researcher|forscher|vertriebler|vendedor|vendeur|verkaufer|engineer|consultant|worker|player|student|recruit|gente|rep|medecin|medico|arzte|lehrer|teacher|kollege)s?n?$/;
/** Verbs and particles that end like a plural. */
const NO_NOUN =
  /^(?:is|was|has|us|plus|this|less|each|minus|does|goes|takes|costs|needs|gets|saves|comes|leaves|runs|says|its|as|yes|perhaps|always|towards|it's|that's|makes|works|gives|brings|wants|pays|wins|loses|helps|means|starts|ends|stays|lets|else|sus|nos|los|las|les|des|dans|sans|mas|menos|tras|moins|pas|nous|vous|ils|elles|puis|fois|times|abajo|flat|late|behind|now|ones)$/;

/** Adjectives and such between a number and its noun. */
const FILLER =
  /^(?:-|–|productive|working|business|ouvres|laborables|net|full|small|big|more|new|planned|offene|neue|unplanned|pending|open|incoming|of)$/;

export interface Noun {
  readonly unit: string;
  readonly isPeople: boolean;
  readonly last: number;
}

/** The counted noun behind a number: up to four words, the last plural of a run. */
export function nounAt(lexemes: readonly Lexeme[], at: number, language: FactLanguage): Noun | undefined {
  const isOne = lexemes[at]?.value === 1;
  let best: Noun | undefined;
  for (let index = at + 1; index <= at + 4; index += 1) {
    const next = lexemes[index];
    if (next === undefined) break;
    if (
      index === at + 1 &&
      (FILLER.test(next.lower) || (lexemes[at]?.isScaled === true && /^(?:de|d')$/.test(next.lower)))
    )
      continue;
    if (next.kind !== 'word' || NOT_COUNTED.test(next.lower) || NO_NOUN.test(next.lower)) break;
    // `19k licence` is its price.
    if (lexemes[at]?.isScaled === true && /^(?:licen[cs]e|licencia|lizenz)$/.test(next.lower)) return undefined;
    const known = unitOf(next.lower);
    const isPlural =
      /[^su]s$|eaux$|aux$/.test(next.lower) ||
      /^(?:men|women|children|people|staff|gente|pizzas)$/.test(next.lower) ||
      (language === 'de' && /^\p{Lu}/u.test(next.text)) ||
      (isOne && index === at + 1 && !/^(?:come|leave|arrive|close|fix)$/.test(next.lower));
    if (known === undefined && !isPlural) {
      if (best !== undefined) break;
      continue;
    }
    best = {
      unit: known === undefined ? stem(next.lower) : known[0],
      isPeople: known?.[1] === true || WORKERS.test(next.lower),
      last: index,
    };
  }
  return best;
}

/** Words of one noun in singular and plural share it. */
export function stem(word: string): string {
  if (word.length <= 3) return word;
  if (/(?:ies)$/.test(word) && word.length > 4) return `${word.slice(0, -3)}y`;
  const cut = word.replace(/(?:en|es|er|s|n|e|x)$/, '');
  return cut.length < 3 ? word.replace(/s$/, '') : cut;
}

/** Unit that a word names: known groups first, then its stem. */
export const unitNamed = (word: string): string => unitOf(word)?.[0] ?? stem(word);

export const isThing = (unit: string): boolean =>
  unit !== '' && unit !== 'money' && unit !== '%' && !isTimeUnit(unit) && !SIZE_UNITS.has(unit);

/** Two units name the same: equal, or people of any kind. */
export function isSame(a: string, b: string, isPeople: boolean): boolean {
  return a === b || (isPeople && (a === 'people' || b === 'people'));
}
