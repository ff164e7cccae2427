import type { AdviceCase } from '../cases/index.js';
import { tradesOf } from '../content/content.js';
import { type Alternative, type Finding, shortNameOf, type Weighing } from '../facts/index.js';
import { countOf, wordsOf } from '../question/phrases.js';
import { firstWords, plainText } from '../question/quotable-text.js';
import { mostLike, subjectOf } from './similarity.js';

type Option = AdviceCase['options'][number];

/** One of the asker's alternatives with everything known about it. */
export interface Weighed {
  readonly alternative: Alternative;
  readonly name: string;
  /** As it is called in a sentence about another. */
  readonly short: string;
  /** What the asker says of it. */
  readonly said: string;
  /** What follows from the asker's numbers. */
  readonly follows: readonly string[];
  readonly finding: Finding;
  /** Of the recognized situation. */
  readonly option: Option | undefined;
  readonly gain: string | undefined;
  readonly cost: string | undefined;
  /** How hard it is to undo, 1 to 5. */
  readonly undo: number | undefined;
}

const WORDS_OF_NAME = 14;
const WORDS_SAID = 26;
/** Characters of a finding or of a sentence of the asker. */
export const MAX_FOLLOWS = 300;
const MAX_SAID = 240;
/** Of an alternative and the name of an option. */
const MIN_LIKENESS = 0.4;

/** What has been built is not building. */
const PRODUCT = /\b(?:the|our|this|a) build\b/gi;

/** @param found The situation, whose options say what is gained and paid by the alternatives that they are. */
export function weighedOf(
  alternatives: readonly Alternative[],
  { areCuts, findings }: Weighing,
  found: AdviceCase | undefined,
): Weighed[] {
  const taken = new Set<string>();
  const options = alternatives.map(({ isTold, text }) => {
    const option =
      found === undefined || isTold !== undefined || areCuts ? undefined : bestOption(text, found.options, taken);
    if (option !== undefined) taken.add(option.id);
    return option;
  });
  const trades = tradesOf(
    alternatives.map(({ isTold, text }, at) =>
      options[at] === undefined && isTold === undefined && !areCuts ? text.replaceAll(PRODUCT, '') : '',
    ),
  );
  return alternatives.map((alternative, at) => {
    const [option, trade, finding] = [options[at], trades[at], findings[at]];
    return {
      alternative,
      name: nameOf(alternative),
      short: plainText(shortNameOf(alternative), MAX_FOLLOWS),
      said: firstWords(plainText(alternative.said, MAX_SAID), WORDS_SAID).replace(/[.,;:]+$/, ''),
      follows: (finding?.follows ?? []).map((one) => plainText(one, MAX_FOLLOWS)),
      finding: finding ?? { alternative, follows: [], isOut: false },
      option,
      // What holds of such things anywhere adds nothing to what the asker says of this one.
      gain: option?.for ?? (alternative.said === '' ? trade?.gain : undefined),
      cost: option?.against ?? (alternative.said === '' ? trade?.cost : undefined),
      undo: trade?.undo,
    };
  });
}

/** Whether a situation has options for at least two of the alternatives, by the words that name them. */
export function speaksOf({ options }: AdviceCase, alternatives: readonly Alternative[]): boolean {
  if (alternatives.some(({ isTold }) => isTold !== undefined)) return false;
  const named = alternatives.map(({ text }) => bySigns(text, options)?.id).filter((id) => id !== undefined);
  return named.length > 1 && new Set(named).size === named.length;
}

/** Signs that tell ways of one thing apart, and are said of anything. */
const NAMES_NOTHING = /^(?:now|first|today|plan|end)$/;

const telling = new WeakMap<readonly string[], readonly string[]>();

function tellingSigns(signs: readonly string[]): readonly string[] {
  let those = telling.get(signs);
  if (those === undefined) {
    those = signs.filter((sign) => !NAMES_NOTHING.test(sign));
    telling.set(signs, those);
  }
  return those;
}

function bySigns(text: string, options: readonly Option[]): Option | undefined {
  const words = wordsOf(text);
  let best: Option | undefined;
  let most = 0;
  for (const option of options) {
    const count = countOf(words, tellingSigns(option.signs));
    if (count > most) {
      most = count;
      best = option;
    }
  }
  return best;
}

function bestOption(text: string, options: readonly Option[], taken: ReadonlySet<string>): Option | undefined {
  const free = options.filter(({ id }) => !taken.has(id));
  return bySigns(text, free) ?? mostLike(subjectOf(text), free, ({ name }) => [name], MIN_LIKENESS);
}

function nameOf({ label, text }: Alternative): string {
  const name = firstWords(plainText(text, 200), WORDS_OF_NAME).replace(/[.,;:?]+$/, '');
  return label === undefined ? name : `${label}) ${name}`;
}
