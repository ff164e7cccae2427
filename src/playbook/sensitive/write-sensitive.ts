import { firstWords, plainText } from '../question/quotable-text.js';
import { linesAtHand } from './at-hand-lines.js';
import {
  circumstancesOf,
  followUpKindOf,
  isAboutAsker,
  languageOf,
  openAsksOf,
  proposalOf,
  variantOf,
} from './question-reading.js';
import { type SensitiveMatch, SURE } from './recognize-sensitive.js';
import type { Family, FollowUpKind, Language, SituationText, Variant } from './schema.js';
import { familyOf, readAtHand, readPhrases, textOf } from './sensitive-content.js';
import { waysToSave } from './ways-to-save.js';

/** What was asked. */
export interface SensitiveQuestion {
  readonly text: string;
  readonly role?: string;
  /** What was asked before in the conversation, oldest first. */
  readonly earlier?: readonly string[];
}

/** An answer of the sensitive lane; it is complete, and no other part of an answer may be added to it. */
export interface SensitiveAnswer {
  readonly id: string;
  readonly title: string;
  readonly markdown: string;
  /** None: steps that protect people have no measure. */
  readonly actions: readonly { readonly when: string; readonly what: string; readonly measure: string }[];
  readonly confidence: number;
}

/** Everything that the parts of an answer are made of. */
interface Case {
  readonly id: string;
  readonly text: SituationText;
  readonly family: Family;
  readonly language: Language;
  /** The sensitive text of the conversation, and what was asked last. */
  readonly told: string;
  readonly asked: string;
  readonly isSure: boolean;
  /** Whether it happens to the asker. */
  readonly isAsker: boolean;
  readonly nearest: readonly string[];
}

/**
 * Answers a sensitive question: what to do in the first sentence, today, what not to do, who must know, words to say, and what
 * only HR, counsel or a doctor can judge.
 */
export function writeSensitive(match: SensitiveMatch, question: SensitiveQuestion): SensitiveAnswer {
  if (match.isFollowUp) return writeSensitiveFollowUp(match, question.text, question.earlier ?? []);
  return answer(match, fullAnswer(caseOf(match, question.text, question.text)));
}

/** Answers what is asked after a sensitive question: shorter, words to say, a mail, a refusal, why; with the same care. */
export function writeSensitiveFollowUp(
  match: SensitiveMatch,
  followUp: string,
  earlier: readonly string[],
): SensitiveAnswer {
  const it = caseOf(match, earlier.join('\n'), followUp);
  return answer(match, FOLLOW_UPS[followUpKindOf(followUp) ?? 'other'](it));
}

function answer({ id, confidence }: SensitiveMatch, markdown: string): SensitiveAnswer {
  return { id, title: textOf(id).title, markdown, actions: [], confidence };
}

function caseOf({ id, confidence, nearest = [] }: SensitiveMatch, told: string, asked: string): Case {
  const language = languageOf(told === '' ? asked : told);
  const family = familyOf(id);
  const isAsker = isAboutAsker(`${told}\n${asked}`, family);
  const text = textFor(id, isAsker, `${told}\n${asked}`);
  return { id, text, family, language, told, asked, nearest, isSure: confidence >= SURE, isAsker };
}

/** What to say; of a case of the situation, or to the person it happens to, what is said to them. */
function textFor(id: string, isAsker: boolean, told: string): SituationText {
  const text = caseText(textOf(id), told, isAsker);
  if (text.asker === undefined || !isAsker) return text;
  if (typeof text.asker === 'string') return textOf(text.asker);
  const { doNot = text.doNot, who = text.who, ...said } = text.asker;
  return { ...text, ...said, doNot, who, translations: {}, openings: {} };
}

/** Cases whose text speaks to the person it happens to. */
const TO_THE_ASKER: ReadonlySet<Variant> = new Set<Variant>(['investor']);

function caseText(text: SituationText, told: string, isAsker: boolean): SituationText {
  const { variants = {} } = text;
  const possible = (Object.keys(variants) as Variant[]).filter((variant) => isAsker || !TO_THE_ASKER.has(variant));
  const variant = variantOf(told, possible);
  const said = variant === undefined ? undefined : variants[variant];
  if (said === undefined) return text;
  const { asker: _, ...rest } = text;
  const { doNot = text.doNot, who = text.who } = said;
  return { ...rest, ...said, doNot, who, verdicts: { ...text.verdicts, ...said.verdicts } };
}

