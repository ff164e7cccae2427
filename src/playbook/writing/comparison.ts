import type { AdviceCase, Choice } from '../cases/index.js';
import { type Alternative, type Derived, shortNameOf, type Weighing } from '../facts/index.js';
import { wordsOf } from '../question/phrases.js';
import { plainText } from '../question/quotable-text.js';
import type { FollowUp } from '../reading/conversation/follow-up.js';
import { clausesOf, isCheaper, type Lean, leanOf } from './lean.js';
import { actionList, type AnswerParts, bulletList, capitalized, closed, lowerFirst, partsOf } from './parts.js';
import { nearestTo } from './nearest.js';
import { undecided } from './undecided.js';
import { optionOf } from './ways-replies.js';
import { MAX_FOLLOWS, type Weighed, weighedOf } from './weighed.js';

/** The situation of the asker and what it advises. */
export interface Known {
  readonly found: AdviceCase;
  readonly choice: Choice;
}

/**
 * The asker's own alternatives, weighed: what misses the date, the budget or the sum is out, then numbers choose, then the
 * case, then the better fitting of what is known of each.
 */
export class Comparison {
  private readonly weighed: readonly Weighed[];
  private readonly contenders: readonly Weighed[];
  /** Undefined where nothing tells them apart. */
  private readonly pick: Weighed | undefined;
  /** Why it is the pick. */
  private readonly reason: string;
  private readonly lean: Lean<Weighed> | undefined;
  /** The one that the situation's advice is nearest to. */
  private readonly byCase: Weighed | undefined;

  /** @param known The case of the situation and its choice. */
  constructor(
    alternatives: readonly Alternative[],
    private readonly weighing: Weighing,
    private readonly derived: readonly Derived[],
    private readonly known: Known | undefined,
    text: string,
  ) {
    this.weighed = weighedOf(alternatives, weighing, known?.found);
    const open = this.weighed.filter(({ finding }) => !finding.isOut);
    this.contenders = open.length === 0 ? this.weighed : open;
    const only = open.length === 1 && this.weighed.length > 1 ? open[0] : undefined;
    const free = this.contenders.filter(({ finding }) => finding.stakes?.obstacle === undefined);
    const byNumbers = free.find(({ finding: { leads } }) => leads === 'time' || leads === 'sum');
    // Where each has its price, the asker compares prices.
    const byPrice = free.find(({ finding: { leads } }) => leads === 'price');
    this.byCase = known === undefined ? undefined : nearestTo(known.choice, this.contenders);
    const chosen = only ?? byNumbers ?? byPrice;
    const setting = { text, troubles: weighing.troubles, fit: weighing.fit };
    const lean = chosen === undefined ? leanOf(this.contenders, setting) : undefined;
    // What the asker's words say of the alternatives comes before what usually holds.
    this.lean = this.byCase === undefined || lean?.isOwnWords === true ? lean : undefined;
    this.pick = chosen ?? this.lean?.pick ?? this.byCase;
    if (this.pick !== undefined && this.pick === only) this.reason = onlyOne(this.pick, this.weighed);
    else if (this.pick !== undefined && this.pick === byNumbers)
      this.reason = this.pick.follows[0] ?? this.pick.gain ?? '';
    else if (this.pick !== undefined && this.pick === byPrice)
      this.reason = this.pick.follows.find(isCheaper) ?? this.pick.follows[0] ?? '';
    else this.reason = this.lean?.reason ?? known?.choice.why ?? '';
  }

