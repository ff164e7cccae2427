import { type CueProgram, ELSE_AT, END, GAP, GO_TO, type NumberRows } from './cue-program.js';
import type { CueWords } from './cue-words.js';

/** Positions of the words at which a cue begins, in order, by the cue's name. */
export type CueHits = ReadonlyMap<string, readonly number[]>;

/** Hits recorded of one cue; a long memo that repeats a word gains nothing from more. */
const MAX_HITS = 64;
const GAP_WORDS = 3;
const NOT_FOUND = -1;

/**
 * Finds phrases in folded words; a phrase stands within one sentence.
 *
 * @remarks One pass over the words. A phrase is tried only where it may begin, and only when its rarest word stands in the text.
 */
export class CueMatcher {
  readonly #program: CueProgram;
  readonly #words: WordClasses;
  readonly #scratch: Scratch;

  constructor(program: CueProgram) {
    this.#program = program;
    this.#words = new WordClasses(program);
    this.#scratch = new Scratch(this.#words.count);
  }

  find(text: CueWords): CueHits {
    const { cues, cueOf } = this.#program;
    const scan = new Scan(this.#program, this.#words, text, this.#scratch);
    const hits: number[][] = [];
    let coveredUntil = 0;
    for (let at = 0; at < text.words.length; at++) {
      const { harmless, others } = scan.candidates(at);
      for (const phrase of harmless) coveredUntil = Math.max(coveredUntil, scan.endOf(phrase, at));
      if (at < coveredUntil) continue;
      for (const phrase of others) {
        const cue = cueOf[phrase] ?? 0;
        const found = hits[cue];
        if (found !== undefined && (found.at(-1) === at || found.length === MAX_HITS)) continue;
        if (scan.endOf(phrase, at) === NOT_FOUND) continue;
        if (found === undefined) hits[cue] = [at];
        else found.push(at);
      }
    }
    return new Map(hits.flatMap((positions, cue) => [[cues[cue] ?? '', positions] as const]));
  }
}

/** Distinct words whose classes are remembered; a full cache is cleared. */
const MAX_CACHED_WORDS = 2_048;
/** A longer word is not remembered. */
const MAX_CACHED_LENGTH = 12;

/** The classes that a word belongs to, by itself or by its beginning. */
class WordClasses {
  readonly count: number;
  readonly #rows: NumberRows;
  readonly #exact = new Map<string, number>();
  readonly #beginnings = new Map<string, number>();
  readonly #anyWord: number | undefined;
  readonly #cached = new Map<string, readonly number[]>();
  #minBeginning = Infinity;
  #maxBeginning = 0;

  constructor({ words, classes, phrases }: CueProgram) {
    this.#rows = classes;
    this.count = phrases.from.length - 1;
    for (const [row, word] of words.entries()) {
      if (!word.endsWith('*')) {
        this.#exact.set(word, row);
        continue;
      }
      this.#beginnings.set(word.slice(0, -1), row);
      if (word === '*') continue;
      this.#minBeginning = Math.min(this.#minBeginning, word.length - 1);
      this.#maxBeginning = Math.max(this.#maxBeginning, word.length - 1);
    }
    this.#anyWord = this.#beginnings.get('');
  }

  of(word: string): readonly number[] {
    if (word.length > MAX_CACHED_LENGTH) return this.#find(word);
    const known = this.#cached.get(word);
    if (known !== undefined) return known;
    const found = this.#find(word);
    if (this.#cached.size >= MAX_CACHED_WORDS) this.#cached.clear();
    this.#cached.set(word, found);
    return found;
  }

  #find(word: string): number[] {
    const found: number[] = [];
    this.#add(found, this.#exact.get(word));
    this.#add(found, this.#anyWord);
    const longest = Math.min(word.length, this.#maxBeginning);
    for (let length = this.#minBeginning; length <= longest; length++) {
      this.#add(found, this.#beginnings.get(word.slice(0, length)));
    }
    return found;
  }

  #add(found: number[], row: number | undefined): void {
    if (row === undefined) return;
    const { from, values } = this.#rows;
    const end = from[row + 1] ?? 0;
    for (let index = from[row] ?? 0; index < end; index++) found.push(values[index] ?? 0);
  }
}

/** Words of bits retained between texts. */
const MAX_RETAINED_BITS = 65_536;

/** Arrays of one scan, which the next one uses again. */
class Scratch {
  /** Where a word of each class stands last. */
  readonly lastAt: Int16Array;
  #bits = new Uint32Array(0);

  constructor(classes: number) {
    this.lastAt = new Int16Array(classes);
  }

