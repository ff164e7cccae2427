import type { Facts } from '../facts/index.js';
import { asSentence, clausesOf, lowerFirst, withoutAbbreviations, wordsIn } from './language/clauses.js';
import { inFull } from './language/shorthand.js';
import { composedOf } from './purposes/composed.js';
import { deck } from './purposes/deck.js';
import { readingOf, type ReadContent } from './purposes/draft-content.js';
import { documentOf, rejected } from './purposes/draft-document.js';
import type { Draft } from './purposes/composed-text.js';
import { PHRASES, type DraftPhrases } from './purposes/draft-phrases.js';
import { purposeOf, type Purpose } from './purposes/draft-purpose.js';
import { framed } from './purposes/frame.js';
import { missingIn, occasionIsMissing } from './purposes/kept-facts.js';
import { paragraphsOf } from './purposes/paragraphs.js';
import { promotionCase } from './purposes/promotion-case.js';
import { publicTalk } from './purposes/public-talk.js';
import { parseDraftRequest, type DraftRequest } from './request/draft-request.js';
import { isDraftRequest } from './request/text-task.js';

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
  const text = withoutAbbreviations(input.text).replace(READER_IN_BRACKETS, '$1');
  if (!isDraftRequest(text)) return undefined;
  const parsed = parseDraftRequest(text);
  if (parsed === undefined) return undefined;
  const request = parsed.language === 'en' ? { ...parsed, content: parsed.content.map(inFull) } : parsed;
  if (request.content.length === 0 && request.topic !== undefined)
    return writeFrom({ ...request, content: [request.topic] });
  if (request.content.length === 0 && /\b(?:offers?|offered) (?:me|us) /i.test(request.asked))
    return writeFrom(request);
  if (request.content.length === 0) {
    // All there is stands in the sentence that asks.
    const bare = BEHIND_COLON.exec(text)?.[1] ?? request.asked.replace(/^[^:,]*[:,]\s*/, '');
    if (bare === request.asked || wordsIn(bare) < 4) return undefined;
    return writeFrom({ ...request, content: [bare] });
  }
  return writeFrom(request);
}

/** What the text is to say, where it is told in fragments. */
const BEHIND_COLON = /^[^:\n]{4,90}:\s+(\S.{24,})$/s;

