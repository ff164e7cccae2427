import type { Framework } from '../../frameworks/index.js';
import type { AdviceCase } from '../cases/index.js';
import type { Application, Concept, ShortConcept } from '../content/concept.js';
import type { OwnWords } from '../question/own-words.js';
import { agendaOf, sessionIn } from './agenda.js';
import { creditOf, shortName } from './framework-names.js';
import { notesNamed } from './named-obstacles.js';
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
  /** How it is used wrongly. */
  readonly trap: string;
  /** May have one slot, `{your product}`; empty where the parts are steps. */
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
  /** What the notion says to what the asker has told; empty where nothing was told. */
  readonly told: string;
  /** Where to begin with what was told. */
  readonly first: string | undefined;
  /** Whether it is for the asker, or who is right, where that is asked. */
  readonly verdict: string | undefined;
  /** Minutes of a session in which it is to be done. */
  readonly session: number | undefined;
}

/** What stays unsaid where nothing of the asker's own was told. */
export const NOTHING_TOLD = { told: '', first: undefined, verdict: undefined, session: undefined } as const;

/** “Is it useful to us?”, “do we need one?”, “has she a point?”, “who is right?” */
const ASKS_VERDICT =
  /\b(?:useful|worth (?:it|doing)|any use|(?:something|anything) for (?:me|us)|do (?:we|i) need|(?:has|have|does|do) (?:she|he|they|it)(?: have)? a point|(?:who|which of them) is right|is (?:he|she|it) right|are they right|(?:is (?:that|this|it) )?true\s*\?|hat (?:er|sie) recht|wer hat recht|lohnt sich|qui a raison|quien tiene razon|same as)\b|\btrue\?/i;

/** What an explanation says to the asker's own situation. */
export function toldIn(
  text: string,
  topics: readonly Topic[],
  applicationOf: (id: string) => Application | undefined,
): Pick<ExplanationWishes, 'told' | 'first' | 'verdict' | 'session'> {
  const [first] = topics;
  const known = topics.map(({ id }) => applicationOf(id)).find((one) => one !== undefined);
  if (first === undefined) return NOTHING_TOLD;
  const isAsked = ASKS_VERDICT.test(text);
  const written = known?.verdict ?? '';
  const usual = `Yes where ${uncapped(first.helps)} Not where ${uncapped(first.empty)}`;
  return {
    told: known === undefined ? '' : notesNamed(known.notes, text),
    first: known?.first,
    verdict: !isAsked ? undefined : written === '' ? usual : written,
    session: first.parts.length < 2 ? undefined : sessionIn(text),
  };
}

const uncapped = (text: string): string => lowerFirst(closed((split(text)[0] ?? text).replace(/^(?:When|Where) /, '')));

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
    trap: concept.empty,
    differs,
    isFramework: false,
    isTranslated: translated !== undefined,
  };
}

const isSaid = (stands: string, title: string): boolean =>
  title.toLowerCase().startsWith(stands.toLowerCase().slice(0, LENGTH_OF_BEGINNING));
const LENGTH_OF_BEGINNING = 12;

