import type { BriefRequest } from './brief-request.js';
import type { AdviceCase, CaseLibrary } from '../cases/index.js';
import { planOf } from '../content/plans.js';
import { writeDraft, writeSummary } from '../drafting/index.js';
import { areCounts, derive, weighAlternatives, type Derived, type Facts } from '../facts/index.js';
import { ownWordsOf } from '../question/own-words.js';
import { plainText } from '../question/quotable-text.js';
import type { ConceptIndex } from '../reading/concept-index.js';
import { readingsOf } from '../reading/conversation/matter.js';
import { askedTerm } from '../reading/explain-request.js';
import { asksForNumber, type Form, isUndertaking } from '../reading/form.js';
import { lengthLimitOf } from '../reading/length-limit.js';
import type { QuestionReading } from '../reading/question-reading.js';
import { askBack } from './asking-back.js';
import { CaseWriter, withVerdict } from './case-writer.js';
import { Comparison } from './comparison.js';
import { figuresOf } from './concept-figures.js';
import { explain, NOTHING_TOLD, toldIn, type Topic, topicOfConcept, topicOfFramework } from './explanation.js';
import { generalPlan } from './general-plan.js';
import { obstaclesNamed } from './named-obstacles.js';
import { type AnswerParts, closed, partsOf } from './parts.js';
import { phasesOf } from './phases.js';
import { speaksOf } from './weighed.js';

/** Least weight of a derived number in the answer to a narrow question and to an open one. */
const MIN_WEIGHT = { narrow: 5, open: 6 } as const;
/** Of a number that a method of reckoning makes of all the figures in their roles. */
const RECKONED = 11;
/** Of a number that uses the asker's figures with units that agree. */
const SURE = 10;
/** Forms in which a sum can be the whole answer. */
const SUMS: ReadonlySet<Form> = new Set(['yes-no', 'compare', 'advise']);
/** Of a situation whose plan comes before that of an undertaking which the text names. */
const BEYOND_DOUBT = 0.95;
/** Of a situation whose own plan is given. */
const MIN_PLANNED = 0.6;
/** Of a situation whose options are the asker's alternatives. */
const MIN_COMPARED = 0.08;
/** Of a situation that an explanation is applied to. */
const MIN_NEARNESS = 0.34;
/** In a longer question a framework is named in passing. */
const WORDS_ABOUT_A_NAME = 25;
const SHORT =
  /\b(?:short|shortly|brief|briefly|quick|quickly|one pitfall|kurz|knapp|breve|brevemente|bref|en pocas palabras)\b/i;
const IN_LINES = /\b(?:lines?|zeilen?|l[ií]neas?|lignes?)\b/i;
const IN_PARAGRAPHS = /\b(?:paragraphs?|abs[äa]tze?n?|p[áa]rrafos?|paragraphes?)\b/i;
/** Writes the whole answer to a message that stands alone, in the form it asks for. */
export class AnswerWriter {
  constructor(
    private readonly concepts: ConceptIndex,
    private readonly cases: CaseLibrary,
  ) {}

  /** The situation recognized, if it is likely enough to advise on. */
  known({ cases: [first], isSure }: QuestionReading): AdviceCase | undefined {
    return isSure && first !== undefined ? this.cases.get(first.id) : undefined;
  }

