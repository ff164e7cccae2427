import type { Facts } from '../facts/index.js';
import { asSentence, lowerFirst, withoutAbbreviations, wordsIn } from './clauses.js';
import { isDraftRequest, isGroup, parseDraftRequest, type DraftRequest } from './draft-request.js';
import { purposeOf, type Purpose } from './draft-purpose.js';
import { PHRASES, type DraftPhrases } from './draft-phrases.js';
import { readingOf, type ReadContent } from './draft-content.js';
import { DOCUMENT, documentOf, rejected, type Draft } from './draft-document.js';
import { shortSubject } from './subject-line.js';

export interface DraftInput {
  readonly text: string;
  readonly role?: string | undefined;
  readonly facts: Facts;
}

/**
 * Writes the text that is asked for, in the asker's situation.
 *
 * @returns Undefined when no text is asked for, or nothing says what it should contain.
 */
export function writeDraft(input: DraftInput): Draft | undefined {
  const text = withoutAbbreviations(input.text);
  if (!isDraftRequest(text)) return undefined;
  const request = parseDraftRequest(text);
  if (request === undefined) return undefined;
  if (request.content.length === 0) {
    // All there is stands in the sentence that asks.
    const bare = request.asked.replace(/^[^:,]*[:,]\s*/, '');
    if (bare === request.asked || wordsIn(bare) < 4) return undefined;
    return writeFrom({ ...request, content: [bare] });
  }
  return writeFrom(request);
}

function writeFrom(request: DraftRequest): Draft {
  if (DOCUMENT.test(request.ask)) return documentOf(request);
  const purpose = purposeOf(rejected(request));
  // A clause that cannot be turned to its reader is said as the asker has it.
  const content = readingOf(rejected(request), purpose) ?? {
    sentences: request.content.map((one) => asSentence(one.replace(/[.]$/, ''))),
    asks: [],
    consequences: [],
  };
  const phrases = PHRASES[request.language];
  const title = titleOf(request, phrases);
  return { title, markdown: bodyOf(request, purpose, content, phrases) };
}

function titleOf(request: DraftRequest, phrases: DraftPhrases): string {
  const kind = phrases.titles[request.medium];
  if (request.language !== 'en') return kind;
  const to = request.name ?? request.recipient.replace(/^(?:my|our)\b/i, 'your');
  if (/\b(?:invitation|invite)\b/.test(request.ask)) return 'Invitation';
  if (to === '' || wordsIn(to) > 6 || /^(?:reference|intranet)/.test(to)) return kind;
  if (request.medium === 'talk') return `${kind} with ${to}`;
  return request.medium === 'deck'
    ? `${kind} for ${to}`
    : `${kind} ${/\b(?:reference|recommendation|invitation)\b/.test(request.ask) ? 'for' : 'to'} ${to}`;
}

function bodyOf(request: DraftRequest, purpose: Purpose, content: ReadContent, phrases: DraftPhrases): string {
  if (request.medium === 'deck') return deck(request, content);
  if (request.style.lines !== undefined) return inLines(content, request.style.lines).join('\n');
  const paragraphs = paragraphsOf(request, purpose, content, phrases);
  if (request.style.bullets !== undefined)
    return content.sentences
      .slice(0, request.style.bullets)
      .map((one) => `- ${one}`)
      .join('\n');
  return fitted(framed(request, purpose, paragraphs, content, phrases), request.style.maxWords);
}

/** As many lines as are asked for; sentences are joined, none is lost. */
function inLines(content: ReadContent, lines: number): string[] {
  const all = [...content.sentences, ...content.asks.map(asSentence)];
  if (all.length <= lines) return all;
  const size = Math.ceil(all.length / lines);
  return Array.from({ length: lines }, (_, at) => all.slice(at * size, (at + 1) * size).join(' ')).filter(
    (one) => one !== '',
  );
}

