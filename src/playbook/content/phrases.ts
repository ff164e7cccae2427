import type { ChallengeType, QuestionKind } from './persona-speech.js';

/** Connecting prose of the playbook, by kind of question; `{core}` and the like are filled by the section writers. */
interface KindPhrases {
  /** Introduces what the question is about underneath; must hold no number. */
  readonly underneath: string;
  /** Introduces the asker's own facts; must hold no number. */
  readonly facts: string;
  /** Ties an implied framework to the words that showed it. */
  readonly implied: string;
  /** Same, where those words have been quoted as the ask already. */
  readonly impliedByAsk: string;
  /** Same, where the asker named the framework. */
  readonly explicit: string;
  /** Same, named in the words quoted as the ask. */
  readonly explicitInAsk: string;
  /** Introduces the framework question to settle first. */
  readonly settle: string;
  /** Introduces a second framework's question. */
  readonly second: string;
  /** Introduces a framework's pitfall. */
  readonly pitfall: string;
  /** Introduces a case the framework is not made for. */
  readonly misfit: string;
  /** Says that no framework carries the answer. */
  readonly none: string;
  /** Challenge raised when the wording itself invites none. */
  readonly challenge: ChallengeType;
}

export const KIND_PHRASES: Readonly<Record<QuestionKind, KindPhrases>> = {
  decide: {
    underneath: 'The choice underneath:',
    facts: 'What I take as given:',
    implied: 'What you describe as “{quote}” is a setting for {name}.',
    impliedByAsk: 'The choice you describe belongs to {name}.',
    explicit: 'You bring {name} into it yourself (“{quote}”), so here is what it can settle.',
    explicitInAsk: '{name} can settle part of this.',
    settle: 'Answer this before choosing:',
    second: '{name} puts a further test to each option:',
    pitfall: 'The slip that spoils this kind of decision:',
    misfit: '{name} would be the wrong lens in this case:',
    none: 'No named framework fits closely enough to decide this for you, so the judgment below is mine.',
    challenge: 'alternative_exploration',
  },
  diagnose: {
    underneath: 'Read as a diagnosis, it asks',
    facts: 'The facts you give:',
    implied: '“{quote}” is the detail I would hold on to. It is where {name} starts.',
    impliedByAsk: 'The pattern you describe is where {name} starts.',
    explicit: 'Since you mention {name} (“{quote}”), let us use it as a lens and not as a label.',
    explicitInAsk: 'I take {name} as a lens here and not as a label.',
    settle: 'The question that separates the explanations:',
    second: 'A second reading comes from {name}:',
    pitfall: 'A common misstep in the diagnosis:',
    misfit: 'Drop {name} as an explanation where this holds:',
    none: 'I would not force a framework on this; the pattern is familiar enough without one.',
    challenge: 'root_cause_probe',
  },
  plan: {
    underneath: 'What has to be settled for that:',
    facts: 'I am working with your words:',
    implied: 'Your “{quote}” points to {name}.',
    impliedByAsk: 'What you describe points to {name}.',
    explicit: 'You are working with {name} (“{quote}”), which gives the order of work.',
    explicitInAsk: '{name} gives the order of work.',
    settle: 'Start from this question:',
    second: '{name} guards the flank:',
    pitfall: 'Where such plans come apart:',
    misfit: 'Leave {name} aside if this is closer to your case:',
    none: 'No single framework orders this for you, so I go by what tends to work.',
    challenge: 'assumption_test',
  },
  persuade: {
    underneath: 'What is at stake underneath:',
    facts: 'Material you already have:',
    implied: 'The argument hides in “{quote}”, and {name} gives it a spine.',
    impliedByAsk: '{name} gives this argument a spine.',
    explicit: '{name} (“{quote}”) can carry the argument if you keep its vocabulary out of the room.',
    explicitInAsk: '{name} can carry the argument if you keep its vocabulary out of the room.',
    settle: 'Have the answer to this ready:',
    second: 'Expect a question from the side of {name}:',
    pitfall: 'What loses the room:',
    misfit: '{name} will not help you argue it here:',
    none: 'This is won by preparation more than by a framework, so I leave the names out.',
    challenge: 'stakeholder_validation',
  },
  measure: {
    underneath: 'Before any metric, decide',
    facts: 'Your starting point:',
    implied: '“{quote}” tells me what the number is for; this is what {name} was made for.',
    impliedByAsk: '{name} was made for this kind of number.',
    explicit: 'You ask within {name} (“{quote}”), which is specific about what to count.',
    explicitInAsk: '{name} is specific about what to count.',
    settle: 'Let this question choose the metric:',
    second: '{name} offers a cross-check:',
    pitfall: 'How the numbers go bad:',
    misfit: 'Use something other than {name} here:',
    none: 'There is no ready framework for this measurement, so derive it from the decision it serves.',
    challenge: 'evidence_demand',
  },
  people: {
    underneath: 'Beneath the wording lies',
    facts: 'What you told me:',
    implied: 'I hear it in “{quote}”: this is the ground of {name}.',
    impliedByAsk: 'You are on the ground of {name} here.',
    explicit: '{name}, which you mention (“{quote}”), is useful here as a way to prepare.',
    explicitInAsk: '{name} is useful here as a way to prepare.',
    settle: 'Ask yourself first:',
    second: '{name} has a question for you too:',
    pitfall: 'The tempting mistake:',
    misfit: 'Take another approach than {name} if this applies:',
    none: 'I would meet this as a person before reaching for a framework.',
    challenge: 'assumption_test',
  },
};

/** What an answer says about itself when it was composed with less than usual; never names a server. */
export const REDUCED_ANSWER = {
  method: 'The analysis method I would normally use is not available at the moment, so this comes from experience.',
  slow: 'The deeper analysis is taking longer than expected; this is what I can say now.',
  installing: 'An additional source is still being set up and has not been used here.',
  lightweight: 'Answering in lightweight mode, with the key frameworks only.',
  essential: 'Answering in essential mode: the core advice, without extras.',
} as const;
