import { plainText } from '../question/quotable-text.js';

const MIN_LENGTH = 14;
const MAX_LENGTH = 110;
const SHARE = /\d ?%|\b(?:half|third|quarter|tenth|hälfte|drittel|viertel|moiti[eé]|tiers|mitad|tercio)\b/i;
const COUNTED =
  /\b(?:\d+|two|three|four) (?:days?|weeks?|months?|hours?|times|incidents?|outages?|people|tage\w*|wochen|jours|semaines|semanas|veces|fois)\b|\b\d+(?:[.,]\d+)?k? (?:of|out of|von|sur|de) \d|\b\d[\d.,]*k?\b(?! ?(?:am|pm|h\b|:))/i;
/** What is planned or wished for is no finding. */
const INTENDS =
  /\b(?:want\w*|wants|would like|wish\w*|plan(?:s|ning)? to|thinking of|going to|we need|should|m[oö]chte\w*|will|wollen|voudrais|veut|veux|quier\w*|asking for|reports? to|renews?|is due|starts?)\b/i;
const ASKS = /\?|^\W*(?:how|what|should|who|why|wie|was|soll|comment|qu|c[oó]mo)\b/i;

/** The clause of a text whose number shows most what is at stake, in the asker's words: a share before a count. */
export function ownFigure(text: string): string | undefined {
  const clauses = text
    .split(/(?<=[.!?])\s+/)
    .filter((sentence) => !sentence.includes('?'))
    .flatMap((sentence) => sentence.split(/[,;:()]\s+|\s[–—-]\s/))
    .map((clause) =>
      clause
        .replace(/^(?:and|but|so|und|aber|et|mais|y|pero) /i, '')
        .replace(/[.!)]+$/, '')
        .trim(),
    )
    .filter(
      (clause) =>
        clause.length >= MIN_LENGTH && clause.length <= MAX_LENGTH && !ASKS.test(clause) && !INTENDS.test(clause),
    );
  const found = clauses.find((clause) => SHARE.test(clause)) ?? clauses.find((clause) => COUNTED.test(clause));
  return found === undefined ? undefined : plainText(found, MAX_LENGTH);
}