function paragraphsOf(request: DraftRequest, purpose: Purpose, content: ReadContent, phrases: DraftPhrases): string[] {
  const { sentences, asks } = content;
  const [first = '', ...rest] = sentences;
  const english = request.language === 'en';
  const { consequences } = content;
  switch (purpose) {
    case 'broken-promise':
      return brokenPromise(request, content);
    case 'refusal':
      return [...refusal(request, sentences, phrases), ...wishes(asks, phrases, english), ...consequences];
    case 'complaint': {
      const [ask] = asks;
      const self =
        english && /\bI\b/.test(request.content.join(' ')) && !/\b(?:we|our|us)\b/i.test(request.content.join(' '));
      const one =
        ask === undefined
          ? []
          : [english ? asSentence(`${self ? 'I' : 'We'} ask for ${asItem(ask)}`) : `${phrases.asks} ${asItem(ask)}`];
      const many = [
        [self ? 'I ask for:' : phrases.asks, ...asks.map((item, at) => `${at + 1}. ${asItem(item)}`)].join('\n'),
      ];
      const confirm =
        asks.length > 1 && english
          ? `Please confirm ${asks.length === 2 ? 'both' : `all ${NUMBER_NAMES[asks.length] ?? asks.length}`} in writing.`
          : phrases.confirm;
      return [...grouped(sentences), ...(asks.length > 1 ? many : one), ...consequences, confirm];
    }
    case 'apology':
      return [
        english
          ? `${/\b(?:we|our)\b/i.test(first) ? "We're" : "I'm"} sorry: ${lowerFirst(first)}`
          : `${phrases.sorry}: ${lowerFirst(first)}`,
        rest.join(' '),
        ...wishes(asks, phrases, english),
      ];
    case 'sunset':
      return [
        ...grouped(sentences),
        ...(request.style.isFirm ? [phrases.final] : []),
        ...wishes(asks, phrases, english),
        ...(request.style.isWarm && english
          ? ['If you get stuck on the way, reply to this mail and we will help.']
          : []),
      ];
    case 'request': {
      const asking = asks.length === 0 ? [] : [requested(asks, phrases, english)];
      // Bad news and what is said aloud come before what is asked for.
      const isLater =
        request.medium === 'talk' || /\b(?:won't|can't|cannot|miss(?:ed)?|late|behind|failed)\b/i.test(first);
      return isLater
        ? [
            first,
            rest.join(' '),
            ...asks.map((one) => asSentence(`I need ${lowerFirst(asItem(one))}`)),
            ...consequences,
          ]
        : [...asking, ...grouped(sentences), ...consequences];
    }
    case 'invitation':
      return invitation(request, sentences, english);
    case 'praise':
      return [
        english ? `${/congrat/.test(request.ask) ? 'Congratulations' : 'Thank you'}: ${lowerFirst(first)}` : first,
        rest.join(' '),
      ];
    case 'incident':
      return /\bstatus\b/.test(request.ask) && english
        ? [
            [
              ...sentences,
              ...asks.map((one) => `Decision needed: ${one.replace(/^(?:a |your )?decision (?:on )?/i, '')}`),
            ]
              .map((one) => `- ${one.replace(/\.$/, '')}`)
              .join('\n'),
          ]
        : [...grouped(sentences), ...wishes(asks, phrases, english)];
    case 'farewell':
      return [...(/resign/.test(request.ask) && english ? ['I resign from my position.'] : []), ...grouped(sentences)];
    default:
      return [...grouped(sentences), ...wishes(asks, phrases, english)];
  }
}

/** The decision opens the text, whether the asker's sentences or the request itself say it. */
function refusal(request: DraftRequest, sentences: readonly string[], phrases: DraftPhrases): string[] {
  const [first = '', ...rest] = sentences;
  if (request.language !== 'en') return [first, rest.join(' ')];
  const role = /\b(?:interviewed|applied|application|candidates?|applicants?) for (.+?)[.?!]*$/i.exec(
    request.asked,
  )?.[1];
  const declined =
    /\b(?:declin\w+|turn(?:ing)? down|reject\w*|refus\w+) (?:the|an?|his|her|their|this) ((?:[\w-]+ ){0,3}?(?:offer|invitation|proposal|request|application|quote|meeting|deal|bid|idea))\b/i.exec(
      request.asked,
    )?.[1];
  const isSaid = /\b(?:not|n't|no|can't|cannot|declin\w*|reject\w*)\b|n't\b/i.test(first);
  const subject = /^(?:we|our)\b/i.test(sentences.find((one) => /^(?:we|our|i)\b/i.test(one)) ?? '') ? 'we' : 'I';
  const decision =
    role !== undefined
      ? `${phrases.decision}: we won't offer you ${role.replace(/^an? /, 'the ')}.`
      : declined !== undefined && !isSaid
        ? `Thank you for your ${declined}; ${subject} won't accept it.`
        : undefined;
  if (decision !== undefined && !(isSaid && role === undefined)) return [decision, sentences.join(' ')];
  return [
    wordsIn(first) < 16 && request.medium !== 'chat' ? `${phrases.decision}: ${lowerFirst(first)}` : first,
    rest.join(' '),
  ];
}

