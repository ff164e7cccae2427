import { givesInstructions } from '../text/index.js';
import { countWords, quotableText } from './question/quotable-text.js';

type DeclineReason = 'unreadable' | 'instruction' | 'thanks' | 'greeting' | 'technical' | 'other';

const SENTENCES: Readonly<Record<DeclineReason, string>> = {
  unreadable:
    'I cannot make out a question in this text; tell me in a sentence or two which decision you face and what makes it hard.',
  instruction:
    'This text gives the service instructions and does not ask for advice, so I leave it unanswered; a question about your organization, strategy or technology is welcome.',
  thanks: 'You are welcome; come back whenever the next decision needs a second opinion.',
  greeting:
    'Hello, I help with questions of organization, strategy, money and technology direction, so tell me what is on your desk.',
  technical:
    'This reads like a hands-on technical question, which documentation or a coding assistant will answer better than I can; I advise on the people, priorities and trade-offs around such work.',
  other:
    'This does not look like a question about organization, people, technology direction, money, market or risk, so I have no strategic advice to offer on it.',
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

/** The sentence that declines a text without a strategic question. */
export function declineSentence(question: string): string {
  return SENTENCES[declineReason(question)];
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
