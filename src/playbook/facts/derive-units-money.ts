import type { Derived } from './derived.js';
import { figure, Ledger } from './ledger.js';
import type { Quantity } from './quantities.js';
import {
  follow,
  isAmount,
  isMoney,
  isThing,
  isTime,
  lead,
  made,
  money,
  periodIn,
  type UnitDerivation,
  type UnitQuery,
} from './unit-query.js';

export const CEILING =
  /\b(?:budget|quote[ds]?|cap|limit|max\w*|have|i've|we've|got|ceiling|approved|angebot|presupuesto|devis|enough)\b/;

/** Time at a rate against a quote, a budget or a flat price. */
export const timeAtRate: UnitDerivation = ({ quantities }) => {
  const at = quantities.findIndex((one, index) => {
    const next = quantities[index + 1];
    return (
      isTime(one) &&
      one.per.length === 0 &&
      next !== undefined &&
      isMoney(next) &&
      /\b(?:at|a|à|zu|x|je|for)$/.test(next.before) &&
      next.start - one.end < 12 &&
      next.value >= 5
    );
  });
  const time = quantities[at];
  const rate = quantities[at + 1];
  if (time === undefined || rate === undefined) return undefined;
  const ledger = new Ledger();
  const total = ledger.do(time.value, '×', rate.value);
  const like = [rate, ...quantities].find((one) => one.currency !== '') ?? rate;
  const rest = quantities.filter((one) => one !== rate && one !== time);
  const flat = rest.find(
    (one) =>
      isAmount(one) && /\b(?:flat|fixed|lump|pauschal|forfait|fest\w*)\b/.test(`${lead(one, 3)} ${follow(one, 2)}`),
  );
  const extra = rest.find(
    (one) => one.unit === time.unit && /\b(?:extra|more|additional|on top|mehr)\b/.test(follow(one, 2)),
  );
  const whole = extra === undefined ? total : ledger.do(total, '+', ledger.do(extra.value, '×', rate.value));
  const head = `${figure(time.value)} ${time.unit}s × ${money(rate.value, like)} is ${money(total, like)}${extra === undefined ? '' : `, with ${figure(extra.value)} more ${extra.unit}s ${money(whole, like)}`}`;
  const limit = rest.find((one) => one !== flat && isAmount(one) && CEILING.test(lead(one, 4)));
  const tolerance = rest.find(
    (one) =>
      one.unit === '%' && /\b(?:tolerance|buffer|toleranz|margin|plus)\b/.test(`${lead(one, 2)} ${follow(one, 2)}`),
  );
  if (flat !== undefined) {
    const isFlat = flat.value <= whole;
    const gap = ledger.do(Math.max(flat.value, whole), '−', Math.min(flat.value, whole));
    const fit =
      limit === undefined
        ? ''
        : `; of ${money(limit.value, limit)} ${flat.value > limit.value && whole > limit.value ? 'neither fits' : isFlat && whole > limit.value ? 'only the flat price fits' : !isFlat && flat.value > limit.value ? 'only the hourly offer fits' : 'both fit'}`;
    return made(
      'time-at-rate',
      `${head} against ${money(flat.value, like)} flat: the ${isFlat ? 'flat price' : 'rate'} is ${money(gap, like)} cheaper${fit.replace('hourly offer', `offer by the ${time.unit}`)}.`,
      ledger,
      { total, whole, gap },
      10,
      'cheapest',
      isFlat ? 'flat' : 'rate',
    );
  }
  if (limit === undefined) return made('time-at-rate', `${head}.`, ledger, { total }, 7);
  const ceiling =
    tolerance === undefined ? limit.value : ledger.do(limit.value, '+', ledger.percent(tolerance.value, limit.value));
  const over = ledger.do(Math.max(whole, ceiling), '−', Math.min(whole, ceiling));
  const allowed =
    tolerance === undefined
      ? money(limit.value, like)
      : `${money(limit.value, like)} plus ${figure(tolerance.value)}% = ${money(ceiling, like)}`;
  return made(
    'time-at-rate',
    `${head}; ${allowed} ${whole > ceiling ? `is exceeded by ${money(over, like)}` : `leaves ${money(over, like)}`}.`,
    ledger,
    { total, ceiling, over },
    10,
    whole > ceiling ? 'above' : 'fits',
  );
};

