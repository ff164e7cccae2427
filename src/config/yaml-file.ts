import { LineCounter, parseDocument, visit } from 'yaml';
import type { Document } from 'yaml';

import { formatPath, type SchemaViolation } from './schema-violation.js';
import { shownPath } from './shown-setting.js';

/** Something wrong at a place in a file; lines and columns count from 1. */
export interface LocatedMistake {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** A parsed file that can locate its values. */
export interface LocatableFile {
  readonly value: unknown;
  /** Words each violation, for example `mcp.servers[0].timeoutMs: expected a number, found "fast"`, with its place. */
  locate(violations: readonly SchemaViolation[]): LocatedMistake[];
}

/** Parses YAML, and JSON as a part of it; mistakes of syntax come back with their places. */
export function readYaml(text: string): LocatableFile | { readonly mistakes: LocatedMistake[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const mistakeAt = (offset: number, message: string): LocatedMistake => {
    const { line, col: column } = lines.linePos(offset);
    return { line, column, message };
  };
  if (document.errors.length > 0) {
    return { mistakes: document.errors.map(({ pos, message }) => mistakeAt(pos[0], withoutQuotation(message))) };
  }
  const circular = circularAlias(document);
  if (circular !== undefined) return { mistakes: [mistakeAt(circular, 'an alias refers to what it is a part of')] };
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch {
    return { mistakes: [mistakeAt(0, 'an alias (`*name`) has no anchor before it, or too many have one')] };
  }
  return {
    value,
    locate: (violations) =>
      violations.map(({ path, expected, found }) =>
        mistakeAt(offsetOf(document, path), `${formatPath(shownPath(path))}: ${expected}, found ${found}`),
      ),
  };
}

/** Offset of an alias within its own anchor, which would be a value without end. */
function circularAlias(document: Document): number | undefined {
  let offset: number | undefined;
  visit(document, {
    Alias: (_key, alias, ancestors) => {
      const anchored = ancestors.some(
        (node) => typeof node === 'object' && node !== null && 'anchor' in node && node.anchor === alias.source,
      );
      if (!anchored) return undefined;
      offset = alias.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
}

/** The parser quotes parts of the file, which may be a secret. */
function withoutQuotation(message: string): string {
  return message.replace(/(?:: | \\).*$/s, '');
}

/** Offset of the value, or of its nearest parent if it is missing. */
function offsetOf(document: Document, path: readonly (string | number)[]): number {
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
      return Number(node.range[0]);
    }
  }
  return 0;
}
