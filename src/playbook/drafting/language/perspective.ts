import { baseOfThird } from './english-verbs.js';

/** The reader of a text, as the asker speaks of them. */
export interface Addressee {
  readonly name?: string;
  /** Nouns that stand for the readers, e.g. `customers`. */
  readonly nouns?: readonly string[];
  /** Whether `they` are the readers. */
  /** Of one person: the other pronoun is then another person. */
  readonly pronoun?: 'he' | 'she';
  readonly isPlural: boolean;
  /** One person without a name, where only `they` is certain; `their` may belong to others. */
  readonly isOneRole?: boolean;
}

const ADVERBS =
  /^(?:still|also|really|only|just|never|always|often|already|now|usually|currently|probably|actually|rarely|sometimes|mostly|clearly|even|either|simply|regularly|consistently)$/;
const IRREGULAR: Readonly<Record<string, string>> = {
  is: 'are',
  was: 'were',
  has: 'have',
  does: 'do',
  "isn't": "aren't",
  "wasn't": "weren't",
  "hasn't": "haven't",
  "doesn't": "don't",
};
/** What follows the object `her`, which is then not possessive. */
const AFTER_OBJECT =
  /^(?:on|in|at|to|for|about|by|until|and|or|if|when|that|this|next|tomorrow|today|again|before|after|because|from|the|a|an|as|so|but|now|later|yesterday|last|personally|directly|it|how|why|what|with|out|up|off|down|down|my|our|i|we|not|no|any|some|into|over|through|one|two|three|more|less|well|back|there|here|yet|enough|monday|tuesday|wednesday|thursday|friday|sometime|straight)$/;
const PARTICIPLE =
  /(?:ed|en|wn|ne|ung|got|had|made|left|lost|told|said|put|kept|led|built|met|paid|sent|held|taught|brought|bought|thought|found|run|come|become|done|gone|been)$/;

