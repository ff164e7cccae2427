import { tokenize, type Token } from '../../text/index.js';

/** Where a text asks what something is. */
export interface ExplainRequest {
  readonly tokens: readonly Token[];
  /** Stretches of tokens in which the thing is named, most likely first; `isNarrow` where it is named right there. */
  readonly windows: readonly ExplainWindow[];
  /** Two or more things are to be told apart. */
  readonly compares: boolean;
}
interface ExplainWindow {
  readonly from: number;
  readonly to: number;
  readonly isNarrow: boolean;
}

/** A request for an explanation is a few sentences long. */
const MAX_LENGTH = 600;
/** A name alone asks for its explanation. */
const WORDS_OF_A_NAME = 4;
/** Words between “what is” and the thing: an, exactly, this, internal. */
const WORDS_BEFORE_NAME = 5;
const WORDS_AFTER_EXPLAIN = 14;
const WORDS_OF_A_HEADING = 6;
/** “Blue green vs canary vs rolling deploy” is a longer heading. */
const WORDS_OF_A_LIST = 10;
/** In a text as short as that the name may stand in any sentence; in a longer one the request has to point back to it. */
const WORDS_OF_A_FEW_LINES = 32;

/** Asks for an explanation outright: the thing follows within some words. */
const EXPLAIN =
  / (?:explain|define|describe|eli5|differences? between|differs? from|difference of|meaning of|definition of|tell me (?:about|what)|help me understand|what (?:do|does) (?:people|they|everyone|he|she|my \w+) (?:mean|call)|(?:what s|what is|whats) the point of|why (?:do|does|is|are) (?:people|everyone|everybody|all|they|some people) (?:say|talk|keep|saying|talking|use)|how (?:does|do|is|are)|explica(?:me|nos|r|cion)?|expliques?|explique moi|expliquez(?: moi)?|diferencias? (?:\w+ )?entre|differences? entre|(?:\w+ )?unterschiede? (?:zwischen|von)|erklar(?:e|en|st|ung|t)?|pourquoi tout le monde parle|warum (?:reden|sprechen) alle|por que (?:todos|todo el mundo) habla\w*|was hat es mit|was versteht man unter|que se entiende por|wozu dient|a quoi sert|para que sirve) /g;
/** Asks what something is: the thing follows at once. */
const WHAT_IS =
  / (?:what s|whats|what is|what are|what was|what does|what exactly is|what is meant by|asked (?:me )?what|know what|que es|que son|que significan?|que quiere decir|en que consiste|c est quoi|qu est ce qu(?:e|un|une)?|que veut dire|que signifie|was (?:ist|sind|war|bedeutet|heisst|meint|besagt|genau ist)|wofur steht|que tan) /g;
/** Not a notion but a matter of the asker’s: “what is the best way to …”. */
const OWN_MATTER =
  / (?:best|right|fastest|quickest|cheapest|way|plan|reason|impact|first|next|should|our|my|we|i|you|wrong|good|realistic|better|strategy|approach|mejor|nuestr[oa]s?|meilleure?|notre|nos|unser\w*|mein\w*|beste\w*|sinnvoll\w*) /;
/** Said beside a name, wherever it stands. */
const ASIDE =
  / (?:short|shortly|briefly|in plain (?:words|english|terms)|in simple (?:words|terms)|for dummies|in (?:a|one|two|three|four|five|2|3|4|5) (?:sentences?|lines?|paragraphs?)|explained (?:simply|please|to me)|definition|meaning|101|basics|stands? for|keeps? saying|with (?:an?|one) examples?|one example|with numbers|what (?:is|does) it|what do the letters|kurz|auf deutsch|en bref|en pocas palabras|breve|breve?mente|in kurze|please explain|how would(?! (?:you|i|we)\b)|kein juristendeutsch|when is it|when would|what then) /;
const COMPARES =
  / (?:vs|versus|differences?|differ|differs|diferencias?|unterschiede?|compared|the same as|tell apart|verwechsle|mix them|confuse|mentoring coaching) /;
