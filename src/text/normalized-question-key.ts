import { canonicalWord, PAST_MARK, REWORDING } from './canonical-word.js';
import { foldText } from './fold.js';
import { foreignLanguageOf, type Language } from './foreign-wording.js';
import { canonicalForm, isCourtesy } from './question-form.js';

const PHRASES = new Map(Object.entries(REWORDING.phrases).map(([from, to]) => [from, to.split(' ')]));
/** The lengths of the phrases that begin with a word, the longest first. */
const PHRASE_LENGTHS = new Map<string, number[]>();
for (const phrase of PHRASES.keys()) {
  const [first = '', ...others] = phrase.split(' ');
  const lengths = new Set([...(PHRASE_LENGTHS.get(first) ?? []), others.length + 1]);
  PHRASE_LENGTHS.set(
    first,
    [...lengths].toSorted((a, b) => b - a),
  );
}
const DROPPED = new Set(REWORDING.dropped.split(' '));

/** What folding takes away although it says something: "≤", "€", a picture. Marks of a trade mean nothing. */
const SYMBOLS = /[\p{S}--[\p{ASCII}©®™´]]/gv;

/** Longer questions are their own key, characters: long texts are seldom reworded. */
const MAX_QUESTION_LENGTH = 600;

/** More parts than this are a list, whose order counts. */
const MAX_ORDERLESS_PARTS = 4;
/** Shorter parts, characters, hardly are clauses. */
const MIN_PART_LENGTH = 10;

/** A word with its apostrophe, a number, what ends a clause, a sign that says something. */
const TOKEN =
  /(?:[a-z]\.){2,}|\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:[.:/]\d+)*|[a-z]+'[a-z]+|[\p{L}\p{M}][\p{L}\p{M}\p{N}]*|\p{N}|[.,:](?=\s|$)|[?!;()\n]| [-–—]+ |(?<![\p{L}\p{N}])-(?=\d)|[%&$<>=+#@^~|\\]/gu;
const CLAUSE_END = /^(?:[.?!;:,()\n]| [-–—]+ )$/;

const CONTRACTIONS = new Map(
  (
    "won't:will_not wont:will_not can't:can_not cant:can_not cannot:can_not shan't:should_not ain't:is_not i'm:i_am im:i_am " +
    "theyre:they_are youre:you_are let's:should_we lets:should_we whats:what_is hows:how_is wheres:where_is whos:who_is " +
    'thats:that_is theres:there_is dont:do_not doesnt:does_not didnt:did_not isnt:is_not arent:are_not wasnt:was_not ' +
    'werent:were_not havent:have_not hasnt:has_not hadnt:had_not shouldnt:should_not wouldnt:would_not couldnt:could_not ' +
    'mustnt:must_not neednt:need_not ive:i_have weve:we_have gonna:going_to wanna:want_to gotta:have_to pls:please ' +
    'plz:please shoud:should woud:would u:you vs:or versus:or shall:should'
  )
    .split(' ')
    .map((entry) => {
      const [short = '', long = ''] = entry.split(':');
      return [short, long.split('_')] as const;
    }),
);
const CONTRACTED_ENDS = new Map([
  ["'re", 'are'],
  ["'ve", 'have'],
  ["'ll", 'will'],
  ["'d", 'would'],
  ["'m", 'am'],
]);
const CONTRACTS_IS = new Set('what how where who when that there it here he she'.split(' '));

/** Numbers in words. */
const SMALL = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
    .split(' ')
    .map((word, value) => [word, value]),
);
const TENS = new Map(
  'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ').map((word, index) => [word, 20 + 10 * index]),
);
const MAGNITUDES = new Map([
  ['hundred', 1e2],
  ['k', 1e3],
  ['thousand', 1e3],
  ['m', 1e6],
  ['mio', 1e6],
  ['million', 1e6],
  ['bn', 1e9],
  ['billion', 1e9],
]);

const SIGNS = new Map([
  ['%', 'percent'],
  ['&', 'and'],
  ['$', 'dollar'],
  ['-', 'minus'],
]);

/** Starts a clause within a sentence without punctuation. */
const CLAUSE =
  / (?=(?:how|what|where|when|why|who|which) (?:do|does|did|should|shall|can|could|would|will|is|are|now|next)\b)| (?=(?:if|because|although|unless|whereas|but|given that|when(?! to\b)|(?:before|after|since|until|while|as) (?:we|i|they|he|she|it) )(?:\b|(?<= )))| and (?=(?:it|we|i|they|he|she|this|what|how|where|when|why|who|should|can|could|do|does|is|are)\b)/;
/** A clause that begins so belongs to the one after it. */
const FRONTED = /^(?:for|to|with|without|in|at|on|within|by|during|after|before|since|from|despite|because|as|given) /;
const SUBORDINATE =
  /^(?:if|because|although|unless|given that|(?:before|after|since|until|while|as) (?:we|i|they|he|she|it)) /;

