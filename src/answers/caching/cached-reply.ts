import type { CacheResult } from '../../cache/index.js';
import { roundToMicroseconds } from '../../core/index.js';
import type { Answer } from '../messages/answer.js';
import type { CacheUse } from '../messages/cache-use.js';

import type { CachedAnswer } from './cached-answer.js';

/** An answer ready to leave. */
export interface Reply {
  readonly answer: Answer;
  /** Its JSON, where the answer came from the cache. */
  readonly bytes?: Buffer;
  readonly use: CacheUse;
}

/** An answer from the cache: its bytes are parsed only for an endpoint that does not send bytes. */
export class CachedReply implements Reply {
  constructor(
    readonly bytes: Buffer,
    readonly use: CacheUse,
  ) {}

  get answer(): Answer {
    return JSON.parse(this.bytes.toString()) as Answer;
  }
}

/** How a cached answer is used for a question. */
export function cacheUseOf(
  { ageMs, isCollapsed, result, tier, value }: CacheResult<CachedAnswer>,
  isSameWording: boolean,
): CacheUse {
  return {
    answer: isSameWording ? result : 'similar',
    tier,
    ageMs: roundToMicroseconds(ageMs),
    collapsed: isCollapsed,
    similarTo: isSameWording ? null : value.id,
  };
}
