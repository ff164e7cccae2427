import { PARAGRAPH, countWords, firstWords, quotableText } from './quotable-text.js';
import { alternativesIn, groupsIn, namesIn, quantitiesIn } from './facts.js';
import type { QuestionKind } from '../content/content.js';
import { questionWords, sentencesOf } from './words.js';

/** The parts of a question in the asker's own words: every string is a verbatim part of the quotable text. */
export interface ParsedQuestion {
  /** The sentences as {@link quotableText}, separated by {@link PARAGRAPH}, without instructions to the service. */
  readonly text: string;
  /** The part of `text` around the ask and the evidence, which facts are taken from. */
  readonly near: string;
  /** The asking clause, at most 32 words; may be empty. */
  readonly ask: string;
  /** The sentence before a terse ask; may be empty. */
  readonly context: string;
  readonly kind: QuestionKind;
  /** The two alternatives of the ask. */
  readonly alternatives: readonly [string, string] | undefined;
  readonly quantities: readonly string[];
  readonly groups: readonly string[];
  readonly names: readonly string[];
  readonly stakeholders: readonly string[];
  readonly amount: string | undefined;
  /** A date or period, e.g. `by March`. */
  readonly deadline: string | undefined;
  readonly constraint: string | undefined;
  readonly isEnglish: boolean;
}