function fullAnswer(it: Case): string {
  const { text, family, language } = it;
  const phrases = readPhrases();
  const translated = text.translations?.[language];
  if (translated !== undefined) {
    const labels = phrases.labels[language];
    return paragraphs(
      translated.answer,
      `**${labels.today}**${bullets(translated.today)}`,
      namedLines(it, linesAtHand(it, []).lines),
      `**${labels.doNot}** ${translated.doNot.join(' ')}`,
      `**${labels.words}** “${translated.words}”`,
    );
  }
  const weighed = weighedWays(it);
  if (weighed !== undefined) return weighed;
  const labels = phrases.labels.en;
  if (it.nearest.length > 0) {
    return paragraphs(
      nativeOpening(it),
      opening(it),
      ...asked(it),
      namedLines(it, linesAtHand(it, []).lines),
      nearestReadings(it),
      ...circumstancesOf(it.told, family),
      `**${labels.who}** ${text.who}`,
    );
  }
  const asks = openAsksOf(it.asked);
  const words = `**${labels.words}** “${text.words}”`;
  const who = `**${labels.who}** ${text.who}`;
  const atHand = linesAtHand(it, text.today);
  const named = namedLines(it, atHand.lines);
  // In danger help comes before words.
  const isWordsFirst = asks.has('words') && family !== 'danger';
  const isWhoFirst = asks.has('contact');
  return paragraphs(
    nativeOpening(it),
    opening(it),
    it.isSure || text.answer.includes(READS_MORE) ? undefined : phrases.unsure,
    ...asked(it),
    isWordsFirst ? words : undefined,
    isWhoFirst ? who : undefined,
    family === 'danger' ? undefined : named,
    `**${labels.today}**${bullets([...circumstancesOf(it.told, family), ...atHand.steps])}`,
    family === 'danger' ? named : undefined,
    `**${labels.doNot}** ${text.doNot.join(' ')}`,
    isWhoFirst ? undefined : who,
    isWordsFirst ? undefined : words,
    `**${phrases.only[family] ?? labels.only}** ${text.only}`,
    family === 'danger' || (it.isSure && named !== undefined) ? undefined : `*Read as: ${lowerFirst(text.title)}.*`,
  );
}

/** The ways of saving money that are weighed against letting people go, with the rules for it. */
function weighedWays(it: Case): string | undefined {
  if (it.id !== 'layoff-plan') return undefined;
  const named = waysToSave(it.told);
  if (named.length === 0) return undefined;
  const { decide, intro, rules, today, ways } = readPhrases().waysToSave;
  return paragraphs(
    nativeOpening(it),
    `${intro}${bullets(named.map(({ way, words }) => `**${words}**: ${ways[way].text}`))}`,
    decide,
    `**${readPhrases().labels.en.today}**${bullets(today)}`,
    rules,
    `**${readPhrases().labels.en.who}** ${it.text.who}`,
  );
}

/** What to do, in the language of the question; the rest is English. */
function nativeOpening({ asked: question, family, language, text }: Case): string | undefined {
  const { details, openings } = readPhrases();
  const own = text.openings?.[language];
  const proposal = own === undefined ? undefined : proposalOf(question, family);
  const isRefused = proposal !== undefined && text.verdicts[proposal]?.startsWith('No, ') === true;
  const said =
    own !== undefined && isRefused
      ? `${NO[language]}${language === 'de' ? own : lowerFirst(own)}`
      : (own ?? openings[family][language]);
  return said === undefined ? undefined : `${said} ${details[language] ?? ''}`;
}
const NO: Readonly<Record<Language, string>> = { en: 'No, ', es: 'No: ', fr: 'Non : ', de: 'Nein: ' };

/** Answers to what the question asks for besides what to do: who takes over, who speaks. */
function asked({ asked: question }: Case): (string | undefined)[] {
  const { openAsks } = readPhrases();
  return [...openAsksOf(question)].map((ask) => openAsks[ask].text);
}

/** What follows for the people and things that are named; in danger it comes after the help. */
function namedLines({ language }: Case, lines: readonly string[]): string | undefined {
  return lines.length === 0 ? undefined : `**${readAtHand().lines[language].heading}**${bullets(lines)}`;
}

/** What each of the likeliest situations would call for: a general answer must not hide the urgent one. */
function nearestReadings({ nearest }: Case): string | undefined {
  if (nearest.length === 0) return undefined;
  const readings = nearest
    .map(textOf)
    .map(({ answer: first, title, today: [step = ''] }) => `**${title}:** ${openAnswer(first)} ${step}`);
  return `${readPhrases().nearest}${bullets(readings)}`;
}

const READS_MORE = 'If I read more into this';

/** The first sentence: the verdict on what the question proposes, or what to do. */
function opening({ text, family, asked }: Case): string {
  const proposal = proposalOf(asked, family);
  if (proposal === undefined) return openAnswer(text.answer);
  const verdict = text.verdicts[proposal];
  if (verdict !== undefined) return verdict;
  const { comply } = text.verdicts;
  return proposal === 'refuse' && comply?.startsWith('No, ') === true
    ? `Yes, you have a choice: ${comply.slice('No, '.length)}`
    : openAnswer(text.answer);
}

/** Without the yes or no, which fits only a question that was understood. */
function openAnswer(sentence: string): string {
  const rest = sentence.replace(/^(?:Yes|No), /, '');
  return `${rest.slice(0, 1).toUpperCase()}${rest.slice(1)}`;
}

