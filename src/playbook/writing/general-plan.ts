import { numberIn } from '../cases/index.js';
import type { FoundPlan } from '../content/plans.js';
import type { Derived, Facts } from '../facts/index.js';
import { ownWordsOf } from '../question/own-words.js';
import { aimOf } from '../question/aim.js';
import { wordsOf } from '../question/phrases.js';
import { plainText } from '../question/quotable-text.js';
import { obstaclesNamed } from './named-obstacles.js';
import { type AnswerParts, capitalized, closed, partsOf } from './parts.js';
import { phasesOf } from './phases.js';

/** Things that a plan goes through one after the other. */
const SHARE_OF_PILOT = 0.1;
const MIN_COUNT = 4;
/** Of a number that decides about a plan. */
const MIN_WEIGHT = 8;
const MAX_NAMES = 3;
/** Circumstances of a text that is asked for one more. */
const MAX_TOLD = 2;
const MAX_READ = 1_200;

/** A plan for an undertaking, with the asker's own counts, people, obstacles and dates. */
export function generalPlan({ plan }: FoundPlan, text: string, facts: Facts, derived: readonly Derived[]): AnswerParts {
  const aim = wordsOf(aimOf(text));
  const many = facts.counts
    .filter(
      ({ value, per, noun, isPeople }) =>
        (plan.units.length > 0 || (per === 'once' && !isPeople)) && value >= MIN_COUNT && isUnit(noun, plan.units, aim),
    )
    .toSorted((a, b) => b.value - a.value)[0];
  const people = namesIn(text);
  const { thing } = ownWordsOf(text, facts.language);
  const fill = (sentence: string) => filled(sentence, { many, people, thing, language: facts.language });
  const phases = phasesOf(plan.phases, text, facts);
  const named = obstaclesNamed(text, phases);
  const parts = partsOf([
    fill(plan.first),
    derived
      .filter(({ weight }) => weight >= MIN_WEIGHT)
      .slice(0, 1)
      .map(({ sentence }) => closed(sentence))
      .join(' '),
    plan.phases.map((phase, at) => `**${phases[at] ?? ''}: ${phase.name}.** ${fill(phase.do)}`).join('\n\n'),
    named,
    `**How it usually fails.** ${closed(plan.risk)}`,
    // Who has told what stands in the way is not asked for it.
    named.split('\n- ').length > MAX_TOLD ? '' : `**Tell me:** ${closedQuestion(plan.ask)}`,
  ]);
  return { ...parts, isOwnPlan: true };
}

/** A plan for anything goes through what it is about, not through whatever is counted in the text. */
function isUnit(noun: string, units: readonly string[], aim: string): boolean {
  if (noun === '') return false;
  const words = wordsOf(noun);
  return units.length === 0 ? aim.includes(words) : units.some((unit) => words.includes(unit.replace(/s$/, '')));
}

interface Slots {
  readonly many: Facts['counts'][number] | undefined;
  readonly people: readonly string[];
  readonly thing: string | undefined;
  readonly language: string;
}

function filled(sentence: string, { language, many, people, thing }: Slots): string {
  return sentence.replaceAll(
    /\{(all|first|rest|who|thing)(?::([^}]+))?\}/g,
    (_, slot: string, usual: string | undefined) => {
      if (slot === 'thing') return thing ?? usual ?? 'this';
      if (slot === 'who') return people.length === 0 ? (usual ?? 'the person') : listed(people);
      if (many === undefined) return usual ?? USUAL[slot] ?? '';
      const first = Math.max(2, Math.round(many.value * SHARE_OF_PILOT));
      if (slot === 'rest') return `${capitalizedAs(usual, 'the other')} ${numberIn(many.value - first)}`;
      const counted = `${numberIn(many.value)} ${nameOf(many, language)}`;
      return slot === 'all' ? `${capitalizedAs(usual, 'all')} ${counted}` : `${numberIn(first)} of the ${counted}`;
    },
  );
}

const USUAL: Readonly<Record<string, string>> = { all: 'everything', first: 'two or three', rest: 'the others' };
/** A slot at the beginning of a sentence has its usual words in upper case. */
const capitalizedAs = (usual: string | undefined, text: string): string =>
  usual !== undefined && /^\p{Lu}/u.test(usual) ? capitalized(text) : text;

/** The counted things as the asker writes them, “cron jobs” in full; of another language by their English unit. */
function nameOf({ after, noun, unit }: Facts['counts'][number], language: string): string {
  const [next = ''] = after.split(/\W/);
  if (COUNTED.test(next)) return `${noun} ${next}`;
  const isOwn = language === 'en' || unit === '' || noun.toLowerCase().startsWith(unit.toLowerCase());
  return isOwn ? noun : unit;
}

const COUNTED = /^(?:jobs|services|teams|scripts|tickets|bots|pipelines|servers|users|tables|repos)$/;

const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;

const closedQuestion = (text: string): string => (text.endsWith('?') ? text : `${text}?`);

/** First names that a text gives people: “Ilse leaves”, “the two best people, Yuki and Tomasz”. */
export function namesIn(text: string): string[] {
  const names = new Set<string>();
  const plain = plainText(text, MAX_READ);
  for (const [, name = ''] of plain.matchAll(
    /(?<=[\p{Ll}\d,] )(\p{Lu}\p{Ll}{2,11})(?= (?:leaves|left|leaving|is leaving|retires|knows|alone|quits|goes|resigned|will leave|geht|verlässt|se va|part|wants|refuses|and \p{Lu}\p{Ll}))/gu,
  ))
    names.add(name);
  for (const [, first = '', second = ''] of plain.matchAll(
    /\b(?:people|engineers|developers|leads|experts|colleagues|seniors|ones),? (?:called |named )?(\p{Lu}\p{Ll}{2,11})(?:,? (?:and|und|y|et) (\p{Lu}\p{Ll}{2,11}))?/gu,
  )) {
    names.add(first);
    if (second !== '') names.add(second);
  }
  return [...names].filter((name) => !NO_NAME.test(name)).slice(0, MAX_NAMES);
}

const NO_NAME =
  /^(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Monday|Jenkins|Oracle|Azure|Google|Poland|Germany|France|Spain|Christmas|Easter|Legal|Finance|Sales|Product)$/;
