import { languageOf, plain, type FactLanguage } from '../../facts/index.js';
import { sentencesOf, wordsIn } from '../language/clauses.js';
import { hasFiniteVerb } from '../language/english-verbs.js';
import { forReader, readersMind } from './asides.js';
import { isAboutText, isLogistics, isToUs, withoutStyle } from './about-text.js';
import { type DraftStyle, styleOf } from './draft-style.js';
import { type Medium, mediumOf } from './medium.js';
import { occasionOf, withoutLength } from './occasion.js';
import { isGroup, nameIn, namedInAsk, personIn, recipientOf, titledIn } from './recipient.js';
import { askIndex } from './text-task.js';

/** What is asked for, apart from what the text should say. */
export interface DraftRequest {
  readonly medium: Medium;
  readonly language: FactLanguage;
  /** As written, e.g. `Priyanka`, `the exec team`; empty when it is not said. */
  readonly recipient: string;
  /** The name of one person it is for or about. */
  readonly name?: string;
  /** A reader with a title: `Frau Tekin`. */
  readonly titled?: string;
  /** What the text is about, as the request names it. */
  readonly occasion?: string;
  /** The sentence that asks, as written. */
  readonly asked: string;
  /** What is asked for, in lower case. */
  readonly ask: string;
  /** The asker's sentences that belong in the text. */
  readonly content: readonly string[];
  /** What its listeners think or feel, as the asker tells us. */
  readonly mind?: string;
  /** `Topic: …`, as the asker names it. */
  readonly topic?: string;
  /** The post that is not given, where a label names it. */
  readonly role?: string;
  /** What is said of the text and its readers. */
  readonly about?: string;
  readonly style: DraftStyle;
}

/** Splits a request into the ask and what the text should say. */
export function parseDraftRequest(text: string): DraftRequest | undefined {
  const read = text
    .slice(0, 8_000)
    .replaceAll('’', "'")
    .replace(/\s(?:pls|plz|please)(?=:)/i, '')
    .replace(/^(?:hi|hey|hello|hallo|hola|bonjour)(?: so)?[,!]? (?=\S+ \S+)/i, '')
    .trim();
  const sentences = sentencesOf(read);
  const at = askIndex(sentences.map((one) => plain(one)));
  if (at < 0) return undefined;
  const spoken = withoutLength(sentences[at] ?? '');
  const whole = spoken.ask;
  const { ask, rest } = splitAsk(whole);
  const askPlain = plain(ask);
  const medium = mediumOf(askPlain);
  // A tail such as “, 120 people, warm but not sentimental” is about the text when other sentences say what is in it.
  const isEnglish = languageOf(plain(whole)) === 'en';
  const isTail =
    isEnglish &&
    !/:(?:\s|$)/.test(whole) &&
    rest !== '' &&
    sentences.length > 1 &&
    !hasFiniteVerb(rest) &&
    !/\d/.test(rest.replace(/\d+ (?:people|persons|colleagues)/, ''));
  const others = sentences.flatMap((one, index) => (index === at ? (rest === '' || isTail ? [] : [rest]) : [one]));
  const about: string[] = [...(isTail ? [ask, rest] : [ask]), spoken.length];
  const opening = new Set(sentences.slice(0, at));
  const content = others.flatMap((one, index) => {
    const bare = plain(one);
    if (TOPIC.test(one) || (opening.has(one) && SELF.test(bare)) || isOrphan(one, others[index - 1])) return [];
    if (one !== rest && (isAboutText(bare) || isToUs(bare))) {
      about.push(one);
      return [];
    }
    if (medium === 'talk' && isLogistics(bare)) return [];
    const { text: said, style } = withoutStyle(one);
    about.push(style);
    if (isLogistics(bare) && /\bfrom me\b|\byet\b/.test(bare)) return [];
    const told = forReader(said).replace(REAL_REASON, '$1 $2');
    if (told !== said.trim()) about.push(said);
    return told === '' ? [] : [told];
  });
  const named = labelledIn(content);
  const internal = /\bbut (we (?:took|chose|hired|went with) .+?)[.:]?$/i.exec(ask)?.[1];
  const told = takeTold(
    internal === undefined || named.role === undefined
      ? named.content
      : [internal.replace(/\b(?:an internal) one$/i, 'an internal candidate'), ...named.content],
  );
  const reader = told.recipient ?? recipientOf(ask);
  const recipient = reader === '' && GATHERED.test(askPlain) ? 'the team' : reader;
  const titled = titledIn(ask);
  const labelledName = named.name;
  const name =
    titled === undefined
      ? (labelledName ??
        personIn(recipient) ??
        namedInAsk(ask) ??
        ((medium === 'talk' && !isGroup(recipient)) ||
        NAMED_LATER.test(recipient) ||
        (recipient === '' && /\b(?:mail|message|dm|words|card)\b/.test(askPlain))
          ? nameIn(content)
          : undefined))
      : undefined;
  const language = languageOf(plain(`${ask} ${content.join(' ')}`));
  const occasion = occasionOf(ask, recipient);
  const mind = readersMind(others);
  const topic = topicIn(others);
  return {
    medium,
    language: targetLanguage(about.join(' ')) ?? language,
    recipient,
    ...(name === undefined ? {} : { name }),
    ...(titled === undefined ? {} : { titled }),
    ...(occasion === undefined ? {} : { occasion }),
    ...(mind === undefined ? {} : { mind }),
    ...(topic === undefined ? {} : { topic }),
    ...(named.role === undefined ? {} : { role: named.role }),
    about: about.join(' '),
    asked: isTail && /\b(?:candidate|applicant|applied) for\b/.test(rest) ? `${ask}, ${rest}` : ask,
    ask: askPlain,
    content: told.content.map(unquoted),
    style: styleOf(about.join(' ')),
  };
}