/** “My two leads cannot agree on monorepo or many repos”: the words are known, something is to be done. */
const OWN_STORY =
  / (?:my|our|we|us|mein\w*|unser\w*|wir|mis?|nuestr[oa]s?|mon|mes|notre|nos|nous) .*(?:agree|argu\w*|fight\w*|disput\w*|debat\w*|insist\w*|wants?|decide|einig\w*|streit\w*|acuerdo|discut\w*|disputent|accord) /;
const HEADED = /^[^:?.!\n]{3,45}: ?(?:why|how|what|when|which|warum|wie|por qu[eé]|pourquoi)\b[^\n]*\?/i;
const CORRECTION = / (?:nein ich meine|no i mean|i mean|sorry i meant|je veux dire|quiero decir|ich meine) /;
/** The writer has a decision to make, not a word to learn. */
const DECIDES =
  / (?:should (?:we|i)|shall (?:we|i)|we (?:have|need|want|must|cannot|cant|can t)|i (?:need|want|must)|give me a plan|plan|sollen wir|debemos|devons) /;

/** The request points back to what was named before: “what does it stand for?”, “what do those two mean for us?”. */
const POINTS_BACK =
  /^ (?:what |exactly |really |actually |do |does |did |would |es |das |ce que |lo que )*(?:it|that|this|those|these|they|them|he|she|d|die|das|der|er|sie|es|eso|esto|ca|cela|elle|il|thatd|term|word|both|two|mean|means|stand)\b/;
/** Whether something that was named is of use, and how it is done. */
const OF_USE =
  / (?:is (?:it|that|this) (?:even |really |actually )?(?:useful|worth it|something|anything|any use|any good|of use)(?: (?:for|to) (?:me|us))?|do (?:we|i) need (?:one|it|that|this)|(?:does|would) (?:it|that|this) apply to us|how (?:would|do|could|can|should) (?:i|we) (?:actually |really )?(?:do|run|make|draw|hold|use) (?:one|it|that|this)|brauchen wir (?:das|so was|sowas)|lohnt sich das fur uns|bringt uns das (?:et)?was|nous est utile|nos sirve) /;

/** Finds where a text asks what something is; undefined where it does not. */
export function explainRequestOf(text: string): ExplainRequest | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const all = tokenize(text);
  const tokens = corrected(all);
  const words = ` ${tokens.map(({ word }) => word).join(' ')} `;
  const at = positionsOf(tokens);
  const windows: ExplainWindow[] = [];
  let asks = false;
  // Whether what is asked for may have been named elsewhere in the text.
  let pointsBack = tokens.length <= WORDS_OF_A_FEW_LINES;
  for (const match of words.matchAll(WHAT_IS)) {
    const from = at(match.index + match[0].length);
    const to = endOfSentence(tokens, from);
    // “What is our …” is no notion, unless the name itself begins like that: “you build it, you run it”.
    const isOwn = OWN_MATTER.test(spanOf(tokens, from, Math.min(to, from + 4)));
    if (!isOwn) asks = true;
    if (POINTS_BACK.test(spanOf(tokens, from, from + 5))) pointsBack = true;
    windows.push({ from, to: Math.min(to, from + (isOwn ? 1 : WORDS_BEFORE_NAME)), isNarrow: true });
  }
  for (const match of words.matchAll(EXPLAIN)) {
    const from = at(match.index + match[0].length);
    const to = Math.min(endOfSentence(tokens, from), from + WORDS_AFTER_EXPLAIN);
    const isOpen = / how (?:do|is|are|does) $/.test(match[0]);
    if (isOpen && OWN_MATTER.test(spanOf(tokens, from, from + 2))) continue;
    if (!isOpen) asks = true;
    if (isOpen && !/ differ| work| mean /.test(spanOf(tokens, from, to))) continue;
    asks = true;
    // “Kannst du mir Conway’s Law erklären?” ends with the verb.
    if (tokens[from]?.sentence !== tokens[from - 1]?.sentence || POINTS_BACK.test(spanOf(tokens, from, from + 5)))
      pointsBack = true;
    windows.push({ from, to, isNarrow: true });
  }
  if (OF_USE.test(words)) [asks, pointsBack] = [true, true];
  const isTerse = tokens.length <= WORDS_OF_A_NAME;
  const aside = ASIDE.test(words);
  const compares = COMPARES.test(words) || /\w ?\/ ?\w+ ?\/ ?\w/.test(text);
  if (isTerse || ((aside || (compares && !OWN_STORY.test(words))) && !DECIDES.test(words))) {
    asks = true;
    const isList = / (?:vs|versus) /.test(words);
    const length = isList ? WORDS_OF_A_LIST : WORDS_OF_A_HEADING;
    windows.push({ from: 0, to: Math.min(tokens.length, length), isNarrow: isTerse || isList });
  }
  // “WIP limits: why would they make us faster?”
  if (HEADED.test(text) && !DECIDES.test(words)) windows.push({ from: 0, to: WORDS_OF_A_HEADING, isNarrow: false });
  if (windows.length === 0 && !asks) return undefined;
  // “My boss keeps saying ADKAR. What does it stand for?”
  if (asks && (pointsBack || aside)) windows.push({ from: 0, to: tokens.length, isNarrow: false });
  return { tokens, windows, compares };
}

