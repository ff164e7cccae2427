import type { Facts } from '../facts/index.js';

const DAY_MS = 86_400_000;
const DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });

/** A longer plan is told in months. */
const MAX_IN_WEEKS = 26;
const WEEKS_OF_MONTH = 365.25 / 12 / 7;

/** The time of each phase of a plan: days 1–30, dates up to the asker's own, or weeks with the date of their end. */
export function phasesOf(plan: readonly { readonly share: number }[], text: string, facts: Facts): string[] {
  if (/\b30[/ -]{1,3}60[/ -]{1,3}90\b/.test(text)) return ['Days 1–30', 'Days 31–60', 'Days 61–90', 'After day 90'];
  const first = FIRST_TIME.exec(text);
  if (first !== null) return daysOf(plan, numberOf(first[1] ?? '') * (DAYS[first[2]?.toLowerCase() ?? ''] ?? 1));
  const end = deadlineOf(facts);
  const length = facts.durations.find(({ what }) => what === 'remaining') ?? lengthOf(facts);
  const weeks = end === undefined ? length?.value : (end.date.getTime() - facts.today.getTime()) / DAY_MS / 7;
  if (weeks === undefined || weeks < 1) return plan.map((_, at) => `Step ${at + 1}`);
  let from = 0;
  return plan.map(({ share }) => {
    const to = from + share * weeks;
    const until = dateIn(facts.today.getTime() + to * 7 * DAY_MS, facts.today);
    const isLong = weeks > MAX_IN_WEEKS;
    const span = isLong ? spanOf('Month', from / WEEKS_OF_MONTH, to / WEEKS_OF_MONTH) : spanOf('Week', from, to);
    const phase = end === undefined ? `${span} (to ${until})` : `By ${until}`;
    from = to;
    return phase;
  });
}

/** “The first 30 days” are counted from a day that the text need not name. */
const FIRST_TIME = /\bfirst (\d{1,3}|two|three|four|six) (days|weeks|months)\b/i;
const DAYS: Readonly<Record<string, number>> = { days: 1, weeks: 7, months: 30 };
const NUMBERS: Readonly<Record<string, number>> = { two: 2, three: 3, four: 4, six: 6 };
const numberOf = (word: string): number => NUMBERS[word.toLowerCase()] ?? Number(word);

function daysOf(plan: readonly { readonly share: number }[], days: number): string[] {
  const isLong = days > DAYS_IN_WEEKS;
  let from = 0;
  return plan.map(({ share }) => {
    const to = from + share * days;
    const isAfter = from + 1 >= days - days / 30;
    const span = isAfter
      ? `After day ${days}`
      : isLong
        ? spanOf('Week', from / 7, to / 7)
        : `Days ${Math.round(from) + 1}–${Math.max(Math.round(from) + 2, Math.round(to))}`;
    from = to;
    return span;
  });
}
const DAYS_IN_WEEKS = 45;

function spanOf(unit: 'Week' | 'Month', from: number, to: number): string {
  const first = Math.floor(from + 0.25) + 1;
  const last = Math.max(first, Math.round(to));
  return first === last ? `${unit} ${first}` : `${unit}s ${first}–${last}`;
}

/** With the year where it is another one. */
function dateIn(time: number, today: Date): string {
  const year = new Date(time).getUTCFullYear();
  return year === today.getUTCFullYear() ? DATE.format(time) : `${DATE.format(time)} ${year}`;
}

/** The date by which it has to be done: one said to be a deadline, else the last one ahead where no time is named. */
function deadlineOf({ dates, durations, today }: Facts): Facts['dates'][number] | undefined {
  const ahead = dates.filter(({ date, what }) => what !== 'past' && date.getTime() - today.getTime() >= MIN_AHEAD_MS);
  const named = ahead
    .filter(({ what }) => what === 'deadline')
    .toSorted((a, b) => b.date.getTime() - a.date.getTime())[0];
  if (named !== undefined || durations.some(({ what }) => what === 'remaining')) return named;
  return ahead.toSorted((a, b) => b.date.getTime() - a.date.getTime())[0];
}
const MIN_AHEAD_MS = 10 * DAY_MS;

/** The longest time that a plan may take; hours and minutes are something else. */
function lengthOf({ durations }: Facts): Facts['durations'][number] | undefined {
  return durations
    .filter(({ what, unit, per }) => what === 'length' && per === 'once' && unit !== 'hour' && unit !== 'minute')
    .toSorted((a, b) => b.value - a.value)[0];
}
