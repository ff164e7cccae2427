import type { AdviceCase, Choice } from '../cases/index.js';
import { type Alternative, type Derived, type Finding, shortNameOf, type Weighing } from '../facts/index.js';
import type { FollowUp } from '../reading/conversation/follow-up.js';
import { optionOf } from './ways-replies.js';
import { countOf, wordsOf } from '../question/phrases.js';
import { tradesOf } from '../content/content.js';
import { DecidingQuestions } from './deciding-question.js';
import { clausesOf, isCheaper, type Lean, leanOf } from './lean.js';
import { actionList, type AnswerParts, bulletList, capitalized, closed, lowerFirst, partsOf } from './parts.js';
import { plainText, firstWords } from '../question/quotable-text.js';
import { mostLike, subjectOf } from './similarity.js';

type Option = AdviceCase['options'][number];

/** One of the asker's alternatives with everything known about it. */
interface Weighed {
  readonly alternative: Alternative;
  readonly name: string;
  /** As it is called in a sentence about another. */
  readonly short: string;
  /** What the asker says of it. */
  readonly said: string;
  /** What follows from the asker's numbers. */
  readonly follows: readonly string[];
  readonly finding: Finding;
  readonly option: Option | undefined;
  readonly gain: string | undefined;
  readonly cost: string | undefined;
  /** How hard it is to undo, 1 to 5. */
  readonly undo: number | undefined;
}

const WORDS_OF_NAME = 14;
const WORDS_SAID = 26;
/** Characters of a finding or of a sentence of the asker. */
const MAX_FOLLOWS = 300;
const MAX_SAID = 240;

/**
 * The asker's own alternatives, weighed: what misses the date, the budget or the sum is out, then numbers choose, then the
 * case, then the better fitting of what is known of each.
 */
export class Comparison {
  private readonly weighed: readonly Weighed[];
  private readonly pick: Weighed;
  /** Why it is the pick; empty where nothing tells it apart. */
  private readonly reason: string;
  private readonly lean: Lean<Weighed> | undefined;
  private readonly questions = new DecidingQuestions();

  /** @param known The case of the situation and its choice. */
  constructor(
    alternatives: readonly Alternative[],
    private readonly weighing: Weighing,
    private readonly derived: readonly Derived[],
    private readonly known: { readonly found: AdviceCase; readonly choice: Choice } | undefined,
  ) {
    this.weighed = weigh(alternatives, weighing, known?.found);
    const open = this.weighed.filter(({ finding }) => !finding.isOut);
    const contenders = open.length === 0 ? this.weighed : open;
    const only = open.length === 1 && this.weighed.length > 1 ? open[0] : undefined;
    const byNumbers = contenders.find(({ finding: { leads } }) => leads === 'time' || leads === 'sum');
    const byCase = contenders.find(({ option }) => option !== undefined && option.id === known?.choice.option.id);
    const byPrice = contenders.find(({ finding: { leads } }) => leads === 'price');
    // Where each has its price, the asker compares prices.
    const chosen = only ?? byNumbers ?? byPrice ?? byCase;
    this.lean = chosen === undefined ? leanOf(contenders) : undefined;
    const pick = chosen ?? this.lean?.pick;
    if (pick === undefined) throw new TypeError('nothing to compare');
    this.pick = pick;
    if (pick === only) this.reason = onlyOne(pick, this.weighed);
    else if (pick === byNumbers) this.reason = pick.follows[0] ?? pick.gain ?? '';
    else if (pick === byPrice) this.reason = pick.follows.find(isCheaper) ?? pick.follows[0] ?? '';
    else if (pick === byCase && known !== undefined) this.reason = known.choice.why;
    else this.reason = this.lean?.reason ?? '';
  }

  /** The pick and why, then every alternative with what speaks for and against it. */
  whole(): AnswerParts {
    const moves = this.known?.found.moves.slice(0, 2) ?? [];
    return partsOf(
      [
        this.#opening(),
        this.#numbers(2),
        this.#usual(),
        `**Options**\n\n${bulletList(this.#lines(this.weighed, true))}`,
        this.known === undefined ? undefined : `**What would change this.** ${this.known.found.changes}`,
        actionList(moves),
      ],
      { actions: moves },
    );
  }

