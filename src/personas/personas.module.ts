import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';

import type { Clock } from '../common/index.js';
import { APP_CONFIG, CLOCK, ConfigInvalidError, type AppConfig } from '../config/index.js';

import { PERSONAS } from './catalogue.js';
import { ModelAuthors } from './models/model-authors.js';
import { PlaybookEngine } from './playbook/playbook-engine.js';
import { PersonaRouter } from './router.js';

/** Who answers, and with what words. */
@Module({
  providers: [
    { provide: PersonaRouter, useFactory: () => new PersonaRouter(PERSONAS) },
    { provide: PlaybookEngine, useFactory: () => new PlaybookEngine() },
    {
      provide: ModelAuthors,
      inject: [APP_CONFIG, CLOCK],
      useFactory: ({ models }: AppConfig, clock: Clock) => {
        requireKnownPersonas(Object.keys(models.personas));
        return ModelAuthors.open(models, PERSONAS, clock);
      },
    },
  ],
  exports: [ModelAuthors, PersonaRouter, PlaybookEngine],
})
export class PersonasModule implements OnApplicationShutdown {
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
