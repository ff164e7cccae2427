import type { AdviceCase } from '../cases/index.js';
import { voiceOf } from '../content/news.js';
import type { FollowUp, OptionReference } from '../reading/conversation/follow-up.js';
import type { CaseWriter } from './case-writer.js';
import { actionList, type AnswerParts, bulletList, capitalized, closed, lowerFirst, partsOf } from './parts.js';
import { mostLike, subjectOf } from './similarity.js';

/** What a reply in a conversation is answered from. */
export interface FollowUpBasis {
  readonly followUp: FollowUp;
  readonly writer: CaseWriter;
  readonly isClosed: boolean;
  /** What was advised before the reply, where a fact in it changes that. */
  readonly changedFrom?: string;
  /** What the reply speaks of besides the matter. */
  readonly aside?: CaseWriter;
}

/** Answers what the reply asks, and no more. Wishes about the form alone and texts are not its matter. */
export function answerFollowUp(basis: FollowUpBasis): AnswerParts {
  const { followUp, writer } = basis;
  const { asked: message } = followUp;
  const { choice, found } = writer;
  switch (followUp.kind) {
    case 'why':
      return why(writer);
    case 'option':
      return aboutOption(followUp.option, writer);
    case 'objection':
      return objection(found, followUp.who ?? '', message);
    case 'contradicted':
      return contradicted(found, message);
    case 'refused':
      return partsOf([found.refused, wordsToSay(found)]);
    case 'words':
      return partsOf([wordsToSay(found), found.mistakes.slice(0, 1).map(closed).join(' ')]);
    case 'others':
      return others(found, message);
    case 'first':
    case 'timing':
      return partsOf([actionList(found.moves), found.questions.slice(0, 1).join(' ')], { actions: found.moves });
    case 'price':
      return price(followUp.option, writer);
    case 'verdict':
      return partsOf([
        YES_OR_NO.test(message) ? closed(found.verdict) : closed(choice.why),
        writer.numbers(),
        actionList(found.moves.slice(0, 1)),
      ]);
    case 'alternatives':
      return partsOf([
        bulletList(
          found.options
            .filter(({ id }) => id !== choice.option.id)
            .map(
              ({ name, for: gain, against }) =>
                `**${capitalized(name)}.** ${closed(gain)} The price: ${lowerFirst(closed(against))}`,
            ),
        ),
        found.questions.slice(0, 1).join(' '),
      ]);
    case 'avoid':
      return partsOf([bulletList(found.mistakes.map(closed)), wordsToSay(found)]);
    case 'tried':
      return tried(writer);
    case 'flip':
      return partsOf([closed(found.changes), bulletList(found.questions)]);
    case 'changed':
      return recast(basis);
    case 'who':
      return whoDoes(writer, message);
    case 'measure':
      return signsOfSuccess(writer);
    case 'cost':
      return cost(writer);
    case 'risk':
      return risk(writer);
    case 'blocked':
      return blocked(writer, message);
    case 'example':
      return partsOf([
        wordsToSay(found),
        found.plan
          .slice(0, 1)
          .map(({ do: what }) => closed(what))
          .join(' '),
      ]);
    case 'choose':
      return partsOf([bulletList(found.questions), closed(choice.why), `**What would change this.** ${found.changes}`]);
    case 'lasting':
      return partsOf([
        found.plan
          .slice(-1)
          .map(({ do: what }) => closed(what))
          .join(' '),
        actionList(found.moves.slice(-1)),
        `**What brings it back.** ${found.mistakes.map(closed).join(' ')}`,
      ]);
    case 'about':
      return aboutThem(basis);
    default:
      if (basis.aside !== undefined) return besides(basis.aside, basis);
      return basis.isClosed ? shortVerdict(writer, message) : further(basis);
  }
}

const YES_OR_NO = /\b(?:yes|no|ja|nein|s[ií]|oui|non)\b/i;

/** The advice once more with the new fact: what it changes, in a few sentences. */
export function recast({ changedFrom, isClosed, writer, followUp }: FollowUpBasis): AnswerParts {
  if (isClosed) return writer.verdict(followUp.asked);
  const { choice, found } = writer;
  const isOther = changedFrom !== undefined && changedFrom !== choice.option.id;
  return partsOf(
    [
      writer.numbers(),
      isOther ? `That changes it. ${closed(choice.why)}` : closed(choice.why),
      nearest(found, followUp.asked, choice.why),
      actionList(found.moves.slice(0, 2)),
      `**What would change this.** ${found.changes}`,
    ],
    { actions: found.moves.slice(0, 2) },
  );
}

