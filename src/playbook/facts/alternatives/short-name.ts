import type { Alternative } from '../facts.js';
import { asNoun } from './gerund.js';

/** An alternative in a few words, as it is called in a sentence about another. */
export function shortNameOf({ facts, isTold, label, text }: Alternative): string {
  const [priceless = text] = text.split(BEFORE_NUMBER);
  const bare = priceless.split(BEFORE_REASON)[0] ?? text;
  const isLong = bare.split(/\s+/).length > MAX_SHORT;
  const [head = bare] = bare.split(/(?<=\s\S+\s\S+)\s(?:and|und|y|et)\s/);
  const cut = isLong && !/\b(?:both|between|beide|entre|ambos)\b/i.test(head) ? head : bare;
  const short = facts.language === 'en' && isTold === undefined ? asNoun(cut) : cut;
  const words = short.split(/\s+/);
  const name = words.length > MAX_SHORT ? `${words.slice(0, MAX_SHORT).join(' ')}…` : short;
  return label === undefined ? name : `${label}) ${name}`;
}

/** `at 420`, `für 12 Euro`; `hire a 4th developer` stays. */
const BEFORE_NUMBER =
  /\s+(?:at|for|with|from|in|on|over|until|a|à|zu|für|mit|con|por|para|pour|avec|de|durante)\s+(?=[€$£]?\d[\d.,]*(?!\d|st|nd|rd|th))/i;
const BEFORE_REASON = /(?<=\s\S+)\s(?:since|because|while|when|that|who|which|weil|porque|parce que)\s/i;
const MAX_SHORT = 7;
