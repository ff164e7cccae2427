import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import { APP_CONFIG, CLOCK, LiveConfig, type AppConfig } from '../config/index.js';
import type { Clock } from '../core/index.js';
import { MemoryAccounting, MemoryModule, MemoryMonitors } from '../memory/index.js';

import { AdmissionPlanner } from './admission-planner.js';
import { Admission } from './admission.js';
import { ArrivalWatch } from './arrival-watch.js';
import { ClassPolicy } from './class-policy.js';
import { LatencyPredictor } from './latency-predictor.js';
import { admissionStep } from './pressure-step.js';
import { PriorityGuard } from './priority.guard.js';
import { ResponseReserve } from './response-reserve.js';
import { SlaInterceptor } from './sla.interceptor.js';
import { requestAnswered } from './slo.js';

/** An open request, bytes; measured. */
const REQUEST_BYTES = 16_384;

@Module({
  imports: [MemoryModule],
  providers: [
    {
      provide: ClassPolicy,
      inject: [APP_CONFIG, CLOCK],
      useFactory: (config: AppConfig, clock: Clock) => new ClassPolicy(config.classes, clock, new ArrivalWatch(clock)),
    },
    {
      provide: Admission,
      inject: [APP_CONFIG, CLOCK, MemoryAccounting],
      useFactory: ({ admission: options, classes }: AppConfig, clock: Clock, accounting: MemoryAccounting) => {
        const admission = new Admission(options, classes, clock);
        accounting.registerCounted('questions', REQUEST_BYTES, options.capacity + options.queueCapacity, () => {
          const { open, queued } = admission.state;
          return open + queued;
        });
        return admission;
      },
    },
    {
      provide: AdmissionPlanner,
      inject: [APP_CONFIG, Admission, ClassPolicy, CLOCK],
      useFactory: (config: AppConfig, admission: Admission, classes: ClassPolicy, clock: Clock) =>
        new AdmissionPlanner(
          admission,
          classes,
          new LatencyPredictor(),
          new ResponseReserve(config.replyReserve, clock),
          clock,
        ),
    },
    PriorityGuard,
    SlaInterceptor,
  ],
  exports: [Admission, ClassPolicy, AdmissionPlanner, PriorityGuard, SlaInterceptor],
})
export class OptimizerModule implements OnApplicationBootstrap, OnApplicationShutdown {
  #unsubscribe: (() => void) | undefined;

  constructor(
    @Inject(Admission) private readonly admission: Admission,
    @Inject(MemoryMonitors) private readonly memory: MemoryMonitors,
    @Inject(ClassPolicy) private readonly policy: ClassPolicy,
    @Inject(LiveConfig) private readonly config: LiveConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.config.follow(({ classes }) => () => {
      this.policy.change(classes);
      this.admission.change(classes);
    });
    const { actions, eventLoop, workload } = this.memory;
    eventLoop.onSample = () => this.admission.setPressure(admissionStep(actions, eventLoop));
    workload.open = () => this.admission.state.open;
    this.#unsubscribe = requestAnswered.subscribe(() => void workload.requests++);
  }

  onApplicationShutdown(): void {
    this.memory.eventLoop.onSample = undefined;
    this.#unsubscribe?.();
  }
}
