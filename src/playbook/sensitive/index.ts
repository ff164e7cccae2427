export { recognizeSensitive, type SensitiveMatch, staysWithMatter, SURE } from './recognize-sensitive.js';
export { familyOf, SENSITIVE_IDS, textOf } from './sensitive-content.js';
export { type SensitiveAnswer, writeSensitive } from './write-sensitive.js';
export { waysToSave } from './ways-to-save.js';