const ASK_WORDS = 32;
const CONTEXT_WORDS = 24;
/** An ask of fewer words is terse. */
const TERSE_WORDS = 7;
const NEAR_LENGTH = 1_500;
const INTERROGATIVE =
  /\b(?:how|what|where|which|who|why|when|should|whether|can (?:we|you|i)|could you|would you|do (?:we|i|you)|is (?:it|there)|help (?:me|us)|advise|i(?:'d| would) like|i need|we need|i want|please|tell me|cómo|qué|cuál|comment|pourquoi|wie|was|sollten|quoi|que faire)\b/i;
const OPENS_ASKING = /^(?:so |and |but )?(?:what|how|should|which|where|who|why|do|does|is|are|can|would)\b/i;
const COURTESY =
  /^(?:thanks?|thank you|cheers|best|regards|hi|hello|dear|sorry|any (?:thoughts|ideas|advice)|thoughts|right|make sense|ok|gracias|merci|danke)\b/i;
/** Instructions to the service. */
const INSTRUCTION =
  /\b(?:ignore|disregard|forget) (?:all |any |the |your |my )*(?:previous|prior|above|earlier)?\s*(?:instructions?|prompts?|rules)|system prompt|you are now|act as (?:a|an) |jailbreak|developer mode|reveal your/i;
const STAKEHOLDERS =
  /\b(?:the board|board members|executive team|steering committee|works council|c-?suite|CFO|CEO|CTO|COO|CPO|CISO|CIO|VP(?: of)? [A-Z][a-z]+|finance|procurement|legal|auditors?|regulators?|investors|unions?|plant managers|product managers|privacy officers|sales|marketing|HR|customers)\b/g;
const DEADLINE =
  /\b(?:(?:by|before|until|due|starts?|no later than) (?:the )?(?:end of )?(?:the |next |this )?(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|q[1-4]|summer|autumn|fall|spring|winter|christmas|easter|year-?end|the (?:week|month|quarter|year)|week|month|quarter|year|tomorrow|tonight)(?: 20\d\d)?|within (?:\d{1,3}|two|three|four|five|six|eight|ten|twelve|ninety|thirty|sixty) (?:days|weeks|months)|next (?:week|monday|tuesday|wednesday|thursday|friday)|tomorrow)\b/i;
const CONSTRAINT =
  /\b(?:can(?:'t|’t|not) (?:add|hire|spend|afford|change|move|lose|break|grow|pause|postpone|use)|no (?:budget|headcount|time|extra|additional|more)|must(?: not)?|not allowed|hiring freeze|at most|have to (?:keep|stay)|limited to|without (?:adding|hiring|losing|breaking|stopping))\b[^,.;:()?!\u2029]{0,80}/iu;
const CURRENCY = /^[$€£]|\d(?:k|m|bn)\b/i;
const ENGLISH_MARKS = /\b(?:the|and|is|are|we|our|to|of|how|what|do|should|for|with|i|my|you|it)\b/gi;
const OTHER_MARKS =
  /(?<!\p{L})(?:el|los|las|una|que|para|nuestr[oa]s?|cómo|qué|está|le|les|des|nous|une|est|pour|comment|der|die|das|und|wir|nicht|ist|mit|wie)(?!\p{L})/giu;

const KINDS: readonly (readonly [QuestionKind, RegExp])[] = [
  ['plan', /\bwhat (?:would you|should (?:we|i)|do (?:we|i)|can (?:we|i)) (?:do|change|try|start)\b/i],
  ['measure', /\bhow (?:do|would|should|can|could|will) (?:we|i|you) (?:measure|track)\b/i],
  [
    'people',
    /\b(?:tell (?:him|her|them|my)|say to|bring up|talk to (?:him|her|them|my)|difficult (?:conversation|person)|give (?:him|her|them)? ?feedback|underperform\w*|radical cand\w+|my (?:boss|manager|report|peer)|coming across|sounding|apologi[sz]e|motivat\w+)\b/i,
  ],
  [
    'persuade',
    /\b(?:convinc\w+|persuad\w+|defend|justif\w+|pitch|present(?:ing)? (?:it|this|to)|explain (?:it|this|that)? ?to|sell (?:it|this)|buy-in|win over|argue for|business case|get (?:the )?(?:board|cfo|ceo|finance) to|convencer|überzeugen|convaincre)\b/i,
  ],
  [
    'decide',
    /\b(?:should (?:we|i|our|it)|which|whether|decide|choose|(?<!what )would you|is it (?:better|time|worth)|worth (?:it|doing)|overkill|or not|keep or|do we even|either|deberíamos|sollten wir|devrions|faut-il|debemos)\b/i,
  ],
  [
    'measure',
    /\b(?:measur\w+|metrics?|metrcis|kpis?|how (?:do|would|will|can) (?:we|i|you) (?:know|tell|see)|track|key results?|indicators?|prove)\b/i,
  ],
  [
    'diagnose',
    /\b(?:why|what(?:'s| is| went) (?:wrong|going on|happening|behind)|root cause|cause|what am i missing|what explains|keeps? (?:happening|coming)|por qué|pourquoi|warum)\b/i,
  ],
];

/**
 * Parses a question of any length and form.
 *
 * @param question  As received.
 * @param evidence  Quotes that are evidence for a framework; the ask is searched near them.
 * @param isExcluded  Whether a lower-case word is not a name, e.g. because it is part of a framework's name.
 * @remarks Linear in the length of the question.
 */
export function parseQuestion(
  question: string,
  evidence: readonly string[] = [],
  isExcluded: (lower: string) => boolean = () => false,
): ParsedQuestion {
  const sentences = sentencesOf(quotableText(question)).filter((sentence) => !INSTRUCTION.test(sentence.slice(0, 400)));
  // The separator keeps phrases from spanning a removed sentence.
  const text = sentences.join(PARAGRAPH);
  const at = askIndex(sentences, evidence);
  const sentence = sentences[at] ?? '';
  const ask = firstWords(askClause(sentence), ASK_WORDS);
  const before = sentences[at - 1] ?? '';
  const isTerse = countWords(sentence) < TERSE_WORDS && before !== '' && !COURTESY.test(before);
  const asking = isTerse ? `${before} ${sentence}` : sentence;
  const near = nearText(text, [ask, ...evidence]);
  const words = questionWords(near);
  const alternatives = alternativesIn(sentence) ?? (isTerse ? alternativesIn(before) : undefined);
  const quantities = quantitiesIn(near, words, 8);
  return {
    text,
    near,
    ask,
    context: isTerse ? firstWords(before, CONTEXT_WORDS) : '',
    kind: questionKind(asking.slice(0, 600), alternatives !== undefined),
    alternatives,
    quantities,
    groups: groupsIn(near, words, 4),
    names: namesIn(near, words, isExcluded, 4),
    stakeholders: distinct(near.match(STAKEHOLDERS) ?? []).slice(0, 3),
    amount: quantities.find((quantity) => CURRENCY.test(quantity)),
    deadline: DEADLINE.exec(near)?.[0],
    constraint: constraintIn(near),
    isEnglish: (near.match(OTHER_MARKS)?.length ?? 0) <= (near.match(ENGLISH_MARKS)?.length ?? 0),
  };
}

/** A short text as a whole; of a long one the parts around the ask and the evidence. */
function nearText(text: string, anchors: readonly string[]): string {
  if (text.length <= NEAR_LENGTH) return text;
  const parts: string[] = [];
  let covered = 0;
  const positions = anchors
    .map((anchor) => (anchor === '' ? -1 : text.indexOf(anchor.replace(/…$/, ''))))
    .filter((at) => at >= 0);
  for (const position of positions.toSorted((a, b) => a - b)) {
    const start = Math.max(covered, wordStart(text, position - NEAR_LENGTH / 3));
    const end = wordStart(text, position + NEAR_LENGTH / 3);
    if (end <= start) continue;
    parts.push(text.slice(start, end).trim());
    covered = end;
  }
  return parts.length === 0 ? text.slice(0, wordStart(text, NEAR_LENGTH)) : parts.join(PARAGRAPH);
}

function wordStart(text: string, at: number): number {
  if (at <= 0) return 0;
  if (at >= text.length) return text.length;
  const space = text.lastIndexOf(' ', at);
  return space <= at - 80 ? at : space + 1;
}

/** The asking sentence: preferably a question, near the evidence, and late in the text. */
function askIndex(sentences: readonly string[], evidence: readonly string[]): number {
  let best = -1;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (const [index, sentence] of sentences.entries()) {
    const head = sentence.slice(0, 600);
    const score =
      (sentence.endsWith('?') ? 2 : 0) +
      (INTERROGATIVE.test(head) ? 1 : 0) +
      (evidence.some((quote) => quote !== '' && sentence.includes(quote)) ? 0.6 : 0) +
      index / (sentences.length * 2) -
      (COURTESY.test(sentence) ? 3 : 0) -
      (sentence.length < 14 ? 1.5 : 0);
    if (score >= bestScore) {
      best = index;
      bestScore = score;
    }
  }
  return best;
}

/** The asking clause of a long sentence. */
function askClause(sentence: string): string {
  if (countWords(sentence) <= 14 || OPENS_ASKING.test(sentence)) return sentence;
  const clauses = [
    ...sentence.matchAll(
      /[,;:–—] (?:(?:so|and|but|then) )?(?=(?:what|how|should|which|where|who|why|do we|is it|can we|would you)\b)/gi,
    ),
  ];
  const last = clauses.at(-1);
  if (last === undefined) return sentence;
  const clause = sentence.slice(last.index + last[0].length);
  return countWords(clause) >= 4 ? clause : sentence;
}

function constraintIn(text: string): string | undefined {
  const match = CONSTRAINT.exec(text)?.[0].trim();
  return match === undefined || match.includes(PARAGRAPH) || countWords(match) < 2 ? undefined : firstWords(match, 12);
}

/** Without repetitions in another case; the last spelling counts. */
export function distinct(words: readonly string[]): string[] {
  return [...new Map(words.map((word) => [word.toLowerCase(), word])).values()];
}

/** The kind of help that is asked for; `plan` by default. */
function questionKind(ask: string, hasAlternatives: boolean): QuestionKind {
  for (const [kind, pattern] of KINDS) {
    if (kind === 'decide' && hasAlternatives) return 'decide';
    if (pattern.test(ask)) return kind;
  }
  return 'plan';
}
