import { applyDecorators, UseGuards, UseInterceptors } from '@nestjs/common';

import { AnswerCacheInterceptor } from '../../answers/index.js';
import { PriorityGuard, SlaInterceptor } from '../../optimizer/index.js';

/** A handler that takes a question: it gets a class and a deadline, its timing is told, its answer may be a kept one. */
export const AnsweredByDeadline = () =>
  applyDecorators(UseGuards(PriorityGuard), UseInterceptors(SlaInterceptor, AnswerCacheInterceptor));

/** A handler that plans a question: it gets a class and a deadline. */
export const PlannedByClass = () => applyDecorators(UseGuards(PriorityGuard));
