import { type AdviceCase, chooseOption, type Choice, type ConditionBasis } from '../cases/index.js';
import type { Derived } from '../facts/index.js';
import { mostLike, subjectOf } from './similarity.js';
import { saysOneOf, wordsOf } from '../question/phrases.js';
import { actionList, type AnswerParts, bulletList, capitalized, closed, lowerFirst, partsOf } from './parts.js';

/** A situation that was recognized, with what the asker's facts decide in it. */
export class CaseWriter {
  readonly choice: Choice;
  /** The situation, as far as it holds with these facts. */
  readonly found: AdviceCase;

  constructor(
    whole: AdviceCase,
    basis: ConditionBasis,
    readonly derived: readonly Derived[],
  ) {
    this.choice = chooseOption(whole, basis);
    this.found = this.#asDecided(whole);
  }

  /** What to do, why, the other ways, the first moves. */
  advice(opening = this.#opening): AnswerParts {
    const { found } = this;
    return partsOf(
      [
        closed(opening),
        this.numbers(),
        found.stake,
        `**Options**\n\n${bulletList(this.#options())}`,
        actionList(found.moves),
        this.#watch(),
        `**What would change this.** ${found.changes}`,
      ],
      { actions: found.moves, challenges: found.mistakes.slice(0, 1) },
    );
  }

  /** The number that was asked for, what it says in this situation, the first moves; undefined without one. */
  figure(): AnswerParts | undefined {
    const { choice, derived, found } = this;
    const [number] = derived;
    if (number === undefined) return undefined;
    return partsOf(
      [
        closed(number.sentence),
        this.numbers([number]),
        closed(choice.why),
        actionList(found.moves.slice(0, 2)),
        `**What would change this.** ${found.changes}`,
      ],
      { actions: found.moves.slice(0, 2), challenges: found.mistakes.slice(0, 1) },
    );
  }

  /** Yes or no first, then why, what would turn it, the first moves. */
  verdict(question: string): AnswerParts {
    const { found, choice, derived } = this;
    const verdict = this.answerTo(question);
    const numbers = derived.find((one) => yesOrNo(one) !== '');
    const opening = closed(numbers === undefined ? verdict : withVerdict(numbers));
    // What the verdict says already is not said again as advice.
    const isSaid = opening.toLowerCase().includes(choice.why.toLowerCase().replace(/[.]$/, ''));
    return partsOf(
      [
        opening,
        this.numbers(numbers === undefined ? [] : [numbers]),
        isSaid ? found.stake : choice.why,
        this.#isNarrow && !isSaid ? found.stake : undefined,
        `**What would change this.** ${found.changes}`,
        actionList(found.moves.slice(0, 2)),
        this.#watch(),
      ],
      { actions: found.moves.slice(0, 2), challenges: found.mistakes.slice(0, 1) },
    );
  }

  /** Phases with their part of the time that there is. */
  plan(phases: readonly string[], question: string): AnswerParts {
    const { found, choice } = this;
    const asked = subjectOf(question);
    const objection =
      mostLike(asked, found.objections, ({ who, says }) => [`${who} ${says}`], 0) ?? found.objections[0];
    return partsOf(
      [
        closed(choice.why),
        this.numbers(),
        found.plan
          .map(({ name, do: what }, at) => `**${phases[at] ?? `Phase ${at + 1}`}: ${name}.** ${what}`)
          .join('\n\n'),
        actionList(found.moves.slice(0, 2)),
        objection === undefined
          ? ''
          : `**Those against it.** ${capitalized(objection.who)}: “${objection.says}” ${objection.reply}`,
        this.#watch(),
        `**What would change this.** ${found.changes}`,
      ],
      { actions: found.moves.slice(0, 2), challenges: found.mistakes.slice(0, 1) },
    );
  }

  /** The moves in their order, where a plan is asked for and the situation has no phases. */
  steps(): AnswerParts {
    const { choice, found } = this;
    return partsOf(
      [
        closed(choice.why),
        this.numbers(),
        actionList(found.moves),
        this.#watch(),
        `**What would change this.** ${found.changes}`,
      ],
      { actions: found.moves, challenges: found.mistakes.slice(0, 1) },
    );
  }

