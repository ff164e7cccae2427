import { join } from 'node:path';

import { Inject, Logger, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';

import type { Clock } from '../core/index.js';
import { APP_CONFIG, CLOCK, type AppConfig } from '../config/index.js';

import { IN_MEMORY } from './sqlite.js';
import { Store, type StoreOptions } from './store.js';

const LOGGER = new Logger('Store');

/** Opens the database at start and closes it last. */
@Module({})
export class StoreModule implements OnApplicationShutdown {
  /** @param medium `memory`: what a command of a few seconds stores ends with it, unless `DATABASE_URL` is set. */
  static forRoot(medium: 'disk' | 'memory' = 'disk'): DynamicModule {
    return {
      module: StoreModule,
      global: true,
      providers: [
        {
          provide: Store,
          inject: [APP_CONFIG, CLOCK],
          useFactory: (config: AppConfig, clock: Clock) => {
            const options = storeOptionsOf(config, medium);
            const isKept = options.kind === 'postgres' ? medium === 'disk' : options.file !== IN_MEMORY;
            return Store.open(options, clock, {
              outboxFolder: isKept ? config.dataDir : undefined,
              mayBeAway: medium === 'disk',
              onNotice: (notice) => LOGGER.warn(notice),
            });
          },
        },
      ],
      exports: [Store],
    };
  }

  constructor(@Inject(Store) private readonly store: Store) {}

  async onApplicationShutdown(): Promise<void> {
    await this.store.close();
  }
}

/** Where a configuration puts the tables. */
export function storeOptionsOf(
  { dataDir, services: { databaseUrl }, store }: Pick<AppConfig, 'dataDir' | 'services' | 'store'>,
  medium: 'disk' | 'memory' = 'disk',
): StoreOptions {
  if (databaseUrl !== undefined) return { kind: 'postgres', url: databaseUrl, ...store.postgres };
  return {
    kind: 'sqlite',
    file: medium === 'memory' || store.file === IN_MEMORY ? IN_MEMORY : join(dataDir, store.file),
  };
}
