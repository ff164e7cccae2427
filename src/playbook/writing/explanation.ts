import type { Framework } from '../../frameworks/index.js';
import type { AdviceCase } from '../cases/index.js';
import type { Concept, ShortConcept } from '../content/concept.js';
import type { OwnWords } from '../question/own-words.js';
import { creditOf, shortName } from './framework-names.js';
import { type AnswerParts, bulletList, capitalized, closed, lowerFirst, partsOf } from './parts.js';

/** A concept or framework, as an explanation takes it. */
export interface Topic {
  readonly id: string;
  readonly title: string;
  readonly means: string;
  readonly parts: readonly { readonly name: string; readonly means: string }[];
  readonly example: string;
  readonly helps: string;
  readonly empty: string;
  /** May have one slot, `{your product}`. */
  readonly start: string;
  readonly differs: Readonly<Record<string, string>>;
  readonly isFramework: boolean;
  /** Name, meaning and parts are in the asker's language. */
  readonly isTranslated: boolean;
}

/** How it is to be explained, and to which reader. */
export interface ExplanationWishes extends OwnWords {
  /** Sentences or lines. */
  readonly limit: number | undefined;
  readonly isShort: boolean;
  readonly inLines: boolean;
  readonly inParagraphs: boolean;
  /** What the asker's numbers say. */
  readonly figures: string;
  /** A situation that fits, with its first move. */
  readonly near: AdviceCase | undefined;
}

export function topicOfConcept(concept: Concept, translated: ShortConcept | undefined): Topic {
  const { id, name, stands, differs = {} } = concept;
  const said = translated ?? concept;
  const title = translated?.name ?? name;
  return {
    ...concept,
    id,
    title: stands === undefined || isSaid(stands, title) ? `**${title}.**` : `**${title}** (${stands}).`,
    means: said.means,
    parts: said.parts,
    differs,
    isFramework: false,
    isTranslated: translated !== undefined,
  };
}

const isSaid = (stands: string, title: string): boolean =>
  title.toLowerCase().startsWith(stands.toLowerCase().slice(0, LENGTH_OF_BEGINNING));
const LENGTH_OF_BEGINNING = 12;

export function topicOfFramework(framework: Framework, isShort: boolean): Topic {
  const { id, summary, steps, fitsWhen, doesNotFitWhen, pitfalls, questions } = framework;
  const shown = isShort ? steps.slice(0, 5) : steps;
  return {
    id,
    title: `**${shortName(framework)}** (${creditOf(framework)}).`,
    means: summary,
    parts: shown.map(({ name, how }) => ({ name, means: how })),
    example: '',
    helps: fitsWhen.slice(0, isShort ? 1 : 2).join(' '),
    empty: [...doesNotFitWhen.slice(0, 1), ...pitfalls.slice(0, 1)].join(' '),
    start: questions[0] === undefined ? '' : `Ask about {your work} first: ${questions[0]}`,
    differs: {},
    isFramework: true,
    isTranslated: false,
  };
}

/** What things are, their parts, an example, when they help and when they are only vocabulary. */
export function explain(topics: readonly Topic[], wishes: ExplanationWishes): AnswerParts {
  const [first] = topics;
  if (first === undefined) throw new RangeError('nothing to explain');
  const uses = topics.filter(({ isFramework }) => isFramework).map(({ id }) => id);
  const sections =
    wishes.limit !== undefined
      ? [limited(topics, wishes.limit, wishes.inLines)]
      : topics.length > 1
        ? compared(topics, wishes)
        : wishes.inParagraphs
          ? [
              `${first.title} ${first.means} ${partsAsSentence(first)} ${wishes.figures}`.replaceAll(/ {2,}/g, ' '),
              `${closed(first.helps)} ${closed(first.empty)} ${startOf(first, wishes)}`,
            ]
          : whole(first, wishes);
  return partsOf(sections, { uses });
}

function whole(topic: Topic, wishes: ExplanationWishes): string[] {
  const { example, helps, empty, means, parts, title } = topic;
  const { isShort, near, reader, thing } = wishes;
  // What follows the parts is English, which a short answer in another language does without.
  const isComplete = !(topic.isTranslated && isShort);
  return [
    `${title} ${means}`,
    wishes.figures === '' ? '' : `**With your numbers.** ${wishes.figures}`,
    bulletList(parts.map((part) => `**${part.name}:** ${ofPart(part.means)}`)),
    isShort || example === '' ? '' : `**${reader === undefined ? 'In practice' : `To tell ${reader}`}.** ${example}`,
    near === undefined || thing !== undefined || !topic.isFramework ? '' : inCase(near),
    !isComplete || (isShort && thing === undefined) ? '' : stepOf(topic, wishes),
    isComplete ? `**When it helps.** ${capitalized(closed(helps))}` : '',
    isComplete ? `**When it is empty.** ${capitalized(closed(empty))}` : '',
  ];
}

