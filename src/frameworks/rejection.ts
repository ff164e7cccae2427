import type { Token } from '../text/index.js';
import type { Mention } from './name-index.js';

/** Words of its sentence before and after a name that can reject it. */
const WORDS_BEFORE = 7;
const WORDS_AFTER = 18;

/** Contractions as tokens have them, without apostrophes. */
const NEGATED = '(?:do|does|did|is|are|was|were|wo|would|ca|could|have|has|need)nt|wasnt|cannot';
/** Before a name: "we don't want", "rather than", "too late for", "statt", "en lugar de". */
const BEFORE = new RegExp(
  `(?:^| )(?:${NEGATED}|not?|nor|never|without|neither|instead of|rather than|enough of|tired of|sick of|done with|fed up with|no more|no need for|spare me|forget|skip|dropped|tried|except|other than|too late for|fine on|kein\\w*|nicht|statt|anstatt|ohne|weder|sin|ni|en vez de|en lugar de|pas|plutot que|au lieu de|sans)(?: [^ ]+){0,4} ?$`,
);
/** After a name: "won't do", "is no use", "isn't my question", "is too heavy". */
const AFTER = new RegExp(
  `^ ?(?:[^ ]+ ){0,14}(?:${NEGATED}|not|no use|too (?:heavy|much|blunt|slow|big|complex|narrow|top)|never|already|leave (?:it|them|that) out|dropped|(?:is|are|was) fine|was the|seems? made for|nicht|zu (?:schwer|gross|viel)|no sirve|pas)(?: |$)`,
);

/**
 * Whether the sentence around a name says that this framework is not the one meant.
 *
 * Only a hint: of a text that names one framework, it is the subject even when it is refused.
 */
export function isRejected(tokens: readonly Token[], { first, last }: Mention): boolean {
  const sentence = tokens[first]?.sentence;
  const inSentence = (from: number, to: number): string =>
    tokens
      .slice(Math.max(0, from), Math.max(0, to))
      .filter((token) => token.sentence === sentence)
      .map(({ word }) => word)
      .join(' ');
  return (
    BEFORE.test(inSentence(first - WORDS_BEFORE, first)) || AFTER.test(inSentence(last + 1, last + 1 + WORDS_AFTER))
  );
}
