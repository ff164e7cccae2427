import { Module } from '@nestjs/common';

import { SHARED_STORE } from './cache-registry.js';
import { REDIS_LINK } from './redis-link.js';

/** In the place of Redis where there is none. */
@Module({
  providers: [
    { provide: REDIS_LINK, useValue: undefined },
    { provide: SHARED_STORE, useValue: undefined },
  ],
  exports: [REDIS_LINK, SHARED_STORE],
})
export class NoRedisModule {}