  /** The whole answer to the message that the matter is about. */
  whole(request: BriefRequest, form: Form, known: AdviceCase | undefined): AnswerParts {
    const { reading, role } = request;
    const { facts, focus, followUp, text } = reading;
    const derived = decisive(derive(facts, text), form, followUp !== undefined);
    // A text that was asked for later in a conversation says itself what is in it.
    const whole = followUp === undefined && form !== 'summarise' && form !== 'draft' ? text : focus;
    if (form === 'summarise') {
      const summary = writeSummary({ text: whole, facts });
      if (summary !== undefined) return partsOf([summary.markdown]);
    }
    if (form === 'draft') {
      const draft = writeDraft({ text: whole, facts, ...(role === undefined ? {} : { role }) });
      if (draft !== undefined) return partsOf([draft.markdown]);
    }
    const [number] = derived;
    // “What do 23 flaky tests cost us a month?” names something that could be explained, and asks for a sum.
    if (form === 'explain' && number !== undefined && number.weight >= RECKONED && asksForNumber(focus))
      return sumOf(number);
    if (form === 'explain') {
      const explained = this.explained(request, derived);
      if (explained !== undefined) return explained;
    }
    const writer = this.writer(request, known, derived);
    const comparison = this.comparison(request, derived, writer);
    // The sum of all the asker's figures is the answer: what is true of such situations elsewhere may say the opposite.
    if (number !== undefined && SUMS.has(form) && answersAlone(number, focus)) return sumOf(number);
    if (form === 'compare' && comparison !== undefined) return comparison.whole();
    if (form === 'plan') return this.#plan(request, writer, derived);
    if (writer === undefined) return this.unsure(request, derived);
    if (form === 'yes-no') return writer.verdict(focus);
    return (asksForNumber(focus) ? writer.figure() : undefined) ?? writer.advice();
  }

