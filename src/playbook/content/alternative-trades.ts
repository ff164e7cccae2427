/** What experience says about an alternative that leaders put. */
export interface AlternativeTrade {
  readonly gain: string;
  readonly cost: string;
  /** How hard it is to undo, 1 to 5. */
  readonly undo: number;
}

/** The most telling pattern first. */
const TRADES: readonly (readonly [RegExp, AlternativeTrade])[] = [
  [
    /\b(?:re-?write|re-?build|from scratch|big[- ]bang|greenfield)\b/i,
    {
      gain: 'a clean model without the old compromises',
      cost: 'a long time with nothing to show, while the old one keeps changing underneath',
      undo: 5,
    },
  ],
  [
    /\b(?:refactor\w*|strangl\w*|incremental\w*|gradual\w*|step by step|slice by slice|moderni[sz]e)\b/i,
    {
      gain: 'each slice pays for itself and may be the last one',
      cost: 'two ways of doing things live side by side for longer than anybody likes',
      undo: 2,
    },
  ],
  [
    /\bmicroservices?\b/i,
    {
      gain: 'teams release without asking each other',
      cost: 'network failures, consistency and operations become everybody’s work',
      undo: 4,
    },
  ],
  [
    /\bmonolith\w*\b/i,
    {
      gain: 'one thing to run, test and understand',
      cost: 'boundaries that only discipline holds',
      undo: 2,
    },
  ],
  [
    /\benabling team\b/i,
    {
      gain: 'the other teams learn to do it themselves',
      cost: 'slow to show, and it ends only if somebody ends it',
      undo: 2,
    },
  ],
  [
    /\bplatform (?:team|group)\b/i,
    {
      gain: 'a product that others use without asking',
      cost: 'a product owner, support, and upkeep for as long as anybody uses it',
      undo: 3,
    },
  ],
  [
    /\b(?:outsourc\w+|contractors?|agenc(?:y|ies)|consultan\w+|partner)\b/i,
    { gain: 'capacity soon, and you can stop it', cost: 'what they learn leaves with them', undo: 2 },
  ],
  [
    /\b(?:buy|purchase|rent|saas|off[- ]the[- ]shelf|vendor|licen[cs]e)\b/i,
    {
      gain: 'use within weeks, at a known price',
      cost: 'your roadmap waits on theirs, and the way out must be agreed before you sign',
      undo: 2,
    },
  ],
  [
    /\b(?:build|develop|in-house|insource|our own|ourselves)\b/i,
    {
      gain: 'it fits your case exactly, and what you learn stays',
      cost: 'people who maintain it for years, and nothing to use before the first version works',
      undo: 4,
    },
  ],
  [
    /\b(?:leave|stay|keep|as (?:it|they) (?:is|are)|separate|status quo|do nothing|extend)\b/i,
    {
      gain: 'nothing breaks, and you learn before you commit',
      cost: 'the known cost goes on, and habits harden meanwhile',
      undo: 1,
    },
  ],
  [
    /\b(?:wait|postpone|delay|pause|freeze|hold off)\b/i,
    { gain: 'you decide with more facts', cost: 'the price of the present state, every week', undo: 1 },
  ],
  [
    /\b(?:integrate|merge|combine|consolidate|unify|join)\b/i,
    {
      gain: 'one way of working, and people can go where they are needed',
      cost: 'months in which two habits become one, and the best people judge you by them',
      undo: 4,
    },
  ],
  [
    /\b(?:split|break up|decouple|extract|divide)\b/i,
    {
      gain: 'each part can move without the other',
      cost: 'a seam that somebody has to own, its incidents at night included',
      undo: 3,
    },
  ],
  [
    /\b(?:centrali[sz]ed?|central|shared (?:team|service|group))\b/i,
    {
      gain: 'one standard, and the skill in one place',
      cost: 'a queue, unless the common requests need nobody',
      undo: 3,
    },
  ],
  [
    /\b(?:decentrali[sz]ed?|embed\w*|federated?|distribut\w+|autonom\w+|delegate)\b/i,
    { gain: 'decisions next to the work', cost: 'duplicated skill, and drift without a light standard', undo: 2 },
  ],
  [
    /\b(?:promote|from within|internal\w*)\b/i,
    {
      gain: 'trust and context from the first day',
      cost: 'a gap behind them, and somebody who hoped for it too',
      undo: 4,
    },
  ],
  [
    /\b(?:hire|recruit|headcount|external\w*)\b/i,
    {
      gain: 'capacity and a fresh eye that stay',
      cost: 'a quarter or more until it counts, and a cost you keep',
      undo: 4,
    },
  ],
  [
    /\b(?:let (?:him|her|them) go|fire|dismiss|exit)\b/i,
    { gain: 'everybody sees that the standard holds', cost: 'a gap at once, and a story that will be told', undo: 5 },
  ],
  [
    /\b(?:coach|train|develop (?:him|her|them)|feedback)\b/i,
    {
      gain: 'you keep what they know',
      cost: 'your own time, and a date by which you must be honest about it',
      undo: 1,
    },
  ],
  [
    /\b(?:mandat\w+|enforc\w+|require|deadline)\b/i,
    { gain: 'clarity, and the double way ends', cost: 'authority spent, and quiet workarounds', undo: 3 },
  ],
  [
    /\b(?:voluntary|opt-in|invite|pilot|trial|experiment)\b/i,
    { gain: 'those who come stay, and you learn cheaply', cost: 'slow, and the hardest cases come last', undo: 1 },
  ],
  [
    /\b(?:migrate|switch|move|adopt|upgrade|replace)\b/i,
    { gain: 'the limits of the present way go', cost: 'double running until the last one has moved', undo: 3 },
  ],
  [
    /\b(?:cut|reduce|stop|kill|close|retire|sell)\b/i,
    { gain: 'money and attention come free at once', cost: 'whoever relied on it pays, and tells you late', undo: 4 },
  ],
  [
    /\b(?:invest|fund|grow|expand|scale|launch)\b/i,
    { gain: 'you are ready when demand comes', cost: 'cost now against a return that has to be watched', undo: 3 },
  ],
];

/** What an alternative gains and costs; undefined when its words say nothing we know. */
export function tradeOf(alternative: string): AlternativeTrade | undefined {
  return TRADES.find(([pattern]) => pattern.test(alternative))?.[1];
}