function invitation(request: DraftRequest, sentences: readonly string[], isEnglish: boolean): string[] {
  const event = /\b(?:invitation|invite)(?: \w+)? (?:to|for) (.+?)[.:]?$/i.exec(request.asked)?.[1];
  const [first = '', ...rest] = sentences;
  if (!isEnglish || event === undefined) return [first, rest.join(' ')];
  const opening = /^(?:The|We|I|You|It|On)\b/.test(first)
    ? `You're invited to ${event}. ${first}`
    : `You're invited to ${event}: ${lowerFirst(first)}`;
  return [opening, rest.join(' ')];
}

const NUMBER_NAMES: Readonly<Record<number, string>> = { 3: 'three', 4: 'four', 5: 'five', 6: 'six' };
const asItem = (ask: string): string => ask.replace(/^(?:and|und|y|et)\s+/i, '').replace(/[.,;]+$/, '');

/** The first sentence alone, the others together; a long rest is split in two. */
function grouped(sentences: readonly string[]): string[] {
  if (sentences.length <= 3) return sentences.length === 0 ? [] : [sentences.join(' ')];
  const [first = '', ...rest] = sentences;
  const half = rest.length > 4 ? Math.ceil(rest.length / 2) : rest.length;
  return [first, rest.slice(0, half).join(' '), rest.slice(half).join(' ')].filter((one) => one !== '');
}

function wishes(asks: readonly string[], phrases: DraftPhrases, isEnglish: boolean): string[] {
  if (asks.length === 0) return [];
  return isEnglish
    ? [asSentence(`I'd like ${listed(asks.map(asItem))}`)]
    : [[phrases.asks, ...asks.map((one) => `- ${asItem(one)}`)].join('\n')];
}

const listed = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
const requested = (asks: readonly string[], phrases: DraftPhrases, isEnglish: boolean): string =>
  isEnglish
    ? asSentence(`I ask for ${listed(asks.map((one) => lowerFirst(asItem(one))))}`)
    : [phrases.asks, ...asks.map((one) => `- ${asItem(one)}`)].join('\n');

/** Owning up comes first, then what happened; no second promise is made. */
function brokenPromise(request: DraftRequest, content: ReadContent): string[] {
  const promise =
    content.sentences.find((one) => /\bI (?:have |had |'ve |'d )?promised\b|\bI told you\b/.test(one)) ?? '';
  const rest = content.sentences.filter((one) => one !== promise).map((one) => asSentence(one.replace(/^But /, '')));
  const name = request.name !== undefined && request.medium === 'talk' ? `${request.name}, ` : '';
  const opened = name === '' ? promise : promise.replace(/^I /, 'I ');
  const lead = `${name}${opened.replace(/[.]$/, '')}, and I can't keep that promise now.`;
  const isPlural = /\b(?:all of you|you all)\b/.test(promise);
  const until = content.sentences
    .map((one) => /\buntil ((?:the )?(?:end of |early |mid-)?[A-Z0-9][^\s.,;]*(?: \d{4})?)/.exec(one)?.[1])
    .find((one) => one !== undefined);
  const paragraphs = [
    lead,
    rest.join(' '),
    `I'm sorry. I gave you ${isPlural ? 'all ' : ''}my word on something I can't decide alone, and that is on me.`,
  ];
  paragraphs.push(
    until === undefined
      ? "I won't make you a second promise before I can keep it; you'll hear from me as soon as I know more."
      : `I won't promise you ${until} before I have it confirmed. What I can do is ask for that confirmation and tell you what I hear, good or bad.`,
  );
  if (request.medium === 'talk') paragraphs.push("What does this change for you? I'd rather hear it now than guess.");
  if (content.asks.length > 0) paragraphs.push(asSentence(`I'd like ${listed(content.asks.map(asItem))}`));
  return paragraphs.filter((one) => one !== '');
}

/** Slides of a headline and its points; the ask stands on the last. */
function deck(request: DraftRequest, content: ReadContent): string {
  const most = request.style.slides ?? 3;
  const { sentences, asks } = content;
  const points = [...sentences];
  const groups: string[][] = [];
  const room = asks.length === 0 ? most : Math.max(1, most - 1);
  const start = Math.max(1, Math.floor(points.length / room));
  for (let at = 0; at < points.length && groups.length < room;) {
    const size = groups.length === room - 1 ? points.length - at : start;
    groups.push(points.slice(at, at + size));
    at += size;
  }
  const slides = groups.map((group, at) => slide(at + 1, group[0] ?? '', group.slice(1)));
  if (asks.length > 0) {
    const ask = listed(asks.map((one) => lowerFirst(asItem(one))));
    slides.push(slide(groups.length + 1, `The ask: ${ask}`, []));
  }
  return slides.join('\n\n');
}

const slide = (number: number, headline: string, points: readonly string[]): string =>
  [`**${number}. ${headline.replace(/\.$/, '')}**`, ...points.map((point) => `- ${point}`)].join('\n');

