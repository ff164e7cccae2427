import { isRecord } from '../transport/json.js';

/** Comparisons after which the rest counts as right. */
const MAX_STEPS = 50_000;
const MAX_DEPTH = 64;

/**
 * Whether a value has the shape that a JSON Schema of a server describes, in bounded time.
 *
 * A schema is a program of the server's, so that only what costs a step for each part of the value is evaluated: types,
 * properties, items, bounds, constants, and combinations of these. Patterns, formats, and what would be compiled or
 * compared as a whole are left out; a keyword that is not evaluated rejects nothing.
 */
export function hasShape(schema: unknown, value: unknown): boolean {
  return new ShapeCheck(schema).accepts(schema, value, 0);
}

type Schema = Readonly<Record<string, unknown>>;

class ShapeCheck {
  #steps = MAX_STEPS;

  constructor(private readonly root: unknown) {}

  accepts(schema: unknown, value: unknown, depth: number): boolean {
    if (--this.#steps < 0 || depth > MAX_DEPTH || schema === true) return true;
    if (schema === false) return false;
    if (!isRecord(schema)) return true;
    return (
      this.#hasType(schema, value) &&
      isWithinBounds(schema, value) &&
      this.#isConstant(schema, value) &&
      this.#combines(schema, value, depth + 1) &&
      (isRecord(value) ? this.#hasProperties(schema, value, depth + 1) : this.#hasItems(schema, value, depth + 1))
    );
  }

  #hasType({ type }: Schema, value: unknown): boolean {
    return type === undefined || this.#some(listOf(type), (name) => isOfType(name, value));
  }

  #isConstant({ const: constant, enum: values }: Schema, value: unknown): boolean {
    const isEqual = (one: unknown) => (typeof one === 'object' && one !== null) || one === value;
    return (constant === undefined || isEqual(constant)) && (!Array.isArray(values) || this.#some(values, isEqual));
  }

  #combines({ $ref, allOf, anyOf, oneOf }: Schema, value: unknown, depth: number): boolean {
    const accepts = (schema: unknown) => this.accepts(schema, value, depth);
    return (
      (typeof $ref !== 'string' || accepts(this.#resolve($ref))) &&
      (!Array.isArray(allOf) || this.#every(allOf, accepts)) &&
      (!Array.isArray(anyOf) || this.#some(anyOf, accepts)) &&
      (!Array.isArray(oneOf) || this.#some(oneOf, accepts))
    );
  }

  #hasProperties(schema: Schema, value: Schema, depth: number): boolean {
    const { additionalProperties, patternProperties, required, properties } = schema;
    const known = isRecord(properties) ? properties : {};
    const isOther = additionalProperties !== undefined && patternProperties === undefined;
    return (
      (!Array.isArray(required) || this.#every(required, (name) => Object.hasOwn(value, String(name)))) &&
      this.#every(Object.keys(value), (name) => {
        if (Object.hasOwn(known, name)) return this.accepts(known[name], value[name], depth);
        return !isOther || this.accepts(additionalProperties, value[name], depth);
      })
    );
  }

  #hasItems({ items }: Schema, value: unknown, depth: number): boolean {
    return !Array.isArray(value) || this.#every(value, (item) => this.accepts(items, item, depth));
  }

  /** Only what is in the same schema; anything else accepts every value. */
  #resolve(ref: string): unknown {
    if (!ref.startsWith('#')) return true;
    let found = this.root;
    for (const step of ref.split('/').slice(1)) {
      const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
      if (!isRecord(found) || !Object.hasOwn(found, name)) return true;
      found = found[name];
    }
    return found;
  }

  #every(list: readonly unknown[], accepts: (one: never) => boolean): boolean {
    for (const one of list) {
      if (--this.#steps < 0) return true;
      if (!accepts(one as never)) return false;
    }
    return true;
  }

  #some(list: readonly unknown[], accepts: (one: never) => boolean): boolean {
    for (const one of list) {
      if (--this.#steps < 0 || accepts(one as never)) return true;
    }
    return false;
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function isOfType(name: unknown, value: unknown): boolean {
  switch (name) {
    case 'object':
      return isRecord(value);
    case 'array':
      return Array.isArray(value);
    case 'null':
      return value === null;
    case 'integer':
      return Number.isInteger(value);
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === name;
    default:
      return true;
  }
}

function isWithinBounds(schema: Schema, value: unknown): boolean {
  if (typeof value === 'number') return isBetween(value, schema['minimum'], schema['maximum']);
  if (typeof value === 'string') return isBetween(value.length, schema['minLength'], schema['maxLength']);
  return !Array.isArray(value) || isBetween(value.length, schema['minItems'], schema['maxItems']);
}

function isBetween(size: number, least: unknown, most: unknown): boolean {
  return !(typeof least === 'number' && size < least) && !(typeof most === 'number' && size > most);
}
