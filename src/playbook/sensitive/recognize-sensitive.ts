import { CueMatcher } from './cue-matcher.js';
import { cueWords } from './cue-words.js';
import { readCueProgram, readSituations } from './sensitive-content.js';
import { holds, parseRule, type SensitiveRule } from './sensitive-rules.js';

/** A sensitive situation that a text shows. */
export interface SensitiveMatch {
  readonly id: string;
  /** Above 0, at most 1; below {@link SURE} the answer says that it may have read too much into the text. */
  readonly confidence: number;
  /** The text itself says little; what was said earlier in the conversation is sensitive. */
  readonly isFollowUp: boolean;
  /** What else it may be about, likeliest first, when it is serious but not clear which. */
  readonly nearest?: readonly string[];
}

/** From this confidence on, a reading takes precedence by its place in the order of situations. */
export const SURE = 0.75;

/** A text of more words than this is about several things: its cues have to stand close together. */
const MEMO_WORDS = 260;
const MEMO_WITHIN = 16;

interface Recognizer {
  readonly matcher: CueMatcher;
  readonly situations: readonly { readonly id: string; readonly rules: readonly SensitiveRule[] }[];
}

let loaded: Recognizer | undefined;

function recognizer(): Recognizer {
  if (loaded === undefined) {
    loaded = {
      matcher: new CueMatcher(readCueProgram()),
      situations: readSituations().map(({ id, rules }) => ({ id, rules: rules.map(parseRule) })),
    };
  }
  return loaded;
}

/** A subject that leaves what was said before. */
const OTHER_SUBJECT =
  /\b(?:(?:different|another|new|other|separate|next|unrelated) (?:topic|question|subject|matter|thing)|unrelated(?:ly)?|something else|change of (?:topic|subject)|otra cosa|otro tema|autre (?:chose|sujet)|anderes thema|andere frage)\b/i;
/** Words that refer to the person or the matter of the conversation. */
const REFERS =
  /\b(?:he|she|they|him|her|them|his|hers|their|it|this|that|hr|legal|police|counsel|lawyer|er|sie|ihm|ihr|ihn|das|él|ella|eso|lo|la|il|elle|lui|ça|cela)\b/i;
const MAX_FOLLOW_UP_WORDS = 14;

/**
 * Recognizes a question that must be answered with care before everything else: danger, harassment, discrimination, illness or
 * pregnancy together with a job, dismissal, unlawful orders, the asker's own distress.
 *
 * @param text     As the asker wrote it, in English, Spanish, French or German.
 * @param earlier  What was asked before in the same conversation, oldest first; what follows a sensitive question stays with it.
 * @remarks Pure and linear; of a long text the beginning and the end are read.
 */
export function recognizeSensitive(text: string, earlier: readonly string[] = []): SensitiveMatch | undefined {
  const found = recognizeIn(text);
  if (found !== undefined && found.confidence >= SURE) return { ...found, isFollowUp: false };
  if (staysWithMatter(text)) {
    for (const before of earlier.toReversed()) {
      const match = recognizeIn(before);
      if (match !== undefined) return { ...match, isFollowUp: true };
      if (!staysWithMatter(before)) break;
    }
  }
  return found === undefined ? undefined : { ...found, isFollowUp: false };
}

/** Whether a reply, by its length or by what it refers to, is about what was said before. */
export function staysWithMatter(text: string): boolean {
  const asked = text.slice(0, 2_000);
  if (OTHER_SUBJECT.test(asked)) return false;
  return asked.trim().split(/\s+/).length <= MAX_FOLLOW_UP_WORDS || REFERS.test(asked);
}

function recognizeIn(text: string): { id: string; confidence: number } | undefined {
  const { matcher, situations } = recognizer();
  const read = cueWords(text);
  const hits = matcher.find(read);
  if (hits.size === 0) return undefined;
  const isMemo = read.words.length > MEMO_WORDS;
  let best: { id: string; confidence: number } | undefined;
  for (const { id, rules } of situations) {
    for (const rule of rules) {
      if (isMemo && rule.weight < 1) continue;
      if (rule.weight <= (best?.confidence ?? 0) || !holds(rule, hits, isMemo ? MEMO_WITHIN : rule.within)) continue;
      if (rule.weight >= SURE) return { id, confidence: rule.weight };
      best = { id, confidence: rule.weight };
    }
  }
  return best;
}
