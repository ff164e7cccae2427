import type { NamedAlternative } from './named-alternative.js';
import type { Veil } from './veil.js';

/** Opens a list of offers with their prices. */
const OPENS =
  /\b(?:quotes?|quotations?|offers?|bids?|proposals?|prices|estimates|angebote?|ofertas?|presupuestos?|offres?|devis)\b[^:.?!\n]{0,40}:\s+([^.?!\n]+(?:\.\d[^.?!\n]*)*)/i;
/** A name, and a sum right behind it. */
const NAME_AND_PRICE =
  /^((?:own |self-hosted|in-house|eigene[sr]? )?(?:[\p{L}][\p{L}\d.&+'’-]*)?(?: [\p{L}\d][\p{L}\d.&+'’-]*){0,2}?)(?: is| at| for| with| asks| wants|:)? ([€$£]?\d[\d.,]*\s?(?:k|m|€|\$|£|eur|euros?|usd|chf)?(?=$|[^\p{L}\d]).*)$/iu;
const MAX_NAME = 40;
/** Says more of the one before. */
const GOES_ON =
  /^(?:no|not|without|with|incl|plus|only|min|max|but|both|each|all|per|for|until|from|\d|ohne|mit|nur|aber|sin|con|sans|avec)/i;
const PRICE = /^[€$£]?\d[\d.,]*\s?(?:k|m|€|\$|£|eur|euros?|usd|chf)?(?=$|[^\p{L}\d])/iu;
/** What the first price is for, the others are for as well, unless they say so. */
const PERIOD = new RegExp(
  `${PRICE.source} ?((?:a|an|per|each|pro|im|al|por|par) (?:hour|day|week|month|quarter|year|seat|user|monat|jahr|mes|año|mois|an)\\b|/ ?(?:h|day|month|mo|year|yr|seat|user)\\b)`,
  'iu',
);
const TIMED =
  /\b(?:a|an|per|each|pro|im|al|por|par) (?:hour|day|week|month|quarter|year|seat|user|monat|jahr|mes|año|mois|an)\b|\/ ?(?:h|day|month|mo|year|yr|seat|user)\b|\b(?:once|one-off|one time|upfront|in total|einmalig|una vez|une fois)\b/iu;

/** `Quotes: Alpha 18k in January, Beta 12k not before April, self-hosted 20k and half a person`: each with what is said of it. */
export function quotes(veil: Veil): NamedAlternative[] {
  const list = OPENS.exec(veil.text)?.[1];
  if (list === undefined) return [];
  const found: { text: string; said: string; full: string }[] = [];
  const parts = list.split(/[,;]\s+(?:and |or |und |oder |y |o |et |ou )?(?!\d{3}\b)/);
  for (const [at, part] of parts.entries()) {
    const [, name = '', said = ''] = NAME_AND_PRICE.exec(part.trim()) ?? [];
    const last = found.at(-1);
    if (name !== '' && name.length <= MAX_NAME) found.push({ text: name.trim(), said: said.trim(), full: part.trim() });
    else if (last === undefined) return [];
    // “… or open source plus a day a week”: the last may have no price, and is said of none of the others.
    else if (at === parts.length - 1 && !GOES_ON.test(part.trim())) found.push(unpriced(part.trim()));
    else {
      last.said += `, ${part.trim()}`;
      last.full += `, ${part.trim()}`;
    }
  }
  const period = PERIOD.exec(found[0]?.said ?? '')?.[1];
  for (const one of found)
    if (period !== undefined && !TIMED.test(one.said)) one.said = one.said.replace(PRICE, `$& ${period}`);
  return found.map(({ text, said, full }) => ({
    text: veil.shown(text),
    said: veil.shown(said),
    full: veil.shown(full),
  }));
}

function unpriced(part: string): { text: string; said: string; full: string } {
  const at = part.search(/ (?:plus|with|but|and|mit|con|avec) /i);
  return { text: at < 0 ? part : part.slice(0, at), said: at < 0 ? '' : part.slice(at + 1), full: part };
}
