import { nearest } from './case-passages.js';
import type { CaseWriter } from './case-writer.js';
import { actionList, type AnswerParts, bulletList, capitalized, closed, lowerFirst, partsOf } from './parts.js';
import type { OptionReference } from '../reading/conversation/follow-up.js';

export function why({ choice, derived, found }: CaseWriter): AnswerParts {
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

export function aboutOption(reference: OptionReference | undefined, { choice, found }: CaseWriter): AnswerParts {
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

/** What an option costs, and how it usually goes wrong. */
export function price(reference: OptionReference | undefined, { choice, found }: CaseWriter): AnswerParts {
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

/** Figures first, then what the way advised asks for, and when the first of it falls due. */
export function cost(writer: CaseWriter): AnswerParts {
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
export function risk({ choice, found }: CaseWriter): AnswerParts {
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
export function blocked(writer: CaseWriter, message: string): AnswerParts {
  const { choice, found } = writer;
  const next = found.options.find(({ id }) => id !== choice.option.id);
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

/** What comes after the first way has failed: the next one, and what to do when nothing moves. */
export function tried({ choice, found }: CaseWriter): AnswerParts {
  const next = found.options.find(({ id }) => id !== choice.option.id);
  return partsOf([
    next === undefined ? undefined : `Then go on to the next: **${lowerFirst(next.name)}.** ${closed(next.for)}`,
    found.refused,
    `Before that, one question: ${lowerFirst(found.questions[0] ?? '')}`,
  ]);
}

/** By what it shows: the sign of each move. */
export function signsOfSuccess({ choice, found }: CaseWriter): AnswerParts {
  return partsOf([
    `By these signs, each with its day, for this way: ${lowerFirst(closed(choice.option.name))}`,
    bulletList(found.moves.map(({ when, measure }) => `**${capitalized(when)}:** ${lowerFirst(closed(measure))}`)),
    'Write down today how it is, so that there is something to compare with.',
  ]);
}

/** The ways that were not recommended, with what each gives and costs. */
export function alternatives({ choice, found }: CaseWriter): AnswerParts {
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
}

export const otherWays = ({ choice, found }: CaseWriter): string =>
  found.options
    .filter(({ id }) => id !== choice.option.id)
    .slice(0, 2)
    .map(({ name, for: gain }) => `${capitalized(name)}: ${lowerFirst(closed(gain))}`)
    .join(' ');