/** Turns what is said about a person or group into what is said to them. */
export function toReader(text: string, addressee: Addressee): string {
  const parts = text.replaceAll('’', "'").split(/([\p{L}\p{N}]+(?:'[\p{L}]+)?(?:-[\p{L}\p{N}]+)*)/u);
  const words = parts.map((part, at) => ({ part, isWord: at % 2 === 1 }));
  let isReaderSubject = false;
  for (let at = 1; at < words.length; at += 2) {
    const one = words[at];
    if (one === undefined) break;
    const lower = one.part.toLowerCase();
    const next = words[at + 2]?.part.toLowerCase() ?? '';
    const isJoined = /^\s+$/.test(words[at + 1]?.part ?? '');
    const before = words[at - 2]?.part.toLowerCase() ?? '';
    // “Teams get their zone”: theirs, not the reader's.
    if (lower === 'their' && isOfOthers(words[1]?.part ?? '', addressee)) continue;
    const made = readerForm(lower, next, isJoined, before, addressee, /^\s*$/.test(words[at - 1]?.part ?? ''));
    if (made === undefined) {
      // “she writes … and mentors …”: the second verb has the same subject.
      if (isReaderSubject && /^(?:and|but|or)$/.test(before)) {
        const base = baseOfThird(lower);
        if (base !== undefined) one.part = IRREGULAR[lower] ?? base;
      }
      if (
        /[.;:?!]/.test(words[at + 1]?.part ?? '') ||
        /^(?:i|we|it|they|he|she|that|which|who|because|what)$/.test(lower)
      )
        isReaderSubject = false;
      continue;
    }
    one.part =
      /^\p{Lu}/u.test(one.part) && (at === 1 || /[.?!:]\s*$/.test(words[at - 1]?.part ?? '')) && lower !== 'i'
        ? capital(made.text)
        : made.text;
    if (made.isSubject) {
      isReaderSubject = true;
      agree(words, at + 2);
    }
  }
  return words
    .map((one) => one.part)
    .join('')
    .replaceAll(/\byou and you\b/g, 'you');
}

/** Others, in the plural, are the subject. */
const isOfOthers = (first: string, { nouns = [] }: Addressee): boolean =>
  /^\p{L}{3,}s$/u.test(first) &&
  !/^(?:this|his|its|always|unless|perhaps|thanks|news|hers|as|was|is|has|does)$/i.test(first) &&
  !nouns.includes(first.toLowerCase());

const capital = (text: string): string => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;

/** The verb behind the subject, adverbs skipped. */
function agree(words: { part: string; isWord: boolean }[], from: number): void {
  for (let at = from; at < from + 6; at += 2) {
    const one = words[at];
    if (one === undefined || /[.;:?!,]/.test(words[at - 1]?.part ?? '')) return;
    const lower = one.part.toLowerCase();
    const made = IRREGULAR[lower] ?? baseOfThird(lower);
    if (made !== undefined) {
      one.part = made;
      return;
    }
    if (!ADVERBS.test(lower)) return;
  }
}

function readerForm(
  lower: string,
  next: string,
  isJoined: boolean,
  before: string,
  addressee: Addressee,
  isAfterWord: boolean,
): { text: string; isSubject: boolean } | undefined {
  const subject = (text: string) => ({ text, isSubject: true });
  const other = (text: string) => ({ text, isSubject: false });
  const name = addressee.name?.toLowerCase();
  if (name !== undefined && lower === `${name}'s`) {
    return PARTICIPLE.test(next)
      ? subject("you've")
      : /^(?:not|a|an|the|in|on|very|good|great|ready|out|back|doing|leaving|moving|going|still|one)$/.test(next)
        ? other("you're")
        : other('your');
  }
  if (name !== undefined && lower === name) return isObjectPlace(before, isAfterWord) ? other('you') : subject('you');
  for (const noun of addressee.nouns ?? []) {
    if (lower === noun && !/^(?:other|new|some|most|all|of|many|which|our|the|two|\d+|enterprise)$/.test(before))
      return next === 'who'
        ? other('those of you')
        : isObjectPlace(before, isAfterWord)
          ? other('you')
          : subject('you');
    if (lower === `${noun}'` || lower === `${noun}'s`) return other('your');
  }
  const isOther =
    addressee.pronoun !== undefined &&
    (addressee.pronoun === 'she'
      ? /^(?:he|he's|he'll|he'd|him|his|himself)$/
      : /^(?:she|she's|she'll|she'd|her|hers|herself)$/
    ).test(lower);
  if (isOther) return undefined;
  switch (lower) {
    case 'he':
    case 'she':
      return subject('you');
    case "he's":
    case "she's":
      return PARTICIPLE.test(next) ? other("you've") : other("you're");
    case "he'll":
    case "she'll":
      return other("you'll");
    case "he'd":
    case "she'd":
      return other("you'd");
    case 'him':
      return other('you');
    case 'his':
      return isJoined && next !== '' ? other('your') : other('yours');
    case 'her':
      return !isJoined || next === '' || AFTER_OBJECT.test(next) ? other('you') : other('your');
    case 'hers':
      return other('yours');
    case 'himself':
    case 'herself':
      return other('yourself');
    default:
      return addressee.isPlural && !(addressee.isOneRole === true && lower === 'their' && before !== 'of')
        ? pluralForm(lower, before)
        : undefined;
  }
}

function pluralForm(lower: string, before: string): { text: string; isSubject: boolean } | undefined {
  if (before === 'of' && lower === 'them') return undefined;
  const forms: Readonly<Record<string, string>> = {
    they: 'you',
    them: 'you',
    their: 'your',
    theirs: 'yours',
    themselves: 'yourselves',
    "they're": "you're",
    "they've": "you've",
    "they'll": "you'll",
    "they'd": "you'd",
  };
  const text = Object.hasOwn(forms, lower) ? forms[lower] : undefined;
  return text === undefined ? undefined : { text, isSubject: false };
}

/** Behind a preposition or a verb that takes a person. */
const isObjectPlace = (before: string, isAfterWord: boolean): boolean =>
  isAfterWord &&
  /^(?:to|with|for|from|of|about|by|promised|promise|told|tell|gave|give|offered|offer|owe|owed|thank|thanked|asked|ask|let|want|need|hired|hire|sent|send|showed|show|like|moved|move|made|make|help|helped|see|meet|met|wanted|put|behind|on|at|against|without|between|and)$/.test(
    before,
  );
