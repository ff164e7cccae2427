import { sentencesIn } from './named-alternative.js';

/** Asks who or what of what others want is right. */
const ASKS =
  /\b(?:who(?:'s| is) right|which (?:one|way|is right)|what would you|whose|wer hat recht|qui[eé]n tiene raz[oó]n|qui a raison)\b/i;
const WANTS =
  /^(.{1,40}?)\s*(?:\b(?:wants?(?: us)?(?: to)?|would like(?: us)?(?: to)?|prefers?|says?(?: we should)?|suggests?|proposes?|is for|are for|would rather(?: do)?|insists? on)|[’']d rather(?: do)?)\s+(.+)$/i;
const IS_SIDE =
  /^(?:but |and |while )?(?:i|we|(?:the |my |our )?(?:\p{L}+[ -]){0,2}(?:cto|ceo|cfo|coo|vp|boss|lead|leads|team(?: [a-z])?|teams|architects?|engineers?|devs|manager|product|sales|security|ops|\p{Lu}\p{Ll}+))$/iu;
const MAX_WORDS = 16;

/** What two sides want: `CTO wants microservices. I'd rather do modules first. Who's right?`, `Team A says X, team B says Y`. */
export function positions(text: string): string[] {
  const found = sentencesIn(text).flatMap((sentence) =>
    sentence
      .split(
        /,\s+(?=(?:but |and |while )?(?:the |my |our )?[\p{L}']+(?: [\p{L}]+)? (?:wants?|says?|prefers?|suggests?|proposes?)\b)/iu,
      )
      .flatMap((part) => {
        const match = WANTS.exec(part.trim());
        const what = (match?.[2] ?? '').replace(/[.?!]+$/, '').trim();
        return match !== null && IS_SIDE.test((match[1] ?? '').trim()) && what.split(/\s+/).length <= MAX_WORDS
          ? [what]
          : [];
      }),
  );
  return found.length === 2 && (ASKS.test(text) || /\bsays\b.*\bsays\b/is.test(text)) ? found : [];
}
