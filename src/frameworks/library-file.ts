import { createRequire } from 'node:module';

import type * as Yaml from 'yaml';

import { AppError } from '../common/index.js';
import { frameworkSchema, type Framework } from './framework.js';

/** One mistake in one file. */
export interface LibraryMistake {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** One or more framework files cannot be used; the message lists every mistake with file and line. */
export class LibraryError extends AppError {
  readonly code = 'LIBRARY_INVALID';

  constructor(readonly mistakes: readonly LibraryMistake[]) {
    const count = `${mistakes.length} ${mistakes.length === 1 ? 'mistake' : 'mistakes'}`;
    super(`framework library: ${count}\n${mistakes.map((it) => `${it.file}:${it.line}: ${it.message}`).join('\n')}`);
  }
}

/** What a framework file holds, or what is wrong with it. */
export type ParsedFile =
  | { readonly ok: true; readonly framework: Framework }
  | { readonly ok: false; readonly mistakes: readonly LibraryMistake[] };

/**
 * Parses one framework file.
 *
 * @param file      Path as mistakes name it; `.yaml` and `.yml` are YAML, anything else JSON.
 * @param expectId  Identifier the file must hold, by its name.
 */
export function parseFrameworkFile(file: string, text: string, expectId: string): ParsedFile {
  const read = /\.ya?ml$/.test(file) ? parseYaml(file, text) : parseJson(file, text);
  if (!read.ok) return read;

  const result = frameworkSchema.safeParse(read.value);
  if (result.success) {
    if (result.data.id === expectId) return { ok: true, framework: result.data };
    const message = `id: "${result.data.id}" differs from the file's name, "${expectId}"`;
    return { ok: false, mistakes: [{ file, line: lineOf(text, ['id']), message }] };
  }
  return {
    ok: false,
    mistakes: result.error.issues.map((issue) => {
      const path = issue.path.filter((part) => typeof part !== 'symbol');
      const where = path.length === 0 ? '' : `${path.join('.')}: `;
      return { file, line: lineOf(text, path), message: `${where}${issue.message}` };
    }),
  };
}

type Read =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly mistakes: readonly LibraryMistake[] };

function parseJson(file: string, text: string): Read {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    // The YAML parser reads JSON too, and says where it stops.
    const read = parseYaml(file, text);
    return read.ok ? { ok: false, mistakes: [{ file, line: 1, message: 'expected strict JSON' }] } : read;
  }
}

function parseYaml(file: string, text: string): Read {
  const { parseDocument } = yaml();
  const document = parseDocument(text, { prettyErrors: true });
  if (document.errors.length === 0) return { ok: true, value: document.toJS() as unknown };
  return {
    ok: false,
    mistakes: document.errors.map((error) => ({
      file,
      line: error.linePos?.[0].line ?? 1,
      message: error.message.split('\n', 1)[0] ?? error.message,
    })),
  };
}

/** Line of the value at a path, or of the nearest thing that encloses it. */
function lineOf(text: string, path: readonly (string | number)[]): number {
  const { parseDocument, LineCounter, isNode } = yaml();
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

/** Loaded only for a user's YAML and to say where a mistake is: neither happens on an ordinary start. */
function yaml(): typeof Yaml {
  return createRequire(import.meta.url)('yaml') as typeof Yaml;
}
