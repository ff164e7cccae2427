export { recognizeSensitive, type SensitiveMatch } from './recognize-sensitive.js';
export { SENSITIVE_IDS } from './sensitive-content.js';
export { type SensitiveAnswer, writeSensitive } from './write-sensitive.js';
