import { Module } from '@nestjs/common';

import { APP_CONFIG, type AppConfig } from '../config/index.js';

import { FrameworkCatalogue } from './framework-catalogue.js';
import { loadFrameworkLibrary } from './library.js';

/** Knows the strategic frameworks and finds them in texts. */
@Module({
  providers: [
    {
      provide: FrameworkCatalogue,
      inject: [APP_CONFIG],
      useFactory: ({ frameworks: { folder } }: AppConfig) =>
        new FrameworkCatalogue(loadFrameworkLibrary(folder === undefined ? {} : { extraFolder: folder })),
    },
  ],
  exports: [FrameworkCatalogue],
})
export class FrameworksModule {}
