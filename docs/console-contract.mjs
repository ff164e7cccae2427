// The messages of the contract as TypeScript, for the console: it imports nothing of the service.

const REFERENCE_PREFIX = '#/components/schemas/';

/** @param {Record<string, object>} schemas Messages as JSON Schema, by name. */
export function contractTypes(schemas) {
  const types = Object.entries(schemas).map(([name, schema]) =>
    schema.type === 'object' && schema.properties !== undefined
      ? `export interface ${name} ${typeOf(schema)}`
      : `export type ${name} = ${typeOf(schema)};`,
  );
  return `// Written by \`npm run generate\` from the schemas that validate the messages.\n\n${types.join('\n\n')}\n`;
}

function typeOf(schema) {
  if (schema.$ref !== undefined)
    return schema.$ref.slice(schema.$ref.startsWith(REFERENCE_PREFIX) ? REFERENCE_PREFIX.length : 0);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return choices.map(typeOf).join(' | ');
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ ...schema, type })).join(' | ');
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type;
    case 'number':
    case 'integer':
      return 'number';
    case 'array':
      return `readonly (${typeOf(schema.items ?? {})})[]`;
    case 'object':
      return objectType(schema);
    default:
      return 'unknown';
  }
}

function objectType({ properties, required = [], additionalProperties, propertyNames }) {
  if (properties === undefined) {
    const key = propertyNames === undefined ? 'string' : typeOf(propertyNames);
    return `Readonly<Record<${key}, ${typeOf(additionalProperties || {})}>>`;
  }
  const fields = Object.entries(properties).map(([name, schema]) => {
    const comment = schema.description === undefined ? '' : `/** ${schema.description.replaceAll('*/', '* /')} */\n`;
    return `${comment}readonly ${/^[a-z_]\w*$/i.test(name) ? name : JSON.stringify(name)}${required.includes(name) ? '' : '?'}: ${typeOf(schema)};`;
  });
  return `{\n${fields.join('\n')}\n}`;
}
