import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Conversation, Page, Turn } from '../../conversations/index.js';
import { transcriptMarkdown, ConversationService, type Transcript } from '../../answers/index.js';
import { actorOf, callerOf } from '../protocol/current-context.js';
import {
  conversationChangeSchema,
  conversationQuerySchema,
  exportQuerySchema,
  pageQuerySchema,
  type ConversationChange,
  type ConversationQuery,
  type ExportQuery,
  type PageQuery,
} from '../protocol/page-query.js';
import { SchemaPipe } from '../protocol/schema.pipe.js';

/** Conversations of the caller's tenant over REST. */
@Controller('v1/conversations')
export class ConversationsController {
  constructor(@Inject(ConversationService) private readonly transcripts: ConversationService) {}

  @Get()
  list(
    @Query(new SchemaPipe(conversationQuerySchema)) { limit, cursor, search }: ConversationQuery,
    @Req() request: FastifyRequest,
  ): Promise<Page<Conversation>> {
    return this.transcripts.list(callerOf(request), limit, cursor, search);
  }

  @Get(':id')
  conversation(@Param('id') id: string, @Req() request: FastifyRequest): Promise<Conversation> {
    return this.transcripts.get(callerOf(request), id);
  }

  @Patch(':id')
  rename(
    @Param('id') id: string,
    @Body(new SchemaPipe(conversationChangeSchema)) { title }: ConversationChange,
    @Req() request: FastifyRequest,
  ): Promise<Conversation> {
    return this.transcripts.rename(actorOf(request), id, title);
  }

  @Get(':id/turns')
  turns(
    @Param('id') id: string,
    @Query(new SchemaPipe(pageQuerySchema)) { limit, cursor }: PageQuery,
    @Req() request: FastifyRequest,
  ): Promise<Page<Turn>> {
    return this.transcripts.turns(callerOf(request), id, limit, cursor);
  }

  @Get(':id/export')
  async export(
    @Param('id') id: string,
    @Query(new SchemaPipe(exportQuerySchema)) { format }: ExportQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Transcript | string> {
    const transcript = await this.transcripts.export(actorOf(request), id);
    const extension = format === 'json' ? 'json' : 'md';
    void reply.header('Content-Disposition', `attachment; filename="${transcript.conversation.id}.${extension}"`);
    if (format === 'json') return transcript;
    void reply.type('text/markdown; charset=utf-8');
    return transcriptMarkdown(transcript);
  }

  @Delete(':id')
  @HttpCode(204)
  delete(@Param('id') id: string, @Req() request: FastifyRequest): Promise<void> {
    return this.transcripts.delete(actorOf(request), id);
  }
}
