import { lowerFirst } from '../language/clauses.js';
import type { DraftRequest } from '../request/draft-request.js';
import { isGroup } from '../request/recipient.js';
import type { ReadContent } from './draft-content.js';
import type { DraftPhrases } from './draft-phrases.js';
import type { Purpose } from './draft-purpose.js';
import { shortSubject } from './subject-line.js';

/** Subject, greeting, text, closing: what the medium has of them. */
export function framed(
  request: DraftRequest,
  purpose: Purpose,
  paragraphs: readonly string[],
  content: ReadContent,
  phrases: DraftPhrases,
  subject?: string,
): string {
  const body = paragraphs.filter((one) => one !== '');
  if (purpose === 'speech') return body.join('\n\n');
  if (request.medium === 'talk') {
    const isOwn = purpose === 'broken-promise';
    const named =
      request.name !== undefined && !isOwn ? [`${request.name}, ${lowerFirst(body[0] ?? '')}`, ...body.slice(1)] : body;
    const isAsked =
      isOwn ||
      request.language !== 'en' ||
      purpose === 'request' ||
      purpose === 'praise' ||
      isGroup(request.recipient) ||
      (request.name === undefined && request.recipient === '') ||
      (body.at(-1) ?? '').endsWith('?');
    return [...named, ...(isAsked ? [] : ['How do you see it?'])].join('\n\n');
  }
  const isChat = request.medium === 'chat';
  const greeting = greetingOf(request, purpose, phrases);
  const closing =
    purpose === 'reference' || isChat
      ? []
      : purpose === 'condolence'
        ? [phrases.sender]
        : [`${isFormal(request, purpose) ? phrases.closeFormal : phrases.close}\n${phrases.sender}`];
  const questions = closingLine(request, purpose, body, phrases);
  const head =
    request.medium === 'mail' ? [`${phrases.subject}: ${subject ?? shortSubject(request, purpose, content)}`] : [];
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
  request.titled !== undefined ||
  purpose === 'complaint' ||
  /\b(?:customers?|clients?|clientes|kunden)\b/i.test(request.recipient);

function greetingOf(request: DraftRequest, purpose: Purpose, phrases: DraftPhrases): string {
  if (purpose === 'reference') return '';
  if (purpose === 'condolence') return request.language === 'en' ? 'Dear all,' : phrases.greetAll;
  if (request.titled !== undefined) return phrases.greetTitled(request.titled);
  if (purpose === 'invitation' && request.name === undefined && (request.language === 'en' || request.recipient === ''))
    return phrases.greetAll;
  if (request.name !== undefined) return phrases.greetPerson(request.name);
  const to = request.recipient.toLowerCase();
  const outside = /\b(suppliers|vendors|parents|partners|users|clients)\b/.exec(to)?.[1];
  if (outside !== undefined && request.language === 'en') return `Dear ${outside},`;
  if (isGroup(to) && request.style.isFormal && request.language === 'en') return 'Dear all,';
  if (isGroup(to))
    return (request.medium === 'mail' || /\b(?:note|notice|statement)\b/.test(request.ask)) &&
      /\b(?:customers|clients|clientes|kunden)\b/.test(to)
      ? phrases.greetCustomers
      : phrases.greetAll;
  if (to === '' && (request.medium === 'post' || request.medium === 'chat')) return phrases.greetAll;
  if (request.language !== 'en' && isFormal(request, purpose)) return phrases.greetFormal;
  return phrases.greetUnknown;
}

/** From when to when: it is over. */
const WHOLE = /\d{1,2}[:.]\d{2}\s*(?:to|until|till|–|-|and)\s*\d{1,2}[:.]\d{2}/;

/** Readers who do not come by. */
const isOutside = ({ recipient }: DraftRequest): boolean =>
  /\b(?:customers?|clients?|clientes|kunden|suppliers?|vendors?|parents|users|partners|lieferanten|proveedores)\b/i.test(
    recipient,
  );

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
      !/\b(?:questions?|fragen|preguntas|dudas|reply|answer|phone|tel|ext|help ?desk|number|contact)\b|@/i.test(
        body.join(' '),
      )
      ? [isOutside(request) ? phrases.reply : phrases.questions]
      : [];
  if (purpose === 'refusal' && english)
    return request.name !== undefined && !/\b(?:on|at) (?:Mon|Tues|Wednes|Thurs|Fri)day\b|\btalk\b/.test(body.join(' '))
      ? ["If you want to talk it through, I'm here."]
      : [];
  if (purpose === 'request' && english && request.recipient !== '')
    return /\b(?:decision|approve|approval|your ok|this week|by \w+day|yes or no|decide)\b/i.test(body.join(' '))
      ? []
      : ['Can I have your decision by [date]?'];
  if (purpose === 'incident' && english && !/\bstatus|post-?mortem\b/.test(request.ask))
    return WHOLE.test(body.join(' ')) ||
      /\b(?:next update|update (?:at|by|tomorrow)|closed|resolved|over)\b/i.test(body.join(' '))
      ? []
      : ['Next update: [time].'];
  return [];
}
