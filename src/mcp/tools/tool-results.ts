import { hash } from 'node:crypto';

import * as z from 'zod';

import type { CacheResult, TieredCache } from '../../cache/index.js';
import { CancelledError, DeadlineExceededError, type Deadline, type Finding } from '../../core/index.js';

import { canonicalJson } from './canonical-json.js';

/** What is kept of a result: what it contributes. */
export const toolResultSchema = z.strictObject({
  findings: z.array(
    z.strictObject({ server: z.string(), title: z.string(), text: z.string(), source: z.string().optional() }),
  ),
}) as z.ZodType<ToolResult>;

export interface ToolResult {
  readonly findings: readonly Finding[];
}

/** What a result depends on, besides the tenant. */
export interface ResultKey {
  readonly server: string;
  readonly tool: string;
  readonly tenant: string;
  /** Arguments, how the result is read, and whatever else it was made from. */
  readonly basis: readonly unknown[];
}

/** Keeps what tools contributed, for the same call by the same tenant; failures and results off their schema never. */
export class ToolResults {
  constructor(
    private readonly cache: TieredCache<ToolResult>,
    private readonly ttlMs: number,
  ) {}

  /**
   * @param make Calls the tool; runs within the deadline of whoever came first, and ends with it.
   * @throws whatever `make` throws.
   */
  async getOrCompute(
    key: ResultKey,
    make: () => Promise<ToolResult>,
    deadline: Deadline,
  ): Promise<CacheResult<ToolResult>> {
    const { server, tenant } = key;
    const options = {
      ttlMs: this.ttlMs,
      tags: [`tenant:${tenant}`, `server:${server}`],
      // Only a question makes a call: nothing is asked of a server behind the back of whoever pays for it.
      refresh: null,
    };
    let isOurs = false;
    const makeOurs = () => {
      isOurs = true;
      return make();
    };
    try {
      return await this.cache.getOrSet(keyOf(key), makeOurs, options, deadline);
    } catch (error) {
      // Whoever came first may have gone away, and taken the call with them.
      const isGivenUp = error instanceof CancelledError || error instanceof DeadlineExceededError;
      if (isOurs || !isGivenUp || deadline.isOver) throw error;
      return { value: await make(), result: 'miss', tier: null, ageMs: 0, isCollapsed: false };
    }
  }
}

function keyOf({ server, tool, tenant, basis }: ResultKey): string {
  return `${tenant}/${server}/${hash('sha256', canonicalJson([tool, basis]), 'base64url')}`;
}
