import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';

import { APP_CONFIG, isLoopback, type AppConfig } from '../config/index.js';

import { AccessGuard } from './access.guard.js';
import { Authenticator } from './authenticator.js';

/** Knows the callers; every route asks it unless it is marked public. */
@Module({
  providers: [
    {
      provide: Authenticator,
      inject: [APP_CONFIG],
      useFactory: ({ access, auth, host }: AppConfig) =>
        new Authenticator({
          requiresKey: auth === 'keys',
          keys: access.keys,
          // Whoever reaches a loopback address sits at this machine.
          anonymousEntitlements: isLoopback(host) ? ['ask', 'critical'] : ['ask'],
        }),
    },
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [Authenticator],
})
export class AccessModule {}
