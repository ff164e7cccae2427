import { AppError } from '../common/index.js';

/** The caller did not show a key, or showed one that is not known. */
export class UnauthenticatedError extends AppError {
  readonly code = 'UNAUTHENTICATED';

  constructor() {
    super('show a key: "Authorization: Bearer <key>"');
  }
}

/** The caller is known, but may not do this. */
export class NotEntitledError extends AppError {
  readonly code = 'NOT_ENTITLED';

  constructor(readonly entitlement: string) {
    super(`this needs the entitlement "${entitlement}"`);
  }
}
