import type { MoneyFact } from './facts.js';

/** A number as it is written: thousands with commas, as few decimals as tell it apart. */
export function figure(value: number): string {
  const size = Math.abs(value);
  if (size < 1e-9) return '0';
  if (Math.abs(value - Math.round(value)) < 1e-9 || size >= 100) return Math.round(value).toLocaleString('en-US');
  if (size < 0.1) return String(Number(value.toPrecision(2)));
  const exact = Math.round(value * 100) / 100;
  if (Math.abs(exact - value) < 1e-9) return String(exact);
  return size < 1 ? value.toFixed(2).replace(/0$/, '') : value.toFixed(1).replace(/\.0$/, '');
}

/** An amount in the notation of the asker: with the sign, and in `k` or `M` when the text has it so. */
export function amount(value: number, like: Pick<MoneyFact, 'currency' | 'isScaled'>): string {
  const sign = /^[€$£]$/.test(like.currency) ? like.currency : '';
  const code = sign === '' && like.currency !== '' ? ` ${like.currency}` : '';
  const size = Math.abs(value);
  const written =
    size >= 1e6
      ? `${significant(value / 1e6, 3)}M`
      : like.isScaled && size >= 1000
        ? `${significant(value / 1e3, 4)}k`
        : figure(value);
  return value < 0 ? `−${sign}${written.slice(1)}${code}` : `${sign}${written}${code}`;
}

const significant = (value: number, digits: number): string => String(Number(value.toPrecision(digits)));

/** A number that is calculated on: small ones keep the digits that the result depends on. */
const operand = (value: number): string =>
  Math.abs(value) < 10 && Math.abs(value) > 1e-9 ? String(Number(value.toPrecision(4))) : figure(value);

/** Does the arithmetic of a derived number and writes it down, so that every figure can be followed. */
export class Ledger {
  readonly #lines: string[] = [];

  /** Writes `a op b = result` and returns the result. */
  do(a: number, operator: '×' | '/' | '+' | '−', b: number): number {
    const result = operator === '×' ? a * b : operator === '/' ? a / b : operator === '+' ? a + b : a - b;
    this.#lines.push(`${operand(a)} ${operator} ${operand(b)} = ${operand(result)}`);
    return result;
  }

  /** Part of a whole in percent. */
  share(part: number, whole: number): number {
    const result = (part / whole) * 100;
    this.#lines.push(`${figure(part)} / ${figure(whole)} = ${figure(result)}%`);
    return result;
  }

  /** Percent of an amount. */
  percent(percent: number, of: number): number {
    const result = (percent / 100) * of;
    this.#lines.push(`${figure(percent)}% × ${operand(of)} = ${operand(result)}`);
    return result;
  }

  /** Days between two dates, as weeks. */
  weeks(from: Date, to: Date): number {
    const days = Math.round((to.getTime() - from.getTime()) / 86_400_000);
    this.#lines.push(`${dayMonth(from)} to ${dayMonth(to)} = ${days} days = ${figure(days / 7)} weeks`);
    return days / 7;
  }

  /** A date so many weeks or months on, which the caller has worked out. */
  lands(from: Date, words: string, to: Date): void {
    this.#lines.push(`${dayMonth(from)} plus ${words} is ${dayMonth(to)}`);
  }

  /** A figure that no single operation gives. */
  note(line: string): void {
    this.#lines.push(line);
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  toString(): string {
    return this.#lines.join('; ');
  }
}

export const MONTH_NAMES =
  'January February March April May June July August September October November December'.split(' ');
export const dayMonth = (date: Date): string => `${date.getUTCDate()} ${MONTH_NAMES[date.getUTCMonth()] ?? ''}`;
