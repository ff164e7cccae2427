/**
 * Base of every error that is part of the contract of a function.
 *
 * `code` is stable and listed in `docs/errors.md`; callers branch on it, never on the message.
 */
export abstract class AppError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    // A field initializer would see `new.target` as undefined.
    this.name = new.target.name;
  }
}
