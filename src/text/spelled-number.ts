const SMALL = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
    .split(' ')
    .map((word, value) => [word, value]),
);
const TENS = new Map(
  'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ').map((word, index) => [word, 20 + 10 * index]),
);
const MAGNITUDE = new Map([
  ['hundred', 100],
  ['thousand', 1_000],
  ['million', 1_000_000],
]);

/** The words with numbers in digits: "twenty five" becomes "25", "3 hundred" becomes "300". */
export function spelledNumber(words: readonly string[]): string[] {
  const out: string[] = [];
  let value: number | undefined;
  let lastKind: 'small' | 'tens' | 'magnitude' | undefined;
  const flush = () => {
    if (value !== undefined) out.push(String(value));
    value = undefined;
    lastKind = undefined;
  };
  for (const word of words) {
    const small = SMALL.get(word);
    const tens = TENS.get(word);
    const magnitude = MAGNITUDE.get(word);
    if (small !== undefined) {
      if (lastKind === 'small' || (lastKind === 'tens' && small > 9)) flush();
      value = (value ?? 0) + small;
      lastKind = 'small';
    } else if (tens !== undefined) {
      if (lastKind === 'small' || lastKind === 'tens') flush();
      value = (value ?? 0) + tens;
      lastKind = 'tens';
    } else if (magnitude !== undefined && value !== undefined) {
      value *= magnitude;
      lastKind = 'magnitude';
    } else if (/^\d+(?:\.\d+)?$/.test(word)) {
      flush();
      value = Number(word);
      lastKind = 'small';
    } else {
      flush();
      out.push(word);
    }
  }
  flush();
  return out;
}
