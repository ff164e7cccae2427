import { parseArgs } from 'node:util';

import { AuditTrail, type AuditVerdict, type TimeRange } from '../conversations/index.js';

import { writeLines } from './output/write-lines.js';

import { COMMANDS } from './commands.js';
import { sendToSyslog, syslogTarget, type SyslogEvent } from './syslog.js';
import { EXIT, UsageError } from './usage.js';
import { withStore } from './with-store.js';

/** `claude-director audit`: verifies the audit trails, or writes one as JSON lines or to syslog. */
export async function audit([action, ...args]: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: COMMANDS.audit.options });
  switch (action) {
    case 'verify':
      if (values.head !== undefined && values.tenant === undefined) throw new UsageError('--head needs --tenant');
      return verify(values.tenant, values.head);
    case 'export':
      return exportEvents(
        values.tenant ?? 'default',
        { from: timeOf('from', values.from), to: timeOf('to', values.to) },
        values,
      );
    case undefined:
    default:
      throw new UsageError('audit takes verify or export');
  }
}

/**
 * The exit code is 0 if every trail is intact.
 *
 * @param head Hash of an event of that tenant, as an earlier verification printed it.
 */
async function verify(tenant: string | undefined, head: string | undefined): Promise<number> {
  return withStore(async ({ config, store }) => {
    const trail = new AuditTrail(store);
    const tenants = tenant === undefined ? await trail.tenants() : [tenant];
    if (tenants.length === 0) process.stdout.write('nothing to verify: no answer and no event is stored\n');
    let isIntact = true;
    for (const one of tenants) {
      const verdict = await trail.verify(one, head);
      // With the audit off, answers without events are as they should be.
      const isOff = config.audit.mode === 'off' && verdict.break?.reason === 'emptied';
      isIntact &&= verdict.break === undefined || isOff;
      process.stdout.write(describe(verdict));
    }
    return isIntact ? EXIT.answered : EXIT.failed;
  });
}

function describe({ tenant, events, head, break: found }: AuditVerdict): string {
  if (found === undefined) {
    return events === 0 && head === ''
      ? `${tenant}: no events\n`
      : `${tenant}: ${events} events, whole, head ${head}\n`;
  }
  if (found.reason === 'emptied') {
    return `${tenant}: ${events} events, but older answers are stored: events are missing, unless the audit was off\n`;
  }
  if (found.reason === 'rewritten') {
    return `${tenant}: ${events} events, none with the hash of --head: the trail was written anew\n`;
  }
  return `${tenant}: broken at event ${found.seq} (${found.reason}), ${events} events before it are whole\n`;
}

async function exportEvents(
  tenant: string,
  range: TimeRange,
  { file, syslog }: { readonly file?: string | undefined; readonly syslog?: string | undefined },
): Promise<number> {
  if (file !== undefined && syslog !== undefined) throw new UsageError('--file or --syslog, not both');
  const target = syslog === undefined ? undefined : syslogTarget(syslog);
  return withStore(async ({ store }) => {
    const lines = new AuditTrail(store).lines(tenant, range);
    if (target === undefined) await writeLines(lines, file);
    else process.stderr.write(`${await sendToSyslog(syslogEvents(lines), target)} events were sent to ${syslog}\n`);
    return EXIT.answered;
  });
}

async function* syslogEvents(lines: AsyncIterable<string>): AsyncGenerator<SyslogEvent> {
  for await (const line of lines) {
    const { at, event } = JSON.parse(line) as { readonly at: number; readonly event: { readonly kind: string } };
    yield { at, kind: event.kind, text: line.trimEnd() };
  }
}

/** @throws {UsageError} */
function timeOf(option: 'from' | 'to', given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const at = Date.parse(given);
  if (Number.isNaN(at)) throw new UsageError(`--${option} takes a time such as 2026-01-31 or 2026-01-31T12:00Z`);
  return at;
}
