import { readFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';

import type { Resource, TextResourceContents } from '@modelcontextprotocol/server';

import type { EndpointResources } from './endpoint-catalog.js';

/** Of pages that a client shows beside a result. @see SEP-1865, MCP Apps */
const CARD_TYPE = 'text/html;profile=mcp-app';
const PREFIX = 'ui://director/';

/** Names of the built pages, and what they show. */
const CARDS = {
  receipt: 'The receipt of an answer, with its actions and the words that prove its frameworks.',
  board: 'How well deadlines are kept, by class.',
} as const;
export type CardName = keyof typeof CARDS;

/** A card needs nothing from anywhere, and has no border of its own. */
const CARD_META = { ui: { csp: { connectDomains: [], resourceDomains: [] }, prefersBorder: true } };

/** What a tool says of its card: the spelling of the specification, and the one that came before it. */
export function cardMeta(name: CardName): Readonly<Record<string, unknown>> {
  const resourceUri = `${PREFIX}${name}`;
  return { ui: { resourceUri }, 'ui/resourceUri': resourceUri };
}

/**
 * The cards as resources, each one page with all that it needs inside.
 *
 * @param folder Where the build has put them.
 */
export function cardResources(
  folder = join(dirname(findPackageJSON(import.meta.url) ?? ''), 'dist/cards'),
): EndpointResources {
  const pages = new Map<string, Promise<string>>();
  const pageOf = (name: string) => {
    const page = pages.get(name) ?? readFile(join(folder, `${name}.html`), 'utf8');
    pages.set(name, page);
    // A page that could not be read is tried again.
    page.catch(() => pages.delete(name));
    return page;
  };
  return {
    completions: new Map(),
    list: () =>
      new Map(
        Object.entries(CARDS).map(([name, description]): [string, Resource] => {
          const uri = `${PREFIX}${name}`;
          return [uri, { uri, name, description, mimeType: CARD_TYPE, _meta: CARD_META }];
        }),
      ),
    read: async (uri) => {
      const name = uri.startsWith(PREFIX) ? uri.slice(PREFIX.length) : '';
      if (!Object.hasOwn(CARDS, name)) return undefined;
      const contents: TextResourceContents = { uri, mimeType: CARD_TYPE, text: await pageOf(name), _meta: CARD_META };
      return { contents: [contents] };
    },
  };
}
