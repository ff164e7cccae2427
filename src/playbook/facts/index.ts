export type { Finding, Weighing } from './alternatives/finding.js';
export { shortNameOf } from './alternatives/short-name.js';
export { weighAlternatives } from './alternatives/weigh.js';
export { derive } from './derive.js';
export type { Derived, Verdict } from './derived.js';
export type { Alternative, Facts } from './facts.js';
export { namedFacts, type NamedFact, type NamedFacts } from './named-facts.js';
export { readFacts } from './read-facts.js';
export { countOf, languageOf, plain, type FactLanguage } from './number-words.js';
