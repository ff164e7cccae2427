import { Inject, Logger, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import { APP_CONFIG, type AppConfig } from '../config/index.js';

import { FrameworkCatalog, LibraryWatcher } from './catalog.js';

/** Knows the strategic frameworks and finds them in texts; follows changes of the user's own folder. */
@Module({
  providers: [
    {
      provide: FrameworkCatalog,
      inject: [APP_CONFIG],
      useFactory: ({ frameworks: { folder } }: AppConfig) =>
        new FrameworkCatalog(folder === undefined ? {} : { extraFolder: folder }),
    },
  ],
  exports: [FrameworkCatalog],
})
export class FrameworksModule implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(FrameworksModule.name);
  #watcher: LibraryWatcher | undefined;

  constructor(
    @Inject(APP_CONFIG) private readonly config: AppConfig,
    @Inject(FrameworkCatalog) private readonly catalog: FrameworkCatalog,
  ) {}

  onApplicationBootstrap(): void {
    const { folder } = this.config.frameworks;
    if (folder === undefined) return;
    this.#watcher = new LibraryWatcher(
      { folder },
      () => this.#reload(),
      (error) => this.#logger.error(`the framework folder is no longer watched: ${error.message}`),
    );
  }

  onApplicationShutdown(): void {
    this.#watcher?.close();
  }

  #reload(): void {
    const outcome = this.catalog.reload();
    if (!outcome.ok) this.#logger.error(`the framework library stays as it was: ${outcome.error.message}`);
    else if (outcome.changed) this.#logger.log(`framework library ${outcome.version} is in use`);
  }
}
