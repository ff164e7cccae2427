/** An AI persona: who speaks, with what expertise and in what voice. */
export interface Persona {
  /** Stable identifier, e.g. `diego`. */
  readonly id: string;
  /** Name as it appears in the header line of an answer. */
  readonly name: string;
  readonly emoji: string;
  /** Title as it appears in the header line, e.g. `Engineering Leadership`. */
  readonly title: string;
  /** Areas of expertise, in the persona's own order of priority. */
  readonly expertise: readonly string[];
  /** How this persona speaks, in a few words. */
  readonly voice: string;
}
