import { isWord, parsePhrase, type Phrase, type Place, type WordLists } from './cue-phrase.js';

/** Instructions of a phrase; any smaller number is a class of words that must contain the next word. */
export const END = 0xff_ff;
/** Up to three words of any kind. */
export const GAP = 0xff_fe;
/** Try what follows; else go on at the position that is the next number. */
export const ELSE_AT = 0xff_fd;
/** Go on at the position that is the next number. */
export const GO_TO = 0xff_fc;
/** Numbers that are no instruction. */
export const MAX_NUMBER = 0xff_00;

/** Phrases of this cue cover the words they stand on: no other cue begins there. */
const HARMLESS = 'harmless';

/** Rows of numbers in one array; row `n` begins at `from[n]` and ends before `from[n + 1]`. */
export interface NumberRows {
  readonly from: Uint16Array;
  readonly values: Uint16Array;
}

/** Phrases as numbers: thousands of them as objects are several megabytes, and take long to make. */
export interface CueProgram {
  readonly cues: readonly string[];
  /** Row of `classes` of a word, or with a star of the beginning of one. */
  readonly words: readonly string[];
  /** Classes that contain a word; a class is the words of one place. */
  readonly classes: NumberRows;
  /** Phrases by the class that they may begin with. */
  readonly phrases: NumberRows;
  /** The first phrases are those of `harmless`. */
  readonly harmlessCount: number;
  /** By phrase: its cue, where its code begins, and the rarest class that it cannot do without, or {@link END}. */
  readonly cueOf: Uint16Array;
  readonly codeOf: Uint16Array;
  readonly rarestOf: Uint16Array;
  readonly code: Uint16Array;
}

/** @param cues  Phrases by the name of their cue; those of `harmless` keep other cues from the words they stand on. */
export function compileCues(lists: WordLists, cues: Readonly<Record<string, readonly string[]>>): CueProgram {
  const { [HARMLESS]: harmless = [], ...others } = cues;
  const names = [HARMLESS, ...Object.keys(others)];
  const vocabulary = new Vocabulary();
  const code: number[] = [];
  const cueOf: number[] = [];
  const codeOf: number[] = [];
  const neededOf: number[][] = [];
  const beginWith: number[][] = [];
  for (const [cue, sources] of [harmless, ...Object.values(others)].entries()) {
    for (const source of sources) {
      const phrase = parsePhrase(source, lists);
      const at = code.length;
      emit(phrase, vocabulary, code);
      code.push(END);
      for (const first of beginnings(code, at)) {
        if (first > MAX_NUMBER) throw new RangeError(`"${source}" of ${names[cue]} may begin with any word`);
        (beginWith[first] ??= []).push(cueOf.length);
      }
      cueOf.push(cue);
      codeOf.push(at);
      neededOf.push(phrase.filter(isWord).map((place) => vocabulary.classOf(place)));
    }
  }
  const { words, classes, commonness } = vocabulary.close();
  const byCommonness = (one: number, other: number) => (commonness[one] ?? 0) - (commonness[other] ?? 0);
  return {
    cues: names,
    words,
    classes,
    phrases: numberRows(beginWith, commonness.length),
    harmlessCount: harmless.length,
    cueOf: numbers(cueOf),
    codeOf: numbers(codeOf),
    rarestOf: numbers(neededOf.map((needed) => needed.toSorted(byCommonness)[0] ?? END)),
    code: numbers(code),
  };
}

/** Words of the phrases and the classes they form; places with the same words are one class. */
class Vocabulary {
  readonly #classes = new Map<string, number>();
  readonly #classesOf = new Map<string, number[]>();

  classOf(words: readonly string[]): number {
    const key = words.join(' ');
    const known = this.#classes.get(key);
    if (known !== undefined) return known;
    const added = this.#classes.size;
    this.#classes.set(key, added);
    for (const word of new Set(words)) {
      const classes = this.#classesOf.get(word);
      if (classes === undefined) this.#classesOf.set(word, [added]);
      else classes.push(added);
    }
    return added;
  }

