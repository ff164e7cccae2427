import { buildSchema, getNamedType, isObjectType, type GraphQLObjectType } from 'graphql';

import { contractFiles } from '../../src/api/index.js';

const schema = buildSchema(contractFiles('test').get('schema.graphql') ?? '');

/** A selection of every field of a type, all the way down. */
export function graphqlSelection(typeName: string): string {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) throw new TypeError(`${typeName} is no object type`);
  return select(type);
}

function select(type: GraphQLObjectType): string {
  const fields = Object.values(type.getFields()).map(({ name, type: fieldType }) => {
    const inner = getNamedType(fieldType);
    return isObjectType(inner) ? `${name} ${select(inner)}` : name;
  });
  return `{ ${fields.join(' ')} }`;
}
