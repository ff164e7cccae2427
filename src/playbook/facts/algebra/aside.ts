import type { Term } from './term.js';
import { isTimeUnit } from './time-units.js';

/** What only says how many are compared. */
const COMPARED =
  /^(?:quot|offer|vendor|option|way|angebot|offr|oferta|devis|variant|alternativ|question|line|sentenc|point|move)/;

/** A number that only orders, introduces or names a year. */
export function isAside({ isPeople, unit, value }: Term): boolean {
  const isYear = unit !== 'money' && unit !== '%' && !isTimeUnit(unit) && value >= 1990 && value <= 2100;
  return value === 0 || isYear || (!isPeople && value <= 5 && COMPARED.test(unit));
}

/** A price with nothing to set against it: `92 hours a month. Is SSO for 35k worth it?`. */
export function isOnlyPrice(unused: readonly Term[], all: readonly Term[]): boolean {
  return unused.length === 1 && unused[0]?.unit === 'money' && all.filter(({ unit }) => unit === 'money').length === 1;
}

/** A stock that is sold or used up: the longer it lasts, the better. */
export const STOCK =
  /\b(?:stock|inventory|vorrat|lager|existencias|supply|supplies)\b.*\b(?:sell|sold|use|vend\w*|verkauf\w*|verbrauch\w*|consum\w*|gast\w*)\b/s;
