/** Shorthand of chats in full; the reader of a mail should not have to read it. */
const FULL: readonly (readonly [RegExp, string | ((word: string) => string)])[] = [
  [/\bw\/o\b/gi, 'without'],
  [/\bw\/(?=\s)/gi, 'with'],
  [/\b(?:bc|b\/c|cuz|coz)\b/gi, 'because'],
  [/\b(?:pls|plz)\b/gi, 'please'],
  [/\bu\b(?=\s[a-z])/g, 'you'],
  [/\bhrs\b/gi, 'hours'],
  [/\bwks\b/gi, 'weeks'],
  [/(?<=^|\s)>\s?(?=\d)/g, 'more than '],
  [/(?<=\d)(km|kg|GB|TB)\b/g, (unit) => ` ${unit}`],
  [/\bwk (?=\d)/gi, 'week '],
  [/\byrs\b/gi, 'years'],
  [/\bqtr\b/gi, 'quarter'],
  [/\bdevs\b/gi, 'developers'],
  [/\bppl\b/gi, 'people'],
  [/\/mo\b/gi, ' a month'],
  [/\/yr\b/gi, ' a year'],
  [/,? btw\b/gi, ''],
  [/\btho\b/gi, 'though'],
  [/\beur\b/g, 'EUR'],
  [/(?<![\w/.@#-])(api|sso|sla|rca|crm|erp|ceo|cto|cfo|vpn|faq)(?![\w/.@-])/g, (word) => word.toUpperCase()],
  [/\b(did|do|does|is|are|was|were|has|have|had|would|could|should)nt\b/gi, "$1n't"],
  [/\bwont\b/gi, "won't"],
  [/\bcant\b/gi, "can't"],
  [/\bi(?=(?:'(?:m|ve|ll|d))?\b(?!\.))/g, 'I'],
  [/\btill\b/gi, 'until'],
];
const DAYS = 'monday|tuesday|wednesday|thursday|friday|saturday|sunday';
const MONTHS = 'january|february|april|june|july|august|september|october|november|december';
/** Names of days and months that are no other words. */
const NAMES = new RegExp(String.raw`\b(?:${DAYS}|${MONTHS})(?=s?\b)`, 'g');
/** Beside a number, also short ones and those that are words too. */
const BESIDE =
  /(?<=\d(?:st|nd|rd|th)?(?: of)? )(?:jan|feb|mar|march|apr|may|jun|jul|aug|sept?|oct|nov|dec)\b|\b(?:jan|feb|mar|march|apr|may|jun|jul|aug|sept?|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)(?= \d)|(?<=\b(?:end of|mid|early|late|since|until|by|in) )(?:jan|feb|march|apr|jun|jul|aug|sept?|oct|nov|dec)\b|(?<=\b(?:on|until|by|every|from|since|next|till) )(?:mon|tue|wed|thu|fri|sat|sun)\b/g;

/** English as it is written to others. */
export function inFull(text: string): string {
  let made = text;
  for (const [pattern, full] of FULL)
    made = typeof full === 'string' ? made.replaceAll(pattern, full) : made.replaceAll(pattern, full);
  const capital = (word: string) => `${word[0]?.toUpperCase() ?? ''}${word.slice(1)}`;
  return made.replaceAll(NAMES, capital).replaceAll(BESIDE, capital);
}
