import { plain } from '../facts/index.js';
import { asSentence, wordsIn } from './language/clauses.js';
import { toReader } from './language/perspective.js';

const WORDS_A_MINUTE = 130;

/** Whether a text is already as short as is asked for: `one minute at most`. */
export function staysWithin(text: string, asked: string): boolean {
  const minutes = /\b(one|une|eine|un|una|two|deux|zwei|dos|1|2|3)[- ](?:minutes?|min|minuten?|minutos?)\b/.exec(
    asked,
  )?.[1];
  if (minutes === undefined) return false;
  const count = /^(?:two|deux|zwei|dos|2)$/.test(minutes) ? 2 : minutes === '3' ? 3 : 1;
  return wordsIn(text) <= count * WORDS_A_MINUTE;
}

/** What has come to be known of the reader: `they've ignored two mails already`. */
const OF_READER =
  /(?:^|[,;.]\s+)((?:they|he|she)(?:'ve|'s|’ve|’s| have| has| did| never| already)? [^,;.]*(?:\d|\b(?:two|three|four|twice|already|never|still|ignored|promised)\b)[^,;.]*)/i;
/** A figure that has changed: `finally it will be 55 %, but paid in June`. */
const NOW =
  /\b(?:finalement|en fait|actually|in the end|finally|it's now|doch|nun doch|al final|finalmente)[, ]+(?:ce sera|c'est|it (?:is|will be)|it's|es (?:sind|werden)|wird es|ser[aá]n?|son)? ?(?:de )?(\d[\d.,]*) ?(%|k€|€|k|[\p{L}]+)(?:,? (?:mais|but|aber|pero) ([^.?!]+))?/iu;

/** A text with what a wish for another tone tells besides: a changed figure in its place, what the reader has done at its end. */
export function withNews(text: string, instruction: string): string {
  const change = NOW.exec(instruction);
  if (change !== null) {
    const [, value = '', unit = '', more] = change;
    const old = new RegExp(String.raw`\d[\d.,]*(\s?)${unit.replaceAll(/[.*+?^$()|[\]{}]/g, '')}(?!\p{L})`, 'u');
    const changed = text.replace(old, (_, space: string) => `${value}${space}${unit}`);
    return more === undefined ? changed : beforeClosing(changed, asSentence(more.trim()));
  }
  const done = OF_READER.exec(instruction)?.[1];
  if (
    done === undefined ||
    /\?/.test(instruction) ||
    /^(?:they|he|she)(?: is| are|'s|'re) (?:too|not)\b/.test(plain(done))
  )
    return text;
  const told = asSentence(toReader(done, { isPlural: true, nouns: [] }));
  return text.includes(told) ? text : beforeClosing(text, told);
}

/** Before what is asked for and the closing; else at the end. */
function beforeClosing(text: string, sentence: string): string {
  const paragraphs = text.split('\n\n');
  const end = paragraphs.findIndex((one) =>
    /^(?:We expect|We ask|Please|Best,|Kind regards,|Viele|Mit freundlichen|Un saludo|Atentamente|Bien à|Cordialement)/.test(
      one,
    ),
  );
  paragraphs.splice(end < 0 ? paragraphs.length : end, 0, sentence);
  return paragraphs.join('\n\n');
}
