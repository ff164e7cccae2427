import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';

import type { Clock } from '../core/index.js';
import { APP_CONFIG, CLOCK, ConfigInvalidError, LiveConfig, type AppConfig } from '../config/index.js';

import { PERSONAS } from '../personas/index.js';

import { ModelAuthors } from './model-authors.js';

/** Nest wiring of the model backends. */
@Module({
  providers: [
    {
      provide: ModelAuthors,
      inject: [APP_CONFIG, CLOCK, LiveConfig],
      useFactory: async ({ models }: AppConfig, clock: Clock, live: LiveConfig) => {
        requireKnownPersonas(Object.keys(models.personas));
        const authors = await ModelAuthors.open(models, PERSONAS, clock);
        let inForce = JSON.stringify(models);
        live.follow(async (next) => {
          const wanted = JSON.stringify(next.models);
          if (wanted === inForce) return () => undefined;
          requireKnownPersonas(Object.keys(next.models.personas));
          const others = await ModelAuthors.open(next.models, PERSONAS, clock);
          return () => {
            inForce = wanted;
            authors.change(others);
          };
        });
        return authors;
      },
    },
  ],
  exports: [ModelAuthors],
})
export class ModelsModule implements OnApplicationShutdown {
  constructor(@Inject(ModelAuthors) private readonly authors: ModelAuthors) {}

  async onApplicationShutdown(): Promise<void> {
    await this.authors.close();
  }
}

function requireKnownPersonas(ids: readonly string[]): void {
  const known = PERSONAS.map(({ id }) => id);
  const unknown = ids.filter((id) => !known.includes(id));
  if (unknown.length === 0) return;
  throw new ConfigInvalidError(
    unknown.map((id) => `models.personas.${id}: expected one of ${known.join(', ')}, found "${id}"`),
  );
}
