import { wordsIn } from '../language/clauses.js';

/** Length and rhythm between commas: `Speech, 2 minutes, for …`, `status mail, weekly`. */
const LENGTH =
  /,\s*((?:\d+|one|two|three|four|five|half an?)[- ](?:min(?:ute)?s?|lines?|sentences?|words?|slides?|paragraphs?|pages?)|short|brief|weekly|daily|monthly|polite|friendly|one page(?: at most)?|max\.? \d+ words|\d+ words(?: max| tops)?)(?=\s*(?:[,:]|$))/giu;

/** Characters of a request in which its length stands, where no colon ends it. */
const HEAD = 80;

/** A request without what is said of its length in passing, and that. */
export function withoutLength(ask: string): { ask: string; length: string } {
  const colon = ask.search(/:(?=\s|$)/);
  const end = colon < 0 ? Math.min(ask.length, HEAD) : colon + 1;
  const [head, tail] = [ask.slice(0, end), ask.slice(end)];
  const found = [...head.matchAll(LENGTH)].map(([, one]) => one ?? '');
  if (found.length === 0) return { ask, length: '' };
  const bare = `${head.replaceAll(LENGTH, '')}${tail}`.replace(
    /^(\S+(?: \S+)?),\s+(?=(?:for|to|about|on|of)\b)/u,
    '$1 ',
  );
  return { ask: bare, length: found.join(', ') };
}

const LINK =
  /\s(?:for|about|on|of|regarding|after|over|zum|zur|zu|über|anlässlich|pour|sur|à propos de|para|sobre|de)\s+(.+)$/iu;
const ARTICLE = /^(?:our|the|a|an|my|your|das|den|die|der|dem|unser\w*|notre|nos|le|la|l'|el|los|las|nuestr[oa]s?)\s+/i;
const PERSON = /^(?:me|us|him|her|them|you|everyone|all)$/i;

/** What a text is about, as its request names it: `Dorothea's retirement after 31 years`; undefined where it names nothing. */
export function occasionOf(ask: string, recipient: string): string | undefined {
  const bare = ask
    .replace(/\s(?:who|which|der|die|das|que|qui)\s.*$/i, '')
    .replace(/[.?!:]+$/, '')
    .replace(/[,\s]+(?:please|pls|bitte|por favor)$/i, '');
  const why = /\b(?:on|about) ((?:why|how|what) .+)$/i.exec(bare)?.[1];
  if (why !== undefined) return why;
  const reader = WITHOUT_READER.test(bare) ? '' : recipient;
  let rest = ` ${bare}`;
  for (let at = 0; at < MAX_LINKS; at += 1) {
    const found = LINK.exec(rest)?.[1]?.trim();
    if (found === undefined) return undefined;
    if (!PERSON.test(found) && wordsIn(found) >= 2 && (reader === '' || !found.startsWith(reader)))
      return found.replace(ARTICLE, (article) => (/^(?:our|unser|notre|nuestr)/i.test(article) ? article : ''));
    rest = ` ${found}`;
  }
  return undefined;
}
/** Texts whose `for` names no reader. */
const WITHOUT_READER =
  /\b(?:agenda|speech|toast|one-pager|tagesordnung|rede|discurso|discours|ordre du jour|einladung|invitation|invitaci[oó]n)\b/i;
const MAX_LINKS = 4;
