import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { foldText } from './fold.js';

/** The shipped table of equivalent wordings. */
interface Rewording {
  /** Phrases and the one or two words that replace them. */
  readonly phrases: Readonly<Record<string, string>>;
  /** Words and their synonym. */
  readonly words: Readonly<Record<string, string>>;
  /** Fillers, which do not change the question. */
  readonly dropped: string;
  /** Words that end in "s" and are no plural. */
  readonly unchanged: string;
}

const { phrases, words, dropped, unchanged } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'rewording.json'), 'utf8'),
) as Rewording;

const PHRASES = new Map(Object.entries(phrases).map(([from, to]) => [from, to.split(' ')]));
/** First words of phrases. */
const PHRASE_BEGINNINGS = new Set([...PHRASES.keys()].map((phrase) => phrase.slice(0, phrase.indexOf(' '))));
const MAX_PHRASE_LENGTH = Math.max(...[...PHRASES.keys()].map((phrase) => phrase.split(' ').length));
const WORDS = new Map(Object.entries(words));
const DROPPED = new Set(dropped.split(' '));
const UNCHANGED = new Set(unchanged.split(' '));

/** What folding takes away although it says something: "≤", "€", a picture. Marks of a trade mean nothing. */
const SYMBOLS = /[\p{S}--[\p{ASCII}©®™´]]/gv;
const WORD = /[\p{L}\p{N}]/u;

/** Longer questions are their own key, characters: long texts are seldom reworded. */
const MAX_QUESTION_LENGTH = 600;

