import { applyDecorators, UseGuards, UseInterceptors } from '@nestjs/common';

import { AnswerCacheInterceptor } from '../../answers/index.js';
import { PriorityGuard, SlaInterceptor } from '../../optimizer/index.js';

/** A handler that answers a question: sets class, deadline and timing headers, and serves cached answers. */
export const AnsweredByDeadline = () =>
  applyDecorators(UseGuards(PriorityGuard), UseInterceptors(SlaInterceptor, AnswerCacheInterceptor));

/** A handler that plans a question: sets class and deadline. */
export const PlannedByClass = () => applyDecorators(UseGuards(PriorityGuard));
