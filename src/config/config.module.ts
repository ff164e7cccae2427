import { Module, type DynamicModule } from '@nestjs/common';

import { SystemClock } from '../core/index.js';

import type { AppConfig } from './app-config.js';

/** Injects the {@link AppConfig}. */
export const APP_CONFIG = Symbol('APP_CONFIG');
/** Injects the `Clock`. */
export const CLOCK = Symbol('CLOCK');

/** Makes the configuration and the clock available everywhere. */
@Module({})
export class ConfigModule {
  static forRoot(config: AppConfig): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [
        { provide: APP_CONFIG, useValue: config },
        { provide: CLOCK, useValue: new SystemClock() },
      ],
      exports: [APP_CONFIG, CLOCK],
    };
  }
}
