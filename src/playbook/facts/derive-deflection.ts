import type { Derived, Query } from './derived.js';
import { amount, figure, Ledger } from './ledger.js';
import { ahead, around, behind, figuresIn, only } from './worded-figures.js';

const CONTACTS =
  /^ ?(?:support )?(?:chats?|conversations?|tickets?|calls?|requests?|contacts?|enquiries|emails?|anfragen|gesprache|conversaciones|consultas|demandes)\b/;
const EACH_CONTACT =
  /^ ?(?:per|a|each|every|\/|pro|por|par) ?(?:chat|conversation|ticket|call|request|contact|resolution|enquiry|email|gesprach|anfrage|conversacion|consulta|demande)\b/;
const BY_PEOPLE = /\b(?:human|agents?|agent-handled|people|person|staff|by hand|manual\w*|operator)\b/;
const SOLVED =
  /\b(?:resolv\w*|clos\w+|solv\w*|deflect\w*|handl\w*|on its own|without (?:an )?(?:agent|human)|alone|automat\w*)\b/;
const RETURNS = /\b(?:come|comes|came|coming) back\b|\breopen\w*|\bagain\b|\breturn\w*/;

/** A machine that answers part of what people answer: what it spares a month, less its price and what comes back. */
export function deflection({ ask, lower, text }: Query): Derived | undefined {
  if (!/\b(?:bot|chatbot|assistant|ai|automat\w*|agent-handled|without an agent|vendor)\b/.test(lower))
    return undefined;
  const figures = figuresIn(text);
  const volumes = figures.filter((one) => one.unit === '' && CONTACTS.test(one.after) && one.value >= 50);
  const volume = volumes.find((one) => /\b(?:all|whole)(?: of)?(?: our| the)? $/.test(one.before)) ?? only(volumes);
  const shares = figures.filter(({ unit }) => unit === '%');
  const back = only(shares.filter((one) => RETURNS.test(around(one))));
  const solved = only(shares.filter((one) => one !== back && SOLVED.test(around(one))));
  const amounts = figures.filter((one) => one.unit === 'money' && one.value < 1000);
  const human = only(amounts.filter((one) => BY_PEOPLE.test(ahead(one).split(/\d/).at(-1) ?? '')));
  const price = only(amounts.filter((one) => one !== human && EACH_CONTACT.test(one.after)));
  if (volume === undefined || solved === undefined || human === undefined || price === undefined) return undefined;
  if (shares.length !== (back === undefined ? 1 : 2) || !volumes.some(({ per }) => per === 'month')) return undefined;
  const again =
    back === undefined
      ? undefined
      : amounts.find((one) => one !== human && one !== price && one.sentence === back.sentence);
  const fixed = only(figures.filter((one) => one.per === 'month' && !volumes.includes(one) && one.value >= 100));
  // An amount without a role makes another sum of it.
  if (amounts.length !== [human, price, again].filter((one) => one !== undefined).length) return undefined;
  const ledger = new Ledger();
  const like = { currency: price.currency, isScaled: false };
  const money = (value: number) => amount(value, like);
  // A price as it is written: `5.20`.
  const written = (value: number) => amount(value, like).replace(/(\.\d)(?!\d)/, '$10');
  const own = ledger.percent(solved.value, volume.value);
  const spared = ledger.do(own, '×', human.value);
  const isPerSolved = /\bper (?:resolution|resolved)\b/.test(`per${behind(price)}`) || /^ ?per resol/.test(price.after);
  const charged = ledger.do(isPerSolved ? own : volume.value, '×', price.value);
  const parts = [`${figure(isPerSolved ? own : volume.value)} × ${written(price.value)} = ${money(charged)}`];
  let cost = charged;
  if (fixed !== undefined) {
    cost = ledger.do(cost, '+', fixed.value);
    parts.push(`${money(fixed.value)} fixed`);
  }
  if (back !== undefined) {
    const count = ledger.percent(back.value, own);
    const returned = ledger.do(count, '×', (again ?? human).value);
    cost = ledger.do(cost, '+', returned);
    parts.push(`${figure(count)} that come back × ${written((again ?? human).value)} = ${money(returned)}`);
  }
  const isGain = spared >= cost;
  const gap = isGain ? ledger.do(spared, '−', cost) : ledger.do(cost, '−', spared);
  const gain = isGain ? gap : -gap;
  const yearly = ledger.do(gap, '×', 12);
  const claim = claimOf(lower);
  const isMet = claim === undefined ? isGain : isGain && yearly >= claim;
  if (claim !== undefined) ledger.note(`claimed ${figure(claim)}`);
  const result = `that ${isGain ? 'leaves' : 'loses'} ${money(gap)} a month, ${money(yearly)} a year${claim === undefined ? '' : ` against the ${amount(claim, { ...like, isScaled: true })} claimed`}`;
  const isAsked =
    claim !== undefined ||
    /\b(?:worth|cheaper|save|saves|pay|buy|roll|take|do it|sign|lohnt|compensa|rentable|barat|gunstiger)\w*/.test(ask);
  return {
    kind: 'deflection',
    sentence: `${isAsked ? (isMet ? 'Yes: ' : 'No: ') : ''}${figure(solved.value)}% of ${figure(volume.value)} × ${written(human.value)} spares ${money(spared)} a month; against it stand ${parts.join(' + ')}; ${result}.`,
    arithmetic: ledger.toString(),
    values: { gain, yearly },
    ...(isAsked ? { verdict: isMet ? ('worth' as const) : ('not-worth' as const) } : {}),
    weight: 11,
  };
}

/** `will save “over a million a year”`. */
function claimOf(lower: string): number | undefined {
  const said =
    /\bsav(?:e|es|ing)\b[^.?!\d]{0,24}?(?:(a|half a) million|[€$£]? ?(\d[\d.,]*) ?(k|m|million)\b)[^.?!]{0,12}\byear/.exec(
      lower,
    );
  if (said === null) return undefined;
  if (said[1] !== undefined) return said[1] === 'a' ? 1e6 : 5e5;
  const value = Number((said[2] ?? '').replaceAll(',', ''));
  return value * (said[3] === 'k' ? 1e3 : 1e6);
}