const isTimeName = (per: string): boolean => /^(?:hour|day|week|month|quarter|year|each)$/.test(per);
const unitPrice = (price: Quantity): string =>
  `${/^[€$£]$/.test(price.currency) ? price.currency : ''}${price.value < 1 ? String(price.value) : figure(price.value)}`;

/** What users cost against what the share that converts pays. */
export const conversion: UnitDerivation = ({ quantities }) => {
  const users = quantities.find((one) => isThing(one) && one.value >= 50 && one.per.length === 0);
  const share = quantities.find(
    (one) => one.unit === '%' && /\b(?:convert\w*|upgrade\w*|buy|pay|become|subscribe)\b/.test(follow(one, 4)),
  );
  const cost = quantities.find((one) => isMoney(one) && /\bcosts?\b/.test(lead(one, 4)) && one.value < 1000);
  const price = quantities.find(
    (one) => isMoney(one) && one !== cost && share !== undefined && one.start > share.start,
  );
  if (users === undefined || share === undefined || cost === undefined || price === undefined) return undefined;
  const ledger = new Ledger();
  const out = ledger.do(users.value, '×', cost.value);
  const payers = ledger.percent(share.value, users.value);
  const inn = ledger.do(payers, '×', price.value);
  const gap = ledger.do(Math.max(inn, out), '−', Math.min(inn, out));
  const even = ledger.share(cost.value, price.value);
  const per = periodIn(cost) ?? periodIn(price) ?? 'month';
  return made(
    'conversion',
    `${figure(users.value)} × ${unitPrice(cost)} costs ${money(out, cost)} a ${per}; ${figure(share.value)}% pay, ${figure(payers)} × ${unitPrice(price)} = ${money(inn, cost)}: ${inn < out ? 'a loss' : 'a gain'} of ${money(gap, cost)} a ${per}; break-even is at ${figure(even)}%.`,
    ledger,
    { out, inn, gap, even },
    10,
    inn < out ? 'not-worth' : 'worth',
  );
};

/** A penalty of so much percent a week, with a cap, against what avoids it. */
export const penalty: UnitDerivation = ({ quantities, lower }) => {
  if (!/\b(?:penalt\w+|liquidated|vertragsstrafe|penalizacion|penalites?)\b/.test(lower)) return undefined;
  const share = quantities.find((one) => one.unit === '%');
  const base = quantities.find((one) => isAmount(one) && share !== undefined && one.start > share.start);
  const cap = quantities.find(
    (one) => one.unit === '%' && one !== share && /\b(?:max\w*|cap\w*|up to|hochstens)\b/.test(lead(one, 3)),
  );
  const [long, short] = quantities
    .filter((one) => isTime(one) && one.per.length === 0)
    .toSorted((a, b) => b.value - a.value);
  if (share === undefined || base === undefined || long === undefined) return undefined;
  const ledger = new Ledger();
  const one = ledger.percent(share.value, base.value);
  const ceiling = cap === undefined ? Number.POSITIVE_INFINITY : ledger.percent(cap.value, base.value);
  const most = Math.min(ledger.do(one, '×', long.value), ceiling);
  const head = `${figure(share.value)}% of ${money(base.value, base)} is ${figure(one)} a ${long.unit}: ${figure(long.value)} ${long.unit}s cost ${figure(most)}${most === ceiling ? ' (the maximum)' : ''}`;
  if (short === undefined) return made('penalty', `${head}.`, ledger, { one, most }, 9);
  const least = Math.min(ledger.do(one, '×', short.value), ceiling);
  const saved = ledger.do(most, '−', least);
  const price = quantities.find((other) => other !== base && isAmount(other));
  const verdict = price === undefined ? undefined : saved > price.value ? 'worth' : 'not-worth';
  return made(
    'penalty',
    `${head}, ${figure(short.value)} cost ${figure(least)}: ${figure(saved)} saved${price === undefined ? '' : ` for ${money(price.value, price)}, so on the money alone ${verdict === 'worth' ? 'yes' : 'no'}`}.`,
    ledger,
    { one, most, saved },
    10,
    verdict,
  );
};

