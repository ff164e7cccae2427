/**
 * Base of every error this program throws on purpose.
 *
 * `code` is stable and listed in `docs/errors.md`; callers branch on it, never on the message.
 */
export abstract class AppError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    // A field initialiser would see `new.target` as undefined.
    this.name = new.target.name;
  }
}
