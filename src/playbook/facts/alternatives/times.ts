import type { Alternative } from '../facts.js';
import { figure, Ledger } from '../ledger.js';
import { weeksOf } from '../units.js';
import type { Sheet } from './sheet.js';
import type { Figure } from './figures.js';

/** How long an alternative takes against the time that there is. */
export interface TimeFinding {
  readonly alternative: Alternative;
  readonly words: string;
  readonly arithmetic: string;
  readonly isLate: boolean;
}

const WITHIN =
  /(?:^|\s)(?:in|within|en|dans|innerhalb von|innerhalb|binnen|until|have|only|quedan|noch)(?: about| only| nur| exactly)?$/;
const IS_DUE =
  /\b(?:runs? out|fills?|full|ends?|expires?|audit\w*|deadline|due|results?|resultados|resultats|ergebnisse|ready|live|go-live|launch\w*|must|need\w*|necesit\w*|faut|brauch\w*|lauft|endet|vence|expire|closes?|starts?|startet|beginnt|begins?|empieza|commence|inspection|renewal|contract|licen[cs]e|lizenz\w*|vertrag|gesetz|law|verlangt|vorgeschrieben|pflicht|required|obliga\w*|exige\w*|ley|loi|salir|entregar|sortir|livrer|pret|listo|open\w*|ship|out|done|fertig|stehen|season|peak|close\w*|arriv\w*|move)\b/;
const TO_GO = /^(?:left|to go|until|away|from now|remaining|before|bis|hasta|avant|jusqu\w*)\b/;
const NO_LENGTH = /\b(?:after|nach|tras|apres|every|alle|seit|depuis|desde|since|for the last|old)$/;
const NOT_TAKEN =
  /^(?:ago|here|with us|old|of (?:life|experience|data|history)|im haus|hier|funding|runway|notice|late|ici|aqui|aqu[ií])\b/;

/** The time that each alternative takes against a time that is named as a limit; none where there is no limit. */
export function timesAgainstLimit(sheets: readonly Sheet[]): TimeFinding[] {
  const limit = limitOf(sheets);
  if (limit === undefined) return [];
  // What is due of one alternative is no limit for another.
  const bound = sheets.filter(({ own }) => own.includes(limit));
  return (bound.length === 0 ? sheets : bound).flatMap(({ alternative, own }) => {
    const ledger = new Ledger();
    const length = lengthOf(
      own.filter((one) => one !== limit),
      ledger,
    );
    if (length === undefined) return [];
    const isSame = length.unit === limit.unit;
    const [a, b] = isSame
      ? [length.value, limit.value]
      : [weeksOf(length.value, unitOf(length)), weeksOf(limit.value, unitOf(limit))];
    const isLate = a > b;
    const gap = ledger.do(Math.max(a, b), '−', Math.min(a, b));
    const unit = isSame ? limit.unit : 'week';
    const gapWords = `${figure(gap)} ${unit}${gap === 1 ? '' : 's'}`;
    const tail = gap < 0.05 ? 'with nothing to spare' : isLate ? `${gapWords} too late` : `${gapWords} to spare`;
    return [
      { alternative, words: `${length.words} against ${limit.label}: ${tail}`, arithmetic: ledger.toString(), isLate },
    ];
  });
}

/** `on one day` is no length. */
const MIN_WEEKS = 0.2;

const PERIOD = /^(?:month|year|quarter|week)$/;

type Unit = Parameters<typeof weeksOf>[1];
const unitOf = ({ unit }: { unit: string }): Unit => unit as Unit;
const isLong = (one: Figure): boolean =>
  one.kind === 'time' && /^(?:day|week|month|quarter|year)$/.test(one.unit) && one.per.length === 0;

function limitOf(sheets: readonly Sheet[]): Figure | undefined {
  const shared = (sheets[0]?.shared ?? []).find(
    (one) => isLong(one) && ((WITHIN.test(one.before) && IS_DUE.test(one.before)) || TO_GO.test(one.after)),
  );
  if (shared !== undefined) return shared;
  // `upgrade (revalidation 5 months, auditors in 8)`
  return sheets
    .flatMap(({ own }) => own)
    .find(
      (one) =>
        isLong(one) &&
        / in$|^in$/.test(one.before) &&
        /\b(?:audit\w*|deadline|inspect\w*|regulator\w*)\b/.test(one.before),
    );
}

function lengthOf(own: readonly Figure[], ledger: Ledger): { value: number; unit: string; words: string } | undefined {
  // A rent is paid for its time: that is not how long it takes to come.
  if (own.some((one) => one.kind === 'money' && one.per.some((per) => PERIOD.test(per)))) return undefined;
  const time = own.find(
    (one) =>
      isLong(one) &&
      !NO_LENGTH.test(one.before) &&
      !NOT_TAKEN.test(one.after) &&
      weeksOf(one.value, unitOf(one)) > MIN_WEEKS,
  );
  if (time !== undefined) return { value: time.value, unit: time.unit, words: time.label };
  // `11 bases, one a week`
  const pace = own.find(
    (one) =>
      (one.kind === 'bare' || one.kind === 'money' || one.kind === 'count') &&
      /^(?:day|week|month)$/.test(one.per[0] ?? '') &&
      one.currency === '' &&
      one.value < 100,
  );
  const count = own.find((one) => one !== pace && one.kind === 'count' && one.value > 1 && one.per.length === 0);
  if (pace === undefined || count === undefined) return undefined;
  const value = ledger.do(count.value, '/', pace.value);
  const unit = pace.per[0] ?? 'week';
  return { value, unit, words: `${figure(count.value)} / ${figure(pace.value)} a ${unit} = ${figure(value)} ${unit}s` };
}
