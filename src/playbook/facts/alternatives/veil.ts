/** First of the private characters that stand for what is hidden. */
const FIRST = 0xe000;
const MAX_HIDDEN = 64;
const PRIVATE = /[\uE000-\uF8FF]/g;
const BRACKET = /\((?![a-h0-9]\)|one\)|two\))[^()\n]{2,240}\)/gi;
const QUOTATION =
  /"[^"\n]{2,160}"|“[^”\n]{2,160}”|„[^“”\n]{2,160}[“”]|«[^»\n]{2,160}»|(?<=\s)'[^'\n]{2,80}'(?=[\s.,;:?!)]|$)/g;

/** A text in which each bracket and each quotation is a single character: no list is split inside one. */
export class Veil {
  readonly text: string;
  readonly #hidden: string[] = [];

  constructor(text: string) {
    const hide = (one: string): string => {
      if (this.#hidden.length >= MAX_HIDDEN) return one;
      this.#hidden.push(one);
      return String.fromCharCode(FIRST + this.#hidden.length - 1);
    };
    this.text = text.replaceAll(PRIVATE, ' ').replaceAll(BRACKET, hide).replaceAll(QUOTATION, hide);
  }

  /** A part as it was written. */
  shown(part: string): string {
    // A quotation may hold a bracket.
    return part.replaceAll(PRIVATE, (one) => this.shown(this.#at(one)));
  }

  /** A part without its brackets, and what they say. */
  apart(part: string): { bare: string; asides: string[] } {
    const asides: string[] = [];
    const bare = part.replaceAll(PRIVATE, (one) => {
      const hidden = this.#at(one);
      if (!hidden.startsWith('(')) return this.shown(hidden);
      asides.push(this.shown(hidden.slice(1, -1)).trim());
      return '';
    });
    return { bare: bare.replaceAll(/ {2,}/g, ' ').replaceAll(/ (?=[,;.?!])/g, ''), asides };
  }

  #at(one: string): string {
    return this.#hidden[one.charCodeAt(0) - FIRST] ?? '';
  }
}
