import { hash } from 'node:crypto';

import * as z from 'zod';

import type { CacheResult, TieredCache } from '../../cache/index.js';
import { CancelledError, DeadlineExceededError, type Deadline, type Finding } from '../../core/index.js';

import { canonicalJson } from './canonical-json.js';

/** The cached part of a result. */
export const toolResultSchema = z.strictObject({
  findings: z.array(
    z.strictObject({ server: z.string(), title: z.string(), text: z.string(), source: z.string().optional() }),
  ),
}) as z.ZodType<ToolResult>;

export interface ToolResult {
  readonly findings: readonly Finding[];
}

/** What a result depends on. */
export interface ResultKey {
  readonly server: string;
  readonly tool: string;
  readonly tenant: string;
  /** Arguments, mapping of the result, and what else it was made from. */
  readonly basis: readonly unknown[];
}

/** Caches the findings of tools by call and tenant; failures and invalid results never. */
export class ToolResults {
  constructor(
    private readonly cache: TieredCache<ToolResult>,
    private readonly ttlMs: number,
  ) {}

  /**
   * @param compute Calls the tool, within the deadline of the first caller.
   * @throws what `compute` throws.
   */
  async getOrCompute(
    key: ResultKey,
    compute: () => Promise<ToolResult>,
    deadline: Deadline,
  ): Promise<CacheResult<ToolResult>> {
    const { server, tenant } = key;
    const options = {
      ttlMs: this.ttlMs,
      tags: [`tenant:${tenant}`, `server:${server}`],
      // Only a question calls a server: its calls may cost money.
      refresh: null,
    };
    let isLed = false;
    const lead = () => {
      isLed = true;
      return compute();
    };
    try {
      return await this.cache.getOrSet(keyOf(key), lead, options, deadline);
    } catch (error) {
      // The first caller may have gone away, and cancelled the shared call.
      const isCancelled = error instanceof CancelledError || error instanceof DeadlineExceededError;
      if (isLed || !isCancelled || deadline.isOver) throw error;
      return { value: await compute(), result: 'miss', tier: null, ageMs: 0, isCollapsed: false };
    }
  }
}

function keyOf({ server, tool, tenant, basis }: ResultKey): string {
  return `${tenant}/${server}/${hash('sha256', canonicalJson([tool, basis]), 'base64url')}`;
}