  /** At least so many words of bits, none of them set. */
  bits(words: number): Uint32Array {
    if (words > MAX_RETAINED_BITS) return new Uint32Array(words);
    if (words > this.#bits.length) this.#bits = new Uint32Array(words * 2);
    return this.#bits.fill(0, 0, words);
  }
}

interface Candidates {
  readonly harmless: readonly number[];
  readonly others: readonly number[];
}

/** A text as numbers: which classes its words belong to, and where each class occurs last. */
class Scan {
  readonly #program: CueProgram;
  readonly #sentences: readonly number[];
  /** Number of the word at each position: the same word has the same number. */
  readonly #wordAt: Uint16Array;
  readonly #classesOf: readonly (readonly number[])[];
  /** One bit for each word and class. */
  readonly #isIn: Uint32Array;
  readonly #stride: number;
  /** Where a word of each class stands last. */
  readonly #lastAt: Int16Array;
  readonly #candidates: Candidates[] = [];

  constructor(program: CueProgram, wordClasses: WordClasses, { words, sentences }: CueWords, scratch: Scratch) {
    const numbers = new Map<string, number>();
    /** Words of no phrase have one number: 0. */
    const unknown = wordClasses.of('');
    const classesOf = [unknown];
    const wordAt = new Uint16Array(words.length);
    const lastOf: number[] = [];
    const lastAt = scratch.lastAt.fill(NOT_FOUND);
    for (let at = 0; at < words.length; at++) {
      const word = words[at] ?? '';
      let number = numbers.get(word);
      if (number === undefined) {
        const classes = wordClasses.of(word);
        number = classes.length === unknown.length ? 0 : classesOf.push(classes) - 1;
        numbers.set(word, number);
      }
      wordAt[at] = number;
      lastOf[number] = at;
    }
    const stride = (wordClasses.count + 31) >>> 5;
    const isIn = scratch.bits(classesOf.length * stride);
    for (let number = 0; number < classesOf.length; number++) {
      const last = lastOf[number] ?? 0;
      for (const of of classesOf[number] ?? []) {
        const at = number * stride + (of >>> 5);
        isIn[at] = (isIn[at] ?? 0) | (1 << (of & 31));
        lastAt[of] = Math.max(lastAt[of] ?? NOT_FOUND, last);
      }
    }
    this.#program = program;
    this.#sentences = sentences;
    this.#wordAt = wordAt;
    this.#classesOf = classesOf;
    this.#isIn = isIn;
    this.#stride = stride;
    this.#lastAt = lastAt;
  }

  /** Phrases that may begin with the word at a position, and whose rarest word stands in the text. */
  candidates(at: number): Candidates {
    const word = this.#wordAt[at] ?? 0;
    return (this.#candidates[word] ??= this.#candidatesOf(word));
  }

  #candidatesOf(word: number): Candidates {
    const { phrases, rarestOf, harmlessCount } = this.#program;
    const harmless: number[] = [];
    const others: number[] = [];
    for (const of of this.#classesOf[word] ?? []) {
      const end = phrases.from[of + 1] ?? 0;
      for (let index = phrases.from[of] ?? 0; index < end; index++) {
        const phrase = phrases.values[index] ?? 0;
        const rarest = rarestOf[phrase] ?? END;
        if (rarest !== END && this.#lastAt[rarest] === NOT_FOUND) continue;
        (phrase < harmlessCount ? harmless : others).push(phrase);
      }
    }
    return { harmless, others };
  }

  /** Position after the last word when a phrase stands at `from`. */
  endOf(phrase: number, from: number): number {
    const rarest = this.#program.rarestOf[phrase] ?? END;
    if (rarest !== END && (this.#lastAt[rarest] ?? NOT_FOUND) < from) return NOT_FOUND;
    return this.#run(this.#program.codeOf[phrase] ?? 0, from, this.#sentences[from] ?? 0);
  }

  #run(start: number, from: number, sentence: number): number {
    const { code } = this.#program;
    let step = start;
    let at = from;
    for (;;) {
      const instruction = code[step] ?? END;
      if (instruction === END) return at;
      if (instruction === GAP) return this.#runAfterGap(step + 1, at, sentence);
      if (instruction === GO_TO) {
        step = code[step + 1] ?? 0;
      } else if (instruction === ELSE_AT) {
        const end = this.#run(step + 2, at, sentence);
        if (end !== NOT_FOUND) return end;
        step = code[step + 1] ?? 0;
      } else {
        if (this.#sentences[at] !== sentence || !this.#isWordIn(instruction, at)) return NOT_FOUND;
        at += 1;
        step += 1;
      }
    }
  }

  #runAfterGap(step: number, at: number, sentence: number): number {
    for (let skipped = 0; skipped <= GAP_WORDS; skipped++) {
      const end = this.#run(step, at + skipped, sentence);
      if (end !== NOT_FOUND) return end;
    }
    return NOT_FOUND;
  }

  #isWordIn(of: number, at: number): boolean {
    const word = this.#wordAt[at] ?? 0;
    return (((this.#isIn[word * this.#stride + (of >>> 5)] ?? 0) >>> (of & 31)) & 1) === 1;
  }
}
