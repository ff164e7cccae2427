import { LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';

import { formatPath, type SchemaViolation } from '../common/index.js';

/** A parsed YAML file that can tell where a value stands. */
export interface YamlFile {
  readonly value: unknown;
  /** `director.yaml:7:9 mcp.servers[0].timeoutMs: expected a number, found "fast"`, one for each violation. */
  locate(violations: readonly SchemaViolation[]): string[];
}

/** Parses YAML; mistakes of syntax come back as lines with their position. */
export function readYaml(name: string, text: string): YamlFile | { readonly mistakes: string[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${name}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    return { mistakes: document.errors.map((error) => `${at(error.pos[0])} ${error.message}`) };
  }
  return {
    value: document.toJS({ maxAliasCount: 100 }),
    locate: (violations) =>
      violations.map(
        ({ path, expected, found }) =>
          `${at(offsetOf(document, path))} ${formatPath(path)}: ${expected}, found ${found}`,
      ),
  };
}

/** Where the value stands, or the nearest thing around it when it is missing. */
function offsetOf(document: Document, path: readonly (string | number)[]): number {
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
      return Number(node.range[0]);
    }
  }
  return 0;
}
