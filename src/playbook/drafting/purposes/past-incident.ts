import { lowerFirst } from '../language/clauses.js';
import type { DraftRequest } from '../request/draft-request.js';
import { isGroup } from '../request/recipient.js';

const RANGE =
  /^(?:on )?((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\d{1,2} \p{Lu}\p{Ll}+),? (?:from )?(\d{1,2}[:.]\d{2}) ?(?:to|until|–|-) ?(\d{1,2}[:.]\d{2})( [A-Z]{2,4})?[.]?$/u;

/** A time that stands alone goes into the sentence after it. */
export function timed(sentences: readonly string[]): string[] {
  const [first = '', second, ...rest] = sentences;
  const found = RANGE.exec(first);
  if (found === null || second === undefined) return sentences.map(whole);
  const [, day = '', from = '', to = '', zone = ''] = found;
  return [`On ${day}, from ${from} to ${to}${zone}, ${lower(second)}`, ...rest.map(whole)];
}
const lower = (text: string): string => {
  const low = lowerFirst(text);
  return low === text && /^\p{Lu}\p{Ll}+s /u.test(text) ? `${text[0]?.toLowerCase() ?? ''}${text.slice(1)}` : low;
};
const whole = (text: string): string => text.replace(/^(?=Should have been )/, 'It ').replace(/^It S/, 'It s');

/** To customers whose trouble is over: that we are sorry, and that we know when it came. */
export function regret({ about = '', content, recipient }: DraftRequest): string[] {
  if (!/\b(?:customers|clients|users)\b/i.test(recipient) || !isGroup(recipient)) return [];
  if (
    !/\d{1,2}[:.]\d{2}\s*(?:to|until|–|-)\s*\d{1,2}[:.]\d{2}/.test(content.join(' ')) ||
    /\b(?:sorry|apolog)/i.test(content.join(' '))
  )
    return [];
  const when = /\bit was (?:the )?([\w-]+ (?:week|day|weekend|season)|month end|year end|quarter end)\b/i.exec(
    about,
  )?.[1];
  return [
    when === undefined
      ? 'We are sorry for the trouble this caused.'
      : `We know that this fell in ${when}, and we are sorry.`,
  ];
}
