import { jest } from '@jest/globals';

// Deadlines are kept on the real clock of a machine that others use too: a pause of all of it may cost one attempt or two,
// never three. `RETRIES=0` shows what fails at the first.
jest.retryTimes(Number(process.env['RETRIES'] ?? 2), { logErrorsBeforeRetry: true });