  /** What the asker's numbers say, with their arithmetic. */
  numbers(except: readonly Derived[] = []): string {
    return this.derived
      .filter((one) => !except.includes(one))
      .slice(0, 2)
      .map(({ sentence }) => closed(sentence))
      .join(' ');
  }

  /** A narrow question has one verdict, and no others for neighbouring questions. */
  get #isNarrow(): boolean {
    return this.found.verdicts.length === 0;
  }

  /** What a fact decides in a narrow question is said with its verdict. */
  get #opening(): string {
    const { isDecided, verdict, why } = this.choice;
    return this.#isNarrow && isDecided ? `${closed(verdict)} ${why}` : why;
  }

  /** The moves of a narrow question lead to its first side; who goes another way is told so by the advice. */
  #asDecided(whole: AdviceCase): AdviceCase {
    const { isDecided, option, verdict } = this.choice;
    if (!isDecided || whole.verdicts.length > 0) return whole;
    return { ...whole, verdict, moves: option === whole.options[0] ? whole.moves : [] };
  }

  /** The verdict; where it is a yes to the advised side and only another one is proposed, what speaks against that. */
  #narrowAnswerTo(question: string): string {
    const { verdict, options } = this.found;
    if (this.choice.isDecided) return verdict;
    const words = wordsOf(question);
    const [advised, ...others] = options;
    const proposed = others.find(({ signs }) => saysOneOf(words, signs));
    const isOther = proposed !== undefined && !saysOneOf(words, advised?.signs ?? []);
    return isOther && /^Yes\b/.test(verdict) ? `Rather not: ${lowerFirst(closed(proposed.against))}` : verdict;
  }

  #options(): string[] {
    const { found, choice } = this;
    const own = [choice.option, ...found.options.filter(({ id }) => id !== choice.option.id)].slice(0, 3);
    return own.map(
      ({ name, for: gain, against }) =>
        `**${capitalized(name)}.** ${closed(gain)} The price: ${lowerFirst(closed(against))}`,
    );
  }

  #watch(): string {
    const [mistake] = this.found.mistakes;
    return mistake === undefined ? '' : `**Challenge.** ${closed(mistake)}`;
  }

  /** The verdict on the question that is most like this one, or on the option that it proposes. */
  answerTo(question: string): string {
    const { found, choice } = this;
    if (this.#isNarrow) return this.#narrowAnswerTo(question);
    const asked = mostLike(subjectOf(question), found.verdicts, ({ asks }) => asks, MIN_LIKENESS);
    if (asked !== undefined) return asked.say;
    // What the case says to a proposal is no answer to whether someone is right.
    if (JUDGES.test(question)) return choice.why;
    // A word of the story is no proposal.
    const proposed = found.options.find(({ signs }) => saysOneOf(wordsOf(askedIn(question)), signs));
    if (proposed === undefined) return found.verdict;
    return proposed.id === choice.option.id ? `Yes. ${choice.why}` : `Not as the first step. ${choice.why}`;
  }
}

const MIN_LIKENESS = 0.34;

/** The last question, else the last sentence. */
function askedIn(text: string): string {
  const sentences = text.split(/(?<=[.?!])\s+|\n+/).filter((one) => one.trim() !== '');
  return sentences.findLast((one) => one.endsWith('?')) ?? sentences.at(-1) ?? text;
}

const JUDGES =
  /\b(?:is|are|am|was|were) (?:that|this|it|he|she|they|i|we|my \w+|the \w+) (?:really |just |being )?(?:right|wrong|true|mistaken|overreacting|exaggerating|normal|too \w+|to blame|a (?:\w+ )?(?:risk|problem|sign)|a good (?:enough )?reason)\b/i;

/** What a number says to "does it fit", "do we make it", "is it worth it"; empty where it says neither. */
function yesOrNo({ verdict }: Derived): string {
  switch (verdict) {
    case 'fits':
    case 'worth':
    case 'needed':
      return 'Yes:';
    case 'short':
    case 'late':
    case 'not-worth':
    case 'unneeded':
      return 'No:';
    case 'even':
      return 'Barely:';
    default:
      return '';
  }
}

/** The sentence of a number, with its yes or no before it, once. */
export function withVerdict(one: Derived): string {
  return /^(?:Yes|No|Barely|Only just)\b/.test(one.sentence) ? one.sentence : `${yesOrNo(one)} ${one.sentence}`.trim();
}
