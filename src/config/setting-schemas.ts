import * as z from 'zod';

import { isLoopback } from './loopback.js';

/** A whole number from `min` to `max`, both included. */
export const int = (min: number, max: number) => z.int().min(min).max(max);
/** A size in bytes, from 64 KB to 4 GB. */
export const bytes = () => int(65_536, 4_294_967_296);
/** A share above 0 and up to 1. */
export const ratio = () => z.number().gt(0).max(1);
/** A share between 0 and 1, both excluded. */
export const partialRatio = () => z.number().gt(0).lt(1);
/** A text of 1 to `max` characters. */
export const text = (max: number) => z.string().min(1).max(max);
/** A group of settings; left out, each of them has its default. */
export const section = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape).prefault({} as z.input<z.ZodObject<Shape>>);
/** Lower-case letters, digits and hyphens: names a server or backend in receipts and metrics. */
/** @param prefix Some of them may begin with it. */
export const componentId = (prefix = '') =>
  z
    .string()
    .regex(
      new RegExp(`^(?:${prefix})?[a-z0-9][a-z0-9-]{0,39}$`),
      'expected lower-case letters, digits and hyphens, at most 40',
    );
export const httpUrl = () => z.url({ protocol: /^https?$/, error: 'expected an http or https URL' });
/** Scheme, host and port; https, because callers send keys there, unless it is this machine. */
export const publicOrigin = () =>
  z.url({ protocol: /^https?$/, error: 'expected an https URL' }).refine((text) => {
    const url = URL.parse(text);
    if (url === null || (url.protocol === 'http:' && !isLoopback(url.hostname.replace(/^\[|\]$/g, '')))) return false;
    return url.href === `${url.origin}/`;
  }, 'expected https, a host and no path, as in "https://director.example.com"');
/** A key as it stands in a header; line ends around it, as of a file, are no part of it. */
export const apiKey = () =>
  z
    .string()
    .trim()
    .regex(/^[!-~]+$/, 'expected a key of printable characters without spaces');
export const sha256 = (expected: string) => z.string().regex(/^[0-9a-f]{64}$/, expected);
