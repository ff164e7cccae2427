import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';

import { REDIS_LINK, type RedisLink } from '../cache/index.js';
import type { Clock } from '../core/index.js';
import { APP_CONFIG, CLOCK, isLoopback, limitsSchema, type AppConfig } from '../config/index.js';
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
      inject: [APP_CONFIG, KeyStore, CLOCK],
      useFactory: ({ access, auth, host }: AppConfig, keys: KeyStore, clock: Clock) =>
        new Authenticator(
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
        ),
    },
    {
      provide: Limits,
      inject: [APP_CONFIG, Authenticator, CLOCK, { token: REDIS_LINK, optional: true }],
      useFactory: ({ access, host }: AppConfig, { anonymous }: Authenticator, clock: Clock, redis?: RedisLink) => {
        const counter = redis === undefined ? memoryCounter : sharedCounter(redis);
        const areForAnonymous = access.limits !== undefined || !isLoopback(host);
        const exempt = areForAnonymous ? undefined : anonymous;
        return new Limits(access.limits ?? limitsSchema.parse({}), counter, clock, exempt);
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
