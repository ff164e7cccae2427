import { eliminate } from '../eliminate.js';
import type { Facts } from '../facts.js';
import { dayMonth, figure, Ledger } from '../ledger.js';
import type { Draft } from './finding.js';
import type { Sheet } from './sheet.js';
import { timesAgainstLimit } from './times.js';

/** Dates first, then times that are named as limits. */
export function againstTime(drafts: readonly Draft[], sheets: readonly Sheet[], facts: Facts, ledgers: string[]): void {
  const dated = eliminate(facts.alternatives, facts).filter(({ slackWeeks }) => slackWeeks !== undefined);
  const extra = (sheets[0]?.shared ?? []).find(
    (one) => one.kind === 'time' && one.unit === 'day' && TAKES.test(one.before),
  );
  for (const { alternative, arithmetic, sentence, slackWeeks = 0, verdict } of dated) {
    const draft = drafts.find((one) => one.alternative === alternative);
    if (draft === undefined) continue;
    const words = sentence.slice(sentence.indexOf(': ') + 2).replace(/\.$/, '');
    const start = alternative.facts.dates.find((one) => one.date > facts.today)?.date;
    if (extra === undefined || start === undefined) {
      draft.follows.push(words);
      draft.isOut = verdict === 'late';
      ledgers.push(arithmetic);
      continue;
    }
    const ledger = new Ledger();
    const end = new Date(start.getTime() + extra.value * DAY);
    ledger.lands(start, extra.label, end);
    const left = Math.round(slackWeeks * 7) - extra.value;
    ledger.note(`${figure(Math.round(slackWeeks * 7))} − ${figure(extra.value)} = ${figure(left)}`);
    const days = `${figure(Math.abs(left))} day${Math.abs(left) === 1 ? '' : 's'}`;
    draft.follows.push(
      `${dayMonth(start)} plus ${extra.label} is ${dayMonth(end)}, ${left < 0 ? `${days} too late` : left === 0 ? 'with nothing to spare' : `${days} to spare`}`,
    );
    draft.isOut = left < 0;
    ledgers.push(ledger.toString());
  }
  if (dated.length === 0) {
    for (const { alternative, arithmetic, isLate, words } of timesAgainstLimit(sheets)) {
      const draft = drafts.find((one) => one.alternative === alternative);
      if (draft === undefined) continue;
      draft.follows.push(words);
      draft.isOut = isLate;
      ledgers.push(arithmetic);
    }
  }
  const inTime = drafts.filter((one) => one.follows.length > 0 && !one.isOut);
  const [only] = inTime;
  if (only !== undefined && inTime.length === 1 && drafts.some(({ isOut }) => isOut)) only.leads = 'time';
}

/** What still comes after the date of an alternative: `certification takes 10 days`. */
const TAKES = /\b(?:takes?|dauert|dure|prend|tarda)(?: another| about| noch| etwa| unos)?$/;
const DAY = 86_400_000;
