import { Controller } from '@nestjs/common';
import { PrometheusController } from '@willsoto/nestjs-prometheus';

import { Public } from '../access/index.js';

/** `GET /metrics` in the Prometheus text format, without authentication. */
@Public()
@Controller()
export class MetricsController extends PrometheusController {}
