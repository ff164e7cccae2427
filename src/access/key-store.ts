import * as z from 'zod';

import { entitlementSchema, idPattern, newId, type Caller, type Clock, type Entitlement } from '../core/index.js';
import type { Store, Tables } from '../store/index.js';

import { KeyNotFoundError, NotEntitledError } from './access.errors.js';
import { hashOf, newApiKey, prefixOf } from './api-key.js';

/** An API key as it may be shown: without the key itself. */
export const apiKeySchema = z.strictObject({
  id: z.string().regex(idPattern('key')),
  tenant: z.string(),
  label: z.string().describe('What it is for, in the words of its creator.'),
  prefix: z.string().describe('The beginning of the key, which distinguishes keys.'),
  entitlements: z.array(entitlementSchema),
  createdAt: z.number().describe('Milliseconds since the epoch.'),
  expiresAt: z.number().nullable(),
  revokedAt: z.number().nullable(),
});
export type ApiKey = Readonly<z.infer<typeof apiKeySchema>>;

/** A new API key: the only time that the key is shown. */
export const newKeySchema = apiKeySchema.extend({ key: z.string().describe('Shown this once.') });
export type NewKey = Readonly<z.infer<typeof newKeySchema>>;

/** A request for a new key. */
export const keyRequestSchema = z.strictObject({
  label: z.string().trim().min(1).max(120).describe('What it is for.'),
  entitlements: z.array(entitlementSchema).min(1).max(8).default(['ask']),
  expiresInDays: z.int().min(1).max(3_650).optional(),
});
export type KeyRequest = z.infer<typeof keyRequestSchema>;

/** A stored key, with its hash. */
export interface StoredKey extends ApiKey {
  readonly sha256: string;
}

/**
 * On whose behalf keys are handled: a caller, or the operator at the command line, whose rights are those of the database.
 * Without `tenant` keys of all tenants are in reach, without `entitlements` keys with any.
 */
export type KeyAuthority = Partial<Pick<Caller, 'tenant' | 'entitlements'>>;

const DAY_MS = 86_400_000;

/**
 * API keys, of which only the SHA-256 is stored.
 *
 * Every verb that gives or takes rights passes one rule first: no caller grants, rotates or revokes an entitlement
 * that it does not hold itself.
 */
export class KeyStore {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  /**
   * @param tenant Of the new key.
   * @throws {NotEntitledError} `NOT_ENTITLED`, for an entitlement that `by` does not hold.
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`
   */
  create(by: KeyAuthority, { expiresInDays, ...request }: KeyRequest, tenant: string): Promise<NewKey> {
    requireHeld(by, request.entitlements);
    const expiresAt = expiresInDays === undefined ? null : this.clock.epochMs() + expiresInDays * DAY_MS;
    return this.#insert({ ...request, tenant, expiresAt });
  }

  /** Keys of the tenant, or of all tenants, oldest first; without the keys themselves. */
  async list({ tenant }: KeyAuthority): Promise<ApiKey[]> {
    const rows = await this.store.read((db) => {
      const all = db.selectFrom('api_keys').selectAll();
      return (tenant === undefined ? all : all.where('tenant', '=', tenant)).orderBy('id').execute();
    });
    return rows.map(shownKeyOf);
  }

  /**
   * Replaces a key by a new one, which expires as the old one would have; that stays valid for `graceMs` at most.
   *
   * @throws {KeyNotFoundError} `KEY_NOT_FOUND`, also for a key of another tenant, and one that is revoked or expired.
   * @throws {NotEntitledError} `NOT_ENTITLED`, for a key with an entitlement that `by` does not hold.
   */
  async rotate(by: KeyAuthority, id: string, graceMs: number): Promise<NewKey> {
    const { entitlements, expiresAt, label, revokedAt, tenant } = await this.#find(by, id);
    const now = this.clock.epochMs();
    if (revokedAt !== null || (expiresAt !== null && expiresAt <= now)) throw new KeyNotFoundError(id);
    const fresh = await this.#insert({ label, entitlements, tenant, expiresAt });
    const endsAt = Math.min(expiresAt ?? Infinity, now + graceMs);
    await this.store.read((db) =>
      db.updateTable('api_keys').set({ expires_at: endsAt }).where('id', '=', id).execute(),
    );
    return fresh;
  }

  /**
   * @throws {KeyNotFoundError} `KEY_NOT_FOUND`, also for a key of another tenant.
   * @throws {NotEntitledError} `NOT_ENTITLED`, for a key with an entitlement that `by` does not hold.
   */
  async revoke(by: KeyAuthority, id: string): Promise<ApiKey> {
    const { sha256: _, ...key } = await this.#find(by, id);
    const revokedAt = key.revokedAt ?? this.clock.epochMs();
    await this.store.read((db) =>
      db.updateTable('api_keys').set({ revoked_at: revokedAt }).where('id', '=', id).execute(),
    );
    return { ...key, revokedAt };
  }

  /** The key with that prefix, whether or not it is valid. */
  async findByPrefix(prefix: string): Promise<StoredKey | undefined> {
    const row = await this.store.read((db) =>
      db.selectFrom('api_keys').selectAll().where('prefix', '=', prefix).executeTakeFirst(),
    );
    return row === undefined ? undefined : keyOf(row);
  }

  async #insert(key: Pick<ApiKey, 'entitlements' | 'expiresAt' | 'label' | 'tenant'>): Promise<NewKey> {
    const createdAt = this.clock.epochMs();
    const secret = newApiKey();
    const row = {
      id: newId('key', createdAt),
      tenant: key.tenant,
      label: key.label,
      prefix: prefixOf(secret) ?? '',
      sha256: hashOf(secret),
      entitlements: JSON.stringify([...new Set(key.entitlements)]),
      created_at: createdAt,
      expires_at: key.expiresAt,
      revoked_at: null,
    };
    await this.store.read((db) => db.insertInto('api_keys').values(row).execute());
    return { ...shownKeyOf(row), key: secret };
  }

  /** A key within the reach of `by`, with no more entitlements than it holds. */
  async #find(by: KeyAuthority, id: string): Promise<StoredKey> {
    const row = await this.store.read((db) =>
      db.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst(),
    );
    if (row === undefined || (by.tenant !== undefined && row.tenant !== by.tenant)) throw new KeyNotFoundError(id);
    const key = keyOf(row);
    requireHeld(by, key.entitlements);
    return key;
  }
}

function requireHeld({ entitlements: held }: KeyAuthority, wanted: readonly Entitlement[]): void {
  const excess = wanted.find((entitlement) => held?.has(entitlement) === false);
  if (excess !== undefined) throw new NotEntitledError(excess);
}

function keyOf(row: Tables['api_keys']): StoredKey {
  return { ...shownKeyOf(row), sha256: row.sha256 };
}

function shownKeyOf(row: Tables['api_keys']): ApiKey {
  const { id, tenant, label, prefix, entitlements, created_at, expires_at, revoked_at } = row;
  return {
    id,
    tenant,
    label,
    prefix: `cdk_${prefix}`,
    entitlements: z.array(entitlementSchema).parse(JSON.parse(entitlements)),
    createdAt: created_at,
    expiresAt: expires_at,
    revokedAt: revoked_at,
  };
}
