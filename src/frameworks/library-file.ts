import { AppError } from '../core/index.js';
import { describeViolations, readYaml, type LocatableFile, type LocatedMistake } from '../config/index.js';
import { frameworkSchema, type Framework } from './framework.js';

/** One mistake in one file. */
export interface LibraryMistake extends LocatedMistake {
  readonly file: string;
}

/** One or more framework files cannot be used; the message lists every mistake with file and line. */
export class LibraryError extends AppError {
  readonly code = 'LIBRARY_INVALID';

  constructor(readonly mistakes: readonly LibraryMistake[]) {
    const count = `${mistakes.length} ${mistakes.length === 1 ? 'mistake' : 'mistakes'}`;
    super(`framework library: ${count}\n${mistakes.map((it) => `${it.file}:${it.line}: ${it.message}`).join('\n')}`);
  }
}

/** The framework of a file, or its mistakes. */
export type ParsedFile =
  | { readonly ok: true; readonly framework: Framework }
  | { readonly ok: false; readonly mistakes: readonly LibraryMistake[] };

/**
 * Parses one framework file.
 *
 * @param file      Path as mistakes name it; `.yaml` and `.yml` are YAML, anything else JSON.
 * @param expectId  Identifier that the file must contain, from its name.
 */
export function parseFrameworkFile(file: string, text: string, expectId: string): ParsedFile {
  const inFile = (mistakes: readonly LocatedMistake[]): ParsedFile => ({
    ok: false,
    mistakes: mistakes.map((mistake) => ({ file, ...mistake })),
  });
  const read = /\.ya?ml$/.test(file) ? readYaml(text) : readJson(text);
  if ('mistakes' in read) return inFile(read.mistakes);

  const result = frameworkSchema.safeParse(read.value);
  if (!result.success) return inFile(read.locate(describeViolations(result.error, read.value)));
  const { id } = result.data;
  if (id === expectId) return { ok: true, framework: result.data };
  const expected = `expected ${JSON.stringify(expectId)}, as the file is called`;
  return inFile(read.locate([{ path: ['id'], expected, found: JSON.stringify(id) }]));
}

type Read = ReturnType<typeof readYaml>;

/** Reads JSON with the platform's parser, which is far faster; the YAML parser, which also reads JSON, locates mistakes. */
function readJson(text: string): Read {
  try {
    return { value: JSON.parse(text), locate: (violations) => locatable(readYaml(text)).locate(violations) };
  } catch {
    const read = readYaml(text);
    return 'mistakes' in read ? read : { mistakes: [{ line: 1, column: 1, message: 'expected strict JSON' }] };
  }
}

/** Nearly all JSON is YAML; for the rest mistakes are reported without their line. */
function locatable(read: Read): LocatableFile {
  if (!('mistakes' in read)) return read;
  return {
    value: undefined,
    locate: (violations) =>
      violations.map(({ path, expected, found }) => ({
        line: 1,
        column: 1,
        message: `${path.join('.')}: ${expected}, found ${found}`,
      })),
  };
}
