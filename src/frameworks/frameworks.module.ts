import { Inject, Logger, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import { APP_CONFIG, type AppConfig } from '../config/index.js';

import { FrameworkCatalog, watchLibrary } from './catalog.js';

/** Provides the framework library and the detector; reloads the user's own folder when it changes. */
@Module({
  providers: [
    {
      provide: FrameworkCatalog,
      inject: [APP_CONFIG],
      useFactory: ({ frameworks }: AppConfig) => new FrameworkCatalog(frameworks.folder),
    },
  ],
  exports: [FrameworkCatalog],
})
export class FrameworksModule implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(FrameworksModule.name);
  #watcher: Disposable | undefined;

  constructor(
    @Inject(APP_CONFIG) private readonly config: AppConfig,
    @Inject(FrameworkCatalog) private readonly catalog: FrameworkCatalog,
  ) {}

  onApplicationBootstrap(): void {
    const { folder } = this.config.frameworks;
    if (folder === undefined) return;
    this.#watcher = watchLibrary(
      folder,
      () => this.#reload(),
      (error) => this.#logger.error(`the framework folder is no longer watched: ${error.message}`),
    );
  }

  onApplicationShutdown(): void {
    this.#watcher?.[Symbol.dispose]();
  }

  #reload(): void {
    const outcome = this.catalog.reload();
    if (!outcome.ok) this.#logger.error(`framework library not reloaded: ${outcome.error.message}`);
    else if (outcome.changed) this.#logger.log(`framework library ${outcome.version} is in use`);
  }
}
