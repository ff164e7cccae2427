import type { HeaderWriter } from './http-exchange.js';

/** Adds a value to a header that lists several, such as `Vary`, in which other parts of the service have their own. */
export function addToHeader(reply: HeaderWriter, name: string, value: string): void {
  const present = [reply.getHeader(name) ?? []].flat().join(', ');
  const values = new Set(present.split(',').map((one) => one.trim().toLowerCase()));
  if (present === '') reply.header(name, value);
  else if (!values.has('*') && !values.has(value.toLowerCase())) reply.header(name, `${present}, ${value}`);
}
