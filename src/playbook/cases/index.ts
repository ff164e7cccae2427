export { type AdviceCase, type Condition } from '../content/advice-case.js';
export { CaseLibrary } from './case-library.js';
export { type Choice, chooseOption, type ConditionBasis, numberIn } from './conditions.js';
