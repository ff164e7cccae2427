import { join, sep } from 'node:path';

export interface ProgramSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The user's home. */
  readonly home: string;
  /** Where this program is. */
  readonly program: string;
}

const NAME = 'claude-director';

/**
 * Where data is without `DATA_DIR`: with a program that was installed as a package, the folder in which the system wants
 * programs to keep a user's data; else `./data`, because a clone is worked on and thrown away as a whole.
 *
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function defaultDataFolder({ env, platform, home, program }: ProgramSurroundings): string {
  if (!program.includes(`${sep}node_modules${sep}${NAME}${sep}`)) return './data';
  if (platform === 'win32') return join(given(env['LOCALAPPDATA']) ?? join(home, 'AppData', 'Local'), NAME);
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', NAME);
  return join(given(env['XDG_DATA_HOME']) ?? join(home, '.local', 'share'), NAME);
}

/** A relative path in such a variable is to be ignored, says its specification. */
function given(path: string | undefined): string | undefined {
  return path?.startsWith('/') === true || /^[a-z]:\\/i.test(path ?? '') ? path : undefined;
}
