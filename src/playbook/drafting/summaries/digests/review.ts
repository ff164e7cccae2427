import { plain } from '../../../facts/index.js';
import { asSentence, lowerFirst } from '../../language/clauses.js';

const GOOD = /^(?:good|went well|positive|plus|what went well|gut|bien|positif)\s*:\s*/i;
const ACTION = /^(?:actions?|to-?dos?|next steps?|follow-?ups?|massnahmen?|acciones)\s*:\s*/i;
const NO_ACTION = /\?{2,}|\bran out of time\b|\bnone(?: yet)?\b|\bno owners?\b|\btbd\b/i;
/** What was lost, or how late it was. */
const EFFECT =
  /\b(?:slipped|took out|outage|down for|lost|late|delayed|affected|missed|failed for|verspatet|perdu)\b.*\d|\d.*\b(?:lost|affected|late|missed|failed|verspatet|perdu\w*)\b/;
const CHANGE =
  /\b(\d+(?:\.\d+)?) ?(weeks?|wks?|days?|months?|hours?|min(?:utes)?|%)? ?(?:->|→|-›|=>) ?(\d+(?:\.\d+)?) ?(weeks?|wks?|days?|months?|hours?|min(?:utes)?|%)/i;
/** A vow or a sigh is no finding. */
const SIGH = /^i told\b|\b(?:told you so|never (?:again|doing)|again!|worst|nightmare|screaming|shouting)\b/;

/** Notes of a look back without who said what: what happened, its causes, what went well, what comes next. */
export function reviewLines(texts: readonly string[]): string[] | undefined {
  const good = texts.filter((text) => GOOD.test(text));
  const actions = texts.flatMap((text, at) =>
    ACTION.test(text) ||
    (at > 0 && texts.slice(0, at).some((one) => ACTION.test(one)) && (NO_ACTION.test(text) || /^owners?\b/i.test(text)))
      ? [text]
      : [],
  );
  const others = texts.filter((text) => !good.includes(text) && !actions.includes(text) && !NO_ACTION.test(text));
  const kept = others.filter((text) => !SIGH.test(plain(text)));
  const effects = kept.filter((text) => EFFECT.test(plain(text)) || CHANGE.test(text));
  if ((good.length === 0 && actions.length === 0) || effects.length === 0) return undefined;
  const causes = kept.filter((text) => !effects.includes(text));
  return [
    `**What happened.** ${effects.map((text) => asSentence(changed(text))).join(' ')}`,
    ...(causes.length === 0 ? [] : [`**Why.** ${joinedShort(causes)}`]),
    ...(good.length === 0
      ? []
      : [`**What went well.** ${good.map((text) => asSentence(text.replace(GOOD, ''))).join(' ')}`]),
    ...nextLine(actions),
  ];
}

/** `4 weeks -> 11 weeks` is said with its difference. */
const changed = (text: string): string =>
  text.replace(CHANGE, (_, from: string, unit: string | undefined, to: string, last: string) => {
    const word = last.replace(/^wks?$/i, 'weeks');
    return `from ${from} to ${to} ${word} (${Math.abs(Math.round((Number(to) - Number(from)) * 10) / 10)} ${(unit ?? word).replace(/^wks?$/i, 'weeks')} ${Number(to) > Number(from) ? 'more' : 'less'})`;
  });

/** Sentences that go on from the one before stand with it. */
const joinedShort = (texts: readonly string[]): string => texts.map((text) => asSentence(text)).join(' ');

function nextLine(actions: readonly string[]): string[] {
  if (actions.length === 0) return [];
  const told = actions.map((text) =>
    text
      .replace(ACTION, '')
      .replace(/\?+\s*/g, (marks) => (marks.trim().length > 1 ? '' : '? '))
      .trim(),
  );
  const real = told.filter((text) => text !== '' && !NO_ACTION.test(text) && !text.trim().endsWith('?'));
  const isOpen = actions.some((text) => NO_ACTION.test(text)) || told.some((text) => /owners?\?/i.test(text));
  if (real.length === 0) return ['**Next.** No actions agreed yet.'];
  return [
    `**Next.** ${real.map((text) => asSentence(lowerFirst(text)).replace(/^./u, (first) => first.toUpperCase())).join(' ')}${isOpen ? ' No owners yet.' : ''}`,
  ];
}
