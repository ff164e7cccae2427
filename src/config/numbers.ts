import * as z from 'zod';

/** A whole number from `min` to `max`, both included. */
export const int = (min: number, max: number) => z.int().min(min).max(max);
/** A size in bytes, from 64 KB to 4 GB. */
export const bytes = () => int(65_536, 4_294_967_296);
/** A share above 0 and up to 1. */
export const ratio = () => z.number().gt(0).max(1);
/** A share between 0 and 1, both excluded. */
export const partialRatio = () => z.number().gt(0).lt(1);
