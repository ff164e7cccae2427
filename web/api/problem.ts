import type { Problem } from './contract.js';

/** An error that the service explained. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = 'ProblemError';
  }
}

/** The service could not be reached. */
export class OfflineError extends Error {
  constructor(cause: unknown) {
    super('the service cannot be reached', { cause });
    this.name = 'OfflineError';
  }
}

/** The problem that a reply states; one of ours for a reply of something between. */
export async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text().catch(() => '');
  try {
    const parsed = JSON.parse(text) as Problem;
    if (typeof parsed.code === 'string' && typeof parsed.detail === 'string') return parsed;
  } catch {
    // A proxy's page, for example.
  }
  return {
    type: 'about:blank',
    title: `Unexpected reply (${response.status})`,
    status: response.status,
    detail: 'Something between this page and the service answered, or the service is starting.',
    code: 'UNEXPECTED_REPLY',
    requestId: response.headers.get('x-request-id') ?? '',
  };
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