/** The word that a text plainly asks for, in the asker's spelling; undefined where the request is less plain. */
export function askedTerm(text: string): string | undefined {
  if (text.length > MAX_LENGTH_OF_TERM_REQUEST) return undefined;
  const [, ...said] = ASKED_TERM.exec(text) ?? [];
  return said
    .find((term) => term !== undefined && term !== '')
    ?.replaceAll(/^['"“‘]|['"”’]$/g, '')
    .trim();
}
const MAX_LENGTH_OF_TERM_REQUEST = 160;
const ASKED_TERM =
  /\bwhat does (?:the )?([^,.?!]{2,40}?) (?:stand for|mean)\b|^\W*what(?:'s| is) an? ([^,.?!]{2,40}?)(?:(?:,| and\b| in (?:a|one|two|three)\b)[^?]*)?\?|\b(?:explain|define)(?: to me)? (?:the |an? |what )?([^,.?!]{2,40}?)(?: to\b[^?]*| for\b[^?]*| is)?[.?!]?$|\bwas (?:bedeutet|heißt|heisst) (?:eigentlich )?([^,.?!]{2,40})\?|\bqu[ée] significa ([^,.?!]{2,40})\?|\bc'est quoi (?:une? |le |la )?([^,.?!]{2,40})\?/i;

/** Words after “no, I mean”. */
function corrected(tokens: readonly Token[]): readonly Token[] {
  const words = ` ${tokens.map(({ word }) => word).join(' ')} `;
  const match = CORRECTION.exec(words);
  if (match === null) return tokens;
  const count = words.slice(0, match.index).split(' ').filter(Boolean).length;
  const lead = tokens.slice(0, Math.min(2, count));
  return [...lead, ...tokens.slice(count + match[0].trim().split(' ').length)];
}

/** Index of the token that begins at a place of the joined words. */
function positionsOf(tokens: readonly Token[]): (place: number) => number {
  const starts: number[] = [];
  let place = 1;
  for (const { word } of tokens) {
    starts.push(place);
    place += word.length + 1;
  }
  return (wanted) => {
    const found = starts.findIndex((start) => start >= wanted);
    return found < 0 ? tokens.length : found;
  };
}

function endOfSentence(tokens: readonly Token[], from: number): number {
  const sentence = tokens[from]?.sentence;
  const end = tokens.findIndex((token, at) => at > from && token.sentence !== sentence);
  return end < 0 ? tokens.length : end;
}

const spanOf = (tokens: readonly Token[], from: number, to: number): string =>
  ` ${tokens
    .slice(from, to)
    .map(({ word }) => word)
    .join(' ')} `;
