import type { Derived, Query } from './derived.js';
import { conversion, listedSum, penalty, priceAndHours, pricePerPiece, timeAtRate } from './derive-units-money.js';
import { amountForEach, customerValue, priceRise, rentOrBuy, unusedSeats } from './derive-units-offers.js';
import { annualised, compound, downtimeMinutes, listedMean, ratedLoad } from './derive-units-rates.js';
import {
  chainedHours,
  failures,
  meetingCost,
  oneByOne,
  pairs,
  rollout,
  teamCapacity,
  wastedTime,
  personDays,
} from './derive-units-work.js';
import { quantitiesIn } from './quantities.js';
import type { UnitDerivation } from './unit-query.js';

const DERIVATIONS: readonly UnitDerivation[] = [
  teamCapacity,
  rollout,
  oneByOne,
  wastedTime,
  meetingCost,
  chainedHours,
  failures,
  pairs,
  personDays,
  amountForEach,
  timeAtRate,
  conversion,
  listedSum,
  penalty,
  customerValue,
  rentOrBuy,
  priceRise,
  unusedSeats,
  pricePerPiece,
  priceAndHours,
  ratedLoad,
  listedMean,
  compound,
  annualised,
  downtimeMinutes,
];

/** What is quoted was computed by others. */
const LONG_QUOTE = /(?:^|\s)['"«“][^'"»”]{80}/;

/** Numbers that follow from quantities whose units belong together. */
export function deriveByUnits(query: Query): Derived[] {
  const quantities = quantitiesIn(query.text, query.facts.language);
  if (quantities.length === 0 || LONG_QUOTE.test(query.text)) return [];
  const found = DERIVATIONS.flatMap((derivation) => derivation({ ...query, quantities }) ?? []);
  const sound = found.filter((one) => Object.values(one.values).every((value) => Number.isFinite(value)));
  const strongest = Math.max(0, ...sound.map((one) => one.weight));
  return strongest >= 8 ? sound.filter((one) => one.weight >= strongest - 1) : sound;
}