export function topicOfFramework(framework: Framework, isShort: boolean): Topic {
  const { id, summary, steps, fitsWhen, doesNotFitWhen, pitfalls } = framework;
  const shown = isShort ? steps.slice(0, 5) : steps;
  return {
    id,
    title: `**${shortName(framework)}** (${creditOf(framework)}).`,
    means: summary,
    parts: shown.map(({ name, how }) => ({ name, means: how })),
    example: '',
    helps: fitsWhen.slice(0, isShort ? 1 : 2).join(' '),
    empty: [...doesNotFitWhen.slice(0, 1), ...pitfalls.slice(0, 1)].join(' '),
    trap: pitfalls[0] ?? doesNotFitWhen[0] ?? '',
    start: '',
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
  const { isShort, near, reader, session, thing, told, verdict } = wishes;
  // What follows the parts is English, which a short answer in another language does without.
  const isComplete = !(topic.isTranslated && isShort);
  const opening = [
    `${title} ${means}`,
    wishes.figures === '' ? '' : `**With your numbers.** ${wishes.figures}`,
    verdict === undefined ? '' : `**For you.** ${closed(verdict)}`,
  ];
  // Who has told their own case wants no list of steps that would fit any.
  if (told !== '' || session !== undefined)
    return [
      ...opening,
      topic.isFramework ? '' : bulletList(parts.map((part) => `**${part.name}:** ${ofPart(part.means)}`)),
      told,
      session === undefined ? '' : agendaOf(parts, session),
      firstStep(topic, wishes),
      `**The trap.** ${capitalized(closed(topic.trap))}`,
    ];
  return [
    ...opening,
    bulletList(parts.map((part) => `**${part.name}:** ${ofPart(part.means)}`)),
    isShort || example === '' ? '' : `**${reader === undefined ? 'In practice' : `To tell ${reader}`}.** ${example}`,
    near === undefined || thing !== undefined || !topic.isFramework ? '' : inCase(near),
    !isComplete || (isShort && thing === undefined) ? '' : stepOf(topic, wishes),
    isComplete ? `**When it helps.** ${capitalized(closed(helps))}` : '',
    isComplete ? `**When it is empty.** ${capitalized(closed(empty))}` : '',
  ];
}

/** The first step of a concept, or what the notes to a framework begin with. */
function firstStep(topic: Topic, wishes: ExplanationWishes): string {
  const step = wishes.first ?? startOf(topic, wishes);
  return step === '' || wishes.session !== undefined ? '' : `**First step.** ${closed(step)}`;
}

/** What tells them apart first, then each. */
function compared(topics: readonly Topic[], wishes: ExplanationWishes): string[] {
  const [first] = topics;
  const said = topics.flatMap(({ differs }) => topics.flatMap(({ id }) => differs[id] ?? []));
  return [
    said.length === 0 ? '' : `**The difference.** ${said.join(' ')}`,
    wishes.figures === '' ? '' : `**With your numbers.** ${wishes.figures}`,
    wishes.verdict === undefined ? '' : `**For you.** ${closed(wishes.verdict)}`,
    ...topics.map(({ example, means, parts, title }) =>
      example !== '' && wishes.told !== ''
        ? `${title} ${means} *Example:* ${example}`
        : [`${title} ${means}`, bulletList(parts.slice(0, 5).map((part) => `**${part.name}:** ${ofPart(part.means)}`))]
            .filter((text) => text !== '')
            .join('\n\n'),
    ),
    wishes.told,
    `**Which one when.** ${topics.map(({ helps, title }) => `${plainTitle(title)}: ${lowerFirst(closed(helps))}`).join(' ')}`,
    wishes.isShort || wishes.told !== '' ? '' : practice(topics, wishes.reader),
    first === undefined || wishes.thing === undefined ? '' : stepOf(first, wishes),
  ];
}

function stepOf(topic: Topic, own: OwnWords): string {
  const step = startOf(topic, own);
  if (step !== '') return `**${headingOf(topic, own, step)}.** ${step}`;
  const [first] = topic.parts;
  return own.thing === undefined || first === undefined ? '' : `**For ${own.thing}.** Begin with “${first.name}”.`;
}

function practice(topics: readonly Topic[], reader: string | undefined): string {
  const example = topics.find((topic) => topic.example !== '')?.example;
  return example === undefined ? '' : `**${reader === undefined ? 'In practice' : `To tell ${reader}`}.** ${example}`;
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
  if (start === '') return '';
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
  if (first === undefined) return '';
  // A narrow question is a question: “whether to …” is no condition.
  const matter = IS_QUESTION.test(said) ? `Your question is ${said}` : `If ${said}`;
  return `**For you.** ${matter}: ${lowerFirst(closed(first.what))} It has worked when ${lowerFirst(closed(first.measure))}`;
}
const IS_QUESTION = /^(?:whether|how|what|when|who|which|where|why|if)\b/;
