import { asSentence, lowerFirst } from '../../language/clauses.js';

/** A sum of money as it is written, and what it is worth in its own unit. */
interface Sum {
  readonly label: string;
  readonly value: number;
}
/** A cause of a change, with its sum. */
interface Cause {
  readonly value: number;
  readonly text: string;
}

const CAUSE = /^([+\-−])\s?([€£$]?)(\d+(?:[.,]\d+)?)\s?(k|m)?\s?([€£$])?\s*:?\s*(.+)$/i;
const SUM = /([\p{L}][\p{L}\d ]*?)\s+[€£$]?(\d+(?:[.,]\d+)?)\s?(?:k|m)\b/giu;
const BUDGET = /\b(?:budget|plan|target|allowed)\b/i;
const MIN_CAUSES = 2;

const amount = (value: number): string => `${Math.round(value * 10) / 10}k`;

/** Why a sum is over or under its budget, where lines with a sign give the causes; undefined for other sources. */
export function varianceLines(texts: readonly string[]): string[] | undefined {
  const causes = texts.flatMap((text) => causeOf(text));
  const sums = texts.filter((text) => CAUSE.exec(text) === null).flatMap((text) => sumsIn(text));
  const [now] = sums;
  const budget = sums.find(({ label }) => BUDGET.test(label));
  const before = sums.find((one) => one !== now && one !== budget);
  if (causes.length < MIN_CAUSES || now === undefined || budget === undefined || now === budget) return undefined;
  const others = texts.filter((text) => CAUSE.exec(text) === null && sumsIn(text).length === 0);
  const gap = now.value - budget.value;
  const rise = before === undefined ? undefined : now.value - before.value;
  const lead = [
    `${asName(now.label)}: ${amount(now.value)}, ${amount(Math.abs(gap))} ${gap < 0 ? 'under' : 'over'} the budget of ${amount(budget.value)}`,
    rise === undefined || before === undefined
      ? ''
      : `${amount(Math.abs(rise))} ${rise < 0 ? 'less' : 'more'} than ${period(before.label)} (${amount(before.value)})`,
  ]
    .filter((one) => one !== '')
    .join(', ');
  const sorted = causes.toSorted((one, other) => Math.abs(other.value) - Math.abs(one.value));
  const explained = causes.reduce((sum, { value }) => sum + value, 0);
  const whole =
    rise === undefined
      ? 'Causes'
      : Math.abs(explained - rise) < 0.5
        ? 'That rise is explained in full'
        : `The causes named come to ${amount(explained)} of that ${amount(rise)}`;
  const list = sorted
    .map(({ value, text }) => `${value < 0 ? '−' : ''}${amount(Math.abs(value))}: ${lowerFirst(text)}`)
    .join('; ');
  const outlook = outlookOf(now.value, budget.value, sorted, others, texts);
  return [
    asSentence(lead),
    asSentence(`${whole}. ${list}`),
    ...(outlook === undefined ? [] : [outlook]),
    ...texts.filter((text) => SAVING.test(text)).map(asSentence),
    ...others.filter((text) => !SAVING.test(text)).map((text) => openPoint(text)),
  ];
}

function causeOf(text: string): Cause[] {
  const found = CAUSE.exec(text);
  if (found === null) return [];
  const [, sign, , value = '', unit = 'k', , what = ''] = found;
  const size = Number(value.replace(',', '.')) * (unit.toLowerCase() === 'm' ? 1_000 : 1);
  return [{ value: sign === '+' ? size : -size, text: what.replace(/^just /i, '').replace(/[.]$/, '') }];
}

const sumsIn = (text: string): Sum[] =>
  SAVING.test(text)
    ? []
    : [...text.matchAll(SUM)].map(([whole, label = '', value = '']) => ({
        label: label.trim(),
        value: Number(value.replace(',', '.')) * (/m$/i.test(whole.trim()) ? 1_000 : 1),
      }));

const SAVING =
  /\b(?:tak(?:e|es|ing)|saves?|bring(?:s)? it down by|cuts?)\s+(?:about |~)?[€£$]?(\d+(?:[.,]\d+)?)\s?k\b/i;
/** A cause that is over. */
const GONE = /\b(?:one[- ]off|off since|switched off|ended|is over|einmalig|ponctuel|unique|stopped)\b/i;

/** What stays when that which is over has gone and what is decided saves; undefined where nothing changes. */
function outlookOf(
  now: number,
  budget: number,
  causes: readonly Cause[],
  others: readonly string[],
  texts: readonly string[],
): string | undefined {
  const ended = others
    .map((text) => /\bbrings? ([\p{L}]{4,}) (?:down )?to ~?(?:0|zero|nothing)\b/iu.exec(text)?.[1])
    .find((one) => one !== undefined);
  const gone = causes
    .filter(({ text }) => GONE.test(text) || (ended !== undefined && text.toLowerCase().includes(ended.toLowerCase())))
    .reduce((sum, { value }) => sum + value, 0);
  const saved = texts
    .map((text) => Number((SAVING.exec(text)?.[1] ?? '0').replace(',', '.')))
    .reduce((sum, one) => sum + one, 0);
  if (gone === 0 && saved === 0) return undefined;
  const left = now - gone - saved;
  const gap = left - budget;
  const without = [
    gone === 0 ? '' : `without the ${amount(gone)} that ${ended === undefined ? 'is' : 'is or will be'} over`,
    saved === 0 ? '' : `with the ${amount(saved)} still to be saved`,
  ]
    .filter((one) => one !== '')
    .join(' and ');
  return asSentence(
    `${asName(without)}, ${amount(left)} remain, ${Math.abs(gap) < 0.5 ? 'on budget' : `${amount(Math.abs(gap))} ${gap < 0 ? 'under' : 'over'} budget`}`,
  );
}

/** What someone thinks is coming has no sum yet: it is told as open. */
const openPoint = (text: string): string => {
  const thought = /^\p{Lu}\p{Ll}+ (?:thinks|expects|says|believes|fears) (?:that )?(.+)$/u.exec(
    text.replace(/[.]$/, ''),
  )?.[1];
  return thought === undefined ? asSentence(text) : asSentence(`Not in these figures: ${lowerFirst(thought)}`);
};
const asName = (text: string): string => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;
const period = (label: string): string => (/^\p{Lu}\p{Ll}+$/u.test(label) ? `in ${label}` : `in ${label}`);
