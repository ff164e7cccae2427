import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serverAudits } from 'graphql-http';

import { RunningApp } from '../support/running-app.js';

describe('GraphQL over HTTP', () => {
  let service: RunningApp;
  let url: string;
  beforeAll(async () => {
    service = await RunningApp.start();
    url = `${await service.listen()}/graphql`;
  });
  afterAll(() => service.stop());

  it.each(serverAudits({ url: () => url }).map((audit) => [audit.name, audit] as const))(
    'passes the public audit: %s',
    async (_name, audit) => {
      const { status, ...details } = await audit.fn();
      expect({ status, reason: 'reason' in details ? details.reason : undefined }).toEqual({ status: 'ok' });
    },
  );
});
