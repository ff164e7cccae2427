import type { AdviceCase, Choice } from '../cases/index.js';
import type { Alternative, Derived, Facts, Elimination } from '../facts/index.js';
import type { FollowUp } from '../reading/conversation/follow-up.js';
import { optionOf } from './ways-replies.js';
import { countOf, wordsOf } from '../question/phrases.js';
import { tradeOf } from '../content/content.js';
import { actionList, type AnswerParts, bulletList, capitalized, closed, lowerFirst, partsOf } from './parts.js';
import { plainText, firstWords } from '../question/quotable-text.js';
import { mostLike, subjectOf } from './similarity.js';

type Option = AdviceCase['options'][number];

/** One of the asker's alternatives with everything known about it. */
interface Weighed {
  readonly name: string;
  /** What facts or dates say. */
  readonly fact: Elimination | undefined;
  readonly option: Option | undefined;
  readonly gain: string | undefined;
  readonly cost: string | undefined;
  /** How hard it is to undo, 1 to 5. */
  readonly undo: number;
}

const WORDS_OF_NAME = 14;
/** Of an alternative about which neither the asker nor the library says anything. */
const UNKNOWN = 'Its price: not said.';

/** The asker's own alternatives, weighed: facts and dates eliminate, then the case chooses, then what is easiest to undo. */
export class Comparison {
  private readonly weighed: readonly Weighed[];
  private readonly pick: Weighed;
  private readonly reason: string;

  /** @param known The case of the situation and its choice. */
  constructor(
    facts: Facts,
    verdicts: readonly Elimination[],
    private readonly derived: readonly Derived[],
    private readonly known: { readonly found: AdviceCase; readonly choice: Choice } | undefined,
  ) {
    this.weighed = weigh(facts.alternatives, comparable(facts.alternatives, verdicts), known?.found);
    const open = this.weighed.filter(({ fact }) => fact === undefined || !LOSES.has(fact.verdict));
    const contenders = open.length === 0 ? this.weighed : open;
    const byCase = contenders.find(({ option }) => option !== undefined && option.id === known?.choice.option.id);
    const byFact = contenders.find(({ fact }) => fact?.verdict === 'cheapest' || fact?.verdict === 'fits');
    const only = open.length === 1 ? open[0] : undefined;
    const pick = only ?? byFact ?? byCase ?? contenders.toSorted((a, b) => a.undo - b.undo)[0];
    if (pick === undefined) throw new TypeError('nothing to compare');
    this.pick = pick;
    const isByFact = pick === only || pick === byFact;
    if (pick.fact !== undefined && isByFact) this.reason = factOf(pick.fact, pick.name);
    else if (pick === byCase && known !== undefined) this.reason = known.choice.why;
    else this.reason = pick.option?.for ?? pick.gain ?? '';
  }

  /** The pick and why, then every alternative with what speaks for and against it. */
  whole(): AnswerParts {
    const moves = this.known?.found.moves.slice(0, 2) ?? [];
    return partsOf(
      [
        this.#opening(),
        this.#numbers(2),
        `**Options**\n\n${bulletList(this.weighed.map((one) => this.#line(one)))}`,
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
        return partsOf([this.#numbers(1), bulletList(this.weighed.map((one) => this.#line(one)))]);
      case 'why': {
        const others = this.weighed.filter((one) => one !== this.pick);
        return partsOf([this.#opening(), this.#numbers(2), bulletList(others.map((one) => this.#line(one)))]);
      }
      case 'option': {
        const other = this.weighed.find((one) => one !== this.pick);
        const chosen = (followUp.option?.number === 0 ? other : optionOf(this.weighed, followUp.option)) ?? this.pick;
        return partsOf([this.#line(chosen), this.#numbers(1)]);
      }
      case 'objection':
      case 'contradicted': {
        const { cost, fact, gain, name } = this.pick;
        return partsOf([
          cost === undefined ? undefined : `Probably the price of it: ${lowerFirst(closed(cost))}`,
          fact === undefined ? this.#numbers(1) : `${capitalized(name)}: ${closed(factOf(fact, name))}`,
          gain === undefined ? undefined : `**Answer.** ${capitalized(closed(gain))}`,
        ]);
      }
      default:
        return undefined;
    }
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

  #opening(): string {
    const name = `**${capitalized(this.pick.name)}**`;
    if (this.reason !== '') return `${name}: ${lowerFirst(closed(this.reason))}`;
    return `What you wrote does not decide between these. I lean to ${name}: of what is known it binds you least.`;
  }

  #numbers(most: number): string {
    return this.derived
      .slice(0, most)
      .map(({ sentence }) => closed(sentence))
      .join(' ');
  }

  #line({ name, fact, gain, cost }: Weighed): string {
    const said = [
      fact === undefined || factOf(fact, name) === this.reason ? '' : capitalized(closed(factOf(fact, name))),
      gain === undefined || gain === this.reason ? '' : capitalized(closed(gain)),
      cost === undefined ? '' : `Against it: ${lowerFirst(closed(cost))}`,
    ].filter((part) => part !== '');
    // Where the reason for the pick has said all of it already, the line is its name.
    const isSaid = fact !== undefined || gain !== undefined;
    return `**${capitalized(name)}.** ${said.length > 0 || isSaid ? said.join(' ') : UNKNOWN}`.trim();
  }
}

const MIN_NOUN = 3;
/** Characters of what a reply adds. */
const MAX_ADDED = 200;

/** Prices decide nothing where an alternative has further costs that they leave out: people, or a second amount. */
function comparable(alternatives: readonly Alternative[], verdicts: readonly Elimination[]): readonly Elimination[] {
  const hasMore = alternatives.some(
    ({ facts: { counts, money } }) => money.length > 1 || (money.length > 0 && counts.some(({ isPeople }) => isPeople)),
  );
  if (!hasMore) return verdicts;
  return verdicts.filter(({ sentence, verdict }) => !PRICES.has(verdict) || sentence.includes('×'));
}

const PRICES: ReadonlySet<string> = new Set(['cheapest', 'dearest', 'between']);

/** Of an alternative and the name of an option. */
const MIN_LIKENESS = 0.4;
/** Verdicts of facts that take an alternative out of the choice. */
const LOSES: ReadonlySet<string> = new Set(['late', 'dearest', 'short']);

function weigh(
  alternatives: readonly Alternative[],
  verdicts: readonly Elimination[],
  found: AdviceCase | undefined,
): Weighed[] {
  const taken = new Set<string>();
  return alternatives.map((alternative) => {
    const option = found === undefined ? undefined : bestOption(alternative.text, found.options, taken);
    if (option !== undefined) taken.add(option.id);
    const trade = option === undefined ? tradeOf(alternative.text) : undefined;
    return {
      name: nameOf(alternative),
      fact: verdicts.find((one) => one.alternative === alternative),
      option,
      gain: option?.for ?? trade?.gain,
      cost: option?.against ?? trade?.cost,
      undo: trade?.undo ?? 3,
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

/** What a fact says about an alternative, without its name. */
function factOf({ sentence }: Elimination, name: string): string {
  const bare = name.replace(/^\S+\) /, '').toLowerCase();
  const colon = sentence.indexOf(': ');
  const subject = sentence.slice(0, Math.max(0, colon)).toLowerCase();
  return colon > 0 && (subject.startsWith('option ') || bare.includes(subject)) ? sentence.slice(colon + 2) : sentence;
}

function nameOf({ label, text }: Alternative): string {
  const name = firstWords(plainText(text, 200), WORDS_OF_NAME).replace(/[.,;:?]+$/, '');
  return label === undefined ? name : `${label}) ${name}`;
}
