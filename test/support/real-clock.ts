// For suites that keep deadlines on the real clock of a machine that others use too.
import { jest } from '@jest/globals';

// A pause of the whole machine may cost one attempt or two, never three. `RETRIES=0` shows what fails at the first.
jest.retryTimes(Number(process.env['RETRIES'] ?? 2), { logErrorsBeforeRetry: true });
