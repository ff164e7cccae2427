import type { Resource, TextResourceContents } from '@modelcontextprotocol/server';

import type { Framework, FrameworkCatalog } from '../../frameworks/index.js';

import type { EndpointResources } from './endpoint-catalog.js';
import { frameworkMarkdown } from './markdown.js';

const PREFIX = 'director://frameworks/';
const MARKDOWN = 'text/markdown';

/** The framework library as resources, one page of Markdown each. */
export function frameworkResources(frameworks: FrameworkCatalog): EndpointResources {
  return {
    template: {
      name: 'framework',
      title: 'A strategic framework',
      description: 'When it fits, its steps, questions, measures and pitfalls.',
      uriTemplate: `${PREFIX}{id}`,
      mimeType: MARKDOWN,
    },
    completions: new Map([['id', () => frameworks.current.library.all().map(({ id }) => id)]]),
    list: () => new Map(frameworks.current.library.all().map((framework) => [uriOf(framework), resourceOf(framework)])),
    read: (uri) => {
      const framework = uri.startsWith(PREFIX) ? frameworks.current.library.get(uri.slice(PREFIX.length)) : undefined;
      return framework === undefined ? undefined : { contents: [frameworkContents(framework)] };
    },
  };
}

/** A framework as the contents of a resource. */
export function frameworkContents(framework: Framework): TextResourceContents {
  return { uri: uriOf(framework), mimeType: MARKDOWN, text: frameworkMarkdown(framework) };
}

function uriOf({ id }: Framework): string {
  return `${PREFIX}${id}`;
}

function resourceOf(framework: Framework): Resource {
  const { id: name, name: title, summary: description } = framework;
  return { uri: uriOf(framework), name, title, description, mimeType: MARKDOWN };
}
