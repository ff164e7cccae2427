import { createHash } from 'node:crypto';

import type { Tool } from '@modelcontextprotocol/client';

import type { Clock } from '../../core/index.js';

import { canonicalJson } from './canonical-json.js';
import { toolQuarantined } from './enhancement.js';
import { ToolMissingError, ToolQuarantinedError } from '../mcp.errors.js';

/** Time between two looks at what a server offers while its session lasts, milliseconds. */
const INSPECTION_PAUSE_MS = 30_000;

/**
 * Whether a tool may be called: it must be offered, and be described as it was when it was approved.
 *
 * The description that the configuration names by its fingerprint is the approved one; where it names none, the first
 * one seen is. A tool that changes what it says about itself is not called until the configuration approves it.
 */
export class ToolPinning {
  #approved: string | undefined;
  #refusal: ToolQuarantinedError | undefined;
  #inspectedAt = -Infinity;
  #definition: Tool | undefined;

  constructor(
    private readonly server: string,
    private readonly tool: string,
    approvedSha256: string | undefined,
    private readonly clock: Clock,
  ) {
    this.#approved = approvedSha256;
  }

  get isQuarantined(): boolean {
    return this.#refusal !== undefined;
  }

  /** The tool as the server described it last, if that was approved; undefined before it was looked at. */
  get definition(): Tool | undefined {
    return this.#definition;
  }

  /** Whether it is time to see what the server offers now; true once in a while. */
  takeTurn(): boolean {
    if (this.clock.now() - this.#inspectedAt < INSPECTION_PAUSE_MS) return false;
    this.#inspectedAt = this.clock.now();
    return true;
  }

  /** Reads what a server offers now. @throws {ToolMissingError} `MCP_TOOL_MISSING`, if the tool is not there. */
  inspect(tools: readonly Tool[]): void {
    this.#inspectedAt = this.clock.now();
    const { server, tool: name } = this;
    const tool = tools.find((offered) => offered.name === name);
    if (tool === undefined) throw new ToolMissingError(server, name, tools.length);
    const fingerprint = fingerprintOf(tool);
    this.#approved ??= fingerprint;
    if (fingerprint === this.#approved) {
      this.#refusal = undefined;
      this.#definition = tool;
    } else if (this.#refusal?.fingerprint !== fingerprint) {
      this.#refusal = new ToolQuarantinedError(server, name, fingerprint);
      toolQuarantined.publish({ server, tool: name, fingerprint });
    }
  }

  /** @throws {ToolQuarantinedError} `MCP_TOOL_QUARANTINED`, if the description is not the approved one. */
  check(): void {
    if (this.#refusal !== undefined) throw this.#refusal;
  }
}

/** SHA-256 of everything a tool says about how it is to be used, hexadecimal. */
export function fingerprintOf({ name, description, inputSchema, outputSchema }: Tool): string {
  return createHash('sha256')
    .update(canonicalJson([name, description ?? '', inputSchema, outputSchema ?? null]))
    .digest('hex');
}
