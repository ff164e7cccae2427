import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { register } from 'prom-client';

import { Public, requireBearer } from '../access/index.js';
import { APP_CONFIG, CLOCK, type AppConfig } from '../config/index.js';
import type { Clock } from '../core/index.js';
import { addToHeader } from '../http/index.js';

import { OPENMETRICS_TYPE, openMetricsText, prefersOpenMetrics } from './metrics/openmetrics.js';

/** Every scrape within it gets the same text: making one takes tens of milliseconds of the event loop. */
const FRESH_MS = 1_000;

/** Of `/metrics`, by the `Accept` header of a scrape. */
const FORMATS = {
  text: { type: register.contentType, write: () => register.metrics() },
  open: { type: OPENMETRICS_TYPE, write: () => openMetricsText(register) },
} as const;

/**
 * `GET /metrics` in the Prometheus text format, or as OpenMetrics, which has exemplars; for anyone who may connect, or
 * with the key of the operator.
 */
@Public()
@Controller()
export class MetricsController {
  readonly #latest = new Map<keyof typeof FORMATS, { readonly text: Promise<string>; readonly madeAt: number }>();

  constructor(
    @Inject(APP_CONFIG) private readonly config: AppConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async scrape(@Req() { headers }: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { metricsSha256 } = this.config.access;
    if (metricsSha256 !== undefined) requireBearer(headers.authorization, metricsSha256);
    const now = this.clock.now();
    const format = prefersOpenMetrics(headers.accept) ? 'open' : 'text';
    const { type, write } = FORMATS[format];
    void reply.type(type);
    addToHeader(reply, 'Vary', 'Accept');
    const latest = this.#latest.get(format);
    if (latest !== undefined && now - latest.madeAt < FRESH_MS) return latest.text;
    const text = write();
    this.#latest.set(format, { text, madeAt: now });
    return text;
  }
}