/** Two prices for each of many things, one with a fixed amount on top. */
export const pricePerPiece: UnitDerivation = ({ quantities, lower }) => {
  const price = quantities.find(
    (one) =>
      isMoney(one) &&
      one.per.length > 0 &&
      !one.per.some((per) => isTimeName(per)) &&
      (one.unit === 'money' ||
        /\b(?:costs?|price|pays?|takes?|charges?|fee|rate|at|asks?|wants?|bills?)\b/.test(lead(one, 4))) &&
      quantities.some((thing) => isThing(thing) && one.per.includes(thing.unit)),
  );
  const things = quantities.find(
    (one) => price?.per.includes(one.unit) === true && isThing(one) && one !== price && one.per.length === 0,
  );
  if (price === undefined || things === undefined) return undefined;
  const into = quantities.find(
    (one) =>
      one !== things &&
      isThing(one) &&
      !one.isPeople &&
      /\b(?:into|in|for|times|x|across)$/.test(one.before) &&
      one.per.length === 0,
  );
  const ledger = new Ledger();
  const all = into === undefined ? things.value : ledger.do(things.value, '×', into.value);
  const first = ledger.do(all, '×', price.value);
  const head = `${into === undefined ? figure(all) : `${figure(things.value)} × ${figure(into.value)} = ${figure(all)} ${things.unit}s`} × ${unitPrice(price)} is ${money(first, price)}`;
  const other = quantities.find(
    (one) =>
      one !== price &&
      one.unit === '' &&
      one.value < 1000 &&
      one.start > price.start &&
      one.value / price.value < 20 &&
      price.value / one.value < 20,
  );
  const flat = quantities.find(
    (one) => one !== price && one.unit !== '%' && isAmount(one) && one.value !== other?.value,
  );
  if (other === undefined && flat !== undefined && /\b(?:or|versus|vs|cheaper|against)\b/.test(lower)) {
    const apart = ledger.do(Math.max(first, flat.value), '−', Math.min(first, flat.value));
    const even = ledger.do(flat.value, '/', price.value);
    return made(
      'price-per-piece',
      `${head} against ${money(flat.value, flat)}: ${first < flat.value ? `paying per ${things.unit}` : 'the fixed price'} is ${money(apart, flat)} cheaper; they meet at ${figure(even)} ${things.unit}s.`,
      ledger,
      { first, even },
      10,
      'cheapest',
      first < flat.value ? 'piece' : 'flat',
    );
  }
  if (other === undefined) return made('price-per-piece', `${head}.`, ledger, { first }, 7);
  const fixed = quantities.find((one) => one !== price && one !== other && one.start > other.start && isAmount(one));
  const second = ledger.do(all, '×', other.value);
  const whole = fixed === undefined ? second : ledger.do(second, '+', fixed.value);
  const gap = ledger.do(Math.max(first, whole), '−', Math.min(first, whole));
  return made(
    'price-per-piece',
    `${head} against ${figure(all)} × ${unitPrice(other)} = ${figure(second)}${fixed === undefined ? '' : ` + ${money(fixed.value, fixed)} = ${figure(whole)}`}: ${whole < first ? 'the second' : 'the first'} is ${figure(gap)} cheaper.`,
    ledger,
    { first, whole, gap },
    10,
    'cheapest',
    whole < first ? 'second' : 'first',
  );
};

