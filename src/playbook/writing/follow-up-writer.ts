import type { Act } from '../reading/conversation/follow-up-signs.js';
import type { FollowUp } from '../reading/conversation/follow-up.js';
import { MIN_LIKENESS, MIN_SECOND, nearest, passagesOf } from './case-passages.js';
import type { CaseWriter } from './case-writer.js';
import { actionList, type AnswerParts, bulletList, capitalized, closed, lowerFirst, partsOf } from './parts.js';
import { aboutPeople, contradicted, objection, others, whoDoes, wordsToSay } from './people-replies.js';
import { mostLike, subjectOf } from './similarity.js';
import {
  aboutOption,
  alternatives,
  blocked,
  cost,
  otherWays,
  price,
  risk,
  signsOfSuccess,
  tried,
  why,
} from './ways-replies.js';

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

type Answer = (basis: FollowUpBasis) => AnswerParts;

/** From what of the case a reply of each kind is answered; of other kinds, from what is most like it. */
const ANSWERS: Readonly<Partial<Record<Act, Answer>>> = {
  why: ({ writer }) => why(writer),
  option: ({ followUp: { option }, writer }) => aboutOption(option, writer),
  objection: ({ followUp: { asked, who = '' }, writer: { found } }) => objection(found, who, asked),
  contradicted: ({ followUp: { asked }, writer: { found } }) => contradicted(found, asked),
  refused: ({ writer: { found } }) => partsOf([found.refused, wordsToSay(found)]),
  words: ({ writer: { found } }) =>
    partsOf([
      wordsToSay(found),
      found.mistakes
        .slice(0, 1)
        .map((mistake) => `**Not:** ${closed(lowerFirst(mistake))}`)
        .join(' '),
    ]),
  others: ({ followUp: { asked }, writer: { found } }) => others(found, asked),
  first: firstMoves,
  timing: firstMoves,
  price: ({ followUp: { option }, writer }) => price(option, writer),
  verdict,
  alternatives: ({ writer }) => alternatives(writer),
  avoid: ({ writer: { found } }) => partsOf([bulletList(found.mistakes.map(closed)), wordsToSay(found)]),
  tried: ({ writer }) => tried(writer),
  flip: ({ writer: { found } }) => partsOf([closed(found.changes), bulletList(found.questions)]),
  changed: recast,
  who: ({ followUp: { asked }, writer }) => whoDoes(writer, asked),
  measure: ({ writer }) => signsOfSuccess(writer),
  cost: ({ writer }) => cost(writer),
  risk: ({ writer }) => risk(writer),
  blocked: ({ followUp: { asked }, writer }) => blocked(writer, asked),
  example: ({ writer: { found } }) =>
    partsOf([
      wordsToSay(found),
      found.plan
        .slice(0, 1)
        .map(({ do: what }) => closed(what))
        .join(' '),
    ]),
  choose: ({ writer: { choice, found } }) =>
    partsOf([bulletList(found.questions), closed(choice.why), `**What would change this.** ${found.changes}`]),
  lasting,
  about: (basis) =>
    aboutPeople(basis.writer, basis.followUp.asked, basis.followUp.who ?? basis.followUp.asked) ?? further(basis),
};

/** Answers what the reply asks, and no more. Wishes about the form alone and texts are not its matter. */
export function answerFollowUp(basis: FollowUpBasis): AnswerParts {
  const { aside, followUp, isClosed, writer } = basis;
  const answer = ANSWERS[followUp.kind];
  if (answer !== undefined) return answer(basis);
  if (aside !== undefined) return besides(aside, basis);
  return isClosed ? shortVerdict(writer, followUp.asked) : further(basis);
}

function firstMoves({ writer: { found } }: FollowUpBasis): AnswerParts {
  return partsOf([actionList(found.moves), found.questions.slice(0, 1).join(' ')], { actions: found.moves });
}

function verdict({ followUp: { asked }, writer }: FollowUpBasis): AnswerParts {
  const { choice, found } = writer;
  return partsOf([
    YES_OR_NO.test(asked) ? closed(found.verdict) : closed(choice.why),
    writer.numbers(),
    actionList(found.moves.slice(0, 1)),
  ]);
}

const YES_OR_NO = /\b(?:yes|no|ja|nein|s[ií]|oui|non)\b/i;

/** That it does not come back: the last part of the plan, the last move, the mistakes that bring it back. */
function lasting({ writer: { found } }: FollowUpBasis): AnswerParts {
  return partsOf([
    found.plan
      .slice(-1)
      .map(({ do: what }) => closed(what))
      .join(' '),
    actionList(found.moves.slice(-1)),
    `**What brings it back.** ${found.mistakes.map(closed).join(' ')}`,
  ]);
}

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
