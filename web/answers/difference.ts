/** One stretch of a comparison. */
export interface Change {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Beyond so many pieces a side, the stretches are taken for replaced whole. */
const MAX_PIECES = 1_200;

/** How a text became another: paragraph by paragraph, and within a changed one word by word. */
export function differenceOf(before: string, after: string): Change[][] {
  const blocks = compare(paragraphs(before), paragraphs(after));
  const lines: Change[][] = [];
  for (let at = 0; at < blocks.length; at++) {
    const block = blocks[at];
    const next = blocks[at + 1];
    if (block === undefined) continue;
    if (block.kind === 'removed' && next?.kind === 'added' && isAlike(block.text, next.text)) {
      lines.push(compare(words(block.text), words(next.text)));
      at++;
    } else {
      lines.push([block]);
    }
  }
  return lines;
}

function paragraphs(text: string): string[] {
  return text.split(/\n{2,}/).filter((paragraph) => paragraph.trim() !== '');
}

function words(text: string): string[] {
  return text.match(/\s*\S+/g) ?? [];
}

/** Whether two paragraphs share enough words to be shown as one that was changed. */
function isAlike(one: string, other: string): boolean {
  const known = new Set(words(one).map((word) => word.trim()));
  const wordsOfOther = words(other);
  return wordsOfOther.filter((word) => known.has(word.trim())).length * 3 >= wordsOfOther.length;
}

/** Longest common subsequence; neighbours of one kind are joined, paragraphs stay apart. */
function compare(before: readonly string[], after: readonly string[]): Change[] {
  const isOfWords = before.length + after.length > 0 && ![...before, ...after].some((piece) => /\S\s+\S/.test(piece));
  if (before.length > MAX_PIECES || after.length > MAX_PIECES) {
    const separator = isOfWords ? '' : '\n\n';
    return [
      { kind: 'removed', text: before.join(separator) },
      { kind: 'added', text: after.join(separator) },
    ];
  }
  const width = after.length + 1;
  const lengths = new Uint16Array((before.length + 1) * width);
  for (let row = before.length - 1; row >= 0; row--) {
    for (let column = after.length - 1; column >= 0; column--) {
      const below = lengths[(row + 1) * width + column] ?? 0;
      const right = lengths[row * width + column + 1] ?? 0;
      lengths[row * width + column] =
        before[row] === after[column] ? (lengths[(row + 1) * width + column + 1] ?? 0) + 1 : Math.max(below, right);
    }
  }
  const changes: { kind: Change['kind']; text: string }[] = [];
  const add = (kind: Change['kind'], text: string) => {
    const last = changes.at(-1);
    if (isOfWords && last?.kind === kind) last.text += text;
    else changes.push({ kind, text });
  };
  let row = 0;
  let column = 0;
  while (row < before.length || column < after.length) {
    const one = before[row];
    const other = after[column];
    if (one !== undefined && one === other) {
      add('same', one);
      row++;
      column++;
    } else if (
      other === undefined ||
      (one !== undefined && (lengths[(row + 1) * width + column] ?? 0) >= (lengths[row * width + column + 1] ?? 0))
    ) {
      add('removed', one ?? '');
      row++;
    } else {
      add('added', other);
      column++;
    }
  }
  return changes;
}
