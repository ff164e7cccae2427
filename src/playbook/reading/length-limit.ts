import { foldText } from '../../text/index.js';
import { countOf } from '../facts/index.js';

const COUNT =
  'an?|one|single|two|three|four|five|six|seven|une?|una|deux|trois|quatre|cinq|dos|tres|cuatro|cinco|ein(?:e[mnr]?)?|zwei|drei|vier|funf|sechs';
const MAX_SENTENCES = 9;
const LIMIT = new RegExp(
  String.raw`\b(${COUNT}|[1-${MAX_SENTENCES}])[ -](?:short |single )?(?:sentences?|lines?|liners?|frases?|lineas?|phrases?|lignes?|satz|satze|satzen|zeilen?)\b`,
);
const OPENING = /\b(?:opening|first|ersten?|premiere|primera) (?:sentence|line|satz|phrase|frase)\b/;
const MAX_READ = 400;

/** The number of sentences that a message allows: "in one line", "auf drei Sätze"; undefined when it names none. */
export function lengthLimitOf(message: string): number | undefined {
  const { text } = foldText(message.slice(0, MAX_READ));
  if (OPENING.test(text)) return 1;
  const written = LIMIT.exec(text)?.[1];
  return written === undefined ? undefined : countOf(written);
}
