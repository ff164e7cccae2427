import { ownFigure } from './own-figure.js';
import { type AnswerParts, partsOf } from './parts.js';

/** What a person holds, as the asker tells it. */
interface Stance {
  readonly kind: 'values' | 'claims' | 'built' | 'fears' | 'against' | 'wants';
  /** In the asker's words. */
  readonly what: string;
}

const NOT_ASKER = String.raw`(?<!\b(?:i|we|i'd|ich|wir|je|nous|yo|nosotros)(?: \p{L}+)? )`;
const pattern = (source: string): RegExp => new RegExp(`${NOT_ASKER}${source}`, 'iu');
/** What is said most openly comes first. */
const STANCES: readonly (readonly [Stance['kind'], RegExp])[] = [
  [
    'values',
    pattern(
      String.raw`\b(?:proud of|keen on|believes? in|swears? by|stolz auf|fi[eè]re? d[e’']|orgullos[oa]s? de)\s*([^.,;?!]{4,70})`,
    ),
  ],
  [
    'built',
    pattern(
      String.raw`\b(?:built|founded|set up|invented|aufgebaut|construit|cre[oó])\s+([^.,;?!]{3,40}?)(?= and | und | et | y |[.,;?!]|$)`,
    ),
  ],
  [
    'claims',
    pattern(
      String.raw`\b(?:says?|thinks?|argues?|insists?|sagt|meint|dit|trouve|pense|dice|cree|opina)\s*,?\s+(?:that |dass |que )?(?!no\b|yes\b|so\b)([^.;?!]{8,110})`,
    ),
  ],
  [
    'fears',
    pattern(
      String.raw`\b(?:nervous|worried|afraid|anxious|skeptical|sceptical|scared)\b(?: (?:about|of) ([^.,;?!]{4,60}))?`,
    ),
  ],
  [
    'against',
    pattern(
      String.raw`\b(?:is|are|was|ist|est|est[aá]) (?:\p{L}+ )?(?:against|dagegen|contre|en contra)\b(?: ([^.,;?!]{4,60}))?`,
    ),
  ],
  [
    'wants',
    pattern(
      String.raw`\b(?:wants|would like|likes the idea of|m[oö]chte|veut|quiere)\s+(?:us to |to |que )?([^.;,?!]{4,80})`,
    ),
  ],
];
const PRONOUN = /^(?:he|she|they|er|sie|[eé]l|ella|ellos|il|elle|ils|)$/i;
const OTHERS: Readonly<Record<string, RegExp>> = {
  he: /\b(?:he|his|him)\b/i,
  she: /\b(?:she|her)\b/i,
  they: /\b(?:they|them|their)\b/i,
  il: /\bil\b/i,
  elle: /\belle\b/i,
  er: /\ber\b/i,
  sie: /\bsie\b/i,
};

/** What is told of a person's stance; undefined where nothing is. */
export function stanceOf(who: string, said: string): Stance | undefined {
  const sentences = said.split(/(?<=[.!?])\s+|\n/);
  const name = who.toLowerCase().replace(/^(?:the|my|our|la|le|el|der|die) /, '');
  const isTheirs = (sentence: string, at: number): boolean =>
    PRONOUN.test(name)
      ? (OTHERS[name] ?? /./).test(sentence)
      : sentence.toLowerCase().includes(name) ||
        (sentences[at - 1]?.toLowerCase().includes(name) === true &&
          /^(?:he|she|they|er|sie|il|elle|[eé]l|ella)\b/i.test(sentence));
  for (const [kind, source] of STANCES) {
    for (const [at, sentence] of sentences.entries()) {
      const found = isTheirs(sentence, at) ? source.exec(sentence) : null;
      // A question of the asker's own, “should she …?”, tells no stance.
      if (found !== null) return { kind, what: (found[1] ?? '').trim() };
    }
  }
  return undefined;
}

/** What a person with a stance that was told will say, and what to answer; undefined where none was told. */
export function objectionOf(who: string, said: string): AnswerParts | undefined {
  const stance = stanceOf(who, said);
  if (stance === undefined) return undefined;
  const { kind, what } = stance;
  const figure = ownFigure(said);
  const own = figure === undefined ? '' : ` Your own figure for it: “${figure}”.`;
  const asked = ' End with the smallest form of what you ask for, and a day on which you look at it together.';
  switch (kind) {
    case 'values':
      return partsOf([
        `They will say that it goes against what they stand for, in your words “${what}”.`,
        `**Answer.** Do not argue against that; measure your proposal by it, and show what it costs as it is done now.${own}${asked}`,
      ]);
    case 'built':
      return partsOf([
        `They will say that it takes apart what they built, “${what}”, and that it is decided over their heads.`,
        `**Answer.** Begin with what it has made possible and what of it stays theirs: the rules, the tools, the say in how it is done. Then the reason, which is no judgement of their work.${own} Ask which conditions would have to hold, and take up at least one of them.`,
      ]);
    case 'claims':
      return partsOf([
        `They will say what you hear already: “${what}”.`,
        `**Answer.** Do not contradict it; make it the test. Ask by what one would see it, and offer a few weeks in which just that is looked at, with the way back agreed beforehand.${own}`,
      ]);
    case 'fears':
      return partsOf([
        `They will ask who answers for it when it goes wrong${what === '' ? '' : `: ${what}`}.`,
        `**Answer.** Ask for the condition under which they would sleep well, and write it into the proposal yourself. A fear that is named as a condition can be met; one that is talked away comes back in the last meeting.`,
      ]);
    case 'against':
      return partsOf([
        `They will say no, as before; the question is to what exactly.`,
        `**Answer.** Ask for the one part that they could not live with, and for what they would do instead about the reason for it.${own} If it is a part, change that part; if it is all of it, you need the one above you both.`,
      ]);
    case 'wants':
      return partsOf([
        `They will ask what becomes of what they want: “${what}”.`,
        `**Answer.** Say in your first sentence what your way does for that, and in the second what it does not.${asked}`,
      ]);
    default:
      return undefined;
  }
}