/** What tells them apart first, then each. */
function compared(topics: readonly Topic[], wishes: ExplanationWishes): string[] {
  const [first] = topics;
  const said = topics.flatMap(({ differs }) => topics.flatMap(({ id }) => differs[id] ?? []));
  return [
    said.length === 0 ? '' : `**The difference.** ${said.join(' ')}`,
    wishes.figures === '' ? '' : `**With your numbers.** ${wishes.figures}`,
    ...topics.map(({ title, means, parts }) =>
      [`${title} ${means}`, bulletList(parts.slice(0, 5).map((part) => `**${part.name}:** ${ofPart(part.means)}`))]
        .filter((text) => text !== '')
        .join('\n\n'),
    ),
    `**Which one when.** ${topics.map(({ helps, title }) => `${plainTitle(title)}: ${lowerFirst(closed(helps))}`).join(' ')}`,
    wishes.isShort ? '' : practice(topics),
    first === undefined || wishes.thing === undefined ? '' : stepOf(first, wishes),
  ];
}

function stepOf(topic: Topic, own: OwnWords): string {
  const step = startOf(topic, own);
  return step === '' ? '' : `**${headingOf(topic, own, step)}.** ${step}`;
}

function practice(topics: readonly Topic[]): string {
  const example = topics.find((topic) => topic.example !== '')?.example;
  return example === undefined ? '' : `**In practice.** ${example}`;
}

/** So many sentences or lines, and no more. */
function limited(topics: readonly Topic[], limit: number, inLines: boolean): string {
  const each = Math.max(1, Math.floor(limit / topics.length));
  const sentences = topics.flatMap((topic) => sentencesOf(topic, each)).slice(0, Math.max(limit, topics.length));
  return inLines ? sentences.join('\n\n') : sentences.join(' ');
}

function sentencesOf(topic: Topic, count: number): string[] {
  const { empty, helps, means, parts, title } = topic;
  const base = split(`${title.replace(/\.\*\*$/, ':**').replace(/\)\.$/, '):')} ${means}`);
  const said =
    parts.length === 0 || count === 1
      ? []
      : parts.length < count
        ? parts.map((part) => closed(`${part.name}: ${ofPart(part.means)}`))
        : [partsAsSentence(topic)];
  const opening = base.slice(0, Math.max(1, count - said.length));
  // What is left over is English, which does not follow a text in another language.
  const rest = topic.isTranslated ? [] : [sentenceOf('It helps', helps), sentenceOf('It is only a word', empty)];
  return [...opening, ...said, ...rest].slice(0, count);
}

/** “It helps when …”: what is said of its use, as a sentence. */
function sentenceOf(opening: string, text: string): string {
  const [first = text] = split(text);
  return /^(?:when|whenever|where|for|to|before|after|in|as|if|with|without|between|once|from|against|on|at|while|used)\b/i.test(
    first,
  )
    ? closed(`${opening} ${lowerFirst(first)}`)
    : closed(capitalized(first));
}

/** The parts in one sentence: with what each is, or the names alone where that would be long. */
function partsAsSentence({ isFramework, parts }: Topic): string {
  if (parts.length === 0) return '';
  const told = parts
    .map(({ name, means }) => `${name}: ${(split(ofPart(means))[0] ?? '').replace(/[.!?]$/, '')}`)
    .join('; ');
  if (told.split(' ').length <= MAX_WORDS_OF_PARTS) return closed(told);
  return `It has ${parts.length} ${isFramework ? 'steps' : 'parts'}: ${parts.map(({ name }) => lowerFirst(name)).join(', ')}.`;
}
const MAX_WORDS_OF_PARTS = 70;

const split = (text: string): string[] => text.split(/(?<=[.!?…]["”)]?)\s+(?=[\p{Lu}“¿¡\d])/u);
const ofPart = (means: string): string => lowerFirst(closed(means));
const plainTitle = (title: string): string => `**${title.replaceAll('*', '').replace(/\.$/, '')}**`;

/** The first step, with the asker's own thing in its slot, where it is of that sort. */
function startOf({ start }: Topic, { person, thing }: OwnWords): string {
  return closed(
    start.replace(/\{([^}]+)\}/, (_, usual: string) =>
      PERSON.test(usual)
        ? (person ?? usual)
        : thing !== undefined && GROUP.test(usual) === GROUP.test(thing)
          ? thing
          : usual,
    ),
  );
}

/** The asker's thing stands in the step or, where it does not fit in, before it. */
function headingOf(topic: Topic, { thing }: OwnWords, step: string): string {
  return thing === undefined || step.includes(thing) ? 'First step' : `For ${thing}`;
}

const PERSON = /^(?:the|your next) (?:person|candidate)$/;
const GROUP =
  /\b(?:teams?|groups?|squads?|departments?|guild|division|unit|organi[sz]ation|company|firm|startup|staff|people|field)$/i;

function inCase({ said, moves }: AdviceCase): string {
  const [first] = moves;
  return first === undefined
    ? ''
    : `**For you.** If ${said}: ${lowerFirst(closed(first.what))} It has worked when ${lowerFirst(closed(first.measure))}`;
}
