import { asSentence } from '../language/clauses.js';
import type { DraftRequest } from '../request/draft-request.js';
import type { ReadContent } from './draft-content.js';
import { asItem, listed } from './wishes.js';

/** Owning up comes first, then what happened; no second promise is made. */
export function brokenPromise(request: DraftRequest, content: ReadContent): string[] {
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
