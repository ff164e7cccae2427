import { Module } from '@nestjs/common';

import { PERSONAS } from './catalogue.js';
import { PlaybookEngine } from './playbook/playbook-engine.js';
import { PersonaRouter } from './router.js';

/** Who answers, and with what words. */
@Module({
  providers: [
    { provide: PersonaRouter, useFactory: () => new PersonaRouter(PERSONAS) },
    { provide: PlaybookEngine, useFactory: () => new PlaybookEngine() },
  ],
  exports: [PersonaRouter, PlaybookEngine],
})
export class PersonasModule {}
