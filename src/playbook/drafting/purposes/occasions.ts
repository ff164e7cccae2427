import { lowerFirst } from '../language/clauses.js';
import type { DraftRequest } from '../request/draft-request.js';
import type { DraftPhrases } from './draft-phrases.js';

const THANKS = { de: 'Danke', es: 'Gracias', fr: 'Merci' } as const;

/** What all have come for, what is told, the last word to the one it is about. */
export function speech(request: DraftRequest, sentences: readonly string[]): string[] {
  const { ask, language, occasion } = request;
  if (language !== 'en') {
    const who = request.titled ?? request.name;
    if (who === undefined) return [...sentences];
    const [first = '', ...rest] = sentences;
    return [
      first.includes(who) || request.titled === undefined ? first : `${who}: ${first}`,
      ...rest,
      `${THANKS[language]}, ${who}.`,
    ];
  }
  const name = /^(\p{Lu}\p{Ll}+)(?:'s?)?\b/u.exec(occasion ?? '')?.[1] ?? request.name;
  const opening = occasion === undefined ? [] : [`We are here for ${occasion}.`];
  const isToast = /\btoast\b/.test(ask);
  const last = isToast
    ? `Raise your glasses${name === undefined ? '' : `: to ${name}`}!`
    : name === undefined
      ? 'Thank you.'
      : `Thank you, ${name}.`;
  const half = Math.ceil(sentences.length / 2);
  return [...opening, sentences.slice(0, half).join(' '), sentences.slice(half).join(' '), last].filter(
    (one) => one !== '',
  );
}

export function invitation(
  request: DraftRequest,
  sentences: readonly string[],
  phrases: Pick<DraftPhrases, 'invitation'>,
): string[] {
  const event = /\b(?:invitation|invite)(?: \w+)? (?:to|for) (.+?)[.:]?$/i.exec(request.asked)?.[1];
  const [first = '', ...rest] = sentences;
  const { language, occasion } = request;
  if (language !== 'en' && occasion !== undefined)
    return [`${phrases.invitation}: ${occasion}${/^\d/.test(first) ? ', ' : '. '}${first}`, rest.join(' ')];
  if (language !== 'en' || event === undefined) return [first, rest.join(' ')];
  const opening = /^(?:The|We|I|You|It|On)\b/.test(first)
    ? `You're invited to ${event}. ${first}`
    : `You're invited to ${event}: ${lowerFirst(first)}`;
  return [opening, rest.join(' ')];
}