/** “A no to a customer (logistics firm, €90k a year) who wants …”: who the reader is, is told to the writer. */
const READER_IN_BRACKETS =
  /^([^.?!\n(]{0,120}\b(?:to|for) (?:an?|the|my|our|one of (?:my|our)) (?:[\w-]+ ){0,3}[\w-]+) \([^()\n]{3,80}\)(?=[ ,])/i;

function writeFrom(given: DraftRequest): Draft {
  const request = withReason(given);
  const promoted = promotionCase(request);
  if (promoted !== undefined) return promoted;
  const document = documentOf(request);
  if (document !== undefined) return withAllFacts(document, request);
  const purpose = purposeOf(rejected(request));
  const isComposed = composedOf(request, purpose) !== undefined || publicTalk(request) !== undefined;
  // A clause that cannot be turned to its reader is said as the asker has it.
  const content = readingOf(rejected(request), purpose) ?? {
    sentences: request.content.map((one) => asSentence(one.replace(/[.]$/, ''))),
    asks: [],
    consequences: [],
  };
  const phrases = PHRASES[request.language];
  const title = titleOf(request, phrases);
  const body = bodyOf(request, purpose, content, phrases);
  const missing = isComposed ? [] : missingIn(body, request);
  const whole = { ...content, sentences: [...content.sentences, ...missing] };
  return { title, markdown: missing.length === 0 ? body : bodyOf(request, purpose, whole, phrases) };
}

/** `why we need two more: on-call is five people` says what, and because of what. */
function withReason(request: DraftRequest): DraftRequest {
  if (request.language !== 'en') {
    const told = /\b(?:expliquant|explicando) (?:pourquoi|por qu[eé]) ([^:]+?)[:.]?$/iu.exec(request.asked)?.[1];
    const { occasion: _, ...rest } = request;
    return told === undefined ? request : { ...rest, content: [asSentence(told), ...request.content] };
  }
  const [first = '', ...rest] = request.content;
  const asksWhy = /^(?:he|she|they|you) (?:asks?|wants? to know|wonders?) why (.+)$/i.exec(
    first.replace(/[.]$/, ''),
  )?.[1];
  const what = asksWhy ?? /\bwhy ((?:we|our|the|i) [^:]+?)[:.]?$/i.exec(request.ask === '' ? '' : request.asked)?.[1];
  const [reason, ...others] = asksWhy === undefined ? request.content : rest;
  if (what === undefined || reason === undefined || request.topic !== undefined) return request;
  const clauses = reason.split(/,\s+(?=\D)/);
  const told = clauses[0] ?? '';
  const because = asksWhy === undefined ? `${what} because ${lowerFirst(told)}` : `Why ${what}: ${low(told)}`;
  return { ...request, content: [[because, ...clauses.slice(1)].join(', '), ...others] };
}

const low = (text: string): string =>
  /^\p{Lu}\p{Ll}/u.test(text) ? `${text[0]?.toLowerCase() ?? ''}${text.slice(1)}` : text;

/** A text in which every number, name and address of the request stands. */
function withAllFacts({ markdown, title }: Draft, request: DraftRequest): Draft {
  const heading = occasionIsMissing(markdown, request) ? `**${capital(request.occasion ?? '')}**\n\n` : '';
  const missing = missingIn(`${heading}${markdown}`, request);
  return { title, markdown: [`${heading}${markdown}`, missing.join(' ')].filter((one) => one !== '').join('\n\n') };
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
  const talk = publicTalk(request);
  if (talk !== undefined) return talk.join('\n\n');
  if (request.style.lines !== undefined) return inLines(content, request.style.lines).join('\n');
  const own = composedOf(request, purpose);
  const paragraphs = own === undefined ? paragraphsOf(request, purpose, content, phrases) : [...own.paragraphs];
  if (request.style.bullets !== undefined)
    return content.sentences
      .slice(0, request.style.bullets)
      .map((one) => `- ${one}`)
      .join('\n');
  const made = framed(request, purpose, paragraphs, content, phrases, own?.subject);
  if (own !== undefined) return made;
  return fitted(
    request.medium !== 'talk' && occasionIsMissing(made, request)
      ? withOccasion(request, purpose, paragraphs, content, phrases)
      : made,
    request.style.maxWords,
  );
}

const WORDS_OF_SUBJECT = 12;

/** What the request names as its occasion becomes the subject of a mail, else the first line. */
function withOccasion(
  request: DraftRequest,
  purpose: Purpose,
  paragraphs: readonly string[],
  content: ReadContent,
  phrases: DraftPhrases,
): string {
  const occasion = capital(request.occasion ?? '');
  const isSubject = request.medium === 'mail' && wordsIn(occasion) <= WORDS_OF_SUBJECT;
  return isSubject
    ? framed(request, purpose, paragraphs, content, phrases, occasion)
    : framed(request, purpose, [asSentence(occasion), ...paragraphs], content, phrases);
}

const capital = (text: string): string => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;

/** As many lines as are asked for; sentences are joined, none is lost. */
function inLines(content: ReadContent, lines: number): string[] {
  const told = [...content.sentences, ...content.asks.map(asSentence)];
  // Three sentences are wanted of what was told in one breath.
  const all = told.length < lines ? told.flatMap((one) => clausesOf(one).map(asSentence)) : told;
  if (all.length <= lines) return all;
  const size = Math.ceil(all.length / lines);
  return Array.from({ length: lines }, (_, at) => all.slice(at * size, (at + 1) * size).join(' ')).filter(
    (one) => one !== '',
  );
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
