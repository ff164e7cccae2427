import { asSentence, lowerFirst } from '../language/clauses.js';
import type { DraftPhrases } from './draft-phrases.js';

export const NUMBER_NAMES: Readonly<Record<number, string>> = { 3: 'three', 4: 'four', 5: 'five', 6: 'six' };
/** Of a list, without its joint and its stop. */
export const asItem = (ask: string): string => ask.replace(/^(?:and|und|y|et)\s+/i, '').replace(/[.,;]+$/, '');

/** The first sentence alone, the others together; a long rest is split in two. */
export function grouped(sentences: readonly string[]): string[] {
  if (sentences.length <= 3) return sentences.length === 0 ? [] : [sentences.join(' ')];
  const [first = '', ...rest] = sentences;
  const half = rest.length > 4 ? Math.ceil(rest.length / 2) : rest.length;
  return [first, rest.slice(0, half).join(' '), rest.slice(half).join(' ')].filter((one) => one !== '');
}

/** What is wanted of the reader. */
export function wishes(asks: readonly string[], phrases: DraftPhrases, isEnglish: boolean): string[] {
  if (asks.length === 0) return [];
  return isEnglish
    ? [asSentence(`I'd like ${listed(asks.map(asItem))}`)]
    : [[phrases.asks, ...asks.map((one) => `- ${asItem(one)}`)].join('\n')];
}

export const listed = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
export const requested = (asks: readonly string[], phrases: DraftPhrases, isEnglish: boolean): string =>
  isEnglish
    ? asSentence(`I ask for ${listed(asks.map((one) => lowerFirst(asItem(one))))}`)
    : [phrases.asks, ...asks.map((one) => `- ${asItem(one)}`)].join('\n');
