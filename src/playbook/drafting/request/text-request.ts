import { withoutAbbreviations, wordsIn } from '../language/clauses.js';
import { parseDraftRequest } from './draft-request.js';
import { textTaskOf } from './text-task.js';

/** Of a text that can be written from its request alone. */
const MIN_CONTENT = 7;

/** Whether a message asks for a text and says what is in it, so that it needs nothing said before. */
export function isTextRequest(text: string): boolean {
  const task = textTaskOf(text);
  if (task !== 'draft') return task === 'summary';
  const request = parseDraftRequest(withoutAbbreviations(text));
  return request !== undefined && wordsIn(request.content.join(' ')) >= MIN_CONTENT;
}
