import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';

import { Requires } from '../../access/index.js';
import { AuditTrail, type AuditRecord, type Conversation, type Page, type Turn } from '../../conversations/index.js';
import { AnswerRecorder, ConversationService, validate } from '../../answers/index.js';
import type { GraphqlContext } from '../../http/index.js';
import { auditVerificationOf, type AuditVerification } from '../contract/trust.js';
import { actorOf, callerOf } from '../protocol/current-context.js';
import {
  auditQuerySchema,
  conversationChangeSchema,
  conversationQuerySchema,
  pageQuerySchema,
} from '../protocol/page-query.js';

/** Conversations and the audit trail over GraphQL. */
@Resolver()
export class ConversationsResolver {
  constructor(
    @Inject(ConversationService) private readonly transcripts: ConversationService,
    @Inject(AuditTrail) private readonly trail: AuditTrail,
    @Inject(AnswerRecorder) private readonly records: AnswerRecorder,
  ) {}

  @Query('conversations')
  conversations(@Args() args: unknown, @Context() { reply }: GraphqlContext): Promise<Page<Conversation>> {
    const { limit, cursor, search } = validate(conversationQuerySchema, args);
    return this.transcripts.list(callerOf(reply.request), limit, cursor, search);
  }

  @Query('conversation')
  conversation(@Args('id') id: string, @Context() { reply }: GraphqlContext): Promise<Conversation> {
    return this.transcripts.get(callerOf(reply.request), id);
  }

  @Query('turns')
  turns(
    @Args() { conversationId, ...args }: { readonly conversationId: string },
    @Context() { reply }: GraphqlContext,
  ): Promise<Page<Turn>> {
    const { limit, cursor } = validate(pageQuerySchema, args);
    return this.transcripts.turns(callerOf(reply.request), conversationId, limit, cursor);
  }

  @Mutation('renameConversation')
  renameConversation(
    @Args('id') id: string,
    @Args('title') title: string,
    @Context() { reply }: GraphqlContext,
  ): Promise<Conversation> {
    return this.transcripts.rename(actorOf(reply.request), id, validate(conversationChangeSchema, { title }).title);
  }

  @Mutation('deleteConversation')
  async deleteConversation(@Args('id') id: string, @Context() { reply }: GraphqlContext): Promise<string> {
    await this.transcripts.delete(actorOf(reply.request), id);
    return id;
  }

  @Query('audit')
  @Requires('auditor')
  async audit(@Args() args: unknown, @Context() { reply }: GraphqlContext): Promise<Page<AuditRecord>> {
    const { limit, cursor, order } = validate(auditQuerySchema, args);
    const page = await this.trail.page(callerOf(reply.request).tenant, limit, cursor, order);
    this.records.note(actorOf(reply.request), 'audit.read');
    return page;
  }

  @Query('auditVerification')
  @Requires('auditor')
  async auditVerification(@Context() { reply }: GraphqlContext): Promise<AuditVerification> {
    const verdict = await this.trail.verifyShared(callerOf(reply.request).tenant);
    this.records.note(actorOf(reply.request), 'audit.read');
    return auditVerificationOf(verdict);
  }
}
