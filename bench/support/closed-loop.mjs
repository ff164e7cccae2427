// The heaviest load without a queue: so many callers, each of which asks again as soon as it has its answer.
import { Pool } from 'undici';

/**
 * Asks for `seconds`, over one connection for each caller. Undici takes a fraction of what Node's own client does, so that
 * the service is what is measured, and not its caller.
 *
 * @param next  The request of a caller: `path`, `headers` and `body`.
 * @returns how many replies came, and how long it took.
 * @throws {Error} for a reply that is no 200.
 */
export async function closedLoop(url, { callers, seconds, next }) {
  const pool = new Pool(url, { connections: callers });
  const startedAt = performance.now();
  const until = startedAt + seconds * 1_000;
  let answered = 0;
  const call = async () => {
    while (performance.now() < until) {
      const { statusCode, body } = await pool.request({ method: 'POST', ...next(answered) });
      if (statusCode !== 200) throw new Error(`${url} answered ${statusCode}: ${await body.text()}`);
      await body.dump();
      answered++;
    }
  };
  try {
    await Promise.all(Array.from({ length: callers }, call));
  } finally {
    await pool.close();
  }
  return { answered, perSecond: answered / ((performance.now() - startedAt) / 1_000) };
}
