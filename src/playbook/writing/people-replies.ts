import type { AdviceCase } from '../cases/index.js';
import { voiceOf } from '../content/news.js';
import { nearest, passagesOf } from './case-passages.js';
import type { CaseWriter } from './case-writer.js';
import { actionList, type AnswerParts, capitalized, closed, lowerFirst, partsOf } from './parts.js';
import { mostLike, subjectOf } from './similarity.js';

/** Figures in them are examples: an asker must not say them as their own. */
export function wordsToSay({ words }: AdviceCase): string {
  return `**Words to adapt.** “${words.replaceAll(EXAMPLE, '[$&]')}”`;
}
const EXAMPLE = /\b\d(?:[\d.,:]*\d)?(?: ?(?:%|million|k\b))?/g;

const PRONOUN = /^(?:he|she|they|it|that|er|sie|[eé]l|ella|ellos|il|elle|ils)$/i;

export function objection(found: AdviceCase, who: string, message: string): AnswerParts {
  const named = found.objections.find(
    (one) =>
      one.who.toLowerCase().includes(who) || (who !== '' && who.includes(one.who.toLowerCase().replace(/^the /, ''))),
  );
  // Of a post that the case does not know, what people in it ask in any matter.
  const voice = named === undefined && who !== '' && !PRONOUN.test(who) ? voiceOf(who) : undefined;
  if (voice !== undefined) {
    const [usual] = found.objections;
    return partsOf([voice, usual === undefined ? undefined : `**Expect too.** “${usual.says}” ${usual.reply}`]);
  }
  // “and the second objection?”
  const nth = /\b(?:second|2nd|other|next|zweite\w*|segund\w*|deuxieme)\b/i.test(message)
    ? found.objections[1]
    : undefined;
  const chosen =
    nth ??
    (who === '' ? undefined : named) ??
    mostLike(subjectOf(message), found.objections, (one) => [one.who, one.says], 0.2) ??
    found.objections[0];
  if (chosen === undefined) return partsOf([found.refused]);
  const rest = found.objections.filter((one) => one !== chosen).slice(0, 1);
  return partsOf([
    `Probably: “${chosen.says}”`,
    `**Answer.** ${chosen.reply}`,
    rest.length === 0
      ? undefined
      : `**Expect too.** ${rest.map(({ who: other, says, reply }) => `${capitalized(other)}: “${says}” ${reply}`).join(' ')}`,
  ]);
}

/** The reply to that argument, or what weighs more than it; then how it is said, and what follows. */
export function contradicted(found: AdviceCase, message: string): AnswerParts {
  const like = mostLike(subjectOf(message), found.objections, ({ who, says, reply }) => [who, says, reply], 0.15);
  return partsOf([
    like === undefined
      ? `Hear it out, and ask what it rests on; what weighs against it: ${lowerFirst(closed(found.stake))}`
      : `**Answer.** ${like.reply}`,
    wordsToSay(found),
    `**If it stays at that.** ${found.refused}`,
  ]);
}

export function others(found: AdviceCase, message: string): AnswerParts {
  const team =
    found.objections.find(({ who }) => /team|others|colleague|engineer|developer|people/.test(who)) ??
    mostLike(subjectOf(message), found.objections, ({ who, says }) => [who, says], 0.1);
  return partsOf([
    wordsToSay(found),
    team === undefined ? undefined : `**They may say** “${team.says}” ${team.reply}`,
    found.mistakes
      .slice(0, 1)
      .map((mistake) => `**Not:** ${closed(lowerFirst(mistake))}`)
      .join(' '),
  ]);
}

const MIN_WHO = 0.15;
const TELLS =
  /\b(?:tells?|talks?|speaks?|says?|announces?|informs?|breaks?|sagt?|sag\w*|spricht|redet|informiert|dice|habla|comunica|avisa|dit|parle|annonce|previent)\b/i;
const DECIDES = /\b(?:decides?|decision|call|approves?|final say|entscheidet|decide|tranche)\b/i;
const PEOPLE = /\b(?:you|your|lead|manager|owner|person|people|senior|engineers?|team|HR|legal|boss|director|names?)\b/;

/** Which person: the asker for telling and deciding, with those who are heard; else what the case says of people. */
export function whoDoes(writer: CaseWriter, message: string): AnswerParts {
  const { choice, found } = writer;
  const heard = [...new Set(found.objections.map(({ who }) => who))].slice(0, 3);
  if (TELLS.test(message))
    return partsOf([
      'You do, in person, before it is heard from others; what is yours to say is not passed on to another.',
      wordsToSay(found),
      `**Who is told next.** ${capitalized(listed(heard))}.`,
    ]);
  if (DECIDES.test(message))
    return partsOf([
      `You, as far as it is within your role; what goes beyond that you bring to the person above you as a proposal: ${lowerFirst(closed(choice.option.name))}`,
      `**Heard before.** ${capitalized(listed(heard))}. ${found.questions[0] ?? ''}`.trim(),
      actionList(found.moves.slice(0, 1)),
    ]);
  const like = mostLike(
    subjectOf(message),
    passagesOf(found).filter(({ text }) => PEOPLE.test(text)),
    ({ about }) => [about],
    MIN_WHO,
  );
  return partsOf([
    'One person by name, and it is said openly which one.',
    like === undefined
      ? `Choose by this: who notices first when it fails, and who may change what makes it fail. Where that is no one today, it is you until you have named one.`
      : closed(like.text),
  ]);
}

const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;

/** What a group of people will say, or how it reaches them; undefined where it is no group, or the case speaks of it. */
export function aboutPeople({ found }: CaseWriter, asked: string, who: string): AnswerParts | undefined {
  const voice = mostLike(subjectOf(who), found.objections, (one) => [one.who], MIN_VOICE);
  if (voice !== undefined)
    return partsOf([
      `${capitalized(voice.who)} will say: “${voice.says}”`,
      `**Answer.** ${voice.reply}`,
      nearest(found, asked, voice.reply),
    ]);
  if (!PERSONS.test(asked) || nearest(found, asked, '') !== '') return undefined;
  const moves = found.moves.slice(0, 1);
  return partsOf([`It reaches them as well. ${closed(found.stake)}`, actionList(moves)], { actions: moves });
}
/** Groups of people, who bear the consequences of a matter between others. */
const PERSONS =
  /\b(?:juniors?|seniors?|engineers?|developers?|devs?|testers?|designers?|team\w*|people|others|customers?|users?|colleagues|leads?|managers?|entwickler\w*|kolleg\w*|leute|kund\w*|clientes?|clients?|equipos?|[ée]quipes?|los dem[áa]s|les autres|usuari\w*)\b/i;
const MIN_VOICE = 0.3;