const TOPIC = /^(?:the )?(?:topic|subject|theme|thema|sujet|tema)(?: is)?:? (.+)$/i;
/** Where a group listens, though the request does not name it. */
const GATHERED = /\b(?:stand-?up|all[- ]hands|town hall|retro|offsite|team meeting|reunion d'equipe|teambesprechung)\b/;
const topicIn = (sentences: readonly string[]): string | undefined =>
  sentences.map((one) => TOPIC.exec(one)?.[1]?.replace(/[.]$/, '')).find((one) => one !== undefined);
/** The reader has no use for another reason than the one that is told. */
const REAL_REASON = /^(la|the|der|el) (?:vraie|real|true|actual|wahre|verdadera) (raison|reason|grund|raz[oó]n)\b/i;
/** `Name is Wanjiru, role was …, 4 rounds`: of the reader, for us. */
function labelledIn(content: readonly string[]): { content: readonly string[]; name?: string; role?: string } {
  const found = content
    .map((one) => /^(?:(?:her|his|their|the) )?name (?:is|was) (\p{Lu}\p{Ll}+)\b/iu.exec(one)?.[1])
    .find((one) => one !== undefined);
  if (found === undefined) return { content };
  const role = /\brole (?:is|was) ([^,.]+)/i.exec(content.join(' '))?.[1];
  return {
    ...(role === undefined
      ? {}
      : { role: /\b(?:role|position|post|job)$/i.test(role) ? `the ${role}` : `the ${role} role` }),
    name: found,
    content: content.filter((one) => !/^(?:(?:her|his|their|the) )?name (?:is|was) /i.test(one)),
  };
}
/** Who asks is of no concern to the reader. */
const SELF =
  /^(?:(?:hi|hello|bonjour|hola|hallo)[,!]? )?(?:i am|i'm|i run|je suis|je dirige|ich bin|ich leite|soy|dirijo) (?:an? |the |le |la |une? |eine? |der |die |el )?(?:[\w-]+ ){0,2}(?:director|directeur|directrice|manager|lead|head|cto|ceo|vp|chef|responsable|leiter\w*|teamlead|org|team|entwickl\w+|jef[ea])\b/;
/** “He wasn't.” goes with what is left out before it. */
const isOrphan = (sentence: string, before: string | undefined): boolean =>
  before !== undefined && wordsIn(sentence) <= 3 && /n't\b|\bnot\b/.test(sentence) && forReader(before) === '';

function targetLanguage(ask: string): FactLanguage | undefined {
  const read = plain(ask);
  if (/\b(?:in english|auf englisch|en ingles|en anglais)\b/.test(read)) return 'en';
  if (/\b(?:auf deutsch|in german)\b/.test(read)) return 'de';
  if (/\b(?:en espanol|in spanish)\b/.test(read)) return 'es';
  return /\b(?:en francais|in french)\b/.test(read) ? 'fr' : undefined;
}

const unquoted = (sentence: string): string =>
  sentence
    .replace(/^["“«']+(?=\S)/, '')
    .replace(/["”»']+$/, '')
    .replace(/^(?:[-*•]|\d+[.)])\s+/, '');

/** Roles whose name the content tells; of a boss it rather names others. */
const NAMED_LATER = /^(?:my|our|the|a|an) (?:report|colleague|engineer|developer|lead|peer|intern)$/i;

/** `I have to tell 12 contractors that …`: the readers and what they are told. */
function takeTold(content: readonly string[]): { content: readonly string[]; recipient?: string } {
  const match =
    /^i (?:have to|must|need to|want to|should|'ll|will) (?:tell|inform|let) (.+?) (?:know )?that (.+)$/i.exec(
      content[0] ?? '',
    );
  const other = TOLD_ELSEWHERE.exec(content[0] ?? '');
  if (other !== null) {
    const [, french, german, spanish, said = ''] = other;
    return {
      content: [`${said[0]?.toUpperCase() ?? ''}${said.slice(1)}`, ...content.slice(1)],
      recipient: french ?? german ?? spanish ?? '',
    };
  }
  return match === null ? { content } : { content: [match[2] ?? '', ...content.slice(1)], recipient: match[1] ?? '' };
}

/** The same in other languages. */
const TOLD_ELSEWHERE =
  /^(?:je (?:dois|vais|veux) (?:annoncer|dire|expliquer) (?:à|au|aux) (.+?)|ich (?:muss|will|soll) (.+?) (?:sagen|mitteilen|erklären),?|tengo que (?:decir|anunciar|comunicar)(?:les?)? a (.+?))(?: \([^)]*\))? (?:que|dass) (.+)$/iu;

/** `Write the mail to X: content`, `Tell them in a mail that content`. */
function splitAsk(sentence: string): { ask: string; rest: string } {
  const colon = /:(?=\s|$)/.exec(sentence);
  if (colon !== null && colon.index < 200)
    return { ask: sentence.slice(0, colon.index), rest: sentence.slice(colon.index + 1).trim() };
  // “Tell the marketing people their idea is dead”
  const duty =
    /^(.*?\b(?:tell|inform|let) (?:the|my|our|all|an?)(?: [\p{L}-]+){1,4}?)(?: in writing)? (?:know )?(?:that )?((?:(?:that )?(?:their|they|we|i|the|it|our|his|her|no)\b|(?:her|his)\b).+)$/iu.exec(
      sentence,
    );
  if (duty !== null) return { ask: duty[1] ?? '', rest: (duty[2] ?? '').replace(/^that /i, '') };
  const linked =
    /\b(?:saying(?: that)?|telling (?:him|her|them|everyone|people|customers|the [a-z]+|my [a-z]+|our [a-z]+|us) (?:that )?|to (?:tell|inform|let) (?:him|her|them|everyone|customers|the [a-z]+|my [a-z]+|our [a-z]+)(?: know)? (?:that )?|announcing (?:that )?|explaining (?:that|why)|expliquant (?:que|pourquoi)|explicando (?:que|por que)|stating that|(?<=^[^,]*[\w)] )that|(?<=^[^,]*)because|dass|(?<!\bce )que|indiquant que|diciendo que)\s+/i.exec(
      sentence,
    );
  if (linked !== null && linked.index > 8)
    return { ask: sentence.slice(0, linked.index), rest: sentence.slice(linked.index + linked[0].length).trim() };
  const dash = /\s[–—-]\s/.exec(sentence);
  if (dash !== null && wordsIn(sentence.slice(dash.index)) > 4)
    return { ask: sentence.slice(0, dash.index), rest: sentence.slice(dash.index + dash[0].length).trim() };
  const comma = sentence.indexOf(', ');
  if (comma > 0 && /^, (?:who|which|that)\b/.test(sentence.slice(comma))) return { ask: sentence, rest: '' };
  const least = /\d|\b\w+day\b/.test(sentence.slice(comma)) ? 3 : 5;
  if (comma > 0 && wordsIn(sentence.slice(comma)) > least)
    return { ask: sentence.slice(0, comma), rest: sentence.slice(comma + 2).trim() };
  return { ask: sentence, rest: '' };
}