const UNIT = 'minute|hour|day|week|month|quarter|year|sprint|decade|weekend|semester';
const DATE =
  'january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|q[1-4]|h[12]|christmas|easter|summer|winter|spring|autumn|fall|20\\d\\d';
/** An expression of time, at any place of a sentence. */
const ADJUNCT = new RegExp(
  `(?<= )(?:(?:in|for|over|after|before|by|since|until|during|from|at)(?: the)?(?: (?:end|start|beginning|middle) of)? )?(?:(?:this|next|last|past|each|coming) )?(?:(?:\\d+(?:\\.\\d+)? )?(?:more )?(?:${UNIT})s?|(?:${DATE}))(?: from now| ago)?(?= )`,
  'g',
);
const TIMED = new RegExp(`(?:${UNIT}|${DATE})`);

const PARTICLED = new Set(
  'slow speed roll phase scale shut ramp wind turn spin break split clean hand slim back'.split(' ').map(canonicalWord),
);
const PARTICLES = new Set(['up', 'down', 'out', 'off']);
/** Say that a passive is past; without one it is present. */
const PASSIVE_PAST = new Set(['was', 'were', 'has', 'have', 'had', 'got'].map(canonicalWord));

/**
 * A canonical form of a question: equal for wordings that differ in case, punctuation, contractions, fillers, courtesy,
 * spelling, inflection, common synonyms, compounds, the way of asking, the order of clauses, of what "or" joins, and the
 * place of an expression of time.
 *
 * Numbers, negations, directions, roles and names keep their words and their order, so two questions with one key can
 * share an answer. Paraphrases beyond these rules get different keys, and a text without words is its own key.
 *
 * @remarks Linear in the length of the question; one of more than 600 characters is its own key.
 */
export function normalizedQuestionKey(question: string): string {
  const key = canonicalQuestion(question);
  // Texts without words have nothing in common.
  if (key === '') return `= ${question}`;
  const symbols = question.match(SYMBOLS)?.join('') ?? '';
  return symbols === '' ? key : `${key} | = ${symbols}`;
}

function canonicalQuestion(question: string): string {
  const folded = foldText(question.trim()).text;
  if (folded.length > MAX_QUESTION_LENGTH) return folded.replaceAll(/\s+/g, ' ');
  const language = foreignLanguageOf(folded);
  const parts = clausesOf(folded, language).map((clause) => partOf(clause, language));
  const said = [...new Set(parts.filter((part) => part !== ''))];
  // "Ann: 3 days, Bob: 5 days", "hire, then fire": short parts belong to their neighbours.
  const isList = said.length > MAX_ORDERLESS_PARTS || said.filter((part) => part.length < MIN_PART_LENGTH).length > 1;
  return (isList ? said : said.toSorted()).join(' | ');
}

/** The clauses of a text as words with one blank between them, without courtesy. */
function clausesOf(folded: string, language: Language | undefined): string[] {
  const clauses: { words: string; end: string }[] = [];
  let words: string[] = [];
  const flush = (end: string) => {
    if (words.length === 0) return;
    const written = withDigits(words, language);
    if (!isCourtesy(written)) clauses.push({ words: written.join(' '), end });
    words = [];
  };
  const tokens = folded.match(TOKEN) ?? [];
  for (const [at, token] of tokens.entries()) {
    // A comma before "and" only lists.
    if (token === ',' && tokens[at + 1] === 'and') continue;
    if (CLAUSE_END.test(token)) flush(token);
    else addWords(words, token);
  }
  flush('');
  return arranged(clauses).flatMap((clause) => (language === undefined ? clause.split(CLAUSE) : [clause]));
}

function addWords(into: string[], token: string): void {
  const contraction = CONTRACTIONS.get(token);
  if (contraction !== undefined) {
    into.push(...contraction);
    return;
  }
  const apostrophe = token.indexOf("'");
  if (apostrophe < 0) {
    into.push(SIGNS.get(token) ?? (token.includes('.') && /^[a-z]/.test(token) ? token.replaceAll('.', '') : token));
    return;
  }
  const before = token.slice(0, apostrophe);
  const end = token.slice(apostrophe);
  const whole = CONTRACTED_ENDS.get(end);
  if (end === "'t" && before.endsWith('n')) into.push(before.slice(0, -1), 'not');
  else if (whole !== undefined) into.push(before, whole);
  else if (end === "'s") into.push(before, ...(CONTRACTS_IS.has(before) ? ['is'] : []));
  else into.push(before, end.slice(1));
}

