import { afterEach, expect, it } from '@jest/globals';

import { TokenVerifier } from '../../src/access/token-verifier.js';
import { SystemClock } from '../../src/core/index.js';
import { TokenIssuer } from '../support/token-issuer.js';

const realNow = Date.now;
afterEach(() => {
  Date.now = realNow;
});

it('follows an issuer that changes its key: the new one is good within seconds, the withdrawn one no longer', async () => {
  const issuer = await TokenIssuer.start();
  try {
    const verifier = new TokenVerifier({ ...issuer.options, clockToleranceSeconds: 60 }, new SystemClock());
    const exp = Math.floor(realNow() / 1_000) + 600;
    const before = await issuer.sign({ exp });
    expect(await verifier.verify(before)).toMatchObject({ caller: { tenant: 'acme', subject: 'user' } });
    await issuer.rotate();
    const after = await issuer.sign({ exp });
    // Keys are not fetched more often than every five seconds, whatever tokens come.
    expect(await verifier.verify(after)).toBeUndefined();
    Date.now = () => realNow() + 6_000;
    expect(await verifier.verify(after)).toMatchObject({ caller: { tenant: 'acme', subject: 'user' } });
    expect(await verifier.verify(before)).toBeUndefined();
  } finally {
    issuer.stop();
  }
});
