import { numberIn } from '../cases/index.js';
import type { Derived, Facts } from '../facts/index.js';
import { foldText } from '../../text/index.js';
import { type AnswerParts, closed, partsOf } from './parts.js';
import { phasesOf } from './phases.js';

/** One phase of a plan for a kind of undertaking; `{all}`, `{first}`, `{rest}` are the asker's own counts. */
interface Phase {
  readonly share: number;
  readonly name: string;
  readonly do: string;
}

/** The kinds of undertaking that plans are asked for, by their words. */
const KINDS: readonly { readonly signs: RegExp; readonly phases: readonly Phase[] }[] = [
  {
    signs:
      /\b(?:i start|i begin|new job|first (?:30|60|90|100) days|take over|taking over|empiezo|je commence|ich fange|ich beginne)\b/,
    phases: [
      {
        share: 0.33,
        name: 'Listen',
        do: 'Talk to each person alone with the same three questions: what should stay, what should go, what would you do in my place. Look at the last three results with your boss, and learn what is expected by when. Change nothing that can wait.',
      },
      {
        share: 0.34,
        name: 'Mend one thing',
        do: 'Say aloud what you heard, choose with them the one nuisance that most named, and end it. Agree with your boss in writing on what you will be measured by.',
      },
      {
        share: 0.33,
        name: 'Set the direction',
        do: 'Show one page: what we do, what we stop, who decides what. Ask the same three questions again and compare.',
      },
    ],
  },
  {
    signs:
      /\b(?:train|introduc\w*|adopt\w*|teach|schul\w*|formar|former|einfuhr\w*|scorecards?|culture|habit|practice|process|guideline|trust)\b/,
    phases: [
      {
        share: 0.2,
        name: 'Why, and who will do what differently',
        do: 'Write on half a page what each group will do differently on a Monday morning, and ask the most sceptical person what would make it worth trying.',
      },
      {
        share: 0.3,
        name: 'Pilot with volunteers',
        do: 'Begin with {first}, on real work, with someone beside them who answers questions at once; note what did not work and change it.',
      },
      {
        share: 0.35,
        name: 'The others, in small groups',
        do: 'Bring in {rest}, taught by those of the pilot, just before they need it, with time set aside; keep the old way only until a named day.',
      },
      {
        share: 0.15,
        name: 'Make it stay',
        do: 'Look at real cases after some weeks, correct where people slipped back, and end the old way.',
      },
    ],
  },
  {
    signs: /./,
    phases: [
      {
        share: 0.15,
        name: 'List and cut',
        do: 'List {all} with owner, last use and risk; what no one has missed for a quarter is ended and not moved. Freeze new ones from today.',
      },
      {
        share: 0.2,
        name: 'Pilot',
        do: 'Take {first}, one easy and one typical, the whole way, with the way back rehearsed; measure the hours each took, and write the steps down so that another person can follow them.',
      },
      {
        share: 0.5,
        name: 'In waves',
        do: 'Move {rest} in waves of the same size, the most critical neither first nor last, each checked against the old one before that is switched off. Compare the pace with the date every week.',
      },
      {
        share: 0.15,
        name: 'The last ones, and the end',
        do: 'Decide the stragglers one by one: move, replace or let go. Keep this time as reserve; then switch the old thing off on an announced day and check access, contracts and knowledge.',
      },
    ],
  },
];

/** Things that a plan goes through one after the other. */
const SHARE_OF_PILOT = 0.1;

/** A plan for an undertaking that no case covers, with the asker's own counts, pace and dates. */
export function generalPlan(text: string, facts: Facts, derived: readonly Derived[]): AnswerParts {
  const folded = foldText(text).text;
  const kind = KINDS.find(({ signs }) => signs.test(folded)) ?? KINDS[KINDS.length - 1];
  if (kind === undefined) throw new TypeError('no kind of plan');
  const many = facts.counts
    .filter(({ value, per }) => per === 'once' && value >= 4)
    .toSorted((a, b) => b.value - a.value)[0];
  const fill = (sentence: string) =>
    many === undefined ? withoutCounts(sentence) : withCounts(sentence, many.value, many.unit || many.noun);
  const phases = phasesOf(kind.phases, text, facts);
  return partsOf([
    derived
      .slice(0, 2)
      .map(({ sentence }) => closed(sentence))
      .join(' '),
    kind.phases.map((phase, at) => `**${phases[at] ?? ''}: ${phase.name}.** ${fill(phase.do)}`).join('\n\n'),
    '**Tell me** what must not stop meanwhile, and who could say no, and I make it more exact.',
  ]);
}

function withCounts(sentence: string, count: number, unit: string): string {
  const first = Math.max(2, Math.round(count * SHARE_OF_PILOT));
  return sentence
    .replace('{all}', `all ${numberIn(count)} ${unit}`)
    .replace('{first}', `${numberIn(first)} of the ${numberIn(count)} ${unit}`)
    .replace('{rest}', `the other ${numberIn(count - first)}`);
}

function withoutCounts(sentence: string): string {
  return sentence.replace('{all}', 'everything').replace('{first}', 'two or three').replace('{rest}', 'the others');
}
