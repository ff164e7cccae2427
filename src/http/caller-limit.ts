const GRPC_UNIT_MS: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1_000, m: 1, u: 1e-3, n: 1e-6 };

/** Header values as Node gives them. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * How long the caller is willing to wait, milliseconds: the least of `deadlineMs`, `Prefer: wait=` (RFC 7240, seconds)
 * and `grpc-timeout`. Preferences that cannot be understood are ignored, as RFC 7240 asks.
 */
export function callerLimitMs(headers: Headers, deadlineMs: unknown): number | undefined {
  if (headers['prefer'] === undefined && headers['grpc-timeout'] === undefined)
    return atLeastZero(numberOf(deadlineMs));
  const wait = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})"?/i.exec(String(headers['prefer'] ?? ''))?.[1];
  const grpc = /^(\d{1,8})([HMSmun])$/.exec(String(headers['grpc-timeout'] ?? ''));
  const limits = [
    numberOf(deadlineMs),
    wait === undefined ? undefined : Number(wait) * 1_000,
    grpc === null ? undefined : Number(grpc[1]) * (GRPC_UNIT_MS[grpc[2] ?? ''] ?? Infinity),
  ].filter((limit) => limit !== undefined);
  return limits.length === 0 ? undefined : atLeastZero(Math.min(...limits));
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function atLeastZero(limitMs: number | undefined): number | undefined {
  return limitMs === undefined ? undefined : Math.max(0, limitMs);
}
