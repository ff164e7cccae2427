import { plain, type FactLanguage } from '../../../facts/index.js';

const NUMBER = String.raw`(?:[€£$]\s?)?(\d+(?:[.,]\d+)?)\s?(k|m|mio)?\s?([€£$]|eur|usd|gbp)?`;
const BUDGET = new RegExp(String.raw`\b(?:budget|presupuesto)\b\D{0,12}${NUMBER}`, 'i');
const SPENT = new RegExp(
  String.raw`\b(?:spent|used|depense[es]*|ausgegeben|verbraucht|gastado)\b\D{0,14}${NUMBER}`,
  'i',
);
const LEFT = new RegExp(
  String.raw`\b(?:still to (?:spend|do|go)|to complete|to go|remaining work|reste a faire|restant|noch offen|restaufwand|queda(?:n)? por (?:hacer|gastar))\b\D{0,18}${NUMBER}`,
  'i',
);

const SAID: Readonly<
  Record<
    FactLanguage,
    (sums: Readonly<Record<'total' | 'spent' | 'left' | 'gap' | 'budget', string>>, isOver: boolean) => string
  >
> = {
  en: ({ total, spent, left, gap, budget }, isOver) =>
    `At completion ${total} (${spent} spent, ${left} to go), ${gap} ${isOver ? 'over' : 'under'} the budget of ${budget}.`,
  fr: ({ total, spent, left, gap, budget }, isOver) =>
    `À terminaison ${total} (${spent} dépensés, ${left} restants), soit ${gap} ${isOver ? 'de plus' : 'de moins'} que le budget de ${budget}.`,
  de: ({ total, spent, left, gap, budget }, isOver) =>
    `Am Ende ${total} (${spent} ausgegeben, ${left} offen), ${gap} ${isOver ? 'über' : 'unter'} dem Budget von ${budget}.`,
  es: ({ total, spent, left, gap, budget }, isOver) =>
    `Al terminar, ${total} (${spent} gastados, ${left} pendientes), ${gap} ${isOver ? 'por encima' : 'por debajo'} del presupuesto de ${budget}.`,
};

/** What a project will have cost, where a line gives its budget, what is spent and what is still to do. */
export function forecastIn(text: string, language: FactLanguage): string | undefined {
  const read = plain(text);
  const [budget, spent, left] = [BUDGET, SPENT, LEFT].map((pattern) => pattern.exec(read));
  if (budget === null || spent === null || left === null) return undefined;
  if (budget === undefined || spent === undefined || left === undefined) return undefined;
  if (new Set([budget[2], spent[2], left[2]]).size > 1) return undefined;
  const value = (found: RegExpExecArray) => Number((found[1] ?? '').replace(',', '.'));
  const unit = `${budget[2] === undefined ? '' : ` ${budget[2]}`}${budget[3] ?? /[€£$]/.exec(text)?.[0] ?? ''}`;
  const sum = (amount: number) => `${Math.round(amount * 100) / 100}${unit}`;
  const total = value(spent) + value(left);
  const gap = total - value(budget);
  if (gap === 0) return undefined;
  return SAID[language](
    {
      total: sum(total),
      spent: sum(value(spent)),
      left: sum(value(left)),
      gap: sum(Math.abs(gap)),
      budget: sum(value(budget)),
    },
    gap > 0,
  );
}
