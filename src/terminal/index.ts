export { viewAnswer } from './answer-view.js';
export { viewReport } from './report-view.js';
export { COLOR_STYLE, PLAIN_STYLE, type Style } from './style.js';
export { columnsOf } from './wrap.js';
