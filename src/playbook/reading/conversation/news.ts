import { foldText } from '../../../text/index.js';
import { type Moment, momentsIn, shownSum, type Sum, sumBefore, sumsIn } from './news-facts.js';
import { NEWS_SIGNS, type NewsKind } from './news-kinds.js';

/** News that a reply brings, bound to what was said: every slot is a piece of a sentence in English. */
export interface News {
  readonly kind: NewsKind;
  readonly slots: Readonly<Record<string, string>>;
  /** What it brings besides. */
  readonly also?: News;
}

/** A longer message tells a story of its own. */
const MAX_WORDS = 45;
const CONDITIONAL =
  /^\W*(?:and |but |so |und |y |et |pero |mais )*(?:if|what if|suppose|when|wenn|falls|si|was wenn|et si|y si)\b/i;

/** The news in a reply; undefined where it only asks, supposes, or is about nothing that was said before. */
export function newsOf(message: string, said: string): News | undefined {
  if (message.split(/\s+/).length > MAX_WORDS) return undefined;
  const told = statementsIn(message);
  const folded = foldText(told).text;
  if (folded === '' || CONDITIONAL.test(folded)) return undefined;
  const found: News[] = [];
  for (const { kind, pattern } of NEWS_SIGNS) {
    const sign = pattern.exec(folded);
    if (sign === null) continue;
    const who = Object.values(sign.groups ?? {}).find((one) => one !== undefined) ?? '';
    const at = folded.indexOf(who, sign.index);
    const shown = folded.length === told.length ? told.slice(at, at + who.length) : who;
    const slots = slotsOf(kind, { told, folded, who: shown, place: sign.groups?.['place'] ?? '', said });
    if (slots !== undefined && isBound(message, slots['who'], said)) found.push({ kind, slots });
  }
  // A figure comes before what goes with it.
  const [first, second] = found.toSorted(
    (one, other) => Number(other.kind === 'raised') - Number(one.kind === 'raised'),
  );
  // A second one of another nature: a share and a stop, and not a yes that is an offer as well.
  const also = second !== undefined && BESIDES.has(second.kind) && first?.kind !== second.kind ? second : undefined;
  return first === undefined || also === undefined ? first : { ...first, also };
}
const BESIDES: ReadonlySet<NewsKind> = new Set(['raised', 'dated', 'hiring-stopped']);

/** Whether a message that asks something asks whether the advice still holds, or what is to be done now. */
const ASKS_OF_IT =
  /\b(?:chang\w*|still|same (?:answer|advice)|differ\w*|andert\w*|andere ich|immer noch|toujours|meme reponse|cambi\w*|sigue|misma respuesta|what now|now what|was jetzt|was nun|et maintenant|y ahora)\b[^?]*\?/;
const isBound = (message: string, who: string | undefined, said: string): boolean =>
  !message.includes('?') ||
  ASKS_OF_IT.test(foldText(message).text) ||
  (who !== undefined && (/^(?:him|her|them)$/.test(who) || said.toLowerCase().includes(who.toLowerCase())));

/** What the message says, without what it asks. */
function statementsIn(message: string): string {
  return message
    .split(/(?<=[.!?\n])\s+/)
    .filter((sentence) => !sentence.trim().endsWith('?'))
    .join(' ')
    .trim();
}

interface Told {
  readonly told: string;
  readonly folded: string;
  readonly who: string;
  readonly place: string;
  readonly said: string;
}

function slotsOf(kind: NewsKind, told: Told): Record<string, string> | undefined {
  const slots: Record<string, string> = {
    ...datesOf(told),
    ...personOf(told),
    ...sumsOf(told),
    ...(kind === 'moving' ? placesOf(told) : {}),
    ...conditionIn(told),
  };
  if (kind === 'hiring-stopped' && WANTS_PEOPLE.test(told.said)) slots['post'] = '';
  if (kind === 'hiring-opened') slots['count'] = told.who;
  if (kind === 'leaving')
    Object.assign(
      slots,
      { who: slots['who'] ?? 'them' },
      /\b(?:fired|let go)\b/i.test(told.told) ? { gone: 'yes' } : {},
    );
  if (kind === 'settled' || kind === 'bound') Object.assign(slots, partOf(told));
  return REQUIRED[kind]?.every((slot) => slots[slot] !== undefined) === false ? undefined : slots;
}
/** Without these a message of the kind says too little to be answered as news. */
const REQUIRED: Readonly<Partial<Record<NewsKind, readonly string[]>>> = {
  raised: ['sum', 'before'],
  risen: ['sum', 'before'],
  dated: ['date', 'dateBefore'],
  moving: ['place'],
  offered: ['sum'],
};
const WANTS_PEOPLE =
  /\b(?:hir(?:e|ing)|headcount|recruit\w*|(?:a|another|second|one more|new) (?:\p{L}+ )?(?:manager|engineer|developer|designer|post|role|position|person|pm|dev|sre|tester|hire)|open (?:\p{L}+ )?(?:roles?|positions?)|einstell\w*|stelle\w*|embauch\w*|recrut\w*|contrat(?:ar|acion\w*)|vacante\w*)\b/iu;