  /** The pick and why, then every alternative with what speaks for and against it. */
  whole(): AnswerParts {
    const moves = this.known?.found.moves.slice(0, 2) ?? [];
    return partsOf(
      [
        this.#opening(),
        this.#numbers(2),
        this.#usual(),
        this.#options(),
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
        return partsOf([this.#numbers(1), bulletList(this.#lines(this.weighed, false))]);
      case 'why': {
        const others = this.weighed.filter((one) => one !== this.pick);
        return partsOf([this.#opening(), this.#numbers(2), bulletList(this.#lines(others, true))]);
      }
      case 'option': {
        const other = this.weighed.find((one) => one !== this.pick);
        const chosen = (followUp.option?.number === 0 ? other : optionOf(this.weighed, followUp.option)) ?? this.pick;
        return chosen === undefined ? undefined : partsOf([...this.#lines([chosen], false), this.#numbers(1)]);
      }
      case 'objection':
      case 'contradicted': {
        if (this.pick === undefined) return undefined;
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

  /** Each with what is known of it; nothing where that is no more than the names. */
  #options(): string {
    const lines = this.#lines(this.weighed, true);
    return this.weighed.some(
      ({ cost, follows, gain, said }) => said !== '' || follows.length > 0 || (gain ?? cost) !== undefined,
    )
      ? `**Options**\n\n${bulletList(lines)}`
      : '';
  }

  /** The advice of the situation beside a choice that other things have made. */
  #usual(): string {
    if (this.known === undefined || this.reason === this.known.choice.why || this.weighing.together.length > 1)
      return '';
    if (this.weighed.every(({ option }) => option === undefined)) return '';
    return this.pick === undefined || (this.byCase !== undefined && this.byCase !== this.pick)
      ? ''
      : `**What usually holds.** ${capitalized(closed(this.known.choice.why))}`;
  }

  #opening(): string {
    const { overall, together, troubles } = this.weighing;
    const [sum] = overall;
    if (together.length > 1 && sum !== undefined)
      return `**${capitalized(together.map((one) => plainText(shortNameOf(one), MAX_FOLLOWS)).join(' + '))}**: ${plainText(sum, MAX_FOLLOWS)}`;
    if (this.pick === undefined)
      return this.known === undefined ? undecided(this.contenders, troubles) : this.#unpicked(this.known.choice.why);
    const name = `**${capitalized(this.pick.name)}**`;
    const why = this.reason === '' ? `${name}.` : `${name}: ${lowerFirst(closed(this.reason))}`;
    return this.lean?.also === undefined ? why : `${why} ${this.lean.also}`;
  }

  /** The advice of a situation that chooses none of the alternatives. */
  #unpicked(why: string): string {
    const areAllOthers = this.contenders.every(({ option }) => option !== undefined);
    const none = this.contenders.length === 2 ? 'Neither' : 'None of these';
    return areAllOthers ? `${none} as it stands: ${lowerFirst(closed(why))}` : capitalized(closed(why));
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

  /** @param isOpened Whether the opening stands before them: what it says is not said again. */
  #lines(of: readonly Weighed[], isOpened: boolean): string[] {
    const isNew = (words: string) => !isOpened || words !== this.reason;
    return of.map(({ alternative, cost, follows, gain, name, said }) => {
      const parts = follows.filter(isNew).map((one) => capitalized(closed(one)));
      if (alternative.isTold !== undefined) parts.push(...forAndAgainst(said, follows));
      else {
        if (gain !== undefined && isNew(gain)) parts.push(capitalized(closed(gain)));
        if (cost !== undefined) parts.push(`Against it: ${lowerFirst(closed(cost))}`);
      }
      const told = said === '' || alternative.isTold !== undefined ? '.' : ` (${said}).`;
      return `**${capitalized(name)}**${told} ${parts.join(' ')}`.trim();
    });
  }
}

/** `wants 104k` */
const IS_PRICE = /^(?:(?:wants?|would take|asks? for|at|for) )?[€$£]?\d[\d.,]*k?$/i;

/** What is said for and against a person or an offer. */
function forAndAgainst(said: string, follows: readonly string[]): string[] {
  const all = clausesOf(said);
  // What follows has been said with its number.
  const isNew = (clause: string) =>
    !follows.some((one) => one.includes(clause)) && !(follows.length > 0 && IS_PRICE.test(clause));
  const speaksFor = all.for.filter(isNew);
  return [
    ...(speaksFor.length === 0 ? [] : [`For: ${closed(speaksFor.join(', '))}`]),
    ...(all.against.length === 0 ? [] : [`Against: ${closed(all.against.join(', '))}`]),
  ];
}

const MIN_NOUN = 3;
/** Characters of what a reply adds. */
const MAX_ADDED = 200;
/** The one that is left, and why the others are not. */
function onlyOne(pick: Weighed, all: readonly Weighed[]): string {
  const out = all.filter((one) => one !== pick).map(({ follows, short }) => `${short}: ${follows[0] ?? 'out'}`);
  const [own] = pick.follows;
  return `${own === undefined ? 'it is the only one left' : own}; ${out.join('; ')}`;
}
