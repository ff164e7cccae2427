import { type Lexeme } from '../lexed-text.js';
import type { FactLanguage } from '../number-words.js';
import { durationUnit, periodOf } from '../units.js';
import { sizeOf, unitNamed } from './nouns.js';
import { isName } from './names.js';
import type { Per } from './term.js';

const PER_ONLY = /^(?:per|\/|pro|par|por|je|each|every|cada|chaque|jeden|jede|jedes|jeder)$/;
const ARTICLE_OF_TIME =
  /^(?:a|an|am|im|in|al|a la|die|der|the|la|l'|le|la|à|per|\/|pro|par|por|je|each|every|cada|chaque|jeden|jede|jedes|of)$/;
const EACH = /^(?:each|apiece|jeweils|je|chacune?|cada)$/;

/** `a month per store`, `/GB`, `par personne et par jour`, `each`, within the clause. */
export function persBehind(
  lexemes: readonly Lexeme[],
  last: number,
  language: FactLanguage,
): { per: Per[]; isEach: boolean; isRate: boolean; maybe: string[] } {
  const per: Per[] = [];
  const maybe: string[] = [];
  let isEach = false;
  let isOpen = false;
  let isRate = false;
  for (let at = last + 1; at <= last + 9; at += 1) {
    const one = lexemes[at];
    if (one === undefined || one.kind === 'number' || one.kind === 'break' || /^[.,;:?!()]$/.test(one.lower)) break;
    const next = lexemes[at + 1];
    if (isOpen && /^(?:and|et|y|und)$/.test(one.lower) && next?.kind === 'word') {
      const skip = PER_ONLY.test(next.lower) || /^(?:a|an)$/.test(next.lower) ? 2 : 1;
      const word = lexemes[at + skip]?.lower ?? '';
      const time = timeNamed(word, language);
      if (time !== undefined || skip === 2 || NO_VERB.test(word)) per.push({ unit: time ?? unitNamed(word) });
      at += skip;
      continue;
    }
    if (/^(?:and|plus|but|und|et|y|if|against|after|over|during|with|when|from)$/.test(one.lower)) break;
    const adverb = /^(?:monthly|yearly|annually|weekly|daily|hourly)$/.test(one.lower)
      ? periodOf(one.lower)
      : /^(?:mensuel\w*|mensual\w*|monatlich\w*)$/.test(one.lower)
        ? 'month'
        : /^(?:jahrlich\w*|annuel\w*|anual\w*)$/.test(one.lower)
          ? 'year'
          : /^(?:semanal\w*|wochentlich\w*|hebdomadaires?)$/.test(one.lower)
            ? 'week'
            : /^(?:taglich\w*|diari[oa]s?|quotidien\w*)$/.test(one.lower)
              ? 'day'
              : undefined;
    if (adverb !== undefined) {
      per.push({ unit: adverb });
      continue;
    }
    const elided = /^l'(heure|annee|an)$/.exec(one.lower)?.[1];
    if (elided !== undefined && elided !== 'an') {
      per.push({ unit: elided === 'heure' ? 'hour' : 'year' });
      continue;
    }
    if (/^(?:last|past|letzten|letztes|l'an|el)$/.test(one.lower)) {
      const time = timeNamed(next?.lower ?? '', language);
      if (time !== undefined) per.push({ unit: time });
      else if (one.lower === "l'an") per.push({ unit: 'year' });
      continue;
    }
    if (PER_ONLY.test(one.lower) || ARTICLE_OF_TIME.test(one.lower)) {
      const skip = /^(?:working|business|calendar|la|started|single)$/.test(next?.lower ?? '') ? 2 : 1;
      const word = lexemes[at + skip]?.lower ?? '';
      const time = timeNamed(word, language);
      const size = sizeOf(word, 'en');
      if (time !== undefined && one.lower !== 'of') {
        per.push({ unit: time });
        isRate = true;
      } else if (size !== undefined && PER_ONLY.test(one.lower)) per.push({ unit: size.unit });
      else if (/^(?:per|\/|pro|par|por|cada|chaque|jeden|jede)$/.test(one.lower) && /^\p{L}/u.test(word))
        per.push({ unit: unitNamed(word) });
      else if (EACH.test(one.lower)) {
        if (next?.kind !== 'number') isEach = true;
        continue;
      } else {
        if (/^(?:a|an|the|la|le|die|der)$/.test(one.lower)) maybe.push(unitNamed(word));
        continue;
      }
      isOpen = true;
      at += skip;
    } else if (EACH.test(one.lower) && next?.kind !== 'number') isEach = true;
  }
  return { per, isEach, isRate, maybe };
}
const NO_VERB = /^(?:language|idioma|langue|sprache|user|person|seat|site|month|day|year|device|team|store)s?$/;

/** Words of other languages that are common in English are no time there: `an`, `mes`, `die`. */
export function timeUnit(word: string, language: FactLanguage): readonly [unit: string, factor: number] | undefined {
  if (/^ans?$/.test(word) && language !== 'fr') return undefined;
  return durationUnit(word);
}
function timeNamed(word: string, language: FactLanguage): string | undefined {
  if (/^ans?$/.test(word) && language !== 'fr') return undefined;
  if (/^(?:second|sekunde|seconde|segundo|s)$/.test(word)) return 'second';
  if (/^minut[eo]?$/.test(word)) return 'minute';
  return periodOf(word) ?? durationUnit(word)?.[0];
}

/** `each X takes`, `an hour costs`, `every day`, `last quarter`, `je`. */
export function persAhead(
  lexemes: readonly Lexeme[],
  at: number,
  language: FactLanguage,
): { per: Per[]; isEach: boolean; subject: string[] } {
  const per: Per[] = [];
  const subject: string[] = [];
  let isEach = false;
  for (let index = at - 1; index >= at - 9; index -= 1) {
    const one = lexemes[index];
    if (one === undefined || one.kind === 'break' || /^[.;:?!,()]$/.test(one.lower)) break;
    if (one.kind === 'number' && !isName(lexemes, index)) break;
    if (/^(?:and|plus|but|und|et|y|while|mas|aber)$/.test(one.lower)) break;
    const next = lexemes[index + 1];
    const time = timeNamed(next?.lower ?? '', language);
    if (/^(?:im|am|al|pro|par)$/.test(one.lower) && time !== undefined && index + 1 < at) per.push({ unit: time });
    else if (/^(?:je|jeweils)$/.test(one.lower)) isEach = true;
    else if (/^(?:each|every|cada|chaque|jede|jeder|jeden|jedes)$/.test(one.lower)) {
      if (time !== undefined) per.push({ unit: time });
      else {
        isEach = true;
        for (let more = index + 1; more < at; more += 1) subject.push(lexemes[more]?.lower ?? '');
      }
    } else if (
      /^(?:a|an|one|un|una|une|ein|eine|per|pro|par|por)$/.test(one.lower) &&
      next?.kind === 'word' &&
      index + 1 < at
    ) {
      const isPer = /^(?:per|pro|par|por)$/.test(one.lower);
      // `A second line costs` is no second.
      if (time === 'second' && !isPer && !VERB.test(lexemes[index + 2]?.lower ?? '')) continue;
      if (time !== undefined && (isPer ? endsAt(lexemes, index + 2, at) : isVerb(lexemes, index + 2, at)))
        per.push({ unit: time });
      else if (time === undefined && (isPer ? endsAt(lexemes, index + 2, at) : isVerb(lexemes, index + 2, at))) {
        for (let more = index + 1; more < at && more < index + 4; more += 1) {
          const word = lexemes[more]?.lower ?? '';
          if (more > index + 1 && (VERB.test(word) || /^(?:of|de|von)$/.test(word))) break;
          subject.push(word);
        }
      }
    } else if (/^(?:last|past|letzten|letztes|dernier)$/.test(one.lower) && time !== undefined)
      per.push({ unit: time });
  }
  return { per, isEach, subject };
}
const VERB =
  /^(?:\w+s|schafft|kostet|dauert|macht|hat|cuesta|tarda|resuelve|hace|coute|traite|prend|fait|can|must|should|needs?|cost|loses|ahorra|gana|gewinnt|verliert|spart|bekommt|handles)$/;

/** There is a verb between the subject and the number. */
function isVerb(lexemes: readonly Lexeme[], from: number, to: number): boolean {
  for (let index = from; index < to && index < from + 7; index += 1)
    if (VERB.test(lexemes[index]?.lower ?? '')) return true;
  return false;
}

/** `per shift 70`, `per incident at 1,100`. */
const endsAt = (lexemes: readonly Lexeme[], from: number, at: number): boolean =>
  from >= at || (from === at - 1 && /^(?:at|of|is|are|a|zu|de|:)$/.test(lexemes[from]?.lower ?? ''));
