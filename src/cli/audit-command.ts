import { once } from 'node:events';
import { parseArgs } from 'node:util';

import { AuditTrail, type AuditVerdict } from '../conversations/index.js';

import { EXIT, UsageError } from './usage.js';
import { withStore } from './with-store.js';

const OPTIONS = { tenant: { type: 'string' } } as const;

/** `claude-director audit`: verifies the audit trails, or writes one as JSON lines. */
export async function audit([action, ...args]: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: OPTIONS });
  switch (action) {
    case 'verify':
      return verify(values.tenant);
    case 'export':
      return exportLines(values.tenant ?? 'default');
    case undefined:
    default:
      throw new UsageError('audit takes verify or export');
  }
}

/** The exit code is 0 if every trail is intact. */
async function verify(tenant: string | undefined): Promise<number> {
  return withStore(async ({ store }) => {
    const trail = new AuditTrail(store);
    let isIntact = true;
    for (const one of tenant === undefined ? await trail.tenants() : [tenant]) {
      const verdict = await trail.verify(one);
      isIntact &&= verdict.break === undefined;
      process.stdout.write(describe(verdict));
    }
    return isIntact ? EXIT.answered : EXIT.failed;
  });
}

function describe({ tenant, events, head, break: found }: AuditVerdict): string {
  if (found === undefined) return `${tenant}: ${events} events, whole, head ${head}\n`;
  return `${tenant}: broken at event ${found.seq} (${found.reason}), ${events} events before it are whole\n`;
}

async function exportLines(tenant: string): Promise<number> {
  return withStore(async ({ store }) => {
    for await (const line of new AuditTrail(store).lines(tenant)) {
      if (!process.stdout.write(line)) await drained();
      if (!process.stdout.writable) break;
    }
    return EXIT.answered;
  });
}

/** Until standard output takes more, or never will. */
async function drained(): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  await Promise.race(['drain', 'close'].map((event) => once(process.stdout, event, { signal }))).catch(() => undefined);
  waiting.abort();
}
