import { parseArgs } from 'node:util';

import { SubjectData } from '../conversations/index.js';

import { writeLines } from './output/write-lines.js';
import { COMMANDS } from './commands.js';
import { EXIT, UsageError } from './usage.js';
import { withStore } from './with-store.js';

/** `claude-director data`: what is stored of a tenant or one of its callers, as lines of JSON, or gone. */
export async function data([action, ...args]: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: COMMANDS.data.options });
  const { file, subject, tenant, yes } = values;
  if (action !== 'export' && action !== 'erase') throw new UsageError('data takes export or erase');
  if (tenant === undefined) throw new UsageError('--tenant says whose data it is');
  if (action === 'erase' && yes !== true) throw new UsageError('erase deletes for good: confirm it with --yes');
  return withStore(async ({ clock, store }) => {
    const stored = new SubjectData(store, clock);
    if (action === 'export') await writeLines(stored.lines({ tenant, subject }), file);
    else process.stdout.write(`${await stored.erase({ tenant, subject })} conversations deleted\n`);
    return EXIT.answered;
  });
}
