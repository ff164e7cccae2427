import { tidingOf } from '../content/tidings.js';
import type { Facts } from '../facts/index.js';
import { wordsOf } from '../question/phrases.js';
import type { News } from '../reading/conversation/news.js';
import type { CaseWriter } from './case-writer.js';
import { ownFigure } from './own-figure.js';
import { type AnswerParts, bulletList, closed, lowerFirst, partsOf } from './parts.js';

/** What the news is answered from. */
export interface NewsBasis {
  readonly news: News;
  /** The message that brought it. */
  readonly asked: string;
  /** What was said before. */
  readonly said: string;
  /** The asker's own alternatives that are left, where one of them is gone. */
  readonly left?: string;
  readonly writer: CaseWriter | undefined;
}

/** Whether the message asks if the advice still holds. */
const ASKS_IF =
  /\b(?:chang|still|same (?:answer|advice)|differ|[äa]ndert|immer noch|toujours|m[êe]me r[ée]ponse|cambia|sigue|misma)\w*[^?]*\?/i;

/** What the news means for the matter, whether the advice stands, and what to do differently; undefined where that cannot be said. */
export function newsReply({ asked, left, news, said, writer }: NewsBasis): AnswerParts | undefined {
  const figure = ownFigure(said);
  const more = {
    ...(left === undefined ? {} : { other: left }),
    ...(figure === undefined ? {} : { figure: `“${figure}”` }),
  };
  const tiding = tidingOf(news.kind, { ...phrasesOf(news.slots), ...news.slots, ...more });
  const also =
    news.also === undefined
      ? undefined
      : tidingOf(news.also.kind, { ...phrasesOf(news.also.slots), ...news.also.slots, ...more });
  if (tiding === undefined) return undefined;
  const isAsked = ASKS_IF.test(asked);
  const verdict = isAsked ? (tiding.verdict === 'Yes' ? 'Yes, it changes. ' : 'In part. ') : '';
  const stands = tiding.verdict === 'Partly' && writer !== undefined ? writer.choice.option.name : undefined;
  return partsOf([
    `${verdict}${tiding.means}`,
    also === undefined ? undefined : `${also.means} ${also.do[0] ?? ''}`.trim(),
    stands === undefined ? undefined : `**What stands.** ${closed(`The way itself: ${lowerFirst(stands)}`)}`,
    `**What to do differently**\n\n${bulletList(tiding.do)}`,
    tiding.ask,
  ]);
}

/** The date and the term with their prepositions; empty without one. */
function phrasesOf(slots: News['slots']): Record<string, string> {
  const { condition, date, sum, term } = slots;
  const isSpan = date?.endsWith(' from now') === true;
  const isWeekday = date !== undefined && date.endsWith('day');
  const hasDay = date !== undefined && /^\d/.test(date);
  const on =
    date === undefined
      ? ''
      : isSpan
        ? ` ${date}`
        : ` ${hasDay || isWeekday ? 'on' : date.startsWith('the') ? 'at' : 'in'} ${date}`;
  return {
    until: date === undefined ? '' : ` until ${date}`,
    on,
    'from-on': date === undefined ? '' : ` from ${date} on`,
    for: term === undefined ? '' : ` for ${term}`,
    terms: condition ?? date ?? sum ?? 'with what it depends on',
  };
}

/** Words for people who counted on what the news has changed; undefined where there are none for its kind. */
export function wordsAfterNews({ kind, slots }: News): AnswerParts | undefined {
  const say = tidingOf(kind, { ...phrasesOf(slots), ...slots })?.say;
  return say === undefined ? undefined : partsOf([`**Words to adapt.** “${say}”`]);
}

/** Of two alternatives, the one that the message does not name. */
export function onlyOther(asked: string, alternatives: Facts['alternatives']): string | undefined {
  if (alternatives.length !== 2) return undefined;
  const words = wordsOf(asked);
  const left = alternatives.filter(({ text }) => !words.includes(` ${wordsOf(text).trim()} `));
  return left.length === 1 ? left[0]?.text : undefined;
}
