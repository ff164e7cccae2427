import { CueMatcher } from './cue-matcher.js';
import { compileCues } from './cue-program.js';
import { cueWords } from './cue-words.js';
import {
  type Family,
  type FollowUpKind,
  type Language,
  type OpenAsk,
  type Proposal,
  PROPOSALS,
  type SensitivePhrases,
  type Variant,
} from './schema.js';
import { readPhrases } from './sensitive-content.js';

interface Matchers {
  readonly aboutAsker: CueMatcher;
  readonly asks: CueMatcher;
  readonly circumstances: CueMatcher;
  readonly followUps: CueMatcher;
  readonly openAsks: CueMatcher;
  readonly variants: CueMatcher;
}

let loaded: Matchers | undefined;

function matchers(): Matchers {
  if (loaded === undefined) {
    const { lists, aboutAsker, asks, circumstances, followUps, openAsks, variants } = readPhrases();
    const openPhrases = Object.entries(openAsks).map(([ask, { phrases }]) => [ask, phrases] as const);
    loaded = {
      aboutAsker: new CueMatcher(compileCues(lists, aboutAsker)),
      asks: new CueMatcher(compileCues(lists, asks)),
      circumstances: new CueMatcher(
        compileCues(lists, Object.fromEntries(circumstances.map(({ id, phrases }) => [id, phrases]))),
      ),
      followUps: new CueMatcher(compileCues(lists, followUps)),
      openAsks: new CueMatcher(compileCues(lists, Object.fromEntries(openPhrases))),
      variants: new CueMatcher(compileCues(lists, variants)),
    };
  }
  return loaded;
}

/** Orders and decisions are carried out or not; of everything else a bare “Do I?” asks whether to act. */
const CARRIED_OUT: ReadonlySet<Family> = new Set<Family>(['orders', 'decisions', 'exit']);
const MAX_QUESTIONS = 3;

/** “What do I do?” proposes nothing; “how do I tell the team?” proposes to tell it. */
const OPEN_QUESTION =
  /(?:^[^\p{L}]*|[,;:–—-]\s*)(?:(?:and|so|but|then|ok|y|et|und|also)[\s,]+)*(?:what|how|where|when|who|which|why|qué|que|cómo|como|comment|quoi|pourquoi|was|wie|wo|wann|warum)(?!\p{L})|\bquoi\b/iu;
const PROPOSED_BY_OPEN: ReadonlySet<Proposal> = new Set<Proposal>(['tellHr', 'tellTeam', 'fire']);

/** What the last questions of a text propose; undefined for an open question. */
export function proposalOf(text: string, family: Family): Proposal | undefined {
  for (const sentence of lastQuestions(text)) {
    if (/^(?:and )?(?:do|should|must|can|may) i\W*$/i.test(sentence)) return CARRIED_OUT.has(family) ? 'comply' : 'act';
    const hits = matchers().asks.find(cueWords(sentence));
    const isOpen = OPEN_QUESTION.test(sentence);
    const found = PROPOSALS.find((proposal) => hits.has(proposal) && (!isOpen || PROPOSED_BY_OPEN.has(proposal)));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first of some cases of a situation that a text shows. */
export function variantOf(text: string, variants: readonly Variant[]): Variant | undefined {
  const hits = matchers().variants.find(cueWords(text));
  return variants.find((variant) => hits.has(variant));
}

/** What the last questions ask for besides what to do. */
export function openAsksOf(text: string): ReadonlySet<OpenAsk> {
  const hits = lastQuestions(text).map((sentence) => matchers().openAsks.find(cueWords(sentence)));
  return new Set(hits.flatMap((hit) => [...hit.keys()] as OpenAsk[]));
}

/** The last questions, the last first; the last sentence when there is no question mark. */
function lastQuestions(text: string): string[] {
  const sentences = (text.slice(-4_000).match(/[^.!?\n]+[.!?\n]*/g) ?? [])
    .map((sentence) => sentence.trim())
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
  const questions = sentences.filter((sentence) => sentence.includes('?'));
  return (questions.length > 0 ? questions : sentences.slice(-1)).toReversed().slice(0, MAX_QUESTIONS);
}

/** What a follow-up asks for; undefined when it asks something of its own. */
export function followUpKindOf(text: string): FollowUpKind | undefined {
  const hits = matchers().followUps.find(cueWords(text));
  const kinds: readonly FollowUpKind[] = ['shorter', 'mail', 'refused', 'words', 'team', 'joke', 'fault', 'why'];
  return kinds.find((kind) => hits.has(kind));
}

/** Whether it happens to the asker, and not to a person the asker speaks of. */
export function isAboutAsker(text: string, family: Family): boolean {
  return matchers().aboutAsker.find(cueWords(text)).has(family);
}

/** Steps that the asker's circumstances add: HR away or missing, nothing in writing, silence asked for. */
export function circumstancesOf(text: string, family: Family): string[] {
  const hits = matchers().circumstances.find(cueWords(text));
  const found = readPhrases().circumstances.filter(({ id, families }) => hits.has(id) && families.includes(family));
  return found.map((circumstance) => circumstanceText(circumstance, text));
}

const UNTIL =
  /\b(?:until|till) (the \d{1,2}(?:st|nd|rd|th)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|next week|next month|(?:january|february|march|april|may|june|july|august|september|october|november|december)(?: \d{1,2})?|\d{1,2} \p{L}+)/iu;

function circumstanceText({ text }: SensitivePhrases['circumstances'][number], asked: string): string {
  const until = UNTIL.exec(asked)?.[1];
  return text.replace('{until}', until === undefined ? '' : ` until ${until}`);
}

const FUNCTION_WORDS: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: new Set('the and is my to of he she his her i that was do with not me for in they it this'.split(' ')),
  es: new Set('el la que y mi de un una es no se me con por los las su para lo ha al del una'.split(' ')),
  fr: new Set(
    'le la et je un une est mon ma de les des que qui ne pas il elle du dans pour au sur se elle qu j ai ce dit suis'.split(
      ' ',
    ),
  ),
  de: new Set(
    'der die das und ist ich ein eine mein meine nicht er sie mit zu den dem von auf hat wir es im'.split(' '),
  ),
};

/** The language of a text, by its function words. */
export function languageOf(text: string): Language {
  const { words } = cueWords(text.slice(0, 4_000));
  let best: Language = 'en';
  let most = 0;
  for (const [language, known] of Object.entries(FUNCTION_WORDS) as [Language, ReadonlySet<string>][]) {
    const count = words.filter((word) => known.has(word)).length;
    if (count > most) [best, most] = [language, count];
  }
  return best;
}
