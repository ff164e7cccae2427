import { Controller, Get, Inject, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { Requires } from '../../access/index.js';
import { AuditTrail, type AuditRecord, type Page } from '../../conversations/index.js';
import { AnswerRecorder } from '../../answers/index.js';
import { auditVerificationOf, type AuditVerification } from '../contract/trust.js';
import { actorOf, callerOf } from '../protocol/current-context.js';
import { auditQuerySchema, type AuditQuery } from '../protocol/page-query.js';
import { SchemaPipe } from '../protocol/schema.pipe.js';

/** The audit trail of the caller's tenant over REST. */
@Requires('auditor')
@Controller('v1/audit')
export class AuditController {
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

  /** Follows the whole chain of hashes. */
  @Get('verification')
  async verification(@Req() request: FastifyRequest): Promise<AuditVerification> {
    const verdict = await this.trail.verifyShared(callerOf(request).tenant);
    this.records.note(actorOf(request), 'audit.read');
    return auditVerificationOf(verdict);
  }
}
