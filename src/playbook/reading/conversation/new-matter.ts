import { foldText, tokenize } from '../../../text/index.js';

/** What speaks for a message that begins another matter, and against it. */
export interface MatterEvidence {
  readonly message: string;
  /** What was said before about the matter. */
  readonly said: string;
  /** Whether the message alone is clearly about a situation, and another one than before. */
  readonly isOther: boolean;
  /** How likely that situation is. */
  readonly confidence: number;
  /** Whether the matter so far was understood. */
  readonly isKnown: boolean;
}

/** Least evidence of a new matter: in a conversation a message goes on with what was said. */
const MIN_EVIDENCE = 3;
const SURE = 0.6;
const MAX_READ = 600;
const WORDS_OF_A_STORY = 14;
const WORDS_OF_A_REMARK = 8;
const WORDS_OF_AN_ELLIPSIS = 5;

const ANNOUNCED =
  /^\W*(?:(?:ok|so|now|and|but|thanks|great)\W+)*(?:(?:a |one )?(?:different|other|another|new|separate|second|next) (?:question|topic|matter|subject|thing|problem|issue)|something (?:else|different)|on another note|separately|unrelated|change of (?:topic|subject)|otra (?:cosa|pregunta)|otro tema|autre (?:chose|question|sujet)|andere(?:s)? (?:frage|thema)|etwas anderes|neues thema)\b/;
/** Words that stand for what was said. */
const REFERS =
  /\b(?:he|she|they|him|her|them|his|hers|their|theirs|it|its|that|those|these|this|one|ones|er|sie|ihm|ihn|ihr|ihnen|das|dies\w*|el|ella|ellos|eso|esto|lo|le|les|il|elle|ils|elles|ca|cela|lui|leur)\b/;
const GOES_ON =
  /^\W*(?:and|but|so|then|also|or|what if|what about|how about|ok|yes|no|sorry|y|pero|entonces|et|mais|alors|und|aber|oder|wenn|si)\b/;
/** A definite thing that only the answer before can have named. */
const DEFINITE =
  /\bthe (?:difference|first|second|third|other|same|downside|catch|risk|reason|point|plan|mail|text|draft|one)\b/;

/** Whether a message says itself that it brings up another matter. */
export const isAnnounced = (message: string): boolean =>
  ANNOUNCED.test(foldText(message.slice(0, MAX_READ)).text.trim());

/** Whether a message proves that it brings up another matter: by its own situation, its own nouns, its length. */
export function isNewMatter({ message, said, isOther, confidence, isKnown }: MatterEvidence): boolean {
  const text = foldText(message.slice(0, MAX_READ)).text.trim();
  if (ANNOUNCED.test(text)) return true;
  if (!isOther) return false;
  const words = text.split(/\s+/).length;
  const shared = sharedNouns(message, said);
  const evidence =
    2 +
    (confidence >= SURE ? 1 : 0) +
    (words >= WORDS_OF_A_STORY ? 1 : 0) +
    (isKnown ? 0 : 1) -
    (REFERS.test(text) && words < WORDS_OF_A_STORY ? 2 : 0) -
    (GOES_ON.test(text) ? 2 : 0) -
    (DEFINITE.test(text) ? 1 : 0) -
    (words <= WORDS_OF_A_REMARK && !text.includes('?') ? 1 : 0) -
    // A few words go on with what was said, whatever they are about.
    (words <= WORDS_OF_AN_ELLIPSIS ? 2 : 0) -
    Math.min(2, shared);
  return evidence >= MIN_EVIDENCE;
}

/** Words of the trade and of the asker that both have. */
function sharedNouns(one: string, other: string): number {
  const words = (text: string) =>
    new Set(
      [...tokenize(text.slice(0, 2_000))]
        .map(({ word }) => word)
        .filter((word) => word.length > 2 && !COMMON.test(word)),
    );
  const before = words(other);
  return [...words(one)].filter((word) => before.has(word)).length;
}
const COMMON =
  /^(?:the|and|but|for|with|who|what|how|why|are|was|were|has|have|had|not|you|your|our|his|her|its|they|them|this|that|from|then|than|when|should|would|could|can|will|does|did|all|any|new|now|out|too|two|one|get|der|die|das|und|ich|wir|ein|eine|nicht|mit|den|dem|von|que|los|las|una|por|con|les|des|est|pas|une|pour|dans)$/;
