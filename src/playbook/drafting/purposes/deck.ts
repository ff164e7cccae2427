import { lowerFirst } from '../language/clauses.js';
import type { DraftRequest } from '../request/draft-request.js';
import type { ReadContent } from './draft-content.js';
import { asItem, listed } from './wishes.js';

/** Slides of a headline and its points; the ask stands on the last. */
export function deck(request: DraftRequest, content: ReadContent): string {
  const most = request.style.slides ?? 3;
  const { sentences, asks } = content;
  const points = [...sentences];
  const groups: string[][] = [];
  const room = asks.length === 0 ? most : Math.max(1, most - 1);
  const start = Math.max(1, Math.floor(points.length / room));
  for (let at = 0; at < points.length && groups.length < room;) {
    const size = groups.length === room - 1 ? points.length - at : start;
    groups.push(points.slice(at, at + size));
    at += size;
  }
  const slides = groups.map((group, at) => slide(at + 1, group[0] ?? '', group.slice(1)));
  if (asks.length > 0) {
    const ask = listed(asks.map((one) => lowerFirst(asItem(one))));
    slides.push(slide(groups.length + 1, `The ask: ${ask}`, []));
  }
  return slides.join('\n\n');
}

const slide = (number: number, headline: string, points: readonly string[]): string =>
  [`**${number}. ${headline.replace(/\.$/, '')}**`, ...points.map((point) => `- ${point}`)].join('\n');