/** Moves what is fronted behind its clause, and gives a bare "how?" the matter that stands before it. */
function arranged(clauses: readonly { words: string; end: string }[]): string[] {
  const out: string[] = [];
  for (let at = 0; at < clauses.length; at += 1) {
    const { words = '', end } = clauses[at] ?? {};
    const next = clauses[at + 1]?.words;
    if (end === ',' && next !== undefined && FRONTED.test(`${words} `) && !SUBORDINATE.test(`${words} `)) {
      out.push(`${next} ${words}`);
      at += 1;
    } else if (/^how(?: to \w+)?$/.test(words) && out.length > 0) {
      const matter = out.pop() ?? '';
      out.push(words === 'how' ? `how to ${matter}` : `${words} ${matter}`);
    } else out.push(words);
  }
  return out;
}

/** The canonical words of a clause, its expression of time last. */
function partOf(clause: string, language: Language | undefined): string {
  const form = language === undefined ? canonicalForm(clause) : foreignForm(clause, language);
  if (language === undefined && isCourtesy(form.split(' '))) return '';
  const words = canonicalWords(form.split(' '), language);
  const voiced = active(words);
  const isNominal = language === undefined && voiced === words && asksHow(form, words);
  const what = ` ${isNominal ? 'how ' : ''}${voiced.join(' ')} `;
  // One expression of time may stand anywhere in its clause; of two each belongs to its own matter.
  const [when, another] = what.match(ADJUNCT) ?? [];
  const placed =
    when === undefined || another !== undefined
      ? what
      : `${what.replace(when, '')} ${when.replaceAll(/\b(?:in|the) (?=this|next|last)/g, '')}`;
  const ordered = unordered(placed.split(' ').filter((word) => word !== ''));
  return ordered.map(apart).join('').replaceAll(DOUBLED, '$1');
}

/** Words are joined, so that compounds may be written in any way; numbers and negations keep their place. */
function apart(word: string): string {
  return word === 'not' || /^\d/.test(word) ? `_${word}_` : word;
}

/** A doubled consonant is often a typo, or comes of a compound. */
const DOUBLED = /([b-df-hj-np-tv-z])\1/g;

function foreignForm(clause: string, { forms }: Language): string {
  for (const [form, instead] of forms) if (form.test(clause)) return clause.replace(form, instead);
  return clause;
}

function canonicalWords(words: readonly string[], language: Language | undefined): string[] {
  const out: string[] = [];
  const moved = withParticles([...words]);
  // After "how" and "should" it is a verb.
  if (moved[0] === 'how' || moved[0] === 'should') moved[1] = (moved[1] ?? '').replace(/^(build|meet|offer)ing$/, '$1');
  for (let at = 0; at < moved.length;) {
    const phrase = language === undefined ? phraseAt(moved, at) : undefined;
    const taken = phrase?.length ?? 1;
    for (const word of phrase?.instead ?? [moved[at] ?? '']) {
      const canonical = canonicalIn(word, language);
      if (canonical !== '') out.push(canonical);
    }
    at += taken;
  }
  // "Has left" and "left"; "cut by 20 %" and "cut 20 %", but "cut to 20 %".
  return out.filter((word, at) => !isSpare(word, out[at + 1] ?? ''));
}

/** Whether a word adds nothing to the one after it. */
function isSpare(word: string, next: string): boolean {
  if (word === 'by') return /^\d/.test(next);
  return (word === 'has' || word === 'hav') && next.endsWith(PAST_MARK);
}

/** Verbs that are no common nouns. */
const VERBS = new Set(
  (
    'hire dismiss buy build rent sell keep fix pay ship move wait raise reduce increase improve start stop close open merge ' +
    'write rewrite refactor invest grow train promote outsource leave stay accept refuse postpone launch cancel continue ' +
    'delegate migrate replace automate test focus let give take make ask tell introduce change'
  )
    .split(' ')
    .map(canonicalWord),
);

/** Whether a clause without a form asks how: "reducing churn", "reduce churn". */
function asksHow(clause: string, [first = '', ...others]: readonly string[]): boolean {
  return (
    others.length > 0 &&
    ((/^\w+(?:ing|tion) /.test(clause) && !clause.startsWith(`${first} `)) || IMPERATIVES.has(first))
  );
}

/** Verbs that ask how when they begin a clause. */
const IMPERATIVES = new Set(
  (
    'reduce increase improve accelerate fix start buy choose hire handle avoid move merge split introduce measure plan prepare ' +
    'organize keep remove protect close create replace switch automate simplify write run set get cut ensure communicate ' +
    'explain negotiate manage prioritize assess monitor tell convince scale launch deploy test document design define shorten'
  )
    .split(' ')
    .map(canonicalWord),
);

