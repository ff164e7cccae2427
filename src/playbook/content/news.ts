import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { saysOneOf, wordsOf } from '../question/phrases.js';
import type { Obstacle } from './plan.js';

/** Characters of a reply that are read. */
const MAX_READ = 600;
let news: readonly Obstacle[] | undefined;
let voices: readonly Obstacle[] | undefined;

/** What experience says to the news that a reply brings, whatever the matter: an offer, tears, no money. */
export function newsIn(reply: string): readonly string[] {
  news ??= read('news.json');
  return said(news, reply);
}

/** What people in a post ask in any matter, and how to be ready for it; of the person that a reply names. */
export function voiceOf(who: string): string | undefined {
  voices ??= read('voices.json');
  return said(voices, who)[0];
}

function said(entries: readonly Obstacle[], text: string): string[] {
  const words = wordsOf(text.slice(0, MAX_READ));
  return entries.filter(({ signs }) => saysOneOf(words, signs)).map(({ say }) => say);
}

const read = (name: string) => JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8')) as Obstacle[];
