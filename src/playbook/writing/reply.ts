import type { AdviceCase } from '../cases/index.js';
import type { Derived } from '../facts/index.js';
import type { FollowUp } from '../reading/conversation/follow-up.js';
import type { QuestionReading } from '../reading/question-reading.js';
import type { BriefRequest } from './brief-request.js';
import type { CaseWriter } from './case-writer.js';
import type { Comparison } from './comparison.js';
import type { AnswerParts } from './parts.js';

/** A reply, with everything that its answer may be made from. */
export interface Reply {
  readonly request: BriefRequest;
  readonly reading: QuestionReading;
  readonly followUp: FollowUp;
  readonly derived: readonly Derived[];
  readonly known: AdviceCase | undefined;
  /** Of the situation that is sure. */
  readonly writer: CaseWriter | undefined;
  /** Of the likeliest situation, where none is sure. */
  readonly guess: CaseWriter | undefined;
  readonly comparison: Comparison | undefined;
}

/** What may answer a reply; undefined where it has nothing to say to it. */
export type Source = (reply: Reply) => AnswerParts | undefined;
