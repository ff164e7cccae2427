import type { ReadContent } from './draft-content.js';
import type { Purpose } from './draft-purpose.js';
import { PHRASES } from './draft-phrases.js';
import type { DraftRequest } from '../request/draft-request.js';

const MAX_WORDS = 9;

/** A subject of a few words: what it is about, taken from the first sentence. */
export function shortSubject(request: DraftRequest, purpose: Purpose, content: ReadContent): string {
  const first = content.sentences[0] ?? content.asks[0] ?? '';
  if (request.language === 'en') {
    if (purpose === 'refusal') {
      const role = request.role ?? /\b(?:interviewed|applied|application) for (.+?)[.?!]*$/i.exec(request.asked)?.[1];
      return role === undefined ? refusalSubject(first) : `Your application for ${role}`;
    }
    if (purpose === 'request' && content.asks[0] !== undefined) return capital(`request: ${cut(content.asks[0])}`);
    if (purpose === 'invitation')
      return capital(`invitation: ${cut(/\b(?:to|for) (.+?)[.:]?$/i.exec(request.asked)?.[1] ?? first)}`);
    if (/\bresign/.test(request.ask)) return 'My resignation';
    if (purpose === 'apology') return capital(`apology: ${cut(lower(first))}`);
    if (/\bstatus\b/.test(request.ask) && !/^status/i.test(first)) return `Status: ${cut(lower(first))}`;
    if (purpose === 'broken-promise') return 'About what I promised you';
  }
  if (purpose === 'invitation' && request.occasion !== undefined)
    return `${PHRASES[request.language].invitation}: ${cut(request.occasion)}`;
  return capital(request.language === 'en' ? cut(nominal(first)) : cut(first));
}

/** `We're closing the floor` as a heading: `Closing the floor`. */
const nominal = (sentence: string): string =>
  sentence
    .replace(/^(?:we're|we are) (?=\p{Ll}+ing\b)/iu, '')
    .replace(/^you(?: have|'ve)? announced (?:an? |the )?/i, 'your ')
    .replace(
      /^you(?:'ve)? (?:asks?|want to know|wonder) (?:if|whether) ((?:the|our|your)(?: [\w-]+){1,3}?) \w+s\b.*$/i,
      'your question on $1',
    );

function refusalSubject(first: string): string {
  const what = /\b(?:get|getting|have|offer|approve|accept|renew|hire|extend|sponsor)\s+(?!you\b)(.+)$/.exec(
    first.replace(/[.]$/, ''),
  )?.[1];
  return what === undefined ? capital(cut(first)) : capital(`decision on ${cut(what)}`);
}

/** At most nine words, ending before a preposition or a conjunction rather than behind it. */
function cut(sentence: string): string {
  const clause =
    sentence
      .replaceAll(/ \([^)]*\)/g, '')
      .replace(/[.?!]+$/, '')
      .split(/(?:: |; |, (?!\d)| because | since | so that | and (?:every|they\b|we\b|it\b|i\b|people\b))/)[0] ??
    sentence;
  const words = clause.split(/\s+/);
  if (words.length <= MAX_WORDS + 3) return clause;
  const short = words.slice(0, MAX_WORDS);
  while (
    short.length > 3 &&
    /^(?:the|a|an|of|for|in|on|at|to|by|with|and|or|from|against|our|your|his|her|its|that|which|is|are|was|de|la|el|le|les|des|der|die|das|und|et|y|en|con|mit|für|que|dass)$/i.test(
      short.at(-1) ?? '',
    )
  )
    short.pop();
  return short.join(' ');
}

const capital = (text: string): string =>
  /^v\d/.test(text) ? text : `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;
const lower = (text: string): string =>
  /^(?:I\b|[A-Z]{2})/.test(text) ? text : `${text[0]?.toLowerCase() ?? ''}${text.slice(1)}`;
