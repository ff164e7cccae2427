import {
  Inject,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
} from '@nestjs/common';

import { SystemClock } from '../core/index.js';

import type { AppConfig } from './app-config.js';
import { LiveConfig } from './live-config.js';

/** Injects the {@link AppConfig} of the start. */
export const APP_CONFIG = Symbol('APP_CONFIG');
/** Injects the `Clock`. */
export const CLOCK = Symbol('CLOCK');

/** Makes the configuration and the clock available everywhere, and follows the file while the program runs. */
@Module({})
export class ConfigModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  static forRoot(config: AppConfig): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [
        { provide: APP_CONFIG, useValue: config },
        { provide: CLOCK, useValue: new SystemClock() },
        { provide: LiveConfig, useValue: new LiveConfig(config) },
      ],
      exports: [APP_CONFIG, CLOCK, LiveConfig],
    };
  }

  constructor(@Inject(LiveConfig) private readonly live: LiveConfig) {}

  onApplicationBootstrap(): void {
    this.live.watch();
  }

  beforeApplicationShutdown(): void {
    this.live.stop();
  }
}
