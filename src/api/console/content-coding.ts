/** Codings that the build compresses to, smallest first, with the ending of their files. */
export const CODINGS = { br: '.br', gzip: '.gz', identity: '' } as const;
export type Coding = keyof typeof CODINGS;

/** Longer headers of a caller are read up to here. */
const MAX_LENGTH = 512;

/**
 * Codings that a caller accepts, smallest first; what is not compressed is always accepted, because a file may exist in
 * no other form.
 *
 * @see RFC 9110, section 12.5.3
 */
export function acceptedCodings(header: string | undefined): Coding[] {
  const weights = new Map<string, number>();
  for (const part of (header ?? '').slice(0, MAX_LENGTH).toLowerCase().split(',')) {
    const [coding = '', weight = 'q=1'] = part.split(';').map((text) => text.trim());
    weights.set(coding, Number(/^q=([\d.]+)$/.exec(weight)?.[1] ?? 0));
  }
  const accepts = (coding: Coding) => (weights.get(coding) ?? weights.get('*') ?? 0) > 0;
  return (Object.keys(CODINGS) as Coding[]).filter((coding) => coding === 'identity' || accepts(coding));
}

/** Whether a caller wants a page rather than JSON: a browser does, and a program that takes anything. */
export function acceptsPage(accept = '*/*'): boolean {
  const types = accept
    .slice(0, MAX_LENGTH)
    .toLowerCase()
    .split(',')
    .map((type) => type.split(';', 1)[0]?.trim() ?? '');
  const html = types.findIndex((type) => type === 'text/html' || type === 'text/*');
  const json = types.findIndex((type) => /^application\/(?:[\w.-]+\+)?json$/.test(type));
  if (html >= 0) return json < 0 || html < json;
  return json < 0 && types.includes('*/*');
}
