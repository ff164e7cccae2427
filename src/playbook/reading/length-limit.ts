import { foldText } from '../../text/index.js';

const NUMBERS: Readonly<Record<string, number>> = {
  ...{ a: 1, an: 1, one: 1, single: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7 },
  ...{ un: 1, une: 1, una: 1, deux: 2, trois: 3, dos: 2, tres: 3, cuatro: 4, cinco: 5, quatre: 4, cinq: 5 },
  ...{ ein: 1, einem: 1, einen: 1, eine: 1, einer: 1, zwei: 2, drei: 3, vier: 4, funf: 5, sechs: 6 },
};
const MAX_SENTENCES = 9;
const LIMIT = new RegExp(
  String.raw`\b(${Object.keys(NUMBERS).join('|')}|[1-${MAX_SENTENCES}])[ -](?:short |single )?(?:sentences?|lines?|liners?|frases?|lineas?|phrases?|lignes?|satz|satze|satzen|zeilen?)\b`,
);
const OPENING = /\b(?:opening|first|ersten?|premiere|primera) (?:sentence|line|satz|phrase|frase)\b/;
const MAX_READ = 400;

/** The number of sentences that a message allows: "in one line", "auf drei Sätze"; undefined when it names none. */
export function lengthLimitOf(message: string): number | undefined {
  const { text } = foldText(message.slice(0, MAX_READ));
  if (OPENING.test(text)) return 1;
  const written = LIMIT.exec(text)?.[1];
  return written === undefined ? undefined : (NUMBERS[written] ?? Number(written));
}