/** What the reply speaks of, answered by its own situation: what to do, what is at stake, the other ways, two moves. */
function besides(aside: CaseWriter, { isClosed, writer, followUp: { asked } }: FollowUpBasis): AnswerParts {
  const { choice, found } = aside;
  const opening = isClosed ? aside.answerTo(asked) : choice.why;
  const moves = found.moves.slice(0, 2);
  return partsOf(
    [
      [writer.numbers(), closed(opening)].filter((one) => one !== '').join(' '),
      found.stake,
      `**Other ways.** ${otherWays(aside)}`,
      actionList(moves),
    ],
    { actions: moves },
  );
}

/** Yes or no to a reply: the verdict, the reason, the first move. */
function shortVerdict(writer: CaseWriter, message: string): AnswerParts {
  const { sections, ...rest } = writer.verdict(message);
  return { ...rest, sections: sections.filter((one) => !/^\*\*(?:Challenge|What would change)/.test(one)) };
}

/** What an option costs, and how it usually goes wrong. */
function price(reference: OptionReference | undefined, { choice, found }: CaseWriter): AnswerParts {
  const shown = [choice.option, ...found.options.filter(({ id }) => id !== choice.option.id)];
  const option = optionOf(shown, reference) ?? choice.option;
  return partsOf([
    `**${capitalized(closed(option.name))}** The price: ${lowerFirst(closed(option.against))}`,
    option === choice.option
      ? bulletList(found.mistakes.map(closed))
      : `What it gives for that: ${lowerFirst(closed(option.for))}`,
    `**What would change this.** ${found.changes}`,
  ]);
}

/** What comes after the first way has failed: the next one, and what to do when nothing moves. */
function tried({ choice, found }: CaseWriter): AnswerParts {
  const next = found.options.find(({ id }) => id !== choice.option.id);
  return partsOf([
    next === undefined ? undefined : `Then go on to the next: **${lowerFirst(next.name)}.** ${closed(next.for)}`,
    found.refused,
    `Before that, one question: ${lowerFirst(found.questions[0] ?? '')}`,
  ]);
}

/** The whole advice, what others will say, words, and what to do when it is refused. */
export function longer(writer: CaseWriter): AnswerParts {
  const { found } = writer;
  const whole = writer.advice();
  return {
    ...whole,
    sections: [
      ...whole.sections,
      `**What others will say.** ${found.objections.map(({ who, says, reply }) => `${capitalized(who)}: “${says}” ${reply}`).join(' ')}`,
      wordsToSay(found),
      `**If it is refused.** ${found.refused}`,
    ],
  };
}

/** The advice in a few lines: what, the decisive number, two moves. */
export function inBrief({ choice, derived, found }: CaseWriter): AnswerParts {
  const [number] = derived;
  const moves = found.moves.slice(0, 2);
  return partsOf(
    [
      closed(choice.why),
      number === undefined ? undefined : closed(number.sentence),
      bulletList(moves.map(({ when, what }) => `${capitalized(when)}: ${lowerFirst(closed(what))}`)),
    ],
    { actions: moves },
  );
}

function why({ choice, derived, found }: CaseWriter): AnswerParts {
  const others = found.options.filter(({ id }) => id !== choice.option.id);
  return partsOf([
    `Because ${lowerFirst(closed(found.stake))}`,
    derived
      .slice(0, 2)
      .map(({ sentence }) => closed(sentence))
      .join(' '),
    `${capitalized(choice.option.name)}: ${lowerFirst(closed(choice.option.for))}`,
    bulletList(others.map(({ name, against }) => `**${capitalized(name)}.** ${closed(against)}`)),
    `**What would change this.** ${found.changes}`,
  ]);
}

function aboutOption(reference: OptionReference | undefined, { choice, found }: CaseWriter): AnswerParts {
  const shown = [choice.option, ...found.options.filter(({ id }) => id !== choice.option.id)];
  const option = optionOf(shown, reference) ?? choice.option;
  return partsOf([
    `**${capitalized(closed(option.name))}** ${capitalized(closed(option.for))}`,
    `The price: ${lowerFirst(closed(option.against))}`,
    option === choice.option
      ? actionList(found.moves.slice(0, 2))
      : `It becomes the better one if this holds: ${lowerFirst(closed(found.changes))}`,
  ]);
}

/** `option 2`, `the last`; `the other one` is the second of those shown. */
export function optionOf<Item>(items: readonly Item[], reference: OptionReference | undefined): Item | undefined {
  if (reference === undefined) return undefined;
  const { number } = reference;
  if (number === 0) return items[1];
  return items.at(number > 0 ? number - 1 : number);
}

