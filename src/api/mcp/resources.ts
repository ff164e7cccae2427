import type { Resource, ResourceLink, TextResourceContents } from '@modelcontextprotocol/server';

import { transcriptMarkdown, type Answer, type AnswerStore, type ConversationService } from '../../answers/index.js';
import type { RecentAnswers } from '../../conversations/index.js';
import { epochMsOf, idPattern } from '../../core/index.js';
import type { Framework, FrameworkCatalog } from '../../frameworks/index.js';

import type { EndpointResources } from './endpoint-catalog.js';
import { frameworkMarkdown } from './markdown.js';

const PREFIX = 'director://frameworks/';
const CONVERSATIONS = 'director://conversations/';
const ANSWERS = 'director://answers/';
const MARKDOWN = 'text/markdown';
const JSON_TYPE = 'application/json';
/** Older conversations and answers are read by their id. */
const MAX_LISTED = 25;

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

/** The caller's conversations, begun last first; one is its questions and answers as a page of Markdown. */
export function conversationResources(conversations: ConversationService): EndpointResources {
  return {
    template: {
      name: 'conversation',
      title: 'A conversation',
      description: 'Its questions and answers.',
      uriTemplate: `${CONVERSATIONS}{id}`,
      mimeType: MARKDOWN,
    },
    completions: new Map(),
    list: async ({ caller }) => {
      const { items } = await conversations.list(caller, MAX_LISTED);
      return new Map(
        items.map(({ id, title, turns, updatedAt }): [string, Resource] => {
          const uri = `${CONVERSATIONS}${id}`;
          const description = turns === 1 ? 'One question' : `${turns} questions`;
          return [uri, { uri, name: id, title, description, mimeType: MARKDOWN, ...modified(updatedAt) }];
        }),
      );
    },
    read: async (uri, { caller, requestId }) => {
      const id = idIn(uri, CONVERSATIONS, idPattern('cnv'));
      if (id === undefined) return undefined;
      const text = transcriptMarkdown(await conversations.export({ caller, requestId }, id));
      return { contents: [{ uri, mimeType: MARKDOWN, text }] };
    },
  };
}

/** Answers by id, with their whole receipt, as REST returns them; listed are the latest that the caller was given. */
export function answerResources(answers: AnswerStore, recent: RecentAnswers): EndpointResources {
  return {
    template: {
      name: 'answer',
      title: 'An answer',
      description: 'The latest version of an answer, with its whole receipt.',
      uriTemplate: `${ANSWERS}{id}`,
      mimeType: JSON_TYPE,
    },
    completions: new Map(),
    list: async ({ caller }) => {
      const { items } = await recent.page(caller, MAX_LISTED);
      return new Map(
        items.map(({ id: name, question: title, at }): [string, Resource] => {
          const uri = `${ANSWERS}${name}`;
          // Late work lands within seconds of it.
          return [uri, { uri, name, title, mimeType: JSON_TYPE, ...modified(at) }];
        }),
      );
    },
    read: async (uri, { caller }) => {
      const id = idIn(uri, ANSWERS, idPattern('ans'));
      if (id === undefined) return undefined;
      const text = JSON.stringify(await answers.get(caller.tenant, id));
      return { contents: [{ uri, mimeType: JSON_TYPE, text }] };
    },
  };
}

/** Where the whole of an answer is. */
export function answerLink({ id, version }: Answer): ResourceLink {
  return {
    type: 'resource_link',
    uri: `${ANSWERS}${id}`,
    name: id,
    title: `The whole receipt, version ${version}`,
    mimeType: JSON_TYPE,
    // A later version came later than its id says.
    ...(version === 1 ? modified(epochMsOf(id)) : {}),
  };
}

function idIn(uri: string, prefix: string, pattern: RegExp): string | undefined {
  const id = uri.startsWith(prefix) ? uri.slice(prefix.length) : '';
  return pattern.test(id) ? id : undefined;
}

function modified(epochMs: number): Pick<Resource, 'annotations'> {
  return { annotations: { lastModified: new Date(epochMs).toISOString() } };
}
