import { lowerFirst, wordsIn } from '../language/clauses.js';
import type { DraftRequest } from '../request/draft-request.js';
import type { DraftPhrases } from './draft-phrases.js';

/** The decision opens the text, whether the asker's sentences or the request itself say it. */
export function refusal(request: DraftRequest, sentences: readonly string[], phrases: DraftPhrases): string[] {
  const [first = '', ...rest] = sentences;
  if (request.language !== 'en') {
    const isSaid =
      /\b(?:nicht|kein\w*|leider|absag\w*|no|ningun\w*|lament\w*|pas|aucun\w*|malheureusement|regret\w*)\b/i.test(
        first,
      );
    const isApplicant = /\b(?:bewerb\w*|candidat\w*|postul\w*)\b/.test(request.ask);
    return [...(isApplicant && !isSaid ? [phrases.declined] : []), first, rest.join(' ')];
  }
  const role =
    request.role ??
    /\b(?:interviewed|applied|application|candidates?|applicants?) for (.+?)[.?!]*$/i.exec(request.asked)?.[1];
  const declined =
    /\b(?:declin\w+|turn(?:ing)? down|reject\w*|refus\w+) (?:the|an?|his|her|their|this) ((?:[\w-]+ ){0,3}?(?:offer|invitation|proposal|request|application|quote|meeting|deal|bid|idea))\b/i.exec(
      request.asked,
    )?.[1];
  const isSaid = /\b(?:not|n't|no|can't|cannot|declin\w*|reject\w*)\b|n't\b/i.test(first);
  const subject = /^(?:we|our)\b/i.test(sentences.find((one) => /^(?:we|our|i)\b/i.test(one)) ?? '') ? 'we' : 'I';
  // “Decline: they want me as a speaker” tells what is declined.
  const isRequestOfOthers =
    /^(?:decline|refuse|reject|turn down)\b/.test(request.ask) &&
    !isSaid &&
    /\b(?:wants?|asks?|asked|invites?|invited|offers?)\b/.test(first);
  if (isRequestOfOthers && role === undefined && declined === undefined)
    return [`Thank you for thinking of us. I have to decline this: ${lowerFirst(first)}`, rest.join(' ')];
  const decision =
    role !== undefined
      ? `${phrases.decision}: we won't offer you ${role.replace(/^an? /, 'the ')}.`
      : declined !== undefined && !isSaid
        ? `Thank you for your ${declined}; ${subject} won't accept it.`
        : undefined;
  if (decision !== undefined && !(isSaid && role === undefined)) return [decision, sentences.join(' ')];
  return [
    wordsIn(first) < 16 && request.medium !== 'chat' ? `${phrases.decision}: ${lowerFirst(first)}` : first,
    rest.join(' '),
  ];
}
