import { wordsOf } from '../question/phrases.js';

interface QuestionFor {
  /** Words of an alternative that it fits. */
  readonly fits: RegExp;
  ask(name: string): string;
}

/** The question whose answer would decide about an alternative of which nothing else is known, by its kind. */
const QUESTIONS: readonly QuestionFor[] = [
  {
    fits: /^ (?:hire|recruit|contratar|embaucher|recruter|einstellen|promote) | (?:hire|candidate|freelancers?|contractors?|seniors?|juniors?) /,
    ask: (name) => `What would ${name} have changed after six months that nothing else would?`,
  },
  {
    fits: / (?:buy|purchase|license|licence|vendor|saas|managed|outsource\w*|provider|agency|agentur|agence|agencia|kaufen|mieten|acheter|comprar|rent|lease) /,
    ask: (name) => `What does ${name} cost in the first year with everything, and how do you get out again?`,
  },
  {
    fits: / (?:build|rewrite|develop|train|own|bauen|selbst|desarrollar|construir|developper|refondre|refaire) /,
    ask: (name) => `Who would build and then run ${name}, and what do they drop for it?`,
  },
  {
    fits: / (?:wait|keep|stay|leave|nothing|freeze|delay|slip|postpone|behalten|warten|esperar|retrasar|garder|attendre) /,
    ask: (name) => `What does each month of ${name} cost you, and what would end it?`,
  },
  {
    fits: / (?:all|one|shared|single|central|common|together|everyone|gemeinsam|alle) /,
    ask: (name) => `Who would lose something by ${name}, and have they said so?`,
  },
  {
    fits: / (?:scrum|kanban|standups?|sprints?|backlogs?|daily|async|remote|office|meetings?|rotate|retro|okrs?|reuniones|reunions) /,
    ask: (name) => `Which complaint of the last month would ${name} have prevented?`,
  },
  {
    fits: / (?:cut|drop|slip|delay|submit|hotfix|retrasar|verschieben|streichen|reporter|recortar) /,
    ask: (name) => `Who outside counts on what ${name} takes from them, and when do they hear of it?`,
  },
  {
    fits: / (?:big|bang|weekend|phased?|ward|volunteers|pilot|rollout|restore|migrate|move|schrittweise|freiwillige) /,
    ask: (name) => `How do you get back if ${name} goes wrong on the first morning?`,
  },
  {
    fits: / (?:raise|bonus|price|pricing|discount|flat|free|promotion|sell|gehalt|preis|precio|prix) /,
    ask: (name) => `Who would pay less, or leave, because of ${name}? Name three.`,
  },
  {
    fits: / (?:delete|pseudonymise|bucket|retention|logs|region|host|data|daten|datos|donnees) /,
    ask: (name) => `Who signs for the data under ${name}, and have they read it?`,
  },
];
const OTHERS: readonly ((name: string) => string)[] = [
  (name) => `With ${name}, what would you have to see after a month to call it wrong?`,
  (name) => `With ${name}, who has done it before, and what did it take them?`,
  (name) => `With ${name}, what do you need that you do not have yet?`,
  (name) => `With ${name}, which problem stays unsolved?`,
  (name) => `With ${name}, who has to say yes before it can start?`,
  (name) => `With ${name}, what can you not do next year?`,
];
const OF_PERSONS: readonly ((name: string) => string)[] = [
  (name) => `What has ${name} done of this work already, and who saw it?`,
  (name) => `Does ${name} want it, asked alone and without you selling it?`,
  (name) => `What would the team lose if ${name} did not get it?`,
];

const OF_OFFERS: readonly ((name: string) => string)[] = [
  (name) => `Which promise of ${name} would they put in writing?`,
  (name) => `Who has worked with ${name} before, and would they again?`,
  (name) => `What does ${name} leave out that you will have to add?`,
];
const OF_CUTS: readonly ((name: string) => string)[] = [
  (name) => `Who would notice within a week that ${name} is gone?`,
  (name) => `What does the contract say about ending ${name}, and from when would you save?`,
  (name) => `When was ${name} last needed, and what would you have done without it?`,
  (name) => `Could half of ${name} be enough?`,
  (name) => `What did ${name} prevent or bring in last year, in figures?`,
];
const OF_PRICE: readonly ((name: string) => string)[] = [
  (name) => `Whose goodwill would ${name} cost, and can you do without it?`,
  (name) => `Which work stops while you do this: ${name}?`,
  (name) => `What would you have to promise anew because of ${name}?`,
  (name) => `Who pays for ${name} without having been asked?`,
];

/** Asks for each alternative by its name; no two questions of one answer are alike. */
export class DecidingQuestions {
  readonly #asked = new Set<unknown>();

  /** About what an alternative would cost, where neither the asker nor the library says it. */
  ofPrice(name: string): string {
    const free = OF_PRICE.find((one) => !this.#asked.has(one));
    if (free === undefined) return this.about(name);
    this.#asked.add(free);
    return free(name);
  }

  about(name: string, kind?: 'person' | 'offer' | 'cut'): string {
    const words = wordsOf(name);
    const fitting =
      kind !== undefined ? undefined : QUESTIONS.find((one) => one.fits.test(words) && !this.#asked.has(one));
    if (fitting !== undefined) {
      this.#asked.add(fitting);
      return fitting.ask(name);
    }
    // Not the same one first in every answer.
    const from = name.length % OTHERS.length;
    const others = [...OTHERS.slice(from), ...OTHERS.slice(0, from)];
    const own = kind === 'person' ? OF_PERSONS : kind === 'offer' ? OF_OFFERS : kind === 'cut' ? OF_CUTS : [];
    const list = [...own, ...others];
    const free = list.find((one) => !this.#asked.has(one));
    if (free === undefined) return '';
    this.#asked.add(free);
    return free(name);
  }
}
