import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { register } from 'prom-client';

import { Public, requireBearer } from '../access/index.js';
import { APP_CONFIG, CLOCK, type AppConfig } from '../config/index.js';
import type { Clock } from '../core/index.js';

/** Every scrape within it gets the same text: making one takes tens of milliseconds of the event loop. */
const FRESH_MS = 1_000;

/** `GET /metrics` in the Prometheus text format, for anyone who may connect, or with the key of the operator. */
@Public()
@Controller()
export class MetricsController {
  #latest: { readonly text: Promise<string>; readonly madeAt: number } | undefined;

  constructor(
    @Inject(APP_CONFIG) private readonly config: AppConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async scrape(@Req() { headers }: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { metricsSha256 } = this.config.access;
    if (metricsSha256 !== undefined) requireBearer(headers.authorization, metricsSha256);
    const now = this.clock.now();
    if (this.#latest === undefined || now - this.#latest.madeAt >= FRESH_MS) {
      this.#latest = { text: register.metrics(), madeAt: now };
    }
    void reply.type(register.contentType);
    return this.#latest.text;
  }
}
