import type { Token } from '../text/index.js';
import type { Mention } from './name-index.js';

/** Words of its sentence before and after a name that can reject it. */
const WORDS_BEFORE = 7;
const WORDS_AFTER = 5;

/** Contractions as tokens have them, without apostrophes. */
const NEGATED = '(?:do|does|did|is|are|was|were|wo|would|ca|could|have|has|need)nt|cannot';
const WORD = '[^ ]+';
/** "I'm not sure whether", "we don't know if", "not only": what follows is asked about, not turned down. */
const DOUBT =
  'sure|know|idea|clear|decide|agree|understand|only|just|whether|if|between|how|what|why|which|and|or|sicher|weiss|nur|ob|wie|was|oder|solo|se|si|que|o|seulement|sais|ou|comment';
/** Before a name: "we don't want", "rather than", "too late for", "statt", "en lugar de". */
const BEFORE = new RegExp(
  `(?:^| )(?:${NEGATED}|not?|nor|never|without|neither|instead of|rather than|enough of|tired of|sick of|done with|fed up with|no more|spare me|forget|skip|dropped|except|other than|too late for|kein\\w*|nicht|statt|anstatt|ohne|weder|sin|ni|en vez de|en lugar de|pas|plutot que|au lieu de|sans)(?: (?!(?:${DOUBT})(?: |$))${WORD}){0,4} ?$`,
);
/** Right after a name: "won't do", "is no use", "is too heavy", ", which we don't want". */
const AFTER = new RegExp(
  `^(?:which )?(?:i |we |it |is |are |was |were )?(?:${NEGATED}|no use|not (?!only|just)|too ${WORD}|nicht|zu ${WORD}|no sirve|ne )`,
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
      .slice(Math.max(0, from), to)
      .filter((token) => token.sentence === sentence)
      .map(({ word }) => word)
      .join(' ');
  const after = last + 1;
  return BEFORE.test(inSentence(first - WORDS_BEFORE, first)) || AFTER.test(inSentence(after, after + WORDS_AFTER));
}
