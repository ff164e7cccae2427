import { foldText } from '../../../text/index.js';
import { isFormOnly } from './answer-form.js';

/** What tells how a text is to be changed, and not what is to stand in it. */
const INSTRUCTS =
  /^\W*(?:(?:and|but|please|pls|ok|now|also|can you|could you|und|bitte|et|y|por favor) )*(?:add|mention|include|say|remove|drop|leave|without|rewrite|make|change|translate|keep|put|use|don't|do not|no|not|too|more|less|shorter|softer|address|send|write|cut|skip|fuge|mach|schreib|lass|ohne|nicht|zu|mehr|weniger|kurzer|ajoute|mets|enleve|retire|sans|trop|plus|moins|fais|reecris|anade|pon|quita|sin|demasiado|mas|menos|hazlo|reescribe|in|as|en|auf|als)\b/;
const WORDS_OF_A_FACT = 5;

/** The facts that a wish about a text tells besides: “shorter, they have ignored two of our mails”; empty without any. */
export function toldInPassing(message: string): string {
  if (message.includes('?')) return '';
  const facts = message
    .split(
      /(?<=[.!;])\s+|,\s+(?=(?:they|he|she|we|it|the|our|sie|er|wir|die|der|das|ils?|elles?|nous|on|ellos|nosotros|el|la|los)\b)/i,
    )
    .map((clause) => clause.trim().replace(/[.,;]+$/, ''))
    .filter((clause) => {
      const folded = foldText(clause).text;
      return (
        clause.split(/\s+/).length >= WORDS_OF_A_FACT &&
        !INSTRUCTS.test(folded) &&
        !isFormOnly(folded) &&
        !/^\W*(?:i|je|ich|yo)(?:'d| would| want| voudrais| hatte| quiero)/.test(folded)
      );
    });
  return facts.map((fact) => `${fact.charAt(0).toUpperCase()}${fact.slice(1)}.`).join(' ');
}
