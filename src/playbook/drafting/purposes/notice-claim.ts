import { dayMonth } from '../../facts/index.js';
import { asSentence } from '../language/clauses.js';
import type { DraftRequest } from '../request/draft-request.js';
import type { Composed } from './composed-text.js';
import { after, dayIn, said, SPAN, spanOf } from './days.js';

const GIVEN = new RegExp(
  String.raw`\b(?:notice|told us|informed us|announced|letter)\b[^.;,]{0,30}?\b${SPAN} (?:before|ahead|earlier|in advance|prior)|\b(?:only )?${SPAN}(?:'s?)? notice\b`,
  'i',
);
const OWED = new RegExp(
  String.raw`\b(?:contract|agreement|terms|clause)\b[^.;]{0,30}?\b(?:says?|asks? for|requires?|demands?|needs?|is|states?|of)\b[^.;]{0,12}?${SPAN}`,
  'i',
);
const CHANGE =
  /\b(?:announced|want|introduced|told us about|sent us)\b (?:an? |the )?((?:\d[\d.,]* ?%|[\p{L}\d%]+) (?:price |rate |fee )?(?:rise|increase|hike|change|surcharge|cut)|[^.,;]{3,40}?(?:rise|increase|change))/iu;
const RAISED =
  /\b(?:raise|raising|increase|increasing|put up|putting up) ((?:the |our |their )?[\p{L} ]{3,30}?) by (\d[\d.,]* ?%)/iu;
const PRICE = /\bpay(?:ing)? ([€£$]\d[\d.,]*k?|\d[\d.,]*k? ?[€£$]?) ?(?:\/|a |per )(mo|month|yr|year|quarter)\b/i;

/**
 * A supplier's change with too short a notice: what the contract asks for, from when the change can hold at the earliest, and
 * what we want of them. Undefined for anything else.
 */
export function noticeClaim(request: DraftRequest): Composed | undefined {
  if (request.language !== 'en') return undefined;
  const told = request.content.join(' ');
  const [given, owed] = [GIVEN.exec(told), OWED.exec(told)];
  const start = dayIn(/\bfrom\b[^.;]*/i.exec(told)?.[0] ?? told);
  if (given === null || owed === null || start === undefined) return undefined;
  const notice = spanOf(given[1] ?? given[3] ?? '', given[2] ?? given[4] ?? '');
  const due = spanOf(owed[1] ?? '', owed[2] ?? '');
  const earliest = after(after(start, notice, -1), due);
  if (earliest <= start) return undefined;
  const raised = RAISED.exec(told);
  const what = raised === null ? (CHANGE.exec(told)?.[1] ?? 'change') : `${raised[2] ?? ''} rise of ${raised[1] ?? ''}`;
  const price = PRICE.exec(told);
  const every = { mo: 'month', yr: 'year' }[price?.[2]?.toLowerCase() ?? ''] ?? price?.[2] ?? '';
  const current = price === null ? 'the present terms hold' : `we pay the present ${price[1] ?? ''} a ${every}`;
  return {
    subject: `Your ${what} from ${dayMonth(start)}: notice period`,
    paragraphs: [
      asSentence(
        `Your notice of the ${what} from ${dayMonth(start)} came ${said(notice)} before; our contract asks for ${said(due)}`,
      ),
      `Counted from your notice, the change cannot take effect before ${dayMonth(earliest)}. Until then ${current}.`,
      'Please confirm this in writing.',
    ],
  };
}
