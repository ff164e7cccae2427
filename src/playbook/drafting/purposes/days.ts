import { countOf, dayMonth, MONTH_NAMES } from '../../facts/index.js';

const MONTH = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*';
const DAY_MONTH = new RegExp(String.raw`\b(\d{1,2})(?:st|nd|rd|th)?(?: of)? ${MONTH}\b`, 'i');
const MONTH_DAY = new RegExp(String.raw`\b${MONTH} (\d{1,2})(?:st|nd|rd|th)?\b`, 'i');
/** Any year that is no leap year: only days and months are told. */
const YEAR = 2026;

export interface Span {
  readonly count: number;
  readonly unit: 'day' | 'week' | 'month';
}

export const SPAN = String.raw`(\d+|one|two|three|four|five|six|eight|ten|twelve)[ -](day|week|month)s?`;

export const spanOf = (count: string, unit: string): Span => ({
  count: countOf(count.toLowerCase()) ?? Number(count),
  unit: unit.toLowerCase() as Span['unit'],
});

export const said = ({ count, unit }: Span): string => `${count} ${unit}${count === 1 ? '' : 's'}`;

/** The first day and month in a text. */
export function dayIn(text: string): Date | undefined {
  const day = DAY_MONTH.exec(text);
  const found = day === null ? MONTH_DAY.exec(text) : undefined;
  const [date, month] = day === null ? [found?.[2], found?.[1]] : [day[1], day[2]];
  if (date === undefined || month === undefined) return undefined;
  const at = MONTH_NAMES.findIndex((one) => one.toLowerCase().startsWith(month.toLowerCase()));
  return new Date(Date.UTC(YEAR, at, Number(date)));
}

/** So much later; earlier with a negative sign. */
export function after(day: Date, { count, unit }: Span, sign: 1 | -1 = 1): Date {
  const moved = new Date(day);
  if (unit === 'month') moved.setUTCMonth(moved.getUTCMonth() + sign * count);
  else moved.setUTCDate(moved.getUTCDate() + sign * count * (unit === 'week' ? 7 : 1));
  return moved;
}

const ENDS_AFTER = new RegExp(
  String.raw`\b(ends?|expires?|is over|runs? out) after ${SPAN},? (?:and )?(?:it )?(?:began|started|starts|running since|since|from) (?:on )?([^,.;]+)`,
  'i',
);

/** `ends after six weeks, began 2 September`: the day on which that is. */
export function withEnd(text: string): string {
  const found = ENDS_AFTER.exec(text);
  const began = dayIn(found?.[4] ?? '');
  if (found === null || began === undefined) return text;
  return text.replace(
    found[0],
    `${found[0]}, which is ${dayMonth(after(began, spanOf(found[2] ?? '', found[3] ?? '')))}`,
  );
}
