import { describe, expect, it } from '@jest/globals';

import { runCommandLine } from '../support/child.js';
import { QUESTION, withService } from '../support/running-app.js';
import { freePort } from '../support/services.js';

describe('claude-director report', () => {
  it('prints the performance report of a running service, or the report as JSON', async () => {
    await withService({}, async (service) => {
      const url = await service.listen();
      await service.post('/v1/answers', { question: QUESTION, class: 'strategic' });
      const shown = await runCommandLine(['report', '--url', url]);
      expect(shown.stderr).toBe('');
      expect(shown.stdout).toMatch(/^ {2}strategic +\d/m);
      for (const title of ['Classes', 'Slowest answers', 'Stages', 'MCP servers', 'Process']) {
        expect(shown.stdout).toContain(`\n${title}\n`.trimStart());
      }
      const { stdout } = await runCommandLine(['report', '--url', url, '--json']);
      expect(JSON.parse(stdout)).toMatchObject({ recommendations: [], load: { open: 0 } });
    });
  });

  it('reports that the service does not respond', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    expect(await runCommandLine(['report', '--url', url])).toEqual({
      code: 1,
      stdout: '',
      stderr: `${url} does not answer\n`,
    });
  });
});
