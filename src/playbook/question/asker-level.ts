import type { QuestionKind } from '../content/content.js';

/** Seniority of the asker; selects horizons and advice. */
export type AskerLevel = 'executive' | 'director' | 'manager' | 'staff' | 'product' | 'unknown';

const LEVELS: readonly (readonly [AskerLevel, RegExp])[] = [
  ['executive', /\b(?:c[etiop]o|ciso|s?vp|vice president|chief|founder|executive|head of engineering)\b/i],
  ['product', /\b(?:product|pm|designer?|ux)\b/i],
  ['director', /\b(?:director|head of|group lead|tribe)\b/i],
  ['staff', /\b(?:staff|principal|architect|tech lead)\b/i],
  ['manager', /\b(?:manager|em|lead|team lead)\b/i],
];
const SELF = /\b(?:i(?:'m| am) (?:an?|the|our)|as (?:an?|the)|i run an?|speaking as) ([\p{L} -]{2,40})/iu;

/** The level in the stated role, else in the asker's introduction of themselves. */
export function askerLevel(role: string | undefined, text: string): AskerLevel {
  const stated = role ?? SELF.exec(text.slice(0, 4_096))?.[1];
  if (stated === undefined) return 'unknown';
  return LEVELS.find(([, pattern]) => pattern.test(stated))?.[0] ?? 'unknown';
}

type Horizons = readonly [string, string, string];

const HORIZONS: Readonly<Record<AskerLevel, Horizons>> = {
  executive: ['before the next leadership meeting', 'within 30 days', 'by the next quarterly review'],
  director: ['this week', 'within three weeks', 'by the end of the quarter'],
  manager: ['this week', 'within two weeks', 'within six weeks'],
  staff: ['in the next few days', 'within two weeks', 'by the next planning round'],
  product: ['this week', 'within the month', 'by the next planning round'],
  unknown: ['this week', 'within a month', 'within the quarter'],
};
const IMMINENT = /\b(?:tomorrow|tonight|monday|tuesday|wednesday|thursday|friday|the week|next week|week)\b/i;

/** Three horizons for actions, up to the asker's own deadline if there is one. */
export function horizonsFor(level: AskerLevel, deadline: string | undefined): Horizons {
  const [first, second, third] = HORIZONS[level];
  if (deadline === undefined) return [first, second, third];
  const own = deadline.replace(/^(?:starts?|due|no later than) /i, 'by ').replace(/^until /i, 'before ');
  return IMMINENT.test(deadline) ? ['today', own, 'in the weeks after'] : [first, second, own];
}

type Purpose = 'act' | 'learn' | 'talk';

const PURPOSE: Readonly<Record<QuestionKind, Purpose>> = {
  decide: 'act',
  plan: 'act',
  diagnose: 'learn',
  measure: 'learn',
  persuade: 'talk',
  people: 'talk',
};
const ADVICE: Readonly<Record<Exclude<AskerLevel, 'unknown'>, Readonly<Record<Purpose, string>>>> = {
  executive: {
    act: 'At your level the useful act is to name the owner and the limit, then stay out of the method.',
    learn: 'Ask for the raw cases as well as the summary; by the time it reaches you it has been made presentable.',
    talk: 'Your words will be repeated in rooms you are not in, so keep them short enough to survive that.',
  },
  director: {
    act: 'Clear it with your peers before it reaches their teams; the boundary is theirs as well.',
    learn: 'Compare two of your areas before you generalize from the louder one.',
    talk: 'Brief your managers first, so that nobody hears it from the corridor.',
  },
  manager: {
    act: 'Keep what you can change yourself apart from what needs your own manager, and begin with the first.',
    learn: 'Do the count yourself for a week; you will trust it, and so will the team.',
    talk: 'Rehearse the first two sentences aloud; after those, listen.',
  },
  staff: {
    act: 'You lead here through written reasoning, so circulate the page before the meeting.',
    learn: 'Bring the data in a form others can rerun.',
    talk: 'Find the manager who gains most from it and let them carry it with you.',
  },
  product: {
    act: 'State what leaves the roadmap in the same message as what enters it.',
    learn: 'Tie each figure to a user behavior you have watched.',
    talk: 'Start from the customer outcome you share with engineering.',
  },
};

/** A sentence for an asker of this level; undefined when it is unknown. */
export function adviceFor(level: AskerLevel, kind: QuestionKind): string | undefined {
  return level === 'unknown' ? undefined : ADVICE[level][PURPOSE[kind]];
}
