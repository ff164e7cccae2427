import type { Facts } from '../facts/index.js';

const DAY_MS = 86_400_000;
const DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });

/** The time of each phase of a plan: days 1–30, dates up to the asker's own, or weeks. */
export function phasesOf(plan: readonly { readonly share: number }[], text: string, facts: Facts): string[] {
  if (/\b30[/ -]{1,3}60[/ -]{1,3}90\b/.test(text)) return ['Days 1–30', 'Days 31–60', 'Days 61–90', 'After day 90'];
  const end = facts.dates.find(({ what }) => what === 'deadline');
  const length = facts.durations.find(({ what }) => what !== 'past');
  const weeks = end === undefined ? length?.value : (end.date.getTime() - facts.today.getTime()) / DAY_MS / 7;
  if (weeks === undefined || weeks < 1) return plan.map((_, at) => `Step ${at + 1}`);
  let from = 0;
  return plan.map(({ share }) => {
    const to = from + share * weeks;
    const phase =
      end === undefined ? weeksPhase(from, to) : `By ${DATE.format(facts.today.getTime() + to * 7 * DAY_MS)}`;
    from = to;
    return phase;
  });
}

function weeksPhase(from: number, to: number): string {
  const first = Math.floor(from + 0.25) + 1;
  const last = Math.max(first, Math.round(to));
  return first === last ? `Week ${first}` : `Weeks ${first}–${last}`;
}
