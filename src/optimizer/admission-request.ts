import type { Deadline, RequestClass } from '../core/index.js';

/** A request for a slot. */
export interface AdmissionRequest {
  /** Its class or, while it has not been read, the class it most likely has. */
  readonly class: RequestClass;
  readonly tenant: string;
  /** When the reply must begin. */
  readonly deadline: Deadline;
  /** The shortest level that it may turn out to have, while it has not been read. */
  readonly unread?: { readonly class: RequestClass; readonly deadlineAt: number } | undefined;
}

/** What decides how long a request waits. */
export type Expected = Pick<AdmissionRequest, 'class' | 'tenant' | 'unread'>;
