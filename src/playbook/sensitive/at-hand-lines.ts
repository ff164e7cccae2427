import { namedAtHand } from './named-at-hand.js';
import type { AtHandLines, Family, Language } from './schema.js';
import { readAtHand } from './sensitive-content.js';

/** The one who gave the order gets a written answer. */
const ORDERED: ReadonlySet<string> = new Set([
  'order-destroy',
  'order-falsify',
  'order-conceal',
  'order-discriminate',
  'surveillance',
  'blame-innocent',
  'safety-shortcut',
]);
/** What may hurt someone is not used. */
const UNSAFE: ReadonlySet<string> = new Set(['safety-shortcut', 'accident', 'order-conceal']);
const UNFIT: ReadonlySet<string> = new Set(['fitness-risk', 'addiction', 'psychosis-signs']);
/** A step that waits for an answer; where something has been decided a day is kept. */
const WAITS: ReadonlySet<string> = new Set([
  ...ORDERED,
  'fraud-suspected',
  'bribery',
  'layoff-list',
  'layoff-protected',
  'dismissal-decision',
  'pip-pretext',
  'pregnancy-decision',
  'illness-performance',
  'discrimination-suspected',
]);
/** About health and danger nothing is put on paper but what those who help need. */
const NOTED: ReadonlySet<Family> = new Set<Family>(['conduct', 'decisions', 'exit', 'orders', 'own']);
/** The asker's own life and health. */
const NOT_NOTED: ReadonlySet<string> = new Set(['own-burnout', 'own-grief', 'own-disclosure', 'danger-asker']);
const AFTER_THE_PERSON: ReadonlySet<Family> = new Set<Family>(['danger', 'health']);
const FEARED: ReadonlySet<string> = new Set(['stalking', 'violence-threat', 'domestic-violence']);
/** What may reach patients, children or workers. */
const ENDANGERING: ReadonlySet<string> = new Set([
  ...UNSAFE,
  'order-destroy',
  'order-falsify',
  'child-protection',
  'insider-harm',
  'exploited-workers',
]);
/** A family in mourning is not a subject. */
const MOURNING: ReadonlySet<string> = new Set(['diagnosis-bereavement', 'death-of-colleague', 'own-grief']);
/** Where others outside have to be answered. */
const ANSWERED: ReadonlySet<Family> = new Set<Family>(['conduct', 'decisions', 'exit', 'orders']);
const KIN =
  /\b(?:husband|wife|brother|sister|stepdaughter|stepson|daughter|son|mother|father|parents|family|mari|femme|marido|mujer|familia|famille|familie|eltern|mann)$/i;
const MAX_LINES = 4;

/** What is asked about. */
interface AtHandQuestion {
  readonly id: string;
  readonly family: Family;
  readonly language: Language;
  readonly told: string;
  /** Whether it happens to the asker, who may tell of it as they like. */
  readonly isAsker: boolean;
}

/** Lines of their own, and the steps of the answer with what is to be noted in them. */
interface LinesAtHand {
  readonly lines: readonly string[];
  readonly steps: readonly string[];
}

/**
 * What the answer means for the people and things that the asker names: what is left as it is, what is written down, who is
 * kept out of it, whose safety comes first. Every line holds whatever part they have in it, for that is not known.
 */
export function linesAtHand(
  { id, family, isAsker, language, told }: AtHandQuestion,
  steps: readonly string[],
): LinesAtHand {
  const lines = readAtHand().lines[language];
  const named = namedAtHand(told, language);
  const isAfterPerson = AFTER_THE_PERSON.has(family) || NOT_NOTED.has(id);
  const isTheirs = isAsker && AFTER_THE_PERSON.has(family);
  const people = isPrivate(id) || isTheirs ? [] : named.people.filter((name) => !MOURNING.has(id) || !KIN.test(name));
  const isNoted = NOTED.has(family) && !NOT_NOTED.has(id);
  const noted = [
    ...(UNSAFE.has(id) || UNFIT.has(id) ? [] : named.hazards),
    ...(FEARED.has(id) ? [] : named.places),
    ...named.matters,
    ...(isAfterPerson ? [] : named.work),
  ].slice(0, MAX_NOTED);
  const within = isNoted
    ? noteWithin(steps, lines, UNSAFE.has(id) ? [...named.hazards, ...noted].slice(0, MAX_NOTED) : noted)
    : undefined;
  return {
    lines: [
      filled(lines, UNSAFE.has(id) ? lines.hazards : UNFIT.has(id) ? lines.vehicles : undefined, named.hazards),
      filled(lines, FEARED.has(id) ? lines.places : undefined, named.places),
      filled(lines, ENDANGERING.has(id) ? lines.vulnerable : undefined, named.vulnerable),
      filled(lines, lines.records[family] ?? lines.records.default, named.records),
      filled(lines, isNoted && within === undefined ? lines.note : undefined, noted),
      filled(lines, ORDERED.has(id) ? lines.ordered : lines.leaders[family], named.leaders),
      filled(lines, id === 'own-conduct' ? lines.ownConduct : lines.people[family], people),
      filled(lines, ANSWERED.has(family) ? lines.outsiders : undefined, named.outsiders),
      filled(lines, isAfterPerson ? lines.work : undefined, named.work),
      filled(lines, WAITS.has(id) ? lines.date : undefined, named.date === undefined ? [] : [named.date]),
    ]
      .filter((line) => line !== undefined)
      .slice(0, MAX_LINES),
    steps: within ?? steps,
  };
}

/** The steps, of which the one that has something written down says of what; undefined when there is none. */
function noteWithin(
  steps: readonly string[],
  lines: AtHandLines,
  noted: readonly string[],
): readonly string[] | undefined {
  const index = steps.findIndex((step) => NOTE.test(step));
  if (index < 0 || lines.noteIn === undefined || noted.length === 0) return undefined;
  const within = lines.noteIn.replace('{list}', listed(lines, noted));
  return steps.map((step, at) => (at === index ? step.replace(NOTE, `$1${within} `) : step));
}
const NOTE = /^(Write down) (?=what|who|each|the)/;

const MAX_NOTED = 4;

/** A life at risk, or violence at home: no one but those who help is spoken of. */
function isPrivate(id: string): boolean {
  return id === 'domestic-violence' || id === 'danger-asker';
}

function filled(lines: AtHandLines, line: string | undefined, names: readonly string[]): string | undefined {
  if (line === undefined || names.length === 0) return undefined;
  const written = line.replace('{list}', listed(lines, names));
  return `${written.slice(0, 1).toUpperCase()}${written.slice(1)}`;
}

function listed({ and }: AtHandLines, names: readonly string[]): string {
  return names.length === 1 ? `${names[0]}` : `${names.slice(0, -1).join(', ')} ${and} ${names.at(-1)}`;
}
