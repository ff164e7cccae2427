import * as z from 'zod';

import { entitlementSchema, idPattern, newId, type Clock } from '../core/index.js';
import type { Store, Tables } from '../store/index.js';

import { KeyNotFoundError } from './access.errors.js';
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

const DAY_MS = 86_400_000;

/** API keys, of which only the SHA-256 is stored. */
export class KeyStore {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  /** @throws {StoreUnavailableError} `STORE_UNAVAILABLE` */
  async create(tenant: string, { label, entitlements, expiresInDays }: KeyRequest): Promise<NewKey> {
    const createdAt = this.clock.epochMs();
    const key = newApiKey();
    const row = {
      id: newId('key', createdAt),
      tenant,
      label,
      prefix: prefixOf(key) ?? '',
      sha256: hashOf(key),
      entitlements: JSON.stringify([...new Set(entitlements)]),
      created_at: createdAt,
      expires_at: expiresInDays === undefined ? null : createdAt + expiresInDays * DAY_MS,
      revoked_at: null,
    };
    await this.store.read((db) => db.insertInto('api_keys').values(row).execute());
    return { ...shownKeyOf(row), key };
  }

  /** Keys of a tenant, or of all tenants, oldest first. */
  async list(tenant?: string): Promise<ApiKey[]> {
    const rows = await this.store.read((db) => {
      const all = db.selectFrom('api_keys').selectAll();
      return (tenant === undefined ? all : all.where('tenant', '=', tenant)).orderBy('id').execute();
    });
    return rows.map(shownKeyOf);
  }

  /**
   * Replaces a key by a new one; the old key stays valid for `graceMs`.
   *
   * @throws {KeyNotFoundError} `KEY_NOT_FOUND`, also for a key of another tenant and one that is revoked.
   */
  async rotate(id: string, graceMs: number, tenant?: string): Promise<NewKey> {
    const old = await this.#find(id, tenant);
    const now = this.clock.epochMs();
    if (old.revokedAt !== null) throw new KeyNotFoundError(id);
    const remainingDays = old.expiresAt === null ? undefined : Math.max(1, Math.ceil((old.expiresAt - now) / DAY_MS));
    const { label, entitlements } = old;
    const fresh = await this.create(old.tenant, { label, entitlements, expiresInDays: remainingDays });
    const endsAt = Math.min(old.expiresAt ?? Infinity, now + graceMs);
    await this.store.read((db) =>
      db.updateTable('api_keys').set({ expires_at: endsAt }).where('id', '=', id).execute(),
    );
    return fresh;
  }

  /** @throws {KeyNotFoundError} `KEY_NOT_FOUND`, also for a key of another tenant. */
  async revoke(id: string, tenant?: string): Promise<ApiKey> {
    const { sha256: _, ...key } = await this.#find(id, tenant);
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

  async #find(id: string, tenant: string | undefined): Promise<StoredKey> {
    const row = await this.store.read((db) =>
      db.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst(),
    );
    if (row === undefined || (tenant !== undefined && row.tenant !== tenant)) throw new KeyNotFoundError(id);
    return keyOf(row);
  }
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