  /** The plan of the undertaking that is named, else of the situation, else one for any undertaking. */
  #plan(
    { reading: { cases, facts, focus } }: BriefRequest,
    writer: CaseWriter | undefined,
    derived: readonly Derived[],
  ) {
    const confidence = cases[0]?.confidence ?? 0;
    const found = planOf(focus);
    // A plan goes wrong as a whole: it takes a surer reading than advice does.
    if (writer === undefined || confidence < MIN_PLANNED) return generalPlan(found, focus, facts, derived);
    const { plan } = writer.found;
    // A tool that is named in passing makes no undertaking of a situation that is beyond doubt.
    const isBeyondDoubt = plan.length > 0 && confidence >= BEYOND_DOUBT && !isUndertaking(focus);
    if (found.isNamed && !isBeyondDoubt) return generalPlan(found, focus, facts, derived);
    const phases = phasesOf(plan, focus, facts);
    const parts = plan.length === 0 ? writer.steps() : writer.plan(phases, focus);
    return { ...parts, sections: [...parts.sections, obstaclesNamed(focus, phases)].filter((one) => one !== '') };
  }

  writer(
    { reading }: BriefRequest,
    known: AdviceCase | undefined,
    derived: readonly Derived[],
  ): CaseWriter | undefined {
    const { named, words } = reading;
    return known === undefined ? undefined : new CaseWriter(known, { words, facts: named }, derived);
  }

  comparison(
    { reading }: BriefRequest,
    derived: readonly Derived[],
    writer: CaseWriter | undefined,
  ): Comparison | undefined {
    const { cases, facts, focusForm, followUp, named, text, words } = reading;
    if (
      facts.alternatives.length < 2 ||
      areCounts(facts.alternatives) ||
      (focusForm !== 'compare' && followUp === undefined)
    )
      return undefined;
    const isRight =
      writer !== undefined &&
      ((cases[0]?.confidence ?? 0) >= MIN_PLANNED || speaksOf(writer.found, facts.alternatives));
    // A situation that is less likely, but whose options are the asker's alternatives, is the right one to compare them by.
    const near = cases
      .filter(({ confidence }) => !isRight && confidence >= MIN_COMPARED)
      .map(({ id }) => this.cases.get(id))
      .find((one) => speaksOf(one, facts.alternatives));
    const known = near === undefined ? writer : new CaseWriter(near, { words, facts: named }, derived);
    return new Comparison(
      facts.alternatives,
      weighAlternatives(facts, text),
      derived,
      isRight || near !== undefined ? known : undefined,
      text,
    );
  }

  /** The readings that were said back where none was sure; the one that was, else. */
  readings({ reading: { cases } }: BriefRequest, known: AdviceCase | undefined): readonly AdviceCase[] {
    if (known !== undefined) return [known];
    return readingsOf({ cases }).map(({ id }) => this.cases.get(id));
  }

  explained({ explained = [], question, reading }: BriefRequest, derived: readonly Derived[]): AnswerParts | undefined {
    const { cases, concepts, facts } = reading;
    const limit = lengthLimitOf(question);
    const isShort = SHORT.test(question);
    const topics = concepts.flatMap((id) => {
      const framework = explained.find((one) => one.id === id);
      if (framework !== undefined) return [topicOfFramework(framework, isShort)];
      const concept = this.concepts.get(id);
      return concept === undefined ? [] : [topicOfConcept(concept, this.concepts.inLanguage(id, facts.language))];
    });
    if (topics.length === 0) return undefined;
    const [likely] = cases;
    const parts = explain(topics, {
      ...ownWordsOf(question, facts.language, topics.map(nameOf)),
      limit,
      isShort,
      inLines: IN_LINES.test(question),
      inParagraphs: IN_PARAGRAPHS.test(question),
      figures: this.figures(concepts, facts, derived),
      ...toldIn(question, topics, (id) => this.concepts.application(id)),
      near: likely === undefined || likely.confidence < MIN_NEARNESS ? undefined : this.cases.get(likely.id),
    });
    const isTranslated = topics.every((topic) => topic.isTranslated);
    return isTranslated ? { ...parts, translated: limit === undefined && !isShort ? 'short' : 'whole' } : parts;
  }

  /** The formula of a concept with the asker's numbers, else the number that decides; empty without either. */
  figures(concepts: readonly string[], facts: Facts, derived: readonly Derived[]): string {
    const own = concepts.map((id) => figuresOf(id, facts)).find((text) => text !== '');
    const [decides] = derived;
    return own ?? (decides === undefined ? '' : closed(decides.sentence));
  }

  /** No advice on a guess. */
  unsure(request: BriefRequest, derived: readonly Derived[]): AnswerParts {
    const { frameworks, question, reading } = request;
    const { focus, form, named: facts, words } = reading;
    const [number] = derived;
    const [named] = frameworks;
    const isAboutIt = named?.detected.kind === 'explicit' && focus.split(/\s+/).length <= WORDS_ABOUT_A_NAME;
    if (number === undefined && named !== undefined && isAboutIt)
      return explain([topicOfFramework(named.framework, false)], {
        ...{ thing: undefined, person: undefined, reader: undefined, limit: undefined, near: undefined },
        ...{ isShort: false, inLines: false, inParagraphs: false, figures: '', ...NOTHING_TOLD },
      });
    const isFirst = reading.followUp === undefined;
    const term = number === undefined && isFirst ? askedTerm(question) : undefined;
    if (term !== undefined) return partsOf([unknownTerm(plainText(term, MAX_TERM))]);
    if (number !== undefined && number.weight >= SURE && (number.verdict !== undefined || asksForNumber(focus)))
      return sumOf(number);
    const readings = this.readings(request, undefined).map((known) => new CaseWriter(known, { words, facts }, derived));
    return askBack(readings, derived, question, form === 'yes-no', reading.followUp?.form.isShorter);
  }
}

const answersAlone = ({ verdict, weight }: Derived, focus: string): boolean =>
  weight >= RECKONED && (verdict !== undefined || asksForNumber(focus));

/** A number that answers the question, with nothing beside it. */
const sumOf = (number: Derived): AnswerParts => ({ ...partsOf([closed(withVerdict(number))]), isOwnPlan: true });

const nameOf = ({ title }: Topic): string => title.replaceAll('*', '').replace(/\.$/, '');

const MAX_TERM = 60;

/** What is not in the library is not guessed. */
function unknownTerm(term: string): string {
  return `“${term}” is not in my library, and I would rather not guess what is meant by it where you met it. **Tell me** in a sentence where the word came up and what is to be decided with it, and I answer that.`;
}

/** Numbers that the answer needs: one that was asked for, or one that decides. */
export function decisive(derived: readonly Derived[], form: Form, isFollowUp: boolean): readonly Derived[] {
  const isNarrow = isFollowUp || form === 'yes-no' || form === 'compare';
  const least = isNarrow ? MIN_WEIGHT.narrow : MIN_WEIGHT.open;
  return derived.filter(({ weight }) => weight >= least);
}