/** `if she can still code half the time`: on what it depends. */
function conditionIn({ told }: Told): Record<string, string> {
  const condition = /\b(?:if|provided|as long as|wenn|sofern|si) [^.;!]{6,90}/i.exec(told)?.[0];
  return condition === undefined ? {} : { condition: `“${condition}”` };
}

function datesOf({ told, said }: Told): Record<string, string> {
  const [moment] = momentsIn(told).slice(-1);
  if (moment === undefined) return {};
  const before = momentsIn(said).findLast((one) => one.month !== undefined && one.shown !== moment.shown);
  return {
    date: moment.shown,
    ...(moment.month === undefined || before === undefined ? {} : spanBetween(before, moment)),
  };
}

function spanBetween(before: Moment, after: Moment): Record<string, string> {
  const days = ((after.month ?? 0) - (before.month ?? 0)) * 30.4 + ((after.day ?? 1) - (before.day ?? 1));
  const size = Math.abs(days);
  const shown =
    size >= 45
      ? `about ${String(Math.round(size / 30.4))} months`
      : size >= 12
        ? `about ${String(Math.round(size / 7))} weeks`
        : `${String(Math.round(size))} days`;
  return { dateBefore: before.shown, ...(days > 0 ? { gained: shown } : { lost: shown }) };
}

