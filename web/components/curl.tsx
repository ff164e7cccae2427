import { useComputed } from '@preact/signals';

import { apiKey } from '../api/session.js';

import { CopyButton } from './copy-button.js';

export interface CurlProps {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path and query. */
  readonly path: string;
  readonly body?: object | undefined;
  /** Whether the reply is a stream of events. */
  readonly streams?: boolean;
  /** The same with `claude-director`, where it has a command for it: its arguments. */
  readonly command?: readonly string[] | undefined;
}

/** "The same with curl": what the view has just asked the service for, as a command. */
export function Curl(request: CurlProps) {
  // The key itself is never shown.
  const hasKey = useComputed(() => apiKey.value !== undefined).value;
  const text = curlOf(request, hasKey);
  const command = request.command?.map(shellWord).join(' ');
  return (
    <details class="curl">
      <summary>The same with curl{command === undefined ? '' : ' or on the command line'}</summary>
      <Snippet text={text} name="Copy the curl command" />
      {command === undefined ? null : <Snippet text={`claude-director ${command}`} name="Copy the command" />}
    </details>
  );
}

/** Lines to copy. */
export function Snippet({ text, name }: { readonly text: string; readonly name: string }) {
  return (
    <div class="snippet">
      <pre tabIndex={0} aria-label={name.replace(/^Copy /, '')}>
        <code>{text}</code>
      </pre>
      <CopyButton text={text} name={name} />
    </div>
  );
}

export function curlOf({ method = 'GET', path, body, streams = false }: CurlProps, hasKey: boolean): string {
  const parts = [
    `curl -s${streams ? 'N' : ''}${method === 'GET' || method === 'POST' ? '' : ` -X ${method}`} ${shellWord(location.origin + path)}`,
  ];
  if (hasKey) parts.push(`-H "Authorization: Bearer $DIRECTOR_KEY"`);
  if (streams) parts.push(`-H 'accept: text/event-stream'`);
  if (body !== undefined) parts.push(`-H 'content-type: application/json'`, `-d ${shellWord(JSON.stringify(body))}`);
  else if (method === 'POST') parts.push('-X POST');
  return parts.join(' \\\n  ');
}

function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
