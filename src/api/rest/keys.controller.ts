import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { keyRequestSchema, KeyStore, Requires, type ApiKey, type KeyRequest, type NewKey } from '../../access/index.js';
import { AnswerRecorder } from '../../answers/index.js';
import { actorOf, callerOf } from '../protocol/current-context.js';
import { SchemaPipe } from '../protocol/schema.pipe.js';

/** How long a rotated key stays valid, milliseconds. */
const ROTATION_GRACE_MS = 3_600_000;

/** API keys of the caller's tenant over REST. */
@Requires('admin')
@Controller('v1/keys')
export class KeysController {
  constructor(
    @Inject(KeyStore) private readonly keys: KeyStore,
    @Inject(AnswerRecorder) private readonly records: AnswerRecorder,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest): Promise<{ keys: readonly ApiKey[] }> {
    return { keys: await this.keys.list(callerOf(request)) };
  }

  @Post()
  @HttpCode(201)
  async create(
    @Body(new SchemaPipe(keyRequestSchema)) wanted: KeyRequest,
    @Req() request: FastifyRequest,
  ): Promise<NewKey> {
    const caller = callerOf(request);
    const key = await this.keys.create(caller, wanted, caller.tenant);
    this.records.note(actorOf(request), 'key.created', key.id);
    return key;
  }

  @Post(':id/rotate')
  @HttpCode(201)
  async rotate(@Param('id') id: string, @Req() request: FastifyRequest): Promise<NewKey> {
    const key = await this.keys.rotate(callerOf(request), id, ROTATION_GRACE_MS);
    this.records.note(actorOf(request), 'key.rotated', id);
    return key;
  }

  @Delete(':id')
  async revoke(@Param('id') id: string, @Req() request: FastifyRequest): Promise<ApiKey> {
    const key = await this.keys.revoke(callerOf(request), id);
    this.records.note(actorOf(request), 'key.revoked', id);
    return key;
  }
}