const PRONOUN = /^(?:he|she|they|it|that|er|sie|[eé]l|ella|ellos|il|elle|ils)$/i;
function objection(found: AdviceCase, who: string, message: string): AnswerParts {
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
function contradicted(found: AdviceCase, message: string): AnswerParts {
  const like = mostLike(subjectOf(message), found.objections, ({ who, says, reply }) => [who, says, reply], 0.15);
  return partsOf([
    like === undefined
      ? `Hear it out, and ask what it rests on; what weighs against it: ${lowerFirst(closed(found.stake))}`
      : `**Answer.** ${like.reply}`,
    wordsToSay(found),
    `**If it stays at that.** ${found.refused}`,
  ]);
}

function others(found: AdviceCase, message: string): AnswerParts {
  const team =
    found.objections.find(({ who }) => /team|others|colleague|engineer|developer|people/.test(who)) ??
    mostLike(subjectOf(message), found.objections, ({ who, says }) => [who, says], 0.1);
  return partsOf([
    wordsToSay(found),
    team === undefined ? undefined : `**They may say** “${team.says}” ${team.reply}`,
    found.mistakes.slice(0, 1).map(closed).join(' '),
  ]);
}

const MIN_WHO = 0.15;
const TELLS =
  /\b(?:tells?|talks?|speaks?|says?|announces?|informs?|breaks?|sagt?|sag\w*|spricht|redet|informiert|dice|habla|comunica|avisa|dit|parle|annonce|previent)\b/i;
const DECIDES = /\b(?:decides?|decision|call|approves?|final say|entscheidet|decide|tranche)\b/i;
const PEOPLE = /\b(?:you|your|lead|manager|owner|person|people|senior|engineers?|team|HR|legal|boss|director|names?)\b/;

/** Which person: the asker for telling and deciding, with those who are heard; else what the case says of people. */
function whoDoes(writer: CaseWriter, message: string): AnswerParts {
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

/** By what it shows: the sign of each move. */
function signsOfSuccess({ choice, found }: CaseWriter): AnswerParts {
  return partsOf([
    `By these signs, each with its day, for this way: ${lowerFirst(closed(choice.option.name))}`,
    bulletList(found.moves.map(({ when, measure }) => `**${capitalized(when)}:** ${lowerFirst(closed(measure))}`)),
    'Write down today how it is, so that there is something to compare with.',
  ]);
}

/** Figures first, then what the way advised asks for, and when the first of it falls due. */
function cost(writer: CaseWriter): AnswerParts {
  const { choice, found } = writer;
  const [first] = found.moves;
  return partsOf([
    writer.numbers(),
    `**${capitalized(closed(choice.option.name))}** The price: ${lowerFirst(closed(choice.option.against))}`,
    first === undefined ? undefined : `The first of it, ${lowerFirst(first.when)}: ${lowerFirst(closed(first.what))}`,
    `**What the others cost.** ${found.options
      .filter(({ id }) => id !== choice.option.id)
      .map(({ name, against }) => `${capitalized(name)}: ${lowerFirst(closed(against))}`)
      .join(' ')}`,
  ]);
}

/** What may go wrong with the way advised, how to keep it small, and what to do when it happens. */
function risk({ choice, found }: CaseWriter): AnswerParts {
  const [first] = found.moves;
  return partsOf([
    `Yes, there is a risk in it: ${lowerFirst(closed(choice.option.against))}`,
    `**How it goes wrong.** ${found.mistakes.map(closed).join(' ')}`,
    first === undefined
      ? undefined
      : `**To keep it small.** ${closed(first.what)} Go on only when ${lowerFirst(closed(first.measure))}`,
    `**If it happens.** ${found.refused}`,
  ]);
}

/** The way that is left when the one advised is closed. */
function blocked(writer: CaseWriter, message: string): AnswerParts {
  const { choice, found } = writer;
  const left = found.options.filter(({ id }) => id !== choice.option.id);
  const next = left[0];
  const like = nearest(found, message, choice.why);
  return partsOf(
    [
      writer.numbers(),
      next === undefined
        ? undefined
        : `Then the next way: **${lowerFirst(next.name)}.** ${closed(next.for)} The price: ${lowerFirst(closed(next.against))}`,
      like,
      `**What still holds.** ${found.stake}`,
      found.questions.slice(0, 1).join(' '),
    ],
    {},
  );
}

/** The same for another group or thing: what they will say, else what of the case speaks of it. */
function aboutThem(basis: FollowUpBasis): AnswerParts {
  const { followUp, writer } = basis;
  const { found } = writer;
  const subject = subjectOf(followUp.who ?? followUp.asked);
  const voice = mostLike(subject, found.objections, ({ who }) => [who], MIN_VOICE);
  if (voice !== undefined)
    return partsOf([
      `${capitalized(voice.who)} will say: “${voice.says}”`,
      `**Answer.** ${voice.reply}`,
      nearest(found, followUp.asked, voice.reply),
    ]);
  const news = nearest(found, followUp.asked, '');
  if (news !== '' || !PERSONS.test(followUp.asked)) return further(basis);
  const moves = found.moves.slice(0, 1);
  return partsOf([`It reaches them as well. ${closed(found.stake)}`, actionList(moves)], { actions: moves });
}
/** Groups of people, who bear the consequences of a matter between others. */
const PERSONS =
  /\b(?:juniors?|seniors?|engineers?|developers?|devs?|testers?|designers?|team\w*|people|others|customers?|users?|colleagues|leads?|managers?|entwickler\w*|kolleg\w*|leute|kund\w*|clientes?|clients?|equipos?|[ée]quipes?|los dem[áa]s|les autres|usuari\w*)\b/i;
const MIN_VOICE = 0.3;

interface Passage {
  readonly text: string;
  readonly about: string;
}

/** What of a case may answer a question that no rule foresees. */
const passagesOf = (found: AdviceCase): readonly Passage[] => [
  ...found.objections.map(({ who, says, reply }) => ({
    text: `${capitalized(who)} may say: “${says}” ${reply}`,
    about: `${who} ${says} ${reply}`,
  })),
  ...found.options.map((option) => ({
    text: `${capitalized(option.name)}: ${lowerFirst(closed(option.for))} ${closed(option.against)}`,
    about: `${option.name} ${option.signs.join(' ')} ${option.for} ${option.against}`,
  })),
  { text: found.refused, about: found.refused },
  { text: found.changes, about: found.changes },
  ...found.mistakes.map((text) => ({ text: `The usual mistake here: ${lowerFirst(text)}`, about: text })),
  ...found.plan.map(({ name, do: what }) => ({ text: what, about: `${name} ${what}` })),
  ...found.moves.map(({ what, measure }) => ({
    text: `${closed(what)} It has worked when ${lowerFirst(closed(measure))}`,
    about: what,
  })),
];

const MIN_LIKENESS = 0.18;
/** Of a second passage beside one that fits. */
const MIN_SECOND = 0.12;

/** The passage of the case that is most like a message; empty where none is, or it is the one said already. */
function nearest(found: AdviceCase, message: string, said: string): string {
  const like = mostLike(
    subjectOf(message),
    passagesOf(found).filter(({ text }) => text !== said),
    ({ about }) => [about],
    MIN_LIKENESS,
  );
  return like === undefined ? '' : closed(like.text);
}

const otherWays = ({ choice, found }: CaseWriter): string =>
  found.options
    .filter(({ id }) => id !== choice.option.id)
    .slice(0, 2)
    .map(({ name, for: gain }) => `${capitalized(name)}: ${lowerFirst(closed(gain))}`)
    .join(' ');

/** The passages most like the message; else whether it changes the advice, as far as the case can tell. */
function further({ writer, followUp: { asked, who } }: FollowUpBasis): AnswerParts {
  const { choice, found } = writer;
  const subject = subjectOf(asked);
  const passages = passagesOf(found);
  const first = mostLike(subject, passages, ({ about }) => [about], MIN_LIKENESS);
  const moves = found.moves.slice(0, 1);
  if (first === undefined) {
    // Nothing in the case speaks of it: the advice, and by what the asker can tell whether it still holds.
    const isNews = !asked.includes('?') && who === undefined;
    const opening = isNews ? `That leaves the way as it is: ${lowerFirst(choice.why)}` : choice.why;
    return partsOf([
      writer.numbers(),
      closed(opening),
      `**What would change this.** ${found.changes}`,
      found.questions.slice(0, 1).join(' '),
    ]);
  }
  const second = mostLike(
    subject,
    passages.filter((one) => one !== first && one.text !== first.text),
    ({ about }) => [about],
    MIN_SECOND,
  );
  return partsOf(
    [writer.numbers(), closed(first.text), second === undefined ? undefined : closed(second.text), actionList(moves)],
    { actions: moves },
  );
}

function wordsToSay({ words }: AdviceCase): string {
  return `**Words to adapt.** “${words}”`;
}
