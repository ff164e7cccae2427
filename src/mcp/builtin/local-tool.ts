/** An item with a heading of its own. */
export interface QuotableItem {
  readonly title: string;
  readonly text: string;
  readonly source?: string;
}

/** A tool that runs in this process. */
export interface LocalTool {
  readonly name: string;
  /** What an answer lacks without it, for example `no library passages`. */
  readonly effectOfLoss: string;
  /** Pure and short: it runs on the thread of the question. */
  answer(question: string, frameworks: readonly string[]): readonly QuotableItem[];
}
