import type { AdviceCase, Choice } from '../cases/index.js';
import type { Derived } from '../facts/index.js';
import type { FollowUp, OptionReference } from '../reading/follow-up.js';
import type { CaseWriter } from './case-writer.js';
import { actionList, type AnswerParts, bulletList, capitalized, closed, lowerFirst, partsOf } from './parts.js';
import { mostLike, subjectOf } from './similarity.js';

/** What a reply in a conversation is answered from. */
export interface FollowUpBasis {
  readonly message: string;
  readonly followUp: FollowUp;
  readonly writer: CaseWriter;
  readonly isClosed: boolean;
}

/** Changes only what the reply asks to change. */
export function answerFollowUp(basis: FollowUpBasis): AnswerParts {
  const { followUp, message, writer } = basis;
  const { choice, derived, found } = writer;
  switch (followUp.kind) {
    case 'shorter':
      return shorter(found, choice, derived);
    case 'bullets':
      return partsOf(
        [
          bulletList([
            choice.why,
            ...found.moves.map(({ when, what }) => `${capitalized(when)}: ${lowerFirst(closed(what))}`),
            found.changes,
          ]),
        ],
        {
          actions: found.moves,
        },
      );
    case 'longer':
      return longer(writer);
    case 'why':
      return why(found, choice, derived);
    case 'option':
      return aboutOption(followUp.option, writer);
    case 'objection':
      return objection(found, followUp.who, message);
    case 'contradicted':
      return contradicted(found, message);
    case 'refused':
      return partsOf([found.refused, wordsToSay(found)]);
    case 'words':
    case 'mail':
      return partsOf([wordsToSay(found), found.mistakes.slice(0, 1).map(closed).join(' ')]);
    case 'others':
      return others(found, message);
    case 'first':
      return partsOf([actionList(found.moves), found.questions.slice(0, 1).join(' ')], { actions: found.moves });
    case 'changed':
      return basis.isClosed ? writer.verdict(message) : writer.advice();
    case 'language':
      return shorter(found, choice, derived);
    default:
      return basis.isClosed ? writer.verdict(message) : further(writer, message);
  }
}

function shorter(found: AdviceCase, choice: Choice, derived: readonly Derived[]): AnswerParts {
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

function longer(writer: CaseWriter): AnswerParts {
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

function why(found: AdviceCase, choice: Choice, derived: readonly Derived[]): AnswerParts {
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

function aboutOption(reference: OptionReference, { choice, found }: CaseWriter): AnswerParts {
  const shown = [choice.option, ...found.options.filter(({ id }) => id !== choice.option.id)];
  const option = pick(shown, reference) ?? choice.option;
  return partsOf([
    `**${capitalized(closed(option.name))}** ${capitalized(closed(option.for))}`,
    `The price: ${lowerFirst(closed(option.against))}`,
    option === choice.option
      ? actionList(found.moves.slice(0, 2))
      : `It becomes the better one if this holds: ${lowerFirst(closed(found.changes))}`,
  ]);
}

function pick<Item>(items: readonly Item[], reference: OptionReference): Item | undefined {
  return 'number' in reference ? items.at(reference.number > 0 ? reference.number - 1 : reference.number) : undefined;
}

function objection(found: AdviceCase, who: string, message: string): AnswerParts {
  const named = found.objections.find(
    (one) =>
      one.who.toLowerCase().includes(who) || (who !== '' && who.includes(one.who.toLowerCase().replace(/^the /, ''))),
  );
  const chosen =
    named ?? mostLike(subjectOf(message), found.objections, (one) => [one.who, one.says], 0.2) ?? found.objections[0];
  if (chosen === undefined) return partsOf([found.refused]);
  const others = found.objections.filter((one) => one !== chosen).slice(0, 1);
  return partsOf([
    `Probably: “${chosen.says}”`,
    `**Answer.** ${chosen.reply}`,
    others.length === 0
      ? undefined
      : `**Expect too.** ${others.map(({ who: other, says, reply }) => `${capitalized(other)}: “${says}” ${reply}`).join(' ')}`,
  ]);
}

function contradicted(found: AdviceCase, message: string): AnswerParts {
  const like = mostLike(subjectOf(message), found.objections, ({ who, says, reply }) => [who, says, reply], 0.15);
  const chosen = like ?? found.objections[0];
  return partsOf([chosen?.reply, wordsToSay(found), `**If it stays at that.** ${found.refused}`]);
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

/** The part of the case that is most like the question. */
function further(writer: CaseWriter, message: string): AnswerParts {
  const { found } = writer;
  const candidates: { readonly text: string; readonly about: string }[] = [
    ...found.verdicts.map(({ asks, say }) => ({ text: say, about: `${asks.join(' ')} ${say}` })),
    ...found.objections.map(({ who, says, reply }) => ({ text: reply, about: `${who} ${says} ${reply}` })),
    ...found.options.map((option) => ({
      text: `${capitalized(option.name)}: ${lowerFirst(closed(option.for))} ${closed(option.against)}`,
      about: `${option.name} ${option.signs.join(' ')} ${option.for} ${option.against}`,
    })),
    { text: found.refused, about: found.refused },
    { text: found.changes, about: found.changes },
    ...found.mistakes.map((text) => ({ text, about: text })),
    ...found.moves.map(({ what, measure }) => ({
      text: `${closed(what)} It has worked when ${lowerFirst(closed(measure))}`,
      about: what,
    })),
  ];
  const asked = subjectOf(message);
  const first = mostLike(asked, candidates, ({ about }) => [about], 0.08);
  if (first === undefined) return writer.advice();
  const second = mostLike(
    asked,
    candidates.filter((one) => one !== first && one.text !== first.text),
    ({ about }) => [about],
    0.08,
  );
  return partsOf(
    [closed(first.text), second === undefined ? undefined : closed(second.text), actionList(found.moves.slice(0, 1))],
    {
      actions: found.moves.slice(0, 1),
    },
  );
}

function wordsToSay({ words }: AdviceCase): string {
  return `**Words to adapt.** “${words}”`;
}
