import { describe, expect, it } from '@jest/globals';

import { type ModelBusyError, type ModelFailedError, ModelReplyInvalidError } from './model.errors.js';
import { modelFault, RefusedCall, requireWhole, retryAfterMs, streamFault } from './provider-fault.js';

const refused = (status: number, headers: Record<string, string> = {}, body?: unknown) =>
  new RefusedCall(status, new Headers(headers), body);

describe('modelFault', () => {
  it.each([
    [refused(429, { 'retry-after': '2' }), 'MODEL_BUSY'],
    [refused(529), 'MODEL_BUSY'],
    [refused(400, {}, { error: { code: 'rate_limit_exceeded' } }), 'MODEL_BUSY'],
    [refused(500), 'MODEL_FAILED'],
    [refused(302), 'MODEL_FAILED'],
    [new TypeError('fetch failed', { cause: new ModelReplyInvalidError('too_long') }), 'MODEL_REPLY_INVALID'],
    [new TypeError('fetch failed'), 'MODEL_FAILED'],
  ])('maps %p to %s', (error, code) => {
    expect(modelFault(error).code).toBe(code);
  });

  it.each([
    [503, true],
    [408, true],
    [400, false],
    [401, false],
    [307, false],
  ])('knows whether status %i is worth another attempt: %s', (status, isTransient) => {
    expect(modelFault(refused(status))).toMatchObject({ isTransient } satisfies Partial<ModelFailedError>);
  });

  it('keeps the retry-after of the provider', () => {
    const fault = modelFault(refused(429, { 'retry-after-ms': '250' }));
    expect(fault).toMatchObject({ retryAfterMs: 250 } satisfies Partial<ModelBusyError>);
  });
});

describe('streamFault', () => {
  it.each([
    [{ type: 'error', error: { type: 'overloaded_error' } }, 'MODEL_BUSY'],
    [{ error: { code: 'rate_limit_exceeded', type: 'requests' } }, 'MODEL_BUSY'],
    [{ error: { code: 429, message: 'slow down' } }, 'MODEL_BUSY'],
    [{ error: { code: 502 } }, 'MODEL_FAILED'],
    [{ error: 'broken' }, 'MODEL_FAILED'],
    [{}, 'MODEL_FAILED'],
  ])('maps %j to %s', (body, code) => {
    expect(streamFault(body).code).toBe(code);
  });
});

describe('requireWhole', () => {
  it.each([
    'stop',
    'eos',
    'eos_token',
    'end_turn',
    'stop_sequence',
    'STOP',
    'completed',
    'tool_calls',
    'something new',
  ])('takes %s as a normal end', (reason) => {
    expect(() => requireWhole(reason, false)).not.toThrow();
  });

  it.each([
    ['length', 'MODEL_REPLY_INVALID'],
    ['MAX_TOKENS', 'MODEL_REPLY_INVALID'],
    ['model_length', 'MODEL_REPLY_INVALID'],
    ['content_filter', 'MODEL_REPLY_INVALID'],
    ['SAFETY', 'MODEL_REPLY_INVALID'],
    ['error', 'MODEL_FAILED'],
    ['abort', 'MODEL_FAILED'],
  ])('rejects %s', (reason, code) => {
    expect(() => requireWhole(reason, true)).toThrow(expect.objectContaining({ code }));
  });

  it('needs a reason or a closed reply', () => {
    expect(() => requireWhole(undefined, true)).not.toThrow();
    expect(() => requireWhole(undefined, false)).toThrow('broke off');
  });
});

describe('retryAfterMs', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  it.each([
    [{ 'retry-after': '3' }, 3_000],
    [{ 'retry-after': ' 3 ' }, 3_000],
    [{ 'retry-after': '0.25' }, 250],
    [{ 'retry-after': '86400' }, 86_400_000],
    [{ 'retry-after': 'Thu, 01 Jan 2026 00:00:05 GMT' }, 5_000],
    [{ 'retry-after': 'Wed, 31 Dec 2025 23:59:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '-5' }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{ 'retry-after': 'NaN' }, undefined],
    [{ 'retry-after': 'Infinity' }, undefined],
    [{ 'retry-after': '1e308' }, undefined],
    [{ 'retry-after': '0x10' }, undefined],
    [{ 'retry-after-ms': '-1', 'retry-after': '2' }, 2_000],
    [{}, undefined],
  ])('maps %j to %s', (headers, ms) => {
    expect(retryAfterMs(new Headers(headers as Record<string, string>), now)).toBe(ms);
  });
});
