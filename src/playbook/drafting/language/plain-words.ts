/** Words of engineers as their listeners outside would say them; folded pattern and what it means. */
const PLAIN: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:upgrad\w*|mov\w*|migrat\w*) (?:from|off|away from) (?:java|python|php|node|\.net|ruby|angular|react|django)\b/,
    'the software that ours is built on has grown old, and only newer versions get security fixes',
  ],
  [/\bmessage (?:broker|queue|bus)\b|\bkafka\b|\brabbitmq\b/, 'the part that passes messages between our systems'],
  [
    /\bdeploy(?:s|ment|ments)?\b|\bpipeline\b|\bci\/cd\b/,
    'how long it takes until a finished change reaches customers',
  ],
  [/\btech(?:nical)? debt\b|\brefactor\w*\b/, 'old shortcuts that make every new change slower'],
  [/\bflaky tests?\b/, 'automatic checks that fail without a reason, so that people wait for nothing'],
  [/\btests?\b|\btest coverage\b/, 'automatic checks that find faults before customers do'],
  [/\bdatabase\b|\bpostgres\b|\bmysql\b|\boracle\b/, 'where all customer data is kept'],
  [/\bkubernetes\b|\bk8s\b|\bclusters?\b/, 'the machines on which our product runs'],
  [/\bmonolith\b|\bmicroservices?\b/, 'how our product is cut into parts that teams can change by themselves'],
  [
    /\bmonitoring\b|\bobservability\b|\balerts?\b|\balarms?\b/,
    'what tells us that something is wrong before a customer does',
  ],
  [/\bapi\b/, 'how other systems talk to ours'],
  [/\bsso\b|\bsaml\b|\blogin\b/, 'one login for everything'],
  [/\bsoc ?2\b|\biso ?27001\b/, "an outside auditor's proof that we handle data with care"],
  [/\bbackups?\b/, 'copies of the data for the day when something breaks'],
  [/\blegacy\b|\bmainframe\b/, 'an old system that few people can still change'],
];

/** What a technical matter is, in words for people outside; undefined where it needs none or is not known. */
export const inPlainWords = (folded: string): string | undefined =>
  PLAIN.find(([pattern]) => pattern.test(folded))?.[1];
