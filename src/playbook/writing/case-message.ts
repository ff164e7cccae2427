import type { Draft } from '../drafting/index.js';
import type { CaseWriter } from './case-writer.js';
import { capitalized, closed, lowerFirst } from './parts.js';

/** Words of the case as a mail to the person it is about; its figures are examples, which the asker has to replace. */
export function mailTo({ found }: CaseWriter): Draft {
  const mail = framed(capitalized(subject(found.said)), [found.words.replaceAll(FIGURE, '[$&]')]);
  return { ...mail, markdown: `${mail.markdown}\n\n${OF_A_LIKE_CASE}` };
}
const OF_A_LIKE_CASE =
  '*These are words of a like case: put your own figures in the brackets, and your own teams and names.*';
const FIGURE =
  /\b(?:\d[\d.,]*(?: ?%)?(?<![.,])|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty)\b/gi;

/** A note to those above: what the asker has told, what is planned, the first step. */
export function reportOf(told: string, writer: CaseWriter | undefined, language: Language = 'en'): Draft | undefined {
  const facts = [...topicOf(told), ...statementsOf(told)].slice(0, MAX_FACTS);
  if (writer === undefined && facts.length === 0) return undefined;
  return framed(subject(facts[0] ?? writer?.found.said ?? ''), [
    (facts.length > 0 ? facts : [`This is about ${inFirstPerson(writer?.found.said ?? '')}.`]).join(' '),
    writer === undefined ? TALK[language] : planIn(writer),
  ]);
}

type Language = 'en' | 'es' | 'fr' | 'de';
const TALK: Readonly<Record<Language, string>> = {
  en: 'I would like to talk this through with you before I decide: does [day] suit you?',
  de: 'Ich würde das gern mit Ihnen besprechen, bevor es entschieden ist: passt es am [Tag]?',
  es: 'Me gustaría hablarlo con usted antes de decidirlo: ¿le viene bien el [día]?',
  fr: 'J’aimerais en parler avec vous avant que ce soit décidé : [jour] vous convient-il ?',
};
/** What is to be told, as a question names it: `Wie sage ich dem Kunden, dass …?` */
const TO_TELL: readonly (readonly [RegExp, string])[] = [
  [
    /^how (?:do|can|should|would) (?:i|we) (?:tell|explain(?: to)?|say to|announce to) .{2,40}? (?:that|why) (.+?)\??$/i,
    '',
  ],
  [/^wie (?:sage|erkläre|sagen|erklären|bringe) (?:ich|wir) .{2,60}?,? dass (.+?)\??$/i, 'Es geht darum, dass '],
  [/^¿?c[oó]mo (?:le |les )?(?:digo|decimos|explico|explicamos|comunico) .{2,60}? que (.+?)\??$/i, 'Se trata de que '],
  [/^comment (?:dire|annoncer|expliquer) .{2,60}? qu(?:e |'|’)(.+?)\s?\??$/i, 'Je dois vous dire que '],
];

function planIn({ choice, derived: [number], found: { moves } }: CaseWriter): string {
  const [move] = moves;
  return [
    number === undefined ? '' : closed(number.sentence),
    `My plan: ${inFirstPerson(lowerFirst(closed(choice.option.name)))}`,
    move === undefined ? '' : `First step, ${lowerFirst(move.when)}: ${inFirstPerson(lowerFirst(closed(move.what)))}`,
  ]
    .filter((one) => one !== '')
    .join(' ');
}

const MAX_FACTS = 4;
/** Feelings and asides that are for the adviser. */
const PRIVATE =
  /^(?:help|advice|thoughts|i'm (?:angry|furious|tired|drowning)|i (?:hate|drown|feel)|yes or no|what now|my gut|sorry|ok\b|i think (?:that'?s|it'?s)|did that|push\b|make (?:it|that) \d|option\b|tried that)/i;

/** What was told, as a mail to another person than those above. */
export function mailOf(told: string, language: Language): Draft | undefined {
  const mail = reportOf(told, undefined, language);
  return mail === undefined ? undefined : { ...mail, markdown: `${mail.markdown}\n\n${AS_TOLD}` };
}
const AS_TOLD = '*This says what you told me: take out what its reader should not see.*';

/** What a question is about, where it is all that opens the matter: `About the CEO's idea of a demo.` */
function topicOf(told: string): string[] {
  const [first = ''] = told.split(/(?<=[.!?])\s+|\n+/);
  if (!first.trim().endsWith('?') && !QUESTION.test(first)) return [];
  for (const [pattern, opening] of TO_TELL) {
    const news = pattern.exec(first.trim())?.[1];
    if (news !== undefined) return [closed(opening === '' ? capitalized(news) : `${opening}${news}`)];
  }
  const topic =
    /^(?:and |so )?(?:how (?:do|can|should) (?:i|we) (?:say no to|handle|deal with|react to|answer|approach)|what (?:do|should) (?:i|we) do (?:about|with)|(?:should|shall|can|do|must) (?:i|we)(?: need(?: to)?)?|what about)\s+(.+?)[?.]*$/i.exec(
      first.trim(),
    )?.[1];
  return topic === undefined
    ? []
    : [`This is about ${/^(?:the|our|my|a|an|his|her)\b/i.test(topic) ? '' : 'whether to '}${topic}.`];
}

/** What the asker has told, without questions; corrected facts stand corrected. */
function statementsOf(told: string): string[] {
  return told
    .split(/(?<=[.!?])\s+|\n+/)
    .map((one) => one.trim())
    .filter((one) => one !== '' && !one.endsWith('?') && !PRIVATE.test(one) && !QUESTION.test(one))
    .map((one) => closed(capitalized(one.replace(/\bi\b(?=['\s])/g, 'I'))));
}
const QUESTION =
  /^(?:and |but |so )?(?:how|what|why|who|which|where|when|should|do|does|can|is|are|wie|was|wer|warum|soll|que|qué|cómo|comment|pourquoi|quel|dois|faut)\b/i;

function framed(subjectLine: string, paragraphs: readonly string[]): Draft {
  return {
    title: 'Mail',
    markdown: [
      `Subject: ${subjectLine}`,
      'Hi [name],',
      ...paragraphs.filter((one) => one !== ''),
      'Best,\n[your name]',
    ].join('\n\n'),
  };
}

const WORDS_OF_SUBJECT = 10;
const subject = (said: string): string =>
  inFirstPerson((said.split(/[,;]/)[0] ?? said).replace(/[.!]$/, ''))
    .split(/\s+/)
    .slice(0, WORDS_OF_SUBJECT)
    .join(' ');

/** Advice to the asker as the asker says it. */
export function inFirstPerson(text: string): string {
  return text
    .replaceAll(/\byou are\b/gi, 'I am')
    .replaceAll(/\byou (?=have\b|can\b|will\b|want\b|need\b|do\b|did\b|must\b|would\b|could\b)/gi, 'I ')
    .replaceAll(
      /\b(to|for|with|from|of|about|tell|give|behind|before|on|at|than|between|asks?|lets?|makes?) you\b/gi,
      '$1 me',
    )
    .replaceAll(/\byou\b/gi, 'I')
    .replaceAll(/\byour\b/g, 'my')
    .replaceAll(/\bYour\b/g, 'My')
    .replaceAll(/\byours\b/gi, 'mine')
    .replaceAll(/\byourself\b/gi, 'myself');
}
