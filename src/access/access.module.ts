import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';

import { REDIS_LINK, type RedisLink } from '../cache/index.js';
import type { Clock } from '../core/index.js';
import { APP_CONFIG, CLOCK, isLoopback, limitsSchema, LiveConfig, type AppConfig } from '../config/index.js';
import { Store } from '../store/index.js';

import { RequestAuthorizer } from './request-authorizer.js';
import { AccessGuard } from './access.guard.js';
import { Authenticator } from './authenticator.js';
import { IdempotencyStore } from './idempotency-store.js';
import { Idempotency } from './idempotency.js';
import { KeyStore } from './key-store.js';
import { Limits, memoryCounter } from './limits.js';
import { sharedCounter } from './shared-counter.js';
import { TokenVerifier } from './token-verifier.js';

/** Authentication, entitlements and limits of callers, for every route that is not public. */
@Module({
  providers: [
    {
      provide: KeyStore,
      inject: [Store, CLOCK],
      useFactory: (store: Store, clock: Clock) => new KeyStore(store, clock),
    },
    {
      provide: Authenticator,
      inject: [APP_CONFIG, KeyStore, CLOCK, LiveConfig],
      useFactory: ({ access, auth, host }: AppConfig, keys: KeyStore, clock: Clock, live: LiveConfig) => {
        const authenticator = new Authenticator(
          {
            requiresKey: auth === 'keys',
            keys: access.keys,
            // Only users of this machine reach a loopback address.
            anonymousEntitlements: isLoopback(host) ? ['ask', 'critical'] : ['ask'],
            graceMs: access.keyGraceMs,
          },
          keys,
          access.jwt === undefined ? undefined : new TokenVerifier(access.jwt, clock),
          clock,
        );
        live.follow((next) => () => authenticator.change(next.access.keys));
        return authenticator;
      },
    },
    {
      provide: Limits,
      inject: [APP_CONFIG, Authenticator, CLOCK, LiveConfig, { token: REDIS_LINK, optional: true }],
      useFactory: (
        config: AppConfig,
        { anonymous }: Authenticator,
        clock: Clock,
        live: LiveConfig,
        redis?: RedisLink,
      ) => {
        const counter = redis === undefined ? memoryCounter : sharedCounter(redis);
        const optionsOf = ({ access }: AppConfig) => access.limits ?? limitsSchema.parse({});
        const exemptOf = ({ access, host }: AppConfig) =>
          access.limits === undefined && isLoopback(host) ? anonymous : undefined;
        const limits = new Limits(optionsOf(config), counter, clock, exemptOf(config));
        live.follow((next) => () => limits.change(optionsOf(next), exemptOf(next)));
        return limits;
      },
    },
    {
      provide: IdempotencyStore,
      inject: [Store, CLOCK],
      useFactory: (store: Store, clock: Clock) => new IdempotencyStore(store, clock),
    },
    {
      provide: Idempotency,
      inject: [IdempotencyStore],
      useFactory: (store: IdempotencyStore) => new Idempotency(store),
    },
    {
      provide: RequestAuthorizer,
      inject: [Authenticator, Limits],
      useFactory: (authenticator: Authenticator, limits: Limits) => new RequestAuthorizer(authenticator, limits),
    },
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [RequestAuthorizer, Authenticator, Limits, Idempotency, IdempotencyStore, KeyStore],
})
export class AccessModule {}
