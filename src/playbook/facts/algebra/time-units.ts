/** Units of time, the shortest first. */
const ORDER = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const;
export type TimeUnit = (typeof ORDER)[number];

const MINUTES: Readonly<Record<TimeUnit, number>> = {
  second: 1 / 60,
  minute: 1,
  hour: 60,
  day: 1440,
  week: 10_080,
  month: 43_800,
  quarter: 131_400,
  year: 525_600,
};
/** Of working time: 8 hours a day, 5 days a week, 21 days a month, 220 days a year. */
const WORKING_MINUTES: Readonly<Record<TimeUnit, number>> = {
  second: 1 / 60,
  minute: 1,
  hour: 60,
  day: 480,
  week: 2400,
  month: 10_080,
  quarter: 26_400,
  year: 105_600,
};
/** Weeks and longer are the same in both. */
const LONG: Readonly<Partial<Record<TimeUnit, number>>> = { week: 1, month: 52 / 12, quarter: 13, year: 52 };
const DAYS: Readonly<Partial<Record<TimeUnit, number>>> = { day: 1, week: 7, month: 30, quarter: 91, year: 365 };

export const isTimeUnit = (unit: string): unit is TimeUnit => (ORDER as readonly string[]).includes(unit);
export const isLonger = (a: TimeUnit, b: TimeUnit): boolean => ORDER.indexOf(a) > ORDER.indexOf(b);

/** How many of the shorter unit are in one of the longer. */
export function periodsIn(short: TimeUnit, long: TimeUnit, isWork: boolean): number {
  const [few, many] = [LONG[short], LONG[long]];
  if (few !== undefined && many !== undefined) return many / few;
  const [day, days] = [DAYS[short], DAYS[long]];
  if (!isWork && day !== undefined && days !== undefined) return days / day;
  const table = isWork ? WORKING_MINUTES : MINUTES;
  return table[long] / table[short];
}

/** What one of a unit is in another. */
export function timeFactor(from: TimeUnit, to: TimeUnit, isWork: boolean): number {
  return isLonger(from, to) ? periodsIn(to, from, isWork) : 1 / periodsIn(from, to, isWork);
}
