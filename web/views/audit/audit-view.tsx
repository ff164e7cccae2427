import type { AuditEvent, AuditPage, AuditRecord } from '../../api/contract.js';
import { api } from '../../api/client.js';
import { useResource } from '../../api/resource.js';
import { place } from '../../app/router.js';
import { Curl } from '../../components/curl.js';
import { Page } from '../../components/page.js';
import { duration } from '../../components/problem-view.js';
import { Await, Empty } from '../../components/states.js';
import { Table } from '../../components/table.js';

import { Verification } from './verification.js';

const PAGE_SIZE = 50;

/** What was done with the service and by which key, in an order that cannot be changed unnoticed. */
export function AuditView() {
  const { query } = place.value;
  const cursor = query.get('cursor');
  const order = query.get('order') === 'oldest' ? 'oldest' : 'newest';
  const path = `/v1/audit?order=${order}&limit=${PAGE_SIZE}${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
  const page = useResource((signal) => api.get<AuditPage>(path, { signal }), [path]);
  return (
    <Page
      title="Audit"
      intro="Every answer, refusal and change of a key, chained by hashes: an event that is changed, removed or inserted later breaks the chain."
    >
      <Verification />
      <Await resource={page} what="the audit trail">
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <Empty title="Nothing was recorded yet">
              <p>The first question that is answered appears here.</p>
            </Empty>
          ) : (
            <>
              <Trail records={items} caption={order === 'newest' ? 'Events, latest first' : 'Events, oldest first'} />
              <nav class="pager" aria-label="Pages">
                {cursor === null ? null : (
                  <a class="button" href={`/audit?order=${order}`}>
                    {order === 'newest' ? 'Latest' : 'First'}
                  </a>
                )}
                {nextCursor === null ? null : (
                  <a class="button" href={`/audit?order=${order}&cursor=${nextCursor}`}>
                    {order === 'newest' ? 'Earlier' : 'Later'}
                  </a>
                )}
                <a class="button-quiet" href={`/audit?order=${order === 'newest' ? 'oldest' : 'newest'}`}>
                  {order === 'newest' ? 'From the beginning' : 'From the end'}
                </a>
              </nav>
            </>
          )
        }
      </Await>
      <Curl path={path} command={['audit', 'export']} />
    </Page>
  );
}

function Trail({ records, caption }: { readonly records: readonly AuditRecord[]; readonly caption: string }) {
  return (
    <Table<AuditRecord>
      caption={caption}
      rows={records}
      keyOf={({ seq }) => String(seq)}
      columns={[
        { title: 'No.', isName: true, isNumber: true, cell: ({ seq }) => seq },
        {
          title: 'When',
          cell: ({ at }) => <time dateTime={new Date(at).toISOString()}>{new Date(at).toLocaleString('en-GB')}</time>,
        },
        {
          title: 'What',
          cell: ({ event }) => <span class={`tag ${TONES[event.kind] ?? ''}`}>{KINDS[event.kind]}</span>,
        },
        { title: 'By', cell: ({ event }) => <code>{event.subject}</code> },
        { title: 'About', cell: ({ event }) => <About event={event} /> },
        { title: 'Hash', cell: ({ hash }) => <code title={hash}>{hash.slice(0, 10)}…</code> },
      ]}
    />
  );
}

function About({ event: { answer, requestId, resource } }: { readonly event: AuditEvent }) {
  if (answer === undefined) return <code class="wraps">{resource ?? requestId}</code>;
  const facts = [
    `${answer.class}, ${duration(answer.elapsedMs)}, grade ${answer.grade}`,
    answer.lead === null ? 'not strategic' : `led by ${answer.lead}`,
    ...(answer.frameworks.length === 0 ? [] : [answer.frameworks.map(({ id }) => id).join(', ')]),
    ...answer.degradations.map(({ cause, component }) => `${component}: ${cause.replaceAll('_', ' ')}`),
  ];
  return (
    <span class="wraps">
      <a href={`/a/${answer.answerId}`}>Answer</a>, <span class="note">{facts.join('; ')}</span>
      {answer.question === undefined ? null : <q>{answer.question}</q>}
    </span>
  );
}

const KINDS: Readonly<Record<AuditEvent['kind'], string>> = {
  'answer.given': 'answered',
  'answer.refused': 'refused',
  'answer.rated': 'rated an answer',
  'access.missing': 'asked for what is not theirs',
  'conversation.deleted': 'deleted a conversation',
  'conversation.exported': 'exported a conversation',
  'conversation.renamed': 'renamed a conversation',
  'audit.read': 'read the trail',
  'key.created': 'created a key',
  'key.rotated': 'rotated a key',
  'key.revoked': 'revoked a key',
};
const TONES: Partial<Record<AuditEvent['kind'], string>> = {
  'answer.given': 'tag-good',
  'answer.refused': 'tag-warn',
  'access.missing': 'tag-bad',
};
