import type { DraftRequest } from '../request/draft-request.js';

const WRONG = /\b(?:billed|charged|invoiced?|overcharged|invoice)\b/i;
const TOO_MUCH = /([€£$]\s?\d[\d.,]*\d(?:\s?k)?|\d[\d.,]*\s?(?:k )?(?:[€£$]|eur|usd|gbp)) (?:too much|over|more than)/i;

/** What is wanted of those who billed too much, where their reader is not told: the invoice put right, the sum back. */
export function overchargeAsk({ content, asked }: DraftRequest): string | undefined {
  const told = `${asked} ${content.join(' ')}`;
  if (!WRONG.test(told) || !/\b(?:wrong|too much|overcharged|twice|double)\b/i.test(told)) return undefined;
  const sum = TOO_MUCH.exec(told)?.[1];
  return `Please send us a corrected invoice${sum === undefined ? '' : ` and credit us ${sum}`}.`;
}
