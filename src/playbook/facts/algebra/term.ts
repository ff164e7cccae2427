/** What the words around a quantity say that it is. */
export type Role =
  | 'limit'
  | 'stock'
  | 'arrives'
  | 'leaves'
  | 'lost'
  | 'once'
  | 'saving'
  | 'income'
  | 'price'
  | 'used'
  | 'need'
  | 'added';

/** What a quantity is for each of: a unit, or one term of the text. */
export interface Per {
  readonly unit: string;
  readonly term?: number;
}

/** A percentage of a term: the part that counts, or what is taken away from it. */
export interface Share {
  readonly percent: number;
  readonly isTakenAway: boolean;
  readonly isSaving: boolean;
  /** A surcharge: it comes on top of the whole. */
  readonly isAdded: boolean;
  readonly start: number;
  /** Its own number among those of the text. */
  readonly at: number;
}

/** A number of the text with its unit, what it is for, and what part of it counts. */
export interface Term {
  readonly at: number;
  readonly value: number;
  /** `money`, `%`, a unit of time, a size, the stem of the counted noun, or nothing. */
  readonly unit: string;
  readonly per: readonly Per[];
  readonly shares: readonly Share[];
  /** As it is written in arithmetic: `28 stores`, `€340`. */
  readonly label: string;
  /** A name right before it, such as that of a vendor; may be empty. */
  readonly name: string;
  readonly noun: string;
  readonly currency: string;
  readonly isScaled: boolean;
  readonly isPeople: boolean;
  readonly roles: ReadonlySet<Role>;
  readonly start: number;
  readonly end: number;
  readonly sentence: number;
  /** Words of the clause before and behind it, lower case. */
  readonly before: string;
  readonly after: string;
  /** Number of the alternative that it stands in. */
  readonly option?: number;
}