/** Subject, greeting, text, closing: what the medium has of them. */
function framed(
  request: DraftRequest,
  purpose: Purpose,
  paragraphs: readonly string[],
  content: ReadContent,
  phrases: DraftPhrases,
): string {
  const body = paragraphs.filter((one) => one !== '');
  if (request.medium === 'talk') {
    const isOwn = purpose === 'broken-promise' || request.language !== 'en';
    const named =
      request.name !== undefined && !isOwn ? [`${request.name}, ${lowerFirst(body[0] ?? '')}`, ...body.slice(1)] : body;
    const isAsked =
      isOwn ||
      purpose === 'request' ||
      purpose === 'praise' ||
      isGroup(request.recipient) ||
      (body.at(-1) ?? '').endsWith('?');
    return [...named, ...(isAsked ? [] : ['How do you see it?'])].join('\n\n');
  }
  const isChat = request.medium === 'chat';
  const greeting = greetingOf(request, purpose, phrases);
  const closing =
    purpose === 'reference' || isChat
      ? []
      : [`${isFormal(request, purpose) ? phrases.closeFormal : phrases.close}\n${phrases.sender}`];
  const questions = closingLine(request, purpose, body, phrases);
  const head = request.medium === 'mail' ? [`${phrases.subject}: ${shortSubject(request, purpose, content)}`] : [];
  return [
    ...head,
    ...(greeting === '' ? [] : [greeting]),
    ...body,
    ...questions,
    ...(purpose === 'reference' ? [phrases.sender] : closing),
  ].join('\n\n');
}

const isFormal = (request: DraftRequest, purpose: Purpose): boolean =>
  request.style.isFormal ||
  purpose === 'complaint' ||
  /\b(?:customers?|clients?|clientes|kunden)\b/i.test(request.recipient);

function greetingOf(request: DraftRequest, purpose: Purpose, phrases: DraftPhrases): string {
  if (purpose === 'reference') return '';
  if (purpose === 'invitation' && request.language === 'en' && request.name === undefined) return phrases.greetAll;
  if (request.name !== undefined) return phrases.greetPerson(request.name);
  const to = request.recipient.toLowerCase();
  if (isGroup(to) && request.style.isFormal && request.language === 'en') return 'Dear all,';
  if (isGroup(to))
    return request.medium === 'mail' && /\b(?:customers|clients|clientes|kunden)\b/.test(to)
      ? phrases.greetCustomers
      : phrases.greetAll;
  if (to === '' && (request.medium === 'post' || request.medium === 'chat')) return phrases.greetAll;
  if (request.language !== 'en' && isFormal(request, purpose)) return phrases.greetFormal;
  return phrases.greetUnknown;
}

/** A last line where the text does not end with its own. */
function closingLine(
  request: DraftRequest,
  purpose: Purpose,
  body: readonly string[],
  phrases: DraftPhrases,
): string[] {
  if (request.style.isShort || request.style.isFormal || request.style.lines !== undefined) return [];
  const last = body.at(-1) ?? '';
  const english = request.language === 'en';
  if (purpose === 'announcement' || purpose === 'delay')
    return isGroup(request.recipient) &&
      !/[?]$|\bplease\b/i.test(last) &&
      !/\b(?:questions?|fragen|preguntas|dudas|reply|answer)\b/i.test(body.join(' '))
      ? [phrases.questions]
      : [];
  if (purpose === 'refusal' && english)
    return request.name !== undefined && !/\b(?:on|at) (?:Mon|Tues|Wednes|Thurs|Fri)day\b|\btalk\b/.test(body.join(' '))
      ? ["If you want to talk it through, I'm here."]
      : [];
  if (purpose === 'request' && english && request.recipient !== '')
    return /\b(?:decision|approve|approval|your ok|this week|by \w+day|yes or no|decide)\b/i.test(body.join(' '))
      ? []
      : ['Can I have your decision by [date]?'];
  if (purpose === 'incident' && english && !/\bstatus\b/.test(request.ask))
    return /\b(?:next update|update (?:at|by|tomorrow)|closed|resolved|over)\b/i.test(body.join(' '))
      ? []
      : ['Next update: [time].'];
  return [];
}

/** Shortens by whole paragraphs from the end of the middle, never the first, the asks or the frame. */
function fitted(text: string, maxWords: number | undefined): string {
  if (maxWords === undefined || wordsIn(text) <= maxWords) return text;
  const paragraphs = text.split('\n\n');
  const droppable = (one: string) =>
    /^(?:Questions:|If you want to talk|If you get stuck|Can I have|Next update)/.test(one);
  const kept = paragraphs.filter((one) => !droppable(one));
  return kept.join('\n\n');
}
