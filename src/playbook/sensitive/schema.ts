/**
 * The schema of the texts of the sensitive lane, from which their types are inferred. Its specification validates the shipped
 * files; the service only parses them.
 */
import * as z from 'zod';

const text = z.string().min(2).max(900);

/** What a closed question proposes, in order of precedence when a question proposes several things. */
export const PROPOSALS = [
  'tellHr',
  'tellTeam',
  'secret',
  'wait',
  'stop',
  'refuse',
  'ignore',
  'comply',
  'fire',
  'over',
  'act',
] as const;
export type Proposal = (typeof PROPOSALS)[number];

const familySchema = z.enum(['danger', 'conduct', 'decisions', 'health', 'exit', 'orders', 'own']);
export type Family = z.infer<typeof familySchema>;

const languageSchema = z.enum(['en', 'es', 'fr', 'de']);
export type Language = z.infer<typeof languageSchema>;

const translationSchema = z.strictObject({
  answer: text,
  today: z.array(text).min(3).max(4),
  doNot: z.array(text).min(3).max(4),
  words: text,
});

const verdictsSchema = z.partialRecord(z.enum(PROPOSALS), text.regex(/^[A-Z]/));
const todaySchema = z.array(text).min(2).max(4);
const doNotSchema = z.array(text).min(2).max(4);

/** What is said differently when it happens to the asker. */
const askerTextSchema = z.strictObject({
  answer: text,
  verdicts: verdictsSchema,
  today: todaySchema,
  doNot: doNotSchema.optional(),
  who: text.optional(),
  words: text,
});

const VARIANTS = ['records', 'unchecked', 'images', 'product', 'leaver', 'bereaved', 'investor'] as const;
/** A case of a situation that calls for steps of its own. */
export type Variant = (typeof VARIANTS)[number];

/** A sensitive situation and what to say in it. */
export const situationTextSchema = z.strictObject({
  title: text,
  /** Says directly what to do; right for whatever was asked. */
  answer: text,
  /** Openings for closed questions, by what the question proposes. */
  verdicts: verdictsSchema,
  today: todaySchema,
  doNot: doNotSchema,
  who: text,
  words: text,
  only: text,
  why: text,
  /** What to do when nothing happens, or the answer is no. */
  refused: text,
  /** Said when it happens to the asker, or the situation whose text is said then. */
  asker: z.union([z.string(), askerTextSchema]).optional(),
  /** What is said instead in a case of it; verdicts that are missing are those of the situation. */
  variants: z.partialRecord(z.enum(VARIANTS), askerTextSchema).optional(),
  /** A mail that quotes nothing of what was told: the private matters of a person are not for a mail. */
  mail: text.optional(),
  /** What to do, in other languages, where the whole text is English. */
  openings: z.partialRecord(languageSchema, text).optional(),
  joke: text.optional(),
  fault: text.optional(),
  translations: z.partialRecord(languageSchema, translationSchema).optional(),
});
export type SituationText = Readonly<z.infer<typeof situationTextSchema>>;

const phraseList = z.array(z.string().min(1)).min(1);

/** Phrases by cue; the source of what the service reads in compiled form. */
export const cuesSchema = z.strictObject({
  lists: z.record(z.string(), z.string()),
  cues: z.record(z.string(), phraseList),
});

/** In order of precedence; one without rules is recognized by the model alone. */
export const situationsSchema = z.array(
  z.strictObject({ id: z.string(), family: familySchema, rules: z.array(z.string().min(2)) }),
);
export type Situation = Readonly<z.infer<typeof situationsSchema>[number]>;

const FOLLOW_UPS = ['shorter', 'mail', 'words', 'refused', 'team', 'joke', 'fault', 'why'] as const;
export type FollowUpKind = (typeof FOLLOW_UPS)[number];

const OPEN_ASKS = ['words', 'contact', 'cover', 'speaker'] as const;
/** What an open question asks for: words, a place to go, who takes the work, who speaks. */
export type OpenAsk = (typeof OPEN_ASKS)[number];

export const WAYS_TO_SAVE = ['hours', 'pay', 'freeze', 'letGo', 'spend'] as const;
export type WayToSave = (typeof WAYS_TO_SAVE)[number];

export const phrasesSchema = z.strictObject({
  lists: z.record(z.string(), z.string()),
  asks: z.record(z.enum(PROPOSALS), phraseList),
  /** Phrases that show that it happens to the asker. */
  aboutAsker: z.partialRecord(familySchema, phraseList),
  circumstances: z.array(
    z.strictObject({ id: z.string(), phrases: phraseList, text, families: z.array(familySchema).min(1) }),
  ),
  openings: z.record(familySchema, z.partialRecord(languageSchema, text)),
  /** After an opening in another language. */
  details: z.partialRecord(languageSchema, text),
  labels: z.record(languageSchema, z.strictObject({ today: text, doNot: text, who: text, words: text, only: text })),
  only: z.partialRecord(familySchema, text),
  unsure: text,
  /** Before the situations that a serious text may be about. */
  nearest: text,
  /** Phrases that show the case of a situation. */
  variants: z.record(z.enum(VARIANTS), phraseList),
  openAsks: z.record(z.enum(OPEN_ASKS), z.strictObject({ phrases: phraseList, text: text.optional() })),
  /** Ways of saving money that a question weighs, one of them to let people go. */
  waysToSave: z.strictObject({
    intro: text,
    rules: text,
    decide: text,
    today: todaySchema,
    ways: z.record(z.enum(WAYS_TO_SAVE), z.strictObject({ phrases: phraseList, text })),
  }),
  followUps: z.record(z.enum(FOLLOW_UPS), phraseList),
  families: z.record(
    familySchema,
    z.strictObject({ subject: text, ask: text, team: text, joke: text, fault: text, mail: text.optional() }),
  ),
});
export type SensitivePhrases = z.infer<typeof phrasesSchema>;

const AT_HAND = [
  'people',
  'leaders',
  'outsiders',
  'vulnerable',
  'records',
  'hazards',
  'places',
  'matters',
  'work',
] as const;
/** What a named person or thing means for the answer. */
export type AtHandGroup = (typeof AT_HAND)[number];

const line = text.regex(/\{list\}/);
const linesSchema = z.strictObject({
  heading: text,
  and: z.string(),
  note: line,
  /** What is noted, within a step that begins with “Write down”; English, as the steps are. */
  noteIn: line.optional(),
  people: z.partialRecord(familySchema, line),
  ownConduct: line,
  leaders: z.partialRecord(familySchema, line),
  ordered: line,
  outsiders: line,
  vulnerable: line,
  records: z.intersection(
    z.object({ default: line }),
    z.partialRecord(z.union([familySchema, z.literal('default')]), line),
  ),
  hazards: line,
  vehicles: line,
  places: line,
  work: line,
  date: line,
});
export type AtHandLines = Readonly<z.infer<typeof linesSchema>>;

/** Nouns by what they mean for the answer, and the lines that name them; `noun*` may be inflected, `*noun` end a compound. */
export const atHandSchema = z.strictObject({
  nouns: z.record(languageSchema, z.partialRecord(z.enum(AT_HAND), phraseList)),
  lines: z.record(languageSchema, linesSchema),
});
export type AtHand = z.infer<typeof atHandSchema>;
