import type { FactLanguage } from './number-words.js';

/** Where something stands in the text, and the words around it. */
export interface FactPlace {
  readonly start: number;
  readonly end: number;
  /** As written. */
  readonly text: string;
  /** Up to eight words before and behind it, of the same sentence. */
  readonly before: string;
  readonly after: string;
  /** Number of its sentence. */
  readonly sentence: number;
}

export type Period = 'once' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

export interface MoneyFact extends FactPlace {
  readonly value: number;
  /** Sign or code; empty when the text names none. */
  readonly currency: string;
  readonly per: Period;
  /** It is for each of something. */
  readonly each: boolean;
  /** What the amount is, read from the words around it. */
  readonly what: MoneyRole;
  /** Written as `41k` or `1.2M`. */
  readonly isScaled: boolean;
}
export type MoneyRole =
  'cash' | 'burn' | 'budget' | 'saving' | 'revenue' | 'salary' | 'price' | 'build' | 'run' | 'loss' | 'cost';

export interface PercentFact extends FactPlace {
  /** In percent: 35 for `35%` and for `0.35 of`. */
  readonly value: number;
  /** What it is a share of; may be empty. */
  readonly of: string;
}

export interface CountFact extends FactPlace {
  readonly value: number;
  /** English plural where it is known, e.g. `engineers` for `Entwickler`; else the noun as written; may be empty. */
  readonly unit: string;
  /** The counted noun phrase as written. */
  readonly noun: string;
  readonly per: Period;
  readonly isPeople: boolean;
}

export type DurationUnit = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year' | 'minute';
export interface DurationFact extends FactPlace {
  /** In weeks. */
  readonly value: number;
  readonly amount: number;
  readonly unit: DurationUnit;
  readonly words: string;
  readonly what: 'remaining' | 'past' | 'length';
  /** A rate such as `5 hours a week`. */
  readonly per: Period;
}

export interface DateFact extends FactPlace {
  readonly date: Date;
  readonly words: string;
  readonly isToday: boolean;
  /** `past` when the words say so, e.g. `since May`. */
  readonly what: 'today' | 'past' | 'deadline' | 'other';
}

export interface Cell {
  readonly text: string;
  readonly value?: number;
  readonly date?: Date;
}
export interface FactTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly types: readonly ('number' | 'date' | 'text')[];
  readonly start: number;
  readonly end: number;
}

export interface Alternative {
  readonly label?: string;
  /** In short: without brackets, and without what is said of it. */
  readonly text: string;
  /** What the asker says of it; may be empty. */
  readonly said: string;
  /** All of it, as written. */
  readonly full: string;
  /** A person or an offer, told about by name. */
  readonly isTold?: 'person' | 'offer';
  readonly facts: Facts;
}

/** What a text says in numbers, and the alternatives that it names. */
export interface Facts {
  readonly language: FactLanguage;
  readonly today: Date;
  readonly money: readonly MoneyFact[];
  readonly percents: readonly PercentFact[];
  readonly counts: readonly CountFact[];
  readonly durations: readonly DurationFact[];
  readonly dates: readonly DateFact[];
  readonly factors: readonly (FactPlace & { readonly value: number })[];
  readonly tables: readonly FactTable[];
  readonly alternatives: readonly Alternative[];
}

/** What the numbers of a text are. */
export interface ReadNumbers {
  readonly money: MoneyFact[];
  readonly percents: PercentFact[];
  readonly counts: CountFact[];
  readonly durations: DurationFact[];
  readonly dates: DateFact[];
  readonly factors: (FactPlace & { value: number })[];
}
