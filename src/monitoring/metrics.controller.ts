import { Controller } from '@nestjs/common';
import { PrometheusController } from '@willsoto/nestjs-prometheus';

import { Public } from '../access/index.js';

/** `/metrics` in the Prometheus text format, for scrapers that hold no key. */
@Public()
@Controller()
export class MetricsController extends PrometheusController {}