  /** What a reply in the conversation asks of it; undefined for one that asks for something else. */
  reply(followUp: FollowUp): AnswerParts | undefined {
    switch (followUp.kind) {
      case 'same':
        return followUp.form.isShorter || followUp.form.sentences !== undefined || followUp.form.words !== undefined
          ? partsOf([this.#opening(), this.#numbers(1)])
          : this.whole();
      case 'verdict':
        return partsOf([this.#opening(), this.#numbers(1)]);
      case 'changed':
        return this.whole();
      case 'further': {
        const added = this.#added(followUp.asked);
        return added.length === 0 ? undefined : partsOf([bulletList(added), this.#numbers(2), this.#opening()]);
      }
      case 'price':
        return partsOf([this.#numbers(1), bulletList(this.#lines(this.weighed, false, true))]);
      case 'why': {
        const others = this.weighed.filter((one) => one !== this.pick);
        return partsOf([this.#opening(), this.#numbers(2), bulletList(this.#lines(others, true))]);
      }
      case 'option': {
        const other = this.weighed.find((one) => one !== this.pick);
        const chosen = (followUp.option?.number === 0 ? other : optionOf(this.weighed, followUp.option)) ?? this.pick;
        return partsOf([...this.#lines([chosen], false), this.#numbers(1)]);
      }
      case 'objection':
      case 'contradicted': {
        const { cost, follows, gain, name } = this.pick;
        const [fact] = follows;
        return partsOf([
          cost === undefined ? undefined : `Probably the price of it: ${lowerFirst(closed(cost))}`,
          fact === undefined ? this.#numbers(1) : `${capitalized(name)}: ${closed(fact)}`,
          gain === undefined ? undefined : `**Answer.** ${capitalized(closed(gain))}`,
        ]);
      }
      default:
        return undefined;
    }
  }

  /** What a priced alternative costs, as the one who pays will say, and what it buys; undefined without a price. */
  objectionToPrice(): AnswerParts | undefined {
    const priced = this.weighed.find(({ follows }) => follows.some((one) => one.includes('=')));
    if (priced === undefined) return undefined;
    const { cost, follows, gain, name } = priced;
    const figure = follows.find((one) => one.includes('=')) ?? '';
    return partsOf([
      `Probably the money. ${capitalized(name)}: ${closed(figure)}`,
      cost === undefined ? undefined : `And ${lowerFirst(closed(cost))}`,
      gain === undefined ? undefined : `**Answer.** What it buys: ${lowerFirst(closed(gain))}`,
    ]);
  }

  /** What a reply says of each alternative, set side by side: `portal would bring 90k, connector saves 150k`. */
  #added(message: string): string[] {
    const clauses = message.split(/,\s+|;\s+|\s+(?:and|but|und|aber|y|pero|et|mais)\s+/);
    return this.weighed.flatMap(({ name }) => {
      const nouns = wordsOf(name)
        .trim()
        .split(' ')
        .filter((word) => word.length >= MIN_NOUN);
      const said = clauses.filter(
        (clause) => /\d/.test(clause) && nouns.some((noun) => wordsOf(clause).includes(` ${noun} `)),
      );
      return said.length === 0 ? [] : [`**${capitalized(name)}.** You add: ${plainText(said.join(', '), MAX_ADDED)}`];
    });
  }

  /** The advice of the situation, where it speaks of some of the alternatives but chooses none of them. */
  #usual(): string {
    if (this.known === undefined || this.lean === undefined || this.weighed.every(({ option }) => option === undefined))
      return '';
    return `**What usually holds.** ${capitalized(closed(this.known.choice.why))}`;
  }

  #opening(): string {
    const { overall, together } = this.weighing;
    const [sum] = overall;
    if (together.length > 1 && sum !== undefined)
      return `**${capitalized(together.map((one) => plainText(shortNameOf(one), MAX_FOLLOWS)).join(' + '))}**: ${plainText(sum, MAX_FOLLOWS)}`;
    const name = `**${capitalized(this.pick.name)}**`;
    if (this.lean === undefined) return this.reason === '' ? `${name}.` : `${name}: ${lowerFirst(closed(this.reason))}`;
    const { next, reason } = this.lean;
    const { alternative, short } = next ?? this.pick;
    const question = this.questions.about(short, this.#kindOf(alternative));
    const why =
      reason === '' ? `you put it first, and nothing that you wrote puts ${next?.short ?? 'another'} ahead` : reason;
    return `I lean to ${name}: ${lowerFirst(closed(why))} **What would decide it:** ${lowerFirst(question)}`;
  }

  /** What follows for several of them; where nothing does, the numbers of the text. */
  #numbers(most: number): string {
    const { findings, overall, together } = this.weighing;
    const more = together.length > 1 ? overall.slice(1) : overall;
    if (overall.length > 0 || findings.some(({ follows }) => follows.length > 0))
      return more
        .slice(0, most)
        .map((one) => capitalized(plainText(one, MAX_FOLLOWS)))
        .join(' ');
    return this.derived
      .slice(0, most)
      .map(({ sentence }) => closed(sentence))
      .join(' ');
  }

  /**
   * @param isOpened  Whether the opening stands before them: what it says is not said again.
   * @param isOfPrice Whether it is asked what they would cost.
   */
  #lines(of: readonly Weighed[], isOpened: boolean, isOfPrice = false): string[] {
    return of.map(({ alternative, cost, follows, gain, name, said, short }) => {
      if (alternative.isTold !== undefined)
        return this.#toldLine(
          alternative,
          name,
          short,
          said,
          follows.filter((one) => !isOpened || one !== this.reason),
        );
      const parts = [
        ...follows.filter((one) => !isOpened || one !== this.reason).map((one) => capitalized(closed(one))),
        gain === undefined || (isOpened && gain === this.reason) ? '' : capitalized(closed(gain)),
        cost === undefined ? '' : `Against it: ${lowerFirst(closed(cost))}`,
      ].filter((part) => part !== '');
      const isKnown = parts.length > 0 || follows.length > 0;
      return `**${capitalized(name)}**${said === '' ? '.' : ` (${said}).`} ${isKnown ? parts.join(' ') : isOfPrice ? this.questions.ofPrice(short) : this.questions.about(short, this.#kindOf(alternative))}`.trim();
    });
  }

  #kindOf({ isTold }: Alternative): 'person' | 'offer' | 'cut' | undefined {
    return this.weighing.areCuts ? 'cut' : isTold;
  }

  /** A person or an offer: what is said for and against, and what to find out. */
  #toldLine(alternative: Alternative, name: string, short: string, said: string, follows: readonly string[]): string {
    const all = clausesOf(said);
    // What follows has been said with its number.
    const isNew = (clause: string) => !follows.some((one) => one.includes(clause));
    const clauses = { for: all.for.filter(isNew), against: all.against };
    const parts = [
      ...follows.map((one) => capitalized(closed(one))),
      clauses.for.length === 0 ? '' : `For: ${closed(clauses.for.join(', '))}`,
      clauses.against.length === 0 ? '' : `Against: ${closed(clauses.against.join(', '))}`,
      this.questions.about(short, this.#kindOf(alternative)),
    ];
    return `**${capitalized(name)}.** ${parts.filter((part) => part !== '').join(' ')}`;
  }
}

const MIN_NOUN = 3;
/** Characters of what a reply adds. */
const MAX_ADDED = 200;
/** Of an alternative and the name of an option. */
const MIN_LIKENESS = 0.4;

/** The one that is left, and why the others are not. */
function onlyOne(pick: Weighed, all: readonly Weighed[]): string {
  const out = all.filter((one) => one !== pick).map(({ follows, short }) => `${short}: ${follows[0] ?? 'out'}`);
  const [own] = pick.follows;
  return `${own === undefined ? 'it is the only one left' : own}; ${out.join('; ')}`;
}

/** What has been built is not building. */
const PRODUCT = /\b(?:the|our|this|a) build\b/gi;

function weigh(
  alternatives: readonly Alternative[],
  { areCuts, findings }: Weighing,
  found: AdviceCase | undefined,
): Weighed[] {
  const taken = new Set<string>();
  const options = alternatives.map(({ isTold, text }) => {
    const option =
      found === undefined || isTold !== undefined || areCuts ? undefined : bestOption(text, found.options, taken);
    if (option !== undefined) taken.add(option.id);
    return option;
  });
  const trades = tradesOf(
    alternatives.map(({ isTold, text }, at) =>
      options[at] === undefined && isTold === undefined && !areCuts ? text.replaceAll(PRODUCT, '') : '',
    ),
  );
  return alternatives.map((alternative, at) => {
    const [option, trade, finding] = [options[at], trades[at], findings[at]];
    return {
      alternative,
      name: nameOf(alternative),
      short: plainText(shortNameOf(alternative), MAX_FOLLOWS),
      said: firstWords(plainText(alternative.said, MAX_SAID), WORDS_SAID).replace(/[.,;:]+$/, ''),
      follows: (finding?.follows ?? []).map((one) => plainText(one, MAX_FOLLOWS)),
      finding: finding ?? { alternative, follows: [], isOut: false },
      option,
      gain: option?.for ?? trade?.gain,
      cost: option?.against ?? trade?.cost,
      undo: trade?.undo,
    };
  });
}

function bestOption(text: string, options: readonly Option[], taken: ReadonlySet<string>): Option | undefined {
  const words = wordsOf(text);
  const free = options.filter(({ id }) => !taken.has(id));
  let best: Option | undefined;
  let most = 0;
  for (const option of free) {
    const count = countOf(words, option.signs);
    if (count > most) {
      most = count;
      best = option;
    }
  }
  return best ?? mostLike(subjectOf(text), free, ({ name }) => [name], MIN_LIKENESS);
}

function nameOf({ label, text }: Alternative): string {
  const name = firstWords(plainText(text, 200), WORDS_OF_NAME).replace(/[.,;:?]+$/, '');
  return label === undefined ? name : `${label}) ${name}`;
}
