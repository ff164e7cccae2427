const DIGITS = /^\d{1,16}$/;

/**
 * A number that comes from outside, read where it enters: arithmetic, limits, cost and metrics never see another one.
 *
 * @param value A number, or its decimal digits.
 * @param max   A larger one is as unknown as one that is negative, fractional or no number at all.
 * @returns A whole number from 0 to `max`, or undefined if it is unknown.
 */
export function wholeNumber(value: unknown, max = Number.MAX_SAFE_INTEGER): number | undefined {
  const read = typeof value === 'string' && DIGITS.test(value.trim()) ? Number(value) : value;
  // The sum turns -0 into 0.
  return typeof read === 'number' && Number.isSafeInteger(read) && read >= 0 && read <= max ? read + 0 : undefined;
}
