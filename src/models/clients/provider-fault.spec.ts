import { describe, expect, it } from '@jest/globals';

import { type ModelBusyError, type ModelFailedError, ModelReplyInvalidError } from './model.errors.js';
import { modelFault, retryAfterMs } from './provider-fault.js';

describe('modelFault', () => {
  it.each([
    [{ status: 429, headers: new Headers({ 'retry-after': '2' }) }, 'MODEL_BUSY'],
    [{ status: 529 }, 'MODEL_BUSY'],
    [{ error: { type: 'error', error: { type: 'overloaded_error' } } }, 'MODEL_BUSY'],
    [{ error: { code: 'rate_limit_exceeded', type: 'requests' } }, 'MODEL_BUSY'],
    [{ status: 500 }, 'MODEL_FAILED'],
    [new SyntaxError('Unexpected token'), 'MODEL_REPLY_INVALID'],
    [new TypeError('fetch failed', { cause: new ModelReplyInvalidError('too_long') }), 'MODEL_REPLY_INVALID'],
    [new TypeError('fetch failed'), 'MODEL_FAILED'],
  ])('maps %j to %s', (error, code) => {
    expect(modelFault(error).code).toBe(code);
  });

  it.each([
    [503, true],
    [408, true],
    [400, false],
    [401, false],
  ])('knows whether status %i is worth another attempt: %s', (status, isTransient) => {
    expect(modelFault({ status })).toMatchObject({ isTransient } satisfies Partial<ModelFailedError>);
  });

  it('keeps the retry-after of the provider', () => {
    const fault = modelFault({ status: 429, headers: new Headers({ 'retry-after-ms': '250' }) });
    expect(fault).toMatchObject({ retryAfterMs: 250 } satisfies Partial<ModelBusyError>);
  });
});

describe('retryAfterMs', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  it.each([
    [{ 'retry-after': '3' }, 3_000],
    [{ 'retry-after': 'Thu, 01 Jan 2026 00:00:05 GMT' }, 5_000],
    [{ 'retry-after': 'Wed, 31 Dec 2025 23:59:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ])('maps %j to %s', (headers, ms) => {
    expect(retryAfterMs(new Headers(headers as Record<string, string>), now)).toBe(ms);
  });
});