const PRONOUNS: Readonly<Record<string, string>> = {
  he: 'him',
  she: 'her',
  they: 'them',
  er: 'him',
  sie: 'her',
  il: 'him',
  elle: 'her',
  el: 'him',
  ella: 'her',
};
const TRANSLATED: readonly (readonly [RegExp, string])[] = [
  [/\b(?:lieferant|fournisseur|proveedor)\b/, 'the supplier'],
  [/\b(?:drh|personalabteilung|rrhh|rh)\b/, 'HR'],
  [/\b(?:chef|chefin|jefe|jefa|patron|directeur|director)\b/, 'your boss'],
  [/\b(?:kunde|client|cliente)\b/, 'the customer'],
];
const COUNTS: Readonly<Record<string, number>> = {
  two: 2,
  three: 3,
  four: 4,
  zwei: 2,
  drei: 3,
  deux: 2,
  trois: 3,
  dos: 2,
  tres: 3,
};
/** `one of the two`, `une des deux`, `one of the DBAs`. */
const ONE_OF =
  /\b(?:one of (?:the |my |our )|l'une? des |une? des |eine?r? (?:der|von den) |una? de l[oa]s )(\p{L}+|\d+)/iu;
const LEAD_IN =
  /^(?:(?:and|but|just|heard|that|news|new|info|update|forgot|to|say|also|apparently|so|yes|no|ok|me|acaban|de|decir|und|et|y|hat|heute|the fact|today|yesterday)\b[:,]? ?)+/i;

function personOf({ folded, who, said }: Told): Record<string, string> {
  const [, counted] = ONE_OF.exec(folded) ?? [];
  const group = counted === undefined ? undefined : groupOf(counted, said);
  if (group !== undefined) return { who: 'the one concerned', ...group };
  const named = who
    .replace(LEAD_IN, '')
    .replace(/ (?:of|from|for|in|at|who(?:'s|’s)?) .*$/i, '')
    .trim();
  if (named === '' || named.split(/\s+/).length > 4) return {};
  const translated = TRANSLATED.find(([pattern]) => pattern.test(named.toLowerCase()))?.[1];
  const pronoun = PRONOUNS[named.toLowerCase()];
  const shown =
    translated ??
    pronoun ??
    (isName(named) || /^(?:the|my|our|hr|legal|finance)\b/i.test(named) ? yours(named) : undefined);
  return shown === undefined ? {} : { who: shown, ...oppositionOf(named, said), ...otherOf(named, said) };
}

/** `one brilliant but rude, the other solid`: the one of two that is left. */
function otherOf(named: string, said: string): Record<string, string> {
  const [, one = '', other = ''] =
    /\b[Oo]ne (\p{L}[^,;.]{2,60}?)[,;](?: and)? the other (\p{L}[^,;.]{2,60})/u.exec(said) ?? [];
  const goes = named.toLowerCase().replace(/^the | one$/g, '');
  if (one === '' || goes.length < 3) return {};
  const left = other.toLowerCase().includes(goes) ? one : one.toLowerCase().includes(goes) ? other : undefined;
  return left === undefined ? {} : { other: `the ${left.replace(/ (?:in|at|on|with|from) .*$/, '')} one` };
}

const isName = (text: string): boolean =>
  /^\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'-]+)?$/u.test(text) || /^(?:C[A-Z]O|HR|VP)$/.test(text);
const yours = (named: string): string => {
  const shown = named
    .replace(/^(?:my|our) /i, 'your ')
    .replace(/^The /, 'the ')
    .replace(/ who(?:'s| is).*$/, '');
  return /^(?:hr)$/i.test(shown)
    ? 'HR'
    : /^(?:c[a-z]o|vp)$/i.test(shown)
      ? `the ${shown.toUpperCase()}`
      : /^(?:legal|finance)$/i.test(shown)
        ? shown.toLowerCase()
        : shown;
};

/** How many there were, and how many are left. */
function groupOf(counted: string, said: string): Record<string, string> | undefined {
  const size = COUNTS[counted.toLowerCase()] ?? (/^\d+$/.test(counted) ? Number(counted) : undefined);
  const plural = counted.toLowerCase().replace(/s$/, '');
  for (const [, number = '', nouns = ''] of said.matchAll(
    /\b(\d+|two|three|four|zwei|drei|deux|trois|dos|tres) ((?:\p{L}+ ?){1,2})/giu,
  )) {
    const count = COUNTS[number.toLowerCase()] ?? Number(number);
    const isMeant = size === undefined ? nouns.toLowerCase().includes(plural) : count === size;
    if (isMeant && count > 1 && count < 20)
      return {
        left: inWords(count - 1),
        of: inWords(count),
        stay: count === 2 ? 'the one who stays' : `the ${inWords(count - 1)} who stay`,
        ...(LOOKING.test(said) ? { looking: 'yes' } : {}),
      };
  }
  return undefined;
}
const inWords = (count: number): string =>
  ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'][count] ?? String(count);
const LOOKING =
  /\b(?:look(?:ing|s)? (?:around|elsewhere|for)|about to leave|thinking (?:of|about) leaving|cherche\w* (?:ailleurs|autre)|suchen (?:etwas|was) anderes|schauen sich um|buscan? otr[ao]|interviewing)\b/i;

/** What the person held against the matter, in the asker's words. */
function oppositionOf(named: string, said: string): Record<string, string> {
  const sentence = said.split(/(?<=[.!?])\s+/).find((one) => one.toLowerCase().includes(named.toLowerCase()));
  if (sentence === undefined || !AGAINST.test(sentence)) return {};
  const claim =
    /\b(?:he|she|they|er|sie|il|elle|[eé]l|ella) (?:says?|thinks?|sagt|meint|dit|dice) (?:that |que |dass )?([^.,;]{8,90})/iu.exec(
      sentence,
    )?.[1];
  return { opposed: 'yes', ...(claim === undefined ? {} : { objection: claim.trim() }) };
}
const AGAINST =
  /\b(?:against|oppos\w+|fight\w*|resist\w*|hates?|dagegen|contre|en contra|nervous|skeptic\w*|sceptic\w*)\b/i;

function sumsOf({ told, said }: Told): Record<string, string> {
  const [sum] = sumsIn(told);
  if (sum === undefined) return {};
  const before = sumBefore(sum, told, said);
  if (before === undefined) return { sum: sum.shown };
  const difference = Math.abs(sum.value - before.value);
  const shown =
    sum.unit === '%' ? `${String(Math.round(difference * 10) / 10)} points` : shownSum(difference, sum.sign);
  return {
    ...{ sum: sum.shown, before: before.shown },
    ...(sum.value > before.value ? { above: shown } : { below: shown }),
    ...(sum.value > before.value * 1.5
      ? { times: `${String(Math.round((sum.value / before.value) * 10) / 10)} times` }
      : {}),
    ...inMoney(sum, before, said),
  };
}

/** What a share comes to, where it is of the one amount that was said. */
function inMoney(sum: Sum, before: Sum, said: string): Record<string, string> {
  const amounts = sumsIn(said).filter(({ unit }) => unit === 'money');
  const [whole] = amounts;
  if (sum.unit !== '%' || whole === undefined || amounts.length > 1) return {};
  const period = whole.isMonthly ? ' a month' : '';
  return {
    comes: `${shownSum((whole.value * sum.value) / 100, whole.sign)}${period}`,
    came: shownSum((whole.value * before.value) / 100, whole.sign),
    whole: `${whole.shown}${period}`,
  };
}

/** How many sit where, before and after. */
function placesOf({ told, place, said }: Told): Record<string, string> {
  const to = new RegExp(String.raw`\b${place}\b`, 'iu').exec(told)?.[0] ?? place;
  const counted = [...said.matchAll(/\b(\d+) (?:\p{L}+ )?in (\p{Lu}\p{L}+)/gu)].map(([, count, name]) => ({
    count: Number(count),
    name: name ?? '',
  }));
  const there = counted.find(({ name }) => name.toLowerCase() === to.toLowerCase());
  const from = counted.find((one) => one !== there);
  if (!/^\p{Lu}/u.test(to)) return {};
  return {
    place: to,
    ...(there === undefined || from === undefined || counted.length !== 2
      ? {}
      : { from: from.name, thereAfter: String(there.count + 1), fromAfter: String(from.count - 1) }),
  };
}

/** `3 of the nine`: for which of them it holds; `for 2 years`: how long. */
function partOf({ told }: Told): Record<string, string> {
  const part = /\b(\d+|one|two|three|four|five) of the (\d+|\p{L}+)/iu.exec(told)?.[0];
  const term = /\bfor (?:another )?(\d+|one|two|three) (years?|months?)\b/i.exec(told);
  return {
    ...(part === undefined ? {} : { part }),
    ...(term === null ? {} : { term: `${term[1] ?? ''} ${term[2] ?? ''}` }),
  };
}
