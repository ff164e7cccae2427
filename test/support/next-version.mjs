// Loaded before the program, makes it the next version of itself: its tables have one column and one table more.
import { registerHooks } from 'node:module';

const MIGRATION = `
MIGRATIONS.push(() => [
  'alter table turns add column mood text',
  'create table moods (id text not null, primary key (id))',
]);
`;

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!url.endsWith('/dist/store/migrations.js')) return loaded;
    return { ...loaded, source: Buffer.concat([Buffer.from(loaded.source ?? ''), Buffer.from(MIGRATION)]) };
  },
});
