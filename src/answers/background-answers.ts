import { newId, type Caller, type Clock } from '../core/index.js';
import { OverloadedError, type ClassPolicy, type SpareCapacity } from '../optimizer/index.js';

import type { Answer } from './messages/answer.js';
import type { FollowUpQuestion } from './messages/follow-up-question.js';
import type { AnswerService } from './answer-service.js';

/** Below this share of free capacity nothing is made that nobody waits for. */
const MIN_SPARE_RATIO = 0.25;
/** When it is worth asking again, milliseconds. */
const RETRY_AFTER_MS = 5_000;

/** Makes answers that nobody waits for, at class `background`: only while the service has room. */
export class BackgroundAnswers {
  constructor(
    private readonly classes: ClassPolicy,
    private readonly guidance: AnswerService,
    private readonly spare: SpareCapacity,
    private readonly clock: Clock,
  ) {}

  /** @throws {OverloadedError} `OVERLOADED`, if there is no room for it now. */
  async make({ ask, history }: Pick<FollowUpQuestion, 'ask' | 'history'>, caller: Caller): Promise<Answer> {
    if (this.spare.spareRatio < MIN_SPARE_RATIO) throw new OverloadedError({ retryAfterMs: RETRY_AFTER_MS });
    const requestId = newId('req', this.clock.epochMs());
    return this.guidance.prepare(ask, history, this.classes.open({ requestId, caller }));
  }
}
