/** The API key with which commands ask a running service; undefined if `DIRECTOR_KEY` is unset or empty. */
export function clientKey(env: Readonly<Record<string, string | undefined>> = process.env): string | undefined {
  const key = env['DIRECTOR_KEY']?.trim();
  return key === '' ? undefined : key;
}
