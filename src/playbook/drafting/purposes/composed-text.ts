/** A text that is put together from what its request tells, and not sentence by sentence. */
export interface Composed {
  readonly subject: string;
  readonly paragraphs: readonly string[];
}

/** A finished text. */
export interface Draft {
  readonly title: string;
  readonly markdown: string;
}