function canonicalIn(word: string, language: Language | undefined): string {
  if (language !== undefined) {
    if (language.dropped.has(word)) return '';
    return word.replaceAll(/([aou])e(?=[^aeiou])/g, '$1').replace(/^(?:unser|mein|ein)(?=e[mn]$)/, 'd');
  }
  if (DROPPED.has(word)) return '';
  // The form of a passive question has marked its verb.
  if (word.endsWith('<')) return canonicalWord(word.slice(0, -1)).replace(PAST_MARK, '');
  return canonicalWord(word);
}

/** Writes numbers in digits: "twenty five" becomes "25", "3 hundred" and "0.3 k" become "300". */
function withDigits(words: readonly string[], language: Language | undefined): string[] {
  const out: string[] = [];
  let value: number | undefined;
  let lastKind: 'small' | 'tens' | 'magnitude' | undefined;
  let currency = false;
  const flush = () => {
    if (value !== undefined) out.push(String(value));
    else if (currency) out.push('dollar');
    if (value !== undefined && currency) out.push('dollar');
    currency = false;
    value = undefined;
    lastKind = undefined;
  };
  for (const original of words) {
    const word = language?.numbers.get(original) ?? original;
    const small = SMALL.get(word);
    const tens = TENS.get(word);
    const magnitude = MAGNITUDES.get(word);
    if (word === 'dollar') {
      const after = value !== undefined;
      if (after) currency = true;
      flush();
      currency = !after;
    } else if (small !== undefined) {
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
    } else if (/^\d/.test(word)) {
      if (value !== undefined) flush();
      const digits = word.replaceAll(/,(?=\d{3})/g, '');
      if (/^\d+(?:\.\d+)?$/.test(digits)) {
        value = Number(digits);
        lastKind = 'small';
      } else out.push(digits);
    } else {
      flush();
      out.push(word);
    }
  }
  flush();
  return out;
}

/** Moves particles to their verb: "slow the teams down" becomes "slow down the teams". */
function withParticles(words: string[]): string[] {
  for (let at = 0; at < words.length; at += 1) {
    const particle = words.slice(at + 2, at + 5).findIndex((word) => PARTICLES.has(word));
    if (particle >= 0 && PARTICLED.has(canonicalWord(words[at] ?? '').replace(PAST_MARK, '')))
      words.splice(at + 1, 0, ...words.splice(at + 2 + particle, 1));
  }
  return words;
}

function phraseAt(words: readonly string[], at: number): { length: number; instead: string[] } | undefined {
  for (const length of PHRASE_LENGTHS.get(words[at] ?? '') ?? []) {
    const instead = PHRASES.get(words.slice(at, at + length).join(' '));
    if (instead !== undefined) return { length, instead };
  }
  return undefined;
}

/** Turns a passive with its actor: "release was blocked by legal" becomes "legal blocked release". */
function active(words: string[]): string[] {
  const by = words.indexOf('by');
  if (by < 2 || !(words[by - 1] ?? '').endsWith(PAST_MARK)) return words;
  const actor = words.slice(by + 1);
  if (actor.length === 0 || actor.length > 4 || TIMED.test(actor.join(' '))) return words;
  const verb = words[by - 1] ?? '';
  const rest = words.slice(0, by - 1);
  if (!PASSIVE_PAST.has(rest.at(-1) ?? '')) return [...actor, verb.slice(0, -PAST_MARK.length), ...rest];
  return [...actor, verb, ...rest.slice(0, -1)];
}

/** Sorts the two sides of a bare choice, or the two words around "or" and "and". */
function unordered(tokens: string[]): string[] {
  const or = tokens.indexOf('or');
  if (or > 0 && tokens.length <= 5 && or === tokens.lastIndexOf('or') && !FORM_WORDS.has(tokens[0] ?? '')) {
    const [first = [], second = []] = [tokens.slice(0, or), tokens.slice(or + 1)].toSorted((a, b) =>
      a.join('') < b.join('') ? -1 : 1,
    );
    return [...first, 'or', ...second];
  }
  // "Should we ship features or fix bugs": two actions, each with its object.
  if (or === tokens.lastIndexOf('or') && VERBS.has(tokens[1] ?? '') && VERBS.has(tokens[or + 1] ?? '') && or > 2) {
    const sides = [tokens.slice(1, or), tokens.slice(or + 1)];
    const [first = [], second = []] = sides.toSorted((a, b) => (a.join('') < b.join('') ? -1 : 1));
    return [tokens[0] ?? '', ...first, 'or', ...second];
  }
  for (let at = 1; at + 1 < tokens.length; at += 1) {
    const [before = '', word, after = ''] = tokens.slice(at - 1, at + 2);
    if ((word === 'or' || word === 'and') && before > after && !PARTICLES.has(after)) {
      tokens[at - 1] = after;
      tokens[at + 1] = before;
    }
  }
  return tokens;
}

const FORM_WORDS = new Set(['how', 'should', 'can', 'must', 'may', 'who', 'why', 'when', 'which', 'what', 'will']);
