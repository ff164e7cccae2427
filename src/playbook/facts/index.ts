export { shortNameOf, weighAlternatives, type Finding, type Weighing } from './alternatives/weigh.js';
export { derive } from './derive.js';
export type { Derived, Verdict } from './derived.js';
export type { Alternative, Facts } from './facts.js';
export { namedFacts, type NamedFact, type NamedFacts } from './named-facts.js';
export { readFacts } from './read-facts.js';
export { countOf, languageOf, plain, type FactLanguage } from './number-words.js';
