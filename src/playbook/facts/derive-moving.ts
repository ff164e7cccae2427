import type { Derived, Query } from './derived.js';
import { amount, figure, Ledger } from './ledger.js';
import { ahead, around, figuresIn, only, type WordedFigure } from './worded-figures.js';

const MOVES = /\b(?:mov(?:e|es|ing)|migrat\w*|switch\w*|self-host\w*|replac\w*|in-?house|bring\w*|ourselves)\b/;
const WEEKS_A_MONTH = 4.33;
const SOON = 12;

/** What leaving a monthly bill costs once and saves each month, and after how many months it is paid back. */
export function moving({ ask, lower, text }: Query): Derived | undefined {
  if (!MOVES.test(lower) || !/\b(?:worth|pay\w*|break.?even|save|saves|cheaper|do it|move|switch)\b/.test(ask))
    return undefined;
  const figures = figuresIn(text);
  const isAmount = (one: WordedFigure) =>
    one.unit === 'money' || (one.unit === '' && (one.isScaled || one.value >= 100));
  const monthly = figures.filter((one) => isAmount(one) && one.per === 'month');
  const [now, then] = monthly;
  const daily = only(figures.filter((one) => isAmount(one) && one.per === 'day'));
  const effort = only(
    figures.filter(
      (one) =>
        one.unit === 'day' &&
        one.per === '' &&
        daily !== undefined &&
        daily.start > one.end &&
        daily.start - one.end < 12,
    ),
  );
  const once = only(
    figures.filter(
      (one) =>
        isAmount(one) && one.per === '' && /\b(?:once|one-off|set-?up|up-?front|migration|project)\b/.test(around(one)),
    ),
  );
  if (now === undefined || then === undefined || monthly.length > 2 || now.value <= then.value) return undefined;
  if (!/\b(?:pay|bill|costs?|spend)\b/.test(ahead(now)) || (effort === undefined) === (once === undefined))
    return undefined;
  const upkeep = /\b(?:(half a|a|one)|(\d+(?:\.\d+)?)) days? (?:a|per|each|every) week\b/.exec(lower);
  if (upkeep !== null && daily === undefined) return undefined;
  const known = new Set([now, then, daily, effort, once]);
  if (
    figures.some(
      (one) =>
        !known.has(one) &&
        !(upkeep !== null && one.start >= upkeep.index && one.start < upkeep.index + upkeep[0].length),
    )
  )
    return undefined;
  const ledger = new Ledger();
  const like = { currency: now.currency || then.currency, isScaled: false };
  const money = (value: number) => amount(value, like);
  const cost =
    effort === undefined || daily === undefined ? (once?.value ?? 0) : ledger.do(effort.value, '×', daily.value);
  let saved = ledger.do(now.value, '−', then.value);
  let words = `${amount(now.value, now)} − ${amount(then.value, then)}`;
  if (upkeep !== null && daily !== undefined) {
    const days = upkeep[1] === undefined ? Number(upkeep[2]) : upkeep[1] === 'half a' ? 0.5 : 1;
    const care = ledger.do(ledger.do(days, '×', daily.value), '×', WEEKS_A_MONTH);
    saved = ledger.do(saved, '−', care);
    words += ` − ${money(care)} for the ${figure(days)} days a week`;
  }
  const first =
    effort === undefined || daily === undefined
      ? `${money(cost)} once`
      : `${figure(effort.value)} days × ${money(daily.value)} is ${money(cost)} once`;
  if (saved <= 0)
    return {
      kind: 'moving',
      sentence: `No: ${words} saves nothing, and ${first} comes on top.`,
      arithmetic: ledger.toString(),
      values: { saved },
      verdict: 'not-worth',
      weight: 11,
    };
  const months = ledger.do(cost, '/', saved);
  const later = ledger.do(ledger.do(saved, '×', 12), '−', cost);
  const year =
    later >= 0 ? `${money(later)} ahead after the first year` : `still ${money(-later)} behind after the first year`;
  const isSoon = months <= SOON;
  return {
    kind: 'moving',
    sentence:
      `${isSoon ? 'Yes: ' : ''}${first}; it saves ${words} = ${money(saved)} a month, paid back after ${figure(months)} months and ${year}.`.replace(
        /^[a-z]/,
        (letter) => letter.toUpperCase(),
      ),
    arithmetic: ledger.toString(),
    values: { saved, months },
    ...(isSoon ? { verdict: 'worth' as const } : {}),
    weight: 11,
  };
}
