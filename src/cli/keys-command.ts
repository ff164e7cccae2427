import { parseArgs } from 'node:util';

import { KeyStore, keyRequestSchema, type ApiKey, type KeyAuthority, type NewKey } from '../access/index.js';
import { validate } from '../answers/index.js';
import { newId } from '../core/index.js';
import { Journal, type AuditEvent } from '../conversations/index.js';

import { COMMANDS } from './commands.js';
import { EXIT, UsageError } from './usage.js';
import { withStore, type StoreSession } from './with-store.js';

const TENANT = /^[\w.-]{1,64}$/;
/** Default time that a rotated key stays valid, minutes. */
const GRACE_MINUTES = 60;

/** `claude-director keys`: makes, lists, rotates and revokes API keys. */
export async function keys([action, ...args]: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: COMMANDS.keys.options, allowPositionals: true });
  const [id, ...rest] = positionals;
  const needsId = action === 'rotate' || action === 'revoke';
  if (rest.length > 0 || needsId !== (id !== undefined)) {
    throw new UsageError('keys takes create, list, rotate <id> or revoke <id>');
  }
  if (values.tenant !== undefined && !TENANT.test(values.tenant)) {
    throw new UsageError('--tenant: expected 1 to 64 letters, digits, ".", "_" or "-"');
  }
  switch (action) {
    case 'create':
      return withStore((session) => create(session, values));
    case 'list':
      return withStore(async ({ store, clock }) => {
        const all = await new KeyStore(store, clock).list(authorityOf(values));
        process.stdout.write(values.json === true ? `${JSON.stringify(all)}\n` : all.map(line).join(''));
        return EXIT.answered;
      });
    case 'rotate':
      return withStore(async (session) => {
        const graceMs = Number(values['grace-minutes'] ?? GRACE_MINUTES) * 60_000;
        if (!(graceMs >= 0)) throw new UsageError('--grace-minutes: expected zero or more');
        const key = await new KeyStore(session.store, session.clock).rotate(authorityOf(values), id ?? '', graceMs);
        note(session, 'key.rotated', key.tenant, id ?? '');
        return show(key, values.json);
      });
    case 'revoke':
      return withStore(async (session) => {
        const key = await new KeyStore(session.store, session.clock).revoke(authorityOf(values), id ?? '');
        note(session, 'key.revoked', key.tenant, key.id);
        process.stdout.write(line(key));
        return EXIT.answered;
      });
    case undefined:
    default:
      throw new UsageError('keys takes create, list, rotate <id> or revoke <id>');
  }
}

/** The rights of the operator, who has those of the database; limited to a tenant if one is named. */
function authorityOf({ tenant }: { readonly tenant?: string }): KeyAuthority {
  return tenant === undefined ? {} : { tenant };
}

async function create(
  session: StoreSession,
  values: { label?: string; entitlement?: string[]; 'expires-days'?: string; tenant?: string; json?: boolean },
): Promise<number> {
  const request = validate(keyRequestSchema, {
    label: values.label ?? 'made on the command line',
    entitlements: values.entitlement,
    expiresInDays: values['expires-days'] === undefined ? undefined : Number(values['expires-days']),
  });
  const key = await new KeyStore(session.store, session.clock).create(
    authorityOf(values),
    request,
    values.tenant ?? 'default',
  );
  note(session, 'key.created', key.tenant, key.id);
  return show(key, values.json);
}

/** The key goes to standard output, for a pipe; its description to standard error. */
function show(key: NewKey, asJson: boolean | undefined): number {
  if (asJson === true) process.stdout.write(`${JSON.stringify(key)}\n`);
  else {
    process.stdout.write(`${key.key}\n`);
    process.stderr.write(`${line(key)}This is the only time the key is shown.\n`);
  }
  return EXIT.answered;
}

function line({ id, tenant, prefix, entitlements, label, expiresAt, revokedAt }: ApiKey): string {
  const state =
    revokedAt === null
      ? expiresAt === null
        ? 'valid'
        : `valid until ${new Date(expiresAt).toISOString()}`
      : `revoked ${new Date(revokedAt).toISOString()}`;
  return `${id}  ${tenant}  ${prefix}…  ${entitlements.join(',')}  ${state}  ${label}\n`;
}

/** Recorded when the session ends. */
function note(
  { config, store, clock }: StoreSession,
  kind: AuditEvent['kind'],
  tenant: string,
  resource: string,
): void {
  if (config.audit.mode === 'off') return;
  new Journal(config.store.outbox, store, clock).record({
    kind: 'audit',
    tenant,
    at: clock.epochMs(),
    event: { kind, requestId: newId('req'), subject: 'command-line', resource },
  });
}