const CONTRACTIONS: readonly (readonly [RegExp, string])[] = [
  [/\bwon'?t\b/g, 'will not'],
  [/\b(?:can'?t|cannot)\b/g, 'can not'],
  [/\bshan'?t\b/g, 'should not'],
  [/\b(do|does|did|is|are|was|were|has|have|had|should|would|could|must|need)n'?t\b/g, '$1 not'],
  [/\b(i)'?m\b/g, '$1 am'],
  [/\b(we|you|they)'re\b/g, '$1 are'],
  [/\btheyre\b/g, 'they are'],
  [/\b(i|we|you|they|who|what|how)'ve\b/g, '$1 have'],
  [/\b(i|we|you|they|he|she|it|who|what|how|that)'ll\b/g, '$1 will'],
  [/\b(i|we|you|they|he|she|it|who)'d\b/g, '$1 would'],
  [/\b(what|whats|how|where|who|when|that|there|it|here|he|she)'s\b/g, '$1 is'],
  [/\b(what|where|how|who|that|there)s\b/g, '$1 is'],
  [/\blet'?s\b/g, 'we should'],
  [/'s\b/g, ''],
];

/** What a text has that has a contraction. */
const CONTRACTED =
  /'|\b(?:wont|cant|cannot|shant|(?:do|does|did|is|are|was|were|has|have|had|should|would|could|must|need)nt|im|theyre|(?:what|where|how|who|that|there)s|lets)\b/;

/** Prefixes written with a hyphen, apart, or together. */
const PREFIXED =
  /\b(pre|post|re|co|micro|multi|over|under|inter|anti|auto|cyber|de|non|sub|super|semi)[- ](?=[a-z]{3})/g;
/** Starts a clause within a sentence without punctuation. */
const CLAUSE =
  / (?=(?:how|what|where|when|why|who|which) (?:do|does|did|should|shall|can|could|would|will|is|are|now|next)\b)| (?=(?:if|because|although|unless|whereas|but|when(?! to\b))\b)| and (?=(?:it|we|i|they|he|she|this|what|how|where|when|why|who|should|can|could|do|does|is|are)\b)/g;
/** Openings and their canonical form; the speaker does not change the question. */
const OPENINGS: readonly (readonly [RegExp, string])[] = [
  [/^(?:can|could|would|will) you (?:please |kindly )?(?:tell|explain to|advise|help|show) (?:me|us) /, ''],
  [/^(?:i|we) (?:was|were|am|are)? ?wondering (?:if|whether)? ?/, ''],
  [/^(?:i|we) (?:would )?(?:like|want|need) to (?:know|understand|ask|learn) /, ''],
  [/^(?:please )?(?:tell|advise) (?:me|us) /, ''],
  [
    /^(?:any|what) (?:idea|ideas|advice|thought|thoughts|tip|tips|suggestions)(?: is| are)? (?:on|about|for|regarding) (?=how)/,
    '',
  ],
  [/^(?:quick |one )?question /, ''],
  [/^(?:what|which) is (?:the |a )?(?:best |right |good |most effective )?way (?:for (?:us|me) )?(?:to|of) /, 'how '],
  [/^(?:is|are) there (?:a |any )?(?:way|ways) (?:for (?:us|me) )?(?:to|of) /, 'how '],
  [/^how (?:do|can|could|should|shall|would|might|may) (?:i|we|you|one) (?:best )?/, 'how '],
  [/^how to (?:best )?/, 'how '],
  [/^what (?:can|could|should|shall|do|would|might) (?:i|we|you|one) do to /, 'how '],
  [/^what (?:can|could|should|shall|do|would|might|must) (?:i|we|you|one) do\b/, 'what do'],
  [
    /^(?:does it make|is it|would it be|would it make|is it a|would it be a) (?:sense|wise|good idea|sensible|smart|a good idea) (?:for us |for me )?to /,
    'wise ',
  ],
  [/^(?:and|so|well|then|also|now) /, ''],
];

/** The first words of openings. */
const OPENING =
  /^(?:can|could|would|will|i|we|please|tell|advise|any|what|quick|one|question|which|is|are|how|does|and|so|well|then|also|now) /;

const UNIT = 'minute|hour|day|week|month|quarter|year|sprint|decade|weekend|semester';
const DATE =
  'january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|q[1-4]|h[12]|christmas|easter|summer|winter|spring|autumn|fall|20\\d\\d';
const PHRASAL =
  /^(?:slow|speed|roll|phase|scale|shut|ramp|wind|turn|spin|break|split|clean|hand|slim|back)(?:ing|ed|s)?$/;
const PARTICLE = /^(?:up|down|out|off)$/;
/** An expression of time, at any place of a sentence. */
const ADJUNCT = new RegExp(
  `\\b(?:(?:in|for|over|after|before|by|since|until|during|from|at)(?: the)?(?: (?:end|start|beginning|middle) of)? )?(?:(?:this|next|last|past|each|coming) )?(?:(?:\\d+(?:\\.\\d+)? )?(?:more )?(?:${UNIT})s?|(?:${DATE}))(?: from now| ago)?\\b`,
  'g',
);

/** Numbers in words; `withDigits` combines them. */
const SMALL = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
    .split(' ')
    .map((word, value) => [word, value]),
);
const TENS = new Map(
  'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ').map((word, index) => [word, 20 + 10 * index]),
);
const MAGNITUDES = new Map([
  ['hundred', 100],
  ['thousand', 1_000],
  ['million', 1_000_000],
]);
/** Suffixes of an amount in digits, e.g. "$2M" or "300k". */
const SUFFIXES = new Map([
  ['k', 1e3],
  ['thousand', 1e3],
  ['m', 1e6],
  ['million', 1e6],
  ['bn', 1e9],
  ['billion', 1e9],
]);

/**
 * A canonical form of a question: equal for wordings that differ in case, punctuation, contractions, fillers, spelling,
 * common synonyms, the order of sentences, of what "or" joins, and the place of an expression of time.
 *
 * Numbers, negations, directions, roles and names keep their words and their order, so two questions with one key can
 * share an answer. Paraphrases beyond these rules get different keys, and a text without words is its own key.
 *
 * @remarks Linear in the length of the question; one of more than 600 characters is its own key.
 */
export function normalizedQuestionKey(question: string): string {
  const words = canonicalWords(question);
  // Texts without words have nothing in common.
  if (!WORD.test(words)) return `= ${question}`;
  const symbols = question.match(SYMBOLS)?.join('') ?? '';
  return symbols === '' ? words : `${words} | = ${symbols}`;
}

function canonicalWords(question: string): string {
  const folded = foldText(question.trim()).text;
  if (folded.length > MAX_QUESTION_LENGTH) return folded.replaceAll(/\s+/g, ' ');
  const spelled = expand(folded);
  const clauses = spelled
    .split(/[.?!;:,()\n]+(?:\s|$)|\s[-–—]+\s|[?!;()]+/)
    .flatMap((sentence) => sentence.split(CLAUSE))
    .flatMap((clause) => partsOf(clause))
    .filter((part) => part !== '');
  return clauses.toSorted().join(' | ');
}

/** Expands abbreviations and contractions, and writes amounts in digits. */
function expand(folded: string): string {
  let text = ` ${folded} `
    .replaceAll(/["“”«»`*_]/g, ' ')
    .replaceAll(/\b((?:[a-z]\.){2,})/g, (letters: string) => `${letters.replaceAll('.', '')} `)
    .replaceAll(/(\d),(?=\d{3}\b)/g, '$1')
    .replaceAll('%', ' percent ')
    .replaceAll('&', ' and ')
    .replaceAll(/(\d+(?:\.\d+)?) ?(k|m|bn|million|thousand|billion)\b/g, (_all, digits: string, unit: string) =>
      String(Number(digits) * (SUFFIXES.get(unit) ?? 1)),
    );
  if (CONTRACTED.test(text)) {
    for (const [contraction, whole] of CONTRACTIONS) text = text.replaceAll(contraction, whole);
  }
  return text
    .replaceAll(PREFIXED, '$1')
    .replaceAll(/(?<=[a-z0-9])[-/](?=[a-z0-9])/g, ' ')
    .replaceAll(/, (?=and\b)/g, ' ')
    .replaceAll("'", '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** The canonical words of a clause, then its expressions of time. */
function partsOf(clause: string): string[] {
  let rest = clause.trim();
  for (let before = ''; before !== rest && OPENING.test(rest);) {
    before = rest;
    for (const [opening, instead] of OPENINGS) rest = rest.replace(opening, instead);
  }
  const tokens = wordsOf(rest.split(' '));
  const when: string[] = [];
  const what = tokens.join(' ').replaceAll(ADJUNCT, (adjunct) => {
    when.push(adjunct.replaceAll(/\b(?:in|the) (?=this|next|last)/g, ''));
    return '';
  });
  return [unordered(what.split(' ').filter((word) => word !== '')).join(' '), ...when];
}

function wordsOf(tokens: readonly string[]): string[] {
  const out: string[] = [];
  const numbered = withParticles(withDigits(tokens.filter((token) => token !== '')));
  for (let at = 0; at < numbered.length;) {
    const [length, phrase] = phraseAt(numbered, at);
    if (phrase === undefined) {
      out.push(numbered[at] ?? '');
      at += 1;
    } else {
      out.push(...phrase);
      at += length;
    }
  }
  const canonicals = out.map(canonical).filter((word) => word !== '' && !DROPPED.has(word));
  // "Cut by 20 %" and "cut 20 %", but "cut to 20 %".
  return canonicals.filter((word, at) => !(word === 'by' && /^\d/.test(canonicals[at + 1] ?? '')));
}

/** Writes numbers in digits: "twenty five" becomes "25", "3 hundred" becomes "300". */
function withDigits(words: readonly string[]): string[] {
  const out: string[] = [];
  let value: number | undefined;
  let lastKind: 'small' | 'tens' | 'magnitude' | undefined;
  const flush = () => {
    if (value !== undefined) out.push(String(value));
    value = undefined;
    lastKind = undefined;
  };
  for (const word of words) {
    const small = SMALL.get(word);
    const tens = TENS.get(word);
    const magnitude = MAGNITUDES.get(word);
    if (small !== undefined) {
      if (lastKind === 'small' || (lastKind === 'tens' && small > 9)) flush();
      value = (value ?? 0) + small;
      lastKind = 'small';
    } else if (tens !== undefined) {
      if (lastKind === 'small' || lastKind === 'tens') flush();
      value = (value ?? 0) + tens;
      lastKind = 'tens';
    } else if (magnitude !== undefined && value !== undefined) {
      value *= magnitude;
      lastKind = 'magnitude';
    } else if (/^\d+(?:\.\d+)?$/.test(word)) {
      flush();
      value = Number(word);
      lastKind = 'small';
    } else {
      flush();
      out.push(word);
    }
  }
  flush();
  return out;
}

/** Moves particles to their verb: "slow the teams down" becomes "slow down the teams". */
function withParticles(tokens: string[]): string[] {
  for (let at = 0; at < tokens.length; at += 1) {
    if (!PHRASAL.test(tokens[at] ?? '')) continue;
    const particle = tokens.slice(at + 2, at + 5).findIndex((token) => PARTICLE.test(token));
    if (particle >= 0) tokens.splice(at + 1, 0, ...tokens.splice(at + 2 + particle, 1));
  }
  return tokens;
}

function phraseAt(tokens: readonly string[], at: number): [number, string[] | undefined] {
  if (!PHRASE_BEGINNINGS.has(tokens[at] ?? '')) return [1, undefined];
  for (let length = MAX_PHRASE_LENGTH; length > 1; length -= 1) {
    const phrase = PHRASES.get(tokens.slice(at, at + length).join(' '));
    if (phrase !== undefined) return [length, phrase];
  }
  return [1, undefined];
}

function canonical(word: string): string {
  const known = WORDS.get(word);
  if (known !== undefined) return known;
  const american = word
    .replace(/is(e|es|ed|ing|ation|ations|ational)$/, (_all, ending: string, at: number) =>
      at > 3 ? `iz${ending}` : `is${ending}`,
    )
    .replace(/beeing$/, 'being');
  const singular = singularOf(american);
  return WORDS.get(singular) ?? undoubled(singular);
}

/** In long words a doubled letter is often a typo; in short ones it makes another word. */
function undoubled(word: string): string {
  return word.length < 7 ? word : word.replaceAll(/([a-z])\1/g, '$1');
}

function singularOf(word: string): string {
  if (word.length < 4 || !word.endsWith('s') || word.endsWith('ss') || UNCHANGED.has(word)) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(?:ch|sh|x|ss|z)es$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

/** Sorts the two words around "or" and "and". */
function unordered(tokens: string[]): string[] {
  for (let at = 1; at + 1 < tokens.length; at += 1) {
    const [before = '', word, after = ''] = tokens.slice(at - 1, at + 2);
    if ((word === 'or' || word === 'and') && before > after) {
      tokens[at - 1] = after;
      tokens[at + 1] = before;
    }
  }
  return tokens;
}