  close() {
    /** A class is as common as its words are frequent in other classes. */
    const commonness = Array.from({ length: this.#classes.size }, () => 0);
    for (const [word, classes] of this.#classesOf) {
      for (const of of classes) commonness[of] = (commonness[of] ?? 0) + (word === '*' ? Infinity : classes.length);
    }
    const words = [...this.#classesOf.keys()];
    return { words, classes: numberRows([...this.#classesOf.values()], words.length), commonness };
  }
}

function emit(places: Phrase, vocabulary: Vocabulary, code: number[]): void {
  for (const place of places) emitPlace(place, vocabulary, code);
}

function emitPlace(place: Place, vocabulary: Vocabulary, code: number[]): void {
  if (place === 'gap') {
    code.push(GAP);
    return;
  }
  if (isWord(place)) {
    code.push(vocabulary.classOf(place));
    return;
  }
  const ends: number[] = [];
  for (const [index, row] of place.rows.entries()) {
    const isLast = index === place.rows.length - 1;
    const elseAt = code.length + 1;
    if (!isLast) code.push(ELSE_AT, 0);
    emit(row, vocabulary, code);
    if (isLast) break;
    code.push(GO_TO, 0);
    ends.push(code.length - 1);
    code[elseAt] = code.length;
  }
  for (const end of ends) code[end] = code.length;
}

/** Classes, gaps and ends that the code at `at` may begin with. */
function beginnings(code: readonly number[], at: number): number[] {
  const step = code[at] ?? END;
  const next = code[at + 1] ?? 0;
  if (step === ELSE_AT) return [...beginnings(code, at + 2), ...beginnings(code, next)];
  return step === GO_TO ? beginnings(code, next) : [step];
}

function numberRows(rows: readonly (readonly number[] | undefined)[], count: number): NumberRows {
  const from = [0];
  for (let row = 0; row < count; row++) from.push((from[row] ?? 0) + (rows[row]?.length ?? 0));
  return { from: numbers(from), values: numbers(rows.flatMap((row) => row ?? [])) };
}

function numbers(values: readonly number[]): Uint16Array {
  if (values.length > MAX_NUMBER) throw new RangeError('too many phrases');
  return Uint16Array.from(values);
}

/** A program as it is stored: numbers of two bytes in base64. */
export type StoredProgram = {
  readonly [Key in keyof CueProgram]: CueProgram[Key] extends Uint16Array
    ? string
    : CueProgram[Key] extends NumberRows
      ? { readonly from: string; readonly values: string }
      : CueProgram[Key] extends number
        ? number
        : string;
};

export function encodeProgram(program: CueProgram): StoredProgram {
  const rows = ({ from, values }: NumberRows) => ({ from: base64(from), values: base64(values) });
  return {
    cues: program.cues.join(' '),
    words: program.words.join(' '),
    classes: rows(program.classes),
    phrases: rows(program.phrases),
    harmlessCount: program.harmlessCount,
    cueOf: base64(program.cueOf),
    codeOf: base64(program.codeOf),
    rarestOf: base64(program.rarestOf),
    code: base64(program.code),
  };
}

export function decodeProgram(stored: StoredProgram): CueProgram {
  const rows = ({ from, values }: { from: string; values: string }) => ({
    from: fromBase64(from),
    values: fromBase64(values),
  });
  return {
    cues: stored.cues.split(' '),
    words: stored.words.split(' '),
    classes: rows(stored.classes),
    phrases: rows(stored.phrases),
    harmlessCount: stored.harmlessCount,
    cueOf: fromBase64(stored.cueOf),
    codeOf: fromBase64(stored.codeOf),
    rarestOf: fromBase64(stored.rarestOf),
    code: fromBase64(stored.code),
  };
}

function base64({ buffer, byteOffset, byteLength }: Uint16Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

function fromBase64(text: string): Uint16Array {
  const bytes = Buffer.from(text, 'base64');
  const values = new Uint16Array(bytes.length / 2);
  for (let at = 0; at < values.length; at++) values[at] = (bytes[at * 2] ?? 0) | ((bytes[at * 2 + 1] ?? 0) << 8);
  return values;
}