/** Where what was said and done may have to be shown later. */
const KEEPS_NOTES: ReadonlySet<Family> = new Set<Family>(['conduct', 'decisions', 'exit', 'orders']);

const FOLLOW_UPS: Readonly<Record<FollowUpKind | 'other', (it: Case) => string>> = {
  shorter: ({ text, language }) => {
    const translated = text.translations?.[language];
    const { answer, today, doNot } = translated ?? text;
    const labels = readPhrases().labels[translated === undefined ? 'en' : language];
    return paragraphs(
      openAnswer(answer),
      `**${labels.today}**${bullets(today.slice(0, 2))}`,
      `**${labels.doNot}** ${doNot.slice(0, 2).join(' ')}`,
      translated === undefined ? `**${labels.who}** ${text.who}` : undefined,
    );
  },
  words: ({ text, language }) => {
    const labels = readPhrases().labels.en;
    return paragraphs(
      'Say it in few words, calmly, and then listen. For example:',
      `“${text.translations?.[language]?.words ?? text.words}”`,
      `**${labels.doNot}** ${text.doNot.join(' ')}`,
      `**${labels.who}** ${text.who}`,
      `If it goes wrong: ${lowerFirst(text.refused)}`,
    );
  },
  mail: mailDraft,
  refused: ({ text, family }) =>
    paragraphs(
      text.refused,
      KEEPS_NOTES.has(family)
        ? 'Until then keep your own dated notes: what you reported, where, and what you were told.'
        : undefined,
      `**${readPhrases().labels.en.only}** ${text.only}`,
    ),
  team: ({ text, family }) =>
    paragraphs(
      text.verdicts.tellTeam ?? readPhrases().families[family].team,
      `**${readPhrases().labels.en.who}** ${text.who}`,
    ),
  joke: ({ text, family }) =>
    paragraphs(
      text.joke ?? readPhrases().families[family].joke,
      `**${readPhrases().labels.en.doNot}** ${text.doNot.join(' ')}`,
    ),
  fault: ({ text, family }) =>
    paragraphs(
      text.fault ?? readPhrases().families[family].fault,
      `**${readPhrases().labels.en.today}** ${text.today[0] ?? ''}`,
    ),
  why: ({ text, family }) =>
    paragraphs(
      text.why,
      `What follows from it: ${lowerFirst(openAnswer(text.answer))}`,
      `**${readPhrases().only[family] ?? readPhrases().labels.en.only}** ${text.only}`,
    ),
  other: (it) =>
    paragraphs(
      opening(it),
      `**Next.**${bullets([...circumstancesOf(it.asked, it.family), ...it.text.today.slice(0, 2)])}`,
      `**If it stalls.** ${it.text.refused}`,
      `**${readPhrases().only[it.family] ?? readPhrases().labels.en.only}** ${it.text.only}`,
    ),
};

const MAX_FACT_WORDS = 70;
const FACTS_READ = 2_000;

/** A short factual mail with what the asker has told, without judgement; of a private matter, without what was told. */
function mailDraft({ text, family, told }: Case): string {
  const { subject, ask, mail } = readPhrases().families[family];
  const isPrivate = text.mail ?? mail;
  if (isPrivate !== undefined) {
    return paragraphs(
      'Keep it short: a private matter needs no details in a mail, and HR can ask by phone. A draft:',
      `> Subject: Confidential\n>\n> Dear [name],\n>\n> ${isPrivate}\n>\n> [your name, date]`,
      `**${readPhrases().labels.en.today}** ${text.today[0] ?? ''}`,
    );
  }
  const facts = factsOf(told);
  return paragraphs(
    'Keep it to what you saw or were told, and send it only to HR, legal or counsel, or to the independent person if one of them is concerned. A draft:',
    `> Subject: ${subject}, confidential\n>\n> Dear [name],\n>\n> I am writing about a matter that needs your attention today. What I know:\n>\n> ${facts === '' ? '[what happened, when, who told me]' : facts}\n>\n> What I have seen myself: [ ]. What I was told, by which person and when: [ ].\n>\n> ${ask}\n>\n> [your name, date]`,
    `**Before you send it.** Leave out opinions, anything you only suspect, and health or private matters that are not yours to tell; add dates. ${text.doNot[0] ?? ''}`,
  );
}

function factsOf(told: string): string {
  const sentences = plainText(told, FACTS_READ).match(/[^.!?]+[.!]?(?!\?)/g) ?? [];
  return firstWords(
    sentences
      .map((sentence) => sentence.trim())
      .filter((sentence) => sentence.length > 1 && !told.includes(`${sentence}?`))
      .join(' '),
    MAX_FACT_WORDS,
  );
}

function bullets(lines: readonly string[]): string {
  return `\n\n${lines.map((line) => `- ${line}`).join('\n')}`;
}

function paragraphs(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}

function lowerFirst(sentence: string): string {
  return /^I\b/.test(sentence) ? sentence : `${sentence.slice(0, 1).toLowerCase()}${sentence.slice(1)}`;
}
