// Compares quotes with what readers underlined.

/** Share of a quote's letters that lie within what was underlined, and of one underlined phrase that it covers. */
const MIN_WITHIN = 0.6;
const MIN_COVERED = 0.5;

/**
 * Of the items whose framework is found, how many are quoted as a reader would.
 *
 * @param items  Each with its `text` and the phrases `accepted` as evidence.
 * @param quotes Gives the evidence of an item: spans of its text; undefined where the framework is not found.
 */
export function underlinedOf(items, quotes) {
  let [quoted, right] = [0, 0];
  for (const item of items) {
    const evidence = quotes(item);
    if (evidence === undefined) continue;
    quoted += 1;
    if (evidence.every((quote) => isUnderlined(quote, spansOf(item)))) right += 1;
  }
  return { quoted, right };
}

function spansOf({ accepted, text }) {
  return accepted.map((phrase) => [text.indexOf(phrase), text.indexOf(phrase) + phrase.length]);
}

function isUnderlined({ start, end }, spans) {
  const shared = ([from, to]) => Math.max(0, Math.min(to, end) - Math.max(from, start));
  let within = 0;
  for (let at = start; at < end; at += 1) if (spans.some(([from, to]) => at >= from && at < to)) within += 1;
  const covered = Math.max(...spans.map((span) => shared(span) / (span[1] - span[0])));
  return within / (end - start) >= MIN_WITHIN && covered >= MIN_COVERED;
}
