import { AppError } from './app-error.js';

/**
 * Why something failed, on one line: in the words of whatever failed, with its code.
 *
 * For what the environment of the process does, such as a database, a disk or the network.
 */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AppError) return error.message;
  // Of several addresses that refuse, Node joins the errors under an empty message.
  if (error instanceof AggregateError && error.message === '') return reasonOf(error.errors[0]);
  const said = error.message.replaceAll(/[\p{Cc}\s]+/gu, ' ').slice(0, 200);
  const code = codeOf(error);
  return code === undefined || said.includes(code) ? said : `${said} (${code})`;
}

/** Whether an error comes from the environment of the process, and is no defect of this program. */
export function isOfEnvironment(error: unknown): boolean {
  if (error instanceof AppError) return true;
  if (error instanceof AggregateError) return error.errors.some(isOfEnvironment);
  if (!(error instanceof Error)) return false;
  return 'syscall' in error || 'errcode' in error || 'severity' in error;
}

function codeOf(error: Error): string | undefined {
  if ('errcode' in error) return `SQLite ${String(error.errcode)}`;
  return 'code' in error ? String(error.code) : undefined;
}
