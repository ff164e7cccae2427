import { foldText, givesInstructions } from '../../text/index.js';
import { countWords, quotableText } from '../question/quotable-text.js';

type DeclineReason = 'unreadable' | 'instruction' | 'thanks' | 'greeting' | 'technical' | 'other';

const SENTENCES: Readonly<Record<DeclineReason, string>> = {
  unreadable:
    'I cannot make out the words of this; tell me in a sentence or two which decision you face and what makes it hard.',
  instruction:
    'This text gives the service instructions and asks for no advice, so I leave it unanswered; a question about your organization, strategy or technology is welcome.',
  thanks: 'You are welcome; come back whenever the next decision needs a second opinion.',
  greeting:
    'Hello, I help with questions of organization, strategy, money and technology direction, so tell me what is on your desk.',
  technical:
    'This reads like a hands-on technical question, which documentation or a coding assistant will answer better than I can; if there is a decision behind it, about people, priorities or cost, tell me that and I am glad to help.',
  other:
    'That one is better asked elsewhere; my field is leading engineering work, so if it has to do with your team, a decision or a plan, ask me with that in a sentence and I will answer.',
};
const SEARCHED_LENGTH = 8_192;
const RULES: readonly (readonly [DeclineReason, RegExp])[] = [
  [
    'technical',
    /\b(?:error|exception|stack ?trace|null|undefined|npm|pip|docker|git|regex|sql|select|join|css|html|javascript|typescript|python|java|kotlin|rust|golang|function|method|class|compil\w+|linter|config(?:ure|uration)?|install|import|bash|terminal|endpoint|json|yaml|api|query|index|array|string|unit test|debug\w*|vim|excel|formula|script)\b/i,
  ],
  [
    'thanks',
    /^\W*(?:many |lots of )?(?:thanks?|thank you|thx|cheers|gracias|merci|danke|much appreciated|great,? thanks)\b/i,
  ],
  [
    'greeting',
    /^\W*(?:hi|hello|hey|good (?:morning|afternoon|evening)|hola|bonjour|hallo|guten tag|salut|how are you|greetings)\b/i,
  ],
];

/** What no leader's question asks for, in four languages; the first kind even where the text names something of the trade. */
const PASTIME = /\b(?:joke|jokes|limerick|haiku|poem|riddle|horoscope|chiste|poema|blague|poeme|witz|gedicht|ratsel)\b/;
const EVERYDAY =
  /\b(?:weather|wetter|meteo|el tiempo en|recipe|rezept|receta|recette|cook|kochen|cocinar|cuisiner|dinner|world cup|football|soccer|fussball|movie|film|netflix|serie|series|novel|roman|novela|song|lied|cancion|chanson|restaurant|flight to|hotel|birthday|cumpleanos|geburtstag|anniversaire|homework|hausaufgabe|deberes|capital of|who won|what time is it|translate|ubersetze|traduis|traduce|printer|drucker|imprimante|impresora)\b/;
const SHORT_REQUEST = 30;

/** Whether a text asks for a pastime or an everyday thing. */
export function isEveryday(text: string, isSureOfCase: boolean): boolean {
  if (text.length > 400 || text.trim().split(/\s+/).length > SHORT_REQUEST) return false;
  const folded = foldText(text).text;
  return PASTIME.test(folded) || (!isSureOfCase && EVERYDAY.test(folded));
}

/** The sentence that declines a text without a strategic question. */
export function declineSentence(question: string): string {
  return SENTENCES[declineReason(question)];
}

/**
 * Thanks, a greeting, instructions to the service: nothing is asked, wherever it stands.
 *
 * @param isReply Whether it stands in a conversation.
 */
export function asksForNothing(text: string, isReply: boolean): boolean {
  if (text.includes('?')) return false;
  const reason = declineReason(text);
  if (reason === 'unreadable') return !(isReply && /[\p{L}\d]/u.test(text));
  // “Thanks. And in German?” goes on.
  return reason === 'greeting' || reason === 'instruction' || reason === 'thanks';
}

function declineReason(question: string): DeclineReason {
  const raw = question.slice(0, SEARCHED_LENGTH);
  const text = quotableText(raw);
  if (givesInstructions(raw)) return 'instruction';
  const isCourtesy = countWords(text) <= 12;
  for (const [reason, pattern] of RULES) {
    if ((reason === 'thanks' || reason === 'greeting') && !isCourtesy) continue;
    if (pattern.test(raw)) return reason;
  }
  return /\p{L}{2}/u.test(text) ? 'other' : 'unreadable';
}
