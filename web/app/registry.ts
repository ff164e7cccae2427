import type { ComponentType } from 'preact';

import { AskView } from '../views/ask/ask-view.js';

/** What a view gets from its address. */
export interface ViewProps {
  /** The last segment of the path, for example the id of an answer; empty where there is none. */
  readonly id: string;
}

type View = ComponentType<ViewProps>;

/** One view of the console. */
export interface ViewDefinition {
  /** Its path, with `:id` where it takes one. The service serves the page on these paths. */
  readonly path: string;
  /** What the title of the window and the navigation call it. */
  readonly title: string;
  /** Pressed after `g`, goes there. Absent: it is not in the navigation. */
  readonly key?: string;
  /** For operators, not for everybody: stands apart in the navigation. */
  readonly isOperators?: true;
  /** Loaded when it is first shown. */
  readonly load: () => Promise<View>;
  /** What is in the first bundle already. */
  readonly ready?: View;
}

/** Every view; one line each. */
export const VIEWS: readonly ViewDefinition[] = [
  { path: '/', title: 'Ask', key: 'a', load: () => Promise.resolve(AskView), ready: AskView },
  { path: '/a/:id', title: 'Answer', load: () => import('../views/answer/answer-view.js').then((m) => m.AnswerView) },
  {
    path: '/c',
    title: 'Conversations',
    key: 'c',
    load: () => import('../views/conversations/conversations-view.js').then((m) => m.ConversationsView),
  },
  {
    path: '/c/:id',
    title: 'Conversation',
    load: () => import('../views/conversations/conversation-view.js').then((m) => m.ConversationView),
  },
  {
    path: '/library',
    title: 'Library',
    key: 'l',
    load: () => import('../views/library/library-view.js').then((m) => m.LibraryView),
  },
  {
    path: '/connect',
    title: 'Connect',
    key: 'n',
    load: () => import('../views/connect/connect-view.js').then((m) => m.ConnectView),
  },
  {
    path: '/live',
    title: 'Live',
    key: 'v',
    isOperators: true,
    load: () => import('../views/live/live-view.js').then((m) => m.LiveView),
  },
  {
    path: '/keys',
    title: 'Keys',
    key: 'k',
    isOperators: true,
    load: () => import('../views/keys/keys-view.js').then((m) => m.KeysView),
  },
  {
    path: '/audit',
    title: 'Audit',
    key: 'u',
    isOperators: true,
    load: () => import('../views/audit/audit-view.js').then((m) => m.AuditView),
  },
];

/** The view of a path, and the id in it. */
export function viewOf(path: string): { readonly view: ViewDefinition; readonly id: string } | undefined {
  const trimmed = path.length > 1 ? path.replace(/\/$/, '') : path;
  for (const view of VIEWS) {
    if (view.path === trimmed) return { view, id: '' };
    if (!view.path.endsWith('/:id')) continue;
    const folder = view.path.slice(0, -':id'.length);
    const id = trimmed.slice(folder.length);
    if (trimmed.startsWith(folder) && /^[\w-]+$/.test(id)) return { view, id };
  }
  return undefined;
}
