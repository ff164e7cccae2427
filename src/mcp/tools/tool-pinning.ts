import { createHash } from 'node:crypto';

import type { Clock } from '../../core/index.js';

import { canonicalJson } from './canonical-json.js';
import { toolQuarantined } from './enhancement.js';
import { isWithin } from '../transport/json.js';
import { ToolMissingError, ToolQuarantinedError } from '../transport/mcp.errors.js';
import { cutOff } from '../transport/peer-messages.js';
import type { ToolDescription } from '../transport/peer-tools.js';

/** Time between two inspections of the tools of a session, milliseconds. */
const INSPECTION_INTERVAL_MS = 30_000;

/** Levels and values of the schemas of a tool. */
const MAX_SCHEMA_DEPTH = 64;
const MAX_SCHEMA_VALUES = 10_000;

/**
 * Pins a tool to its approved description: one that changes its description is not called until the configuration
 * approves the new one. Approved is the fingerprint in the configuration or, without one, the first description seen.
 */
export class ToolPinning {
  #approved: string | undefined;
  #rejection: ToolQuarantinedError | undefined;
  #inspectedAt = -Infinity;
  #definition: ToolDescription | undefined;

  constructor(
    private readonly server: string,
    private readonly tool: string,
    approvedSha256: string | undefined,
    private readonly clock: Clock,
  ) {
    this.#approved = approvedSha256;
  }

  get isQuarantined(): boolean {
    return this.#rejection !== undefined;
  }

  /** The latest approved description; undefined before the first inspection. */
  get definition(): ToolDescription | undefined {
    return this.#definition;
  }

  /** True once per interval, which starts the next one. */
  isInspectionDue(): boolean {
    if (this.clock.now() - this.#inspectedAt < INSPECTION_INTERVAL_MS) return false;
    this.#inspectedAt = this.clock.now();
    return true;
  }

  /** Checks the tools that the server offers. @throws {ToolMissingError} `MCP_TOOL_MISSING`, if the tool is not among them. */
  inspect(tools: readonly ToolDescription[]): void {
    this.#inspectedAt = this.clock.now();
    const { server, tool: name } = this;
    const tool = tools.find((offered) => offered.name === name);
    if (tool === undefined) throw new ToolMissingError(server, name, tools.length);
    if (!isWithin([tool.inputSchema, tool.outputSchema], MAX_SCHEMA_DEPTH, MAX_SCHEMA_VALUES)) {
      throw cutOff(server, `the schemas of "${name}" are deeper or larger than allowed`);
    }
    const fingerprint = fingerprintOf(tool);
    this.#approved ??= fingerprint;
    if (fingerprint === this.#approved) {
      this.#rejection = undefined;
      this.#definition = tool;
    } else if (this.#rejection?.fingerprint !== fingerprint) {
      this.#rejection = new ToolQuarantinedError(server, name, fingerprint);
      toolQuarantined.publish({ server, tool: name, fingerprint });
    }
  }

  /** @throws {ToolQuarantinedError} `MCP_TOOL_QUARANTINED`, if the description is not the approved one. */
  check(): void {
    if (this.#rejection !== undefined) throw this.#rejection;
  }
}

/** SHA-256 of everything in a tool's description that affects its use, hexadecimal. */
export function fingerprintOf({ name, description, inputSchema, outputSchema }: ToolDescription): string {
  return createHash('sha256')
    .update(canonicalJson([name, description ?? '', inputSchema, outputSchema ?? null]))
    .digest('hex');
}
