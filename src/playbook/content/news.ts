import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { saysOneOf, wordsOf } from '../question/phrases.js';
import type { Obstacle } from './plan.js';

/** Characters of a reply that are read. */
const MAX_READ = 600;
let news: readonly Obstacle[] | undefined;

/** What experience says to the news that a reply brings, whatever the matter: an offer, tears, no money. */
export function newsIn(reply: string): readonly string[] {
  news ??= JSON.parse(readFileSync(join(import.meta.dirname, 'news.json'), 'utf8')) as Obstacle[];
  const words = wordsOf(reply.slice(0, MAX_READ));
  return news.filter(({ signs }) => saysOneOf(words, signs)).map(({ say }) => say);
}
