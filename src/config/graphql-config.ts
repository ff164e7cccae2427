import * as z from 'zod';

/** Section `graphql` of the configuration. */
export const graphqlSchema = z
  .strictObject({
    enabled: z.boolean().default(true).describe('Whether `/graphql` is served.'),
    preload: z
      .boolean()
      .default(false)
      .describe(
        'Load it at start: takes 20 MB, and the first question over GraphQL is answered as fast as the others.',
      ),
    introspection: z
      .enum(['auto', 'on', 'off'])
      .default('auto')
      .describe('`auto`: only where nobody has to show a key.'),
    webSockets: z
      .strictObject({
        maxConnections: z.int().min(1).max(100_000).default(1_000).describe('WebSockets open at once.'),
        maxPerTenant: z.int().min(1).max(100_000).default(250).describe('Of one tenant.'),
        maxSubscriptions: z.int().min(1).max(1_000).default(20).describe('Subscriptions at once on each.'),
        initMs: z
          .int()
          .min(100)
          .max(60_000)
          .default(3_000)
          .describe('For `connection_init` to arrive, which may bring the key.'),
      })
      .prefault({}),
  })
  .prefault({});
