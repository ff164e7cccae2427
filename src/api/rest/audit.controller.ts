import { Controller, Get, Inject, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { Requires } from '../../access/index.js';
import { AuditTrail, type AuditRecord, type AuditVerdict, type Page } from '../../conversations/index.js';
import { AnswerRecorder } from '../../answers/index.js';
import type { AuditVerification } from '../contract/trust.js';
import { actorOf, callerOf } from '../protocol/current-context.js';
import { auditQuerySchema, type AuditQuery } from '../protocol/page-query.js';
import { SchemaPipe } from '../protocol/schema.pipe.js';

/** The audit trail of the caller's tenant over REST. */
@Requires('auditor')
@Controller('v1/audit')
export class AuditController {
  readonly #verifying = new Map<string, Promise<AuditVerdict>>();

  constructor(
    @Inject(AuditTrail) private readonly trail: AuditTrail,
    @Inject(AnswerRecorder) private readonly records: AnswerRecorder,
  ) {}

  @Get()
  async page(
    @Query(new SchemaPipe(auditQuerySchema)) { limit, cursor, order }: AuditQuery,
    @Req() request: FastifyRequest,
  ): Promise<Page<AuditRecord>> {
    const page = await this.trail.page(callerOf(request).tenant, limit, cursor, order);
    this.records.note(actorOf(request), 'audit.read');
    return page;
  }

  /** Follows the whole chain of hashes; one at a time for each tenant. */
  @Get('verification')
  async verification(@Req() request: FastifyRequest): Promise<AuditVerification> {
    const { tenant } = callerOf(request);
    const { break: found, ...verdict } = await this.#verify(tenant);
    this.records.note(actorOf(request), 'audit.read');
    return { ...verdict, break: found ?? null };
  }

  #verify(tenant: string): Promise<AuditVerdict> {
    const running =
      this.#verifying.get(tenant) ?? this.trail.verify(tenant).finally(() => this.#verifying.delete(tenant));
    this.#verifying.set(tenant, running);
    return running;
  }
}
