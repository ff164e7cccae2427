import { openApiDocument } from './openapi.js';
import { graphqlSdl } from './sdl.js';

/** The committed descriptions of the contract, by file name, as they must read now. */
export function contractFiles(version: string): ReadonlyMap<string, string> {
  return new Map([
    ['openapi.json', `${JSON.stringify(openApiDocument(version), undefined, 2)}\n`],
    ['schema.graphql', graphqlSdl()],
  ]);
}
