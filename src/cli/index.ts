export { viewAnswer } from './output/answer-view.js';
export { viewReport } from './output/report-view.js';
export { COLOR_STYLE, PLAIN_STYLE, type Style } from './output/style.js';
export { columnsOf } from './output/wrap.js';