/** A table with a price and hours, and what an hour costs in the prose. */
export const priceAndHours: UnitDerivation = (query) => {
  const table = query.facts.tables[0];
  const hourly = costOfHour(query);
  if (table === undefined || hourly === undefined) return undefined;
  const hours = table.columns.findIndex(
    (column, at) =>
      at > 0 &&
      (/\b(?:hours?|downtime|h|time)\b/i.test(column) ||
        table.rows.some((row) => /\d\s?h\b/.test(row[at]?.text ?? ''))),
  );
  const price = table.columns.findIndex(
    (column, at) =>
      at > 0 && at !== hours && /\b(?:price|cost|fee|preis|precio|prix|kosten|coste|quote)\b/i.test(column),
  );
  if (hours < 0 || price < 0) return undefined;
  const ledger = new Ledger();
  const rows = table.rows.flatMap((row) => {
    const [cost, time] = [row[price]?.value, row[hours]?.value];
    if (cost === undefined || time === undefined) return [];
    const total = ledger.do(cost, '+', ledger.do(time, '×', hourly.value));
    return [{ name: row[0]?.text ?? '', cost, time, total }];
  });
  if (rows.length < 2) return undefined;
  const [best, second] = rows.toSorted((a, b) => a.total - b.total);
  if (best === undefined || second === undefined) return undefined;
  const gap = ledger.do(second.total, '−', best.total);
  const times = query.quantities.find(
    (one) => /^(?:move|time|run|release|event|repetition|trip)$/.test(one.unit) && one.value >= 2 && one.value < 50,
  );
  const all = times === undefined ? undefined : ledger.do(gap, '×', times.value);
  return made(
    'price-and-hours',
    `With ${money(hourly.value, hourly)} an hour: ${rows.map((row) => `${row.name} ${figure(row.cost)} + ${figure(row.time)} × ${figure(hourly.value)} = ${figure(row.total)}`).join(', ')}; ${best.name} is ${figure(gap)} cheaper${times === undefined || all === undefined ? '' : ` each time, ${figure(all)} for ${figure(times.value)}`}.`,
    ledger,
    Object.fromEntries(rows.map((row) => [row.name, row.total])),
    10,
    'cheapest',
    best.name,
  );
};

function costOfHour({ quantities }: UnitQuery): Quantity | undefined {
  return quantities.find(
    (one) =>
      isMoney(one) &&
      (one.per.includes('hour') ||
        (/\b(?:an|one|per|each) hour\b/.test(one.before) && /\b(?:costs?|is|loses?)\b/.test(one.before))),
  );
}

/** Listed amounts against a sum that is there. */
export const listedSum: UnitDerivation = ({ quantities }): Derived | undefined => {
  const lists: Quantity[][] = [];
  for (const one of quantities) {
    const list = lists.at(-1);
    const previous = list?.at(-1);
    if (
      isAmount(one) &&
      list !== undefined &&
      previous !== undefined &&
      one.start - previous.end < 8 &&
      /^(?:,|and|y|et|und|\+)/.test(previous.after)
    )
      list.push(one);
    else lists.push(isAmount(one) ? [one] : []);
  }
  const parts = lists.find((list) => list.length >= 3);
  const target = quantities.find(
    (one) => isAmount(one) && parts?.includes(one) === false && CEILING.test(lead(one, 4)),
  );
  if (parts === undefined || target === undefined) return undefined;
  const ledger = new Ledger();
  let sum = parts[0]?.value ?? 0;
  for (const one of parts.slice(1)) sum = ledger.do(sum, '+', one.value);
  const gap = ledger.do(Math.max(sum, target.value), '−', Math.min(sum, target.value));
  return made(
    'listed-sum',
    `${parts.map((one) => money(one.value, one)).join(' + ')} is ${money(sum, parts[0])} against ${money(target.value, target)}: ${money(gap, target)} ${sum > target.value ? 'short' : 'to spare'}.`,
    ledger,
    { sum, gap },
    10,
    sum > target.value ? 'short' : 'fits',
  );
};
