import { foldText } from '../text/index.js';
import type { AuthoredParts, Brief } from './brief/brief.js';
import type { BriefRequest } from './writing/brief-request.js';
import { CaseLibrary, type AdviceCase } from './cases/index.js';
import { declineSentence } from './reading/decline.js';
import type { FollowUp } from './reading/conversation/follow-up.js';
import { writeDraft, writeSummary } from './drafting/index.js';
import { derive, weighAlternatives, type Derived, type Facts } from './facts/index.js';
import { shaped } from './writing/answer-shape.js';
import { messageIn, obituaryText, revisedText } from './writing/texts.js';
import { ownWordsOf } from './question/own-words.js';
import { wordsOf } from './question/phrases.js';
import { harmless, plainText } from './question/quotable-text.js';
import { headerLine } from '../personas/index.js';
import { askedTerm } from './reading/explain-request.js';
import { ConceptIndex } from './reading/concept-index.js';
import { asksForNumber, isClosed, type Form } from './reading/form.js';
import { lengthLimitOf } from './reading/length-limit.js';
import type { QuestionReading } from './reading/question-reading.js';
import { type ReadingRequest, SituationReader } from './reading/situation-reader.js';
import { writeSensitive } from './sensitive/index.js';
import { askBack } from './writing/asking-back.js';
import { CaseWriter } from './writing/case-writer.js';
import { Comparison } from './writing/comparison.js';
import { figuresOf } from './writing/concept-figures.js';
import { explain, type Topic, topicOfConcept, topicOfFramework } from './writing/explanation.js';
import { answerFollowUp, inBrief, longer, optionOf } from './writing/follow-up-writer.js';
import { authoredParts, framed, TEXT_FORMS } from './writing/framed-answer.js';
import { type AnswerParts, closed, partsOf } from './writing/parts.js';
import { planOf } from './content/plans.js';
import { generalPlan, obstaclesNamed } from './writing/general-plan.js';
import { phasesOf } from './writing/phases.js';
import { hasView } from './writing/supporting.js';

/** Least weight of a derived number in the answer to a narrow question and to an open one. */
const MIN_WEIGHT = { narrow: 5, open: 6 } as const;
/** Of a reading that is worth saying back. */
const MIN_READING = 0.04;
const MAX_READINGS = 3;
/** Of a third one. */
const MIN_THIRD_READING = 0.1;
/** Of a reading that a reply about the answer before is taken from, where none was sure. */
const MIN_GUESS = 0.15;
/** Of a situation whose own plan is given. */
const MIN_PLANNED = 0.6;
/** Of a situation that an explanation is applied to. */
const MIN_NEARNESS = 0.34;
/** In a longer question a framework is named in passing. */
const WORDS_ABOUT_A_NAME = 25;
const SHORT =
  /\b(?:short|shortly|brief|briefly|quick|quickly|one pitfall|kurz|knapp|breve|brevemente|bref|en pocas palabras)\b/i;
const IN_LINES = /\b(?:lines?|zeilen?|l[ií]neas?|lignes?)\b/i;
const IN_PARAGRAPHS = /\b(?:paragraphs?|abs[äa]tze?n?|p[áa]rrafos?|paragraphes?)\b/i;
const NOTHING_AUTHORED: AuthoredParts = { support: new Map() };

/**
 * Understands questions and answers them without a model, from a library of cases, the asker's own facts and the form
 * asked for.
 *
 * Pure and synchronous: equal requests give equal briefs. The asker's words are quoted neutralized for Markdown.
 */
export class PlaybookEngine {
  readonly #concepts = new ConceptIndex();
  readonly #reader = new SituationReader(this.#concepts);
  readonly #cases = new CaseLibrary(this.#reader.keys);

  /** Lane, form, situation and facts of a question. */
  read(request: ReadingRequest): QuestionReading {
    return this.#reader.read(request);
  }

  /**
   * Answers a question that is not off topic.
   *
   * @param authored Parts written by a model, which replace the engine's own.
   */
  compose(request: BriefRequest, authored: AuthoredParts = NOTHING_AUTHORED): Brief {
    if (request.reading.lane === 'sensitive') return safe(this.#obituary(request) ?? this.#sensitive(request));
    const known = this.#known(request.reading);
    const parts = authored.lead === undefined ? this.#answer(request, known) : authoredParts(request, authored.lead);
    return safe(framed(request, parts, known, authored));
  }

  /** Of the personas that could support, those with something of their own to add. */
  withView(reading: QuestionReading, personas: readonly string[]): readonly string[] {
    if (reading.followUp !== undefined || TEXT_FORMS.has(reading.form)) return [];
    const known = this.#known(reading);
    return known === undefined ? [] : personas.filter((id) => hasView(known, id));
  }

  /** Declines a text that asks for something else, in one sentence. */
  decline(question: string): Brief {
    return { markdown: declineSentence(question), lead: null, support: [], actions: [], challenges: [] };
  }

  /** The situation recognized, if it is likely enough to advise on. */
  #known({ cases: [first], isSure }: QuestionReading): AdviceCase | undefined {
    return isSure && first !== undefined ? this.#cases.get(first.id) : undefined;
  }

  #answer(request: BriefRequest, known: AdviceCase | undefined): AnswerParts {
    const { followUp, form } = request.reading;
    if (followUp === undefined) return this.#fresh(request, form, known);
    const reply = this.#reply(request, followUp, known);
    const { replaced } = followUp;
    if (replaced === undefined || TEXT_FORMS.has(request.reading.focusForm)) return reply;
    return { ...reply, sections: [`Noted: ${replaced.made} instead of ${replaced.old}.`, ...reply.sections] };
  }

  /** The whole answer to the message that the matter is about. */
  #fresh(request: BriefRequest, form: Form, known: AdviceCase | undefined): AnswerParts {
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
    if (form === 'explain') {
      const explained = this.#explained(request, derived);
      if (explained !== undefined) return explained;
    }
    const writer = this.#writer(request, known, derived);
    const comparison = this.#comparison(request, derived, writer);
    if (form === 'compare' && comparison !== undefined) return comparison.whole();
    // A plan goes wrong as a whole: it takes a surer reading than advice does.
    const hasPlan = writer !== undefined && writer.found.plan.length > 0;
    const isPlanned = hasPlan && (reading.cases[0]?.confidence ?? 0) >= MIN_PLANNED;
    if (form === 'plan') {
      const found = planOf(focus);
      if (found.isNamed || !isPlanned) return generalPlan(found, focus, facts, derived);
    }
    if (writer === undefined) return this.#unsure(request, derived);
    if (form === 'plan') {
      const parts = writer.plan(phasesOf(writer.found.plan, focus, facts), focus);
      return { ...parts, sections: [...parts.sections, obstaclesNamed(focus)].filter((section) => section !== '') };
    }
    if (form === 'yes-no') return writer.verdict(focus);
    return (asksForNumber(focus) ? writer.figure() : undefined) ?? writer.advice();
  }

  /** Changes or adds what the message asks for; what was said before stays. */
  #reply(request: BriefRequest, followUp: FollowUp, known: AdviceCase | undefined): AnswerParts {
    const { reading, role } = request;
    const { before, facts, focusForm, text } = reading;
    const revised = revisedText(reading, role);
    if (revised !== undefined) return partsOf([revised.markdown]);
    const all = derive(facts, text.endsWith(followUp.asked) ? text : `${text}\n${followUp.asked}`);
    const derived = decisive(all, focusForm, true);
    const readings = this.#readings(request, known);
    const hasAlternatives = reading.facts.alternatives.length > 1;
    const isReading = followUp.kind === 'option' && !hasAlternatives;
    const chosen = known ?? (isReading ? optionOf(readings, followUp.option) : undefined);
    const writer = this.#writer(request, chosen, derived);
    if (chosen !== undefined && known === undefined && writer !== undefined) return writer.advice();
    const isNear = (reading.cases[0]?.confidence ?? 0) >= MIN_GUESS;
    const likely = writer ?? (isNear ? this.#writer(request, readings[0], derived) : undefined);
    const message = messageIn(reading, followUp, writer);
    if (message !== undefined) return partsOf([message.markdown]);
    const comparison = this.#comparison(request, derived, writer);
    const weighed = comparison?.reply(followUp);
    if (weighed !== undefined && (writer === undefined || COMPARED.has(followUp.kind)))
      return shaped(weighed, followUp.form);
    if (followUp.kind === 'same') {
      const isShort = followUp.form.isShorter && writer !== undefined && focusForm !== 'explain';
      if (isShort && writer !== undefined) return shaped(inBrief(writer), { ...followUp.form, isShorter: false });
      if (followUp.form.isLonger && writer !== undefined) return longer(writer);
      return shaped(this.#fresh(request, focusForm, known), followUp.form);
    }
    const explained =
      followUp.kind === 'further' && focusForm === 'explain' ? this.#explained(request, derived) : undefined;
    if (explained !== undefined) return shaped(explained, followUp.form);
    if (followUp.kind === 'changed' && (focusForm === 'plan' || focusForm === 'compare'))
      return this.#fresh(request, focusForm, known);
    // Understood for the first time: there is no answer yet that the reply could change.
    if (reading.isCleared && writer !== undefined)
      return shaped(
        isClosed(foldText(followUp.asked).text) ? writer.verdict(followUp.asked) : writer.advice(),
        followUp.form,
      );
    const figure = followUp.kind === 'further' && asksForNumber(followUp.asked) ? writer?.figure() : undefined;
    if (figure !== undefined) return shaped(figure, followUp.form);
    const isOpen = followUp.kind === 'further' || followUp.kind === 'changed';
    if (likely === undefined || (isOpen && writer === undefined))
      return shaped(this.#unsure(request, derived), followUp.form);
    const previous =
      before === text
        ? undefined
        : this.#writer({ ...request, reading: { ...reading, words: wordsOf(before) } }, known, []);
    const aside = reading.aside === undefined ? undefined : this.#writer(request, this.#cases.get(reading.aside), []);
    const answer = answerFollowUp({
      followUp,
      writer: likely,
      isClosed: isClosed(foldText(followUp.asked).text),
      ...(previous === undefined ? {} : { changedFrom: previous.choice.option.id }),
      ...(aside === undefined ? {} : { aside }),
    });
    return shaped(answer, followUp.form);
  }

  #writer(
    { reading }: BriefRequest,
    known: AdviceCase | undefined,
    derived: readonly Derived[],
  ): CaseWriter | undefined {
    const { named, words } = reading;
    return known === undefined ? undefined : new CaseWriter(known, { words, facts: named }, derived);
  }

  #comparison(
    { reading: { facts, focusForm, followUp, text } }: BriefRequest,
    derived: readonly Derived[],
    writer: CaseWriter | undefined,
  ): Comparison | undefined {
    if (facts.alternatives.length < 2 || (focusForm !== 'compare' && followUp === undefined)) return undefined;
    return new Comparison(facts.alternatives, weighAlternatives(facts, text), derived, writer);
  }

  /** The readings that were said back where none was sure; the one that was, else. */
  #readings({ reading: { cases } }: BriefRequest, known: AdviceCase | undefined): readonly AdviceCase[] {
    if (known !== undefined) return [known];
    return cases
      .filter(({ confidence }, at) => confidence >= (at < 2 ? MIN_READING : MIN_THIRD_READING))
      .slice(0, MAX_READINGS)
      .map(({ id }) => this.#cases.get(id));
  }

  #explained(
    { explained = [], question, reading }: BriefRequest,
    derived: readonly Derived[],
  ): AnswerParts | undefined {
    const { cases, concepts, facts } = reading;
    const limit = lengthLimitOf(question);
    const isShort = SHORT.test(question);
    const topics = concepts.flatMap((id) => {
      const framework = explained.find((one) => one.id === id);
      if (framework !== undefined) return [topicOfFramework(framework, isShort)];
      const concept = this.#concepts.get(id);
      return concept === undefined ? [] : [topicOfConcept(concept, this.#concepts.inLanguage(id, facts.language))];
    });
    if (topics.length === 0) return undefined;
    const [likely] = cases;
    const parts = explain(topics, {
      ...ownWordsOf(question, facts.language, topics.map(nameOf)),
      limit,
      isShort,
      inLines: IN_LINES.test(question),
      inParagraphs: IN_PARAGRAPHS.test(question),
      figures: figures(concepts, facts, derived),
      near: likely === undefined || likely.confidence < MIN_NEARNESS ? undefined : this.#cases.get(likely.id),
    });
    const isTranslated = topics.every((topic) => topic.isTranslated);
    return isTranslated ? { ...parts, translated: limit === undefined && !isShort ? 'short' : 'whole' } : parts;
  }

  /** No advice on a guess. */
  #unsure(request: BriefRequest, derived: readonly Derived[]): AnswerParts {
    const { frameworks, question, reading } = request;
    const { focus, form, named: facts, words } = reading;
    const [number] = derived;
    const [named] = frameworks;
    const isAboutIt = named?.detected.kind === 'explicit' && focus.split(/\s+/).length <= WORDS_ABOUT_A_NAME;
    if (number === undefined && named !== undefined && isAboutIt)
      return explain([topicOfFramework(named.framework, false)], {
        ...{ thing: undefined, person: undefined, reader: undefined, limit: undefined, near: undefined },
        ...{ isShort: false, inLines: false, inParagraphs: false, figures: '' },
      });
    const isFirst = reading.followUp === undefined;
    const term = number === undefined && isFirst ? askedTerm(question) : undefined;
    if (term !== undefined) return partsOf([unknownTerm(plainText(term, MAX_TERM))]);
    const readings = this.#readings(request, undefined).map(
      (known) => new CaseWriter(known, { words, facts }, derived),
    );
    return askBack(readings, derived, question, form === 'yes-no', reading.followUp?.form.isShorter);
  }

  /** The news of a death to colleagues, where it says what to write. */
  #obituary({ lead, question, reading }: BriefRequest): Brief | undefined {
    const text = obituaryText(question, reading);
    if (text === undefined) return undefined;
    const spoken = { persona: lead.id, text };
    return { markdown: `${headerLine(lead)}\n\n${text}`, lead: spoken, support: [], actions: [], challenges: [] };
  }

  /** Its own words only: no second persona, no framework, no finding. */
  #sensitive({ earlier, lead, question, reading: { sensitive }, role }: BriefRequest): Brief {
    if (sensitive === undefined) throw new TypeError('a sensitive question without a match');
    const asked = { text: question, earlier, ...(role === undefined ? {} : { role }) };
    const { actions, markdown } = writeSensitive(sensitive, asked);
    return {
      markdown: `${headerLine(lead)}\n\n${markdown}`,
      lead: { persona: lead.id, text: markdown },
      support: [],
      actions: [...actions],
      challenges: [],
    };
  }
}

const nameOf = ({ title }: Topic): string => title.replaceAll('*', '').replace(/\.$/, '');

const MAX_TERM = 60;

/** What is not in the library is not guessed. */
function unknownTerm(term: string): string {
  return `“${term}” is not in my library, and I would rather not guess what is meant by it where you met it. **Tell me** in a sentence where the word came up and what is to be decided with it, and I answer that.`;
}

/** The formula of a concept with the asker's numbers, else the number that decides. */
function figures(concepts: readonly string[], facts: Facts, derived: readonly Derived[]): string {
  const own = concepts.map((id) => figuresOf(id, facts)).find((text) => text !== '');
  const [decides] = derived;
  return own ?? (decides === undefined ? '' : closed(decides.sentence));
}

/** Kinds about the alternatives that the asker weighs. */
const COMPARED: ReadonlySet<string> = new Set(['option', 'price', 'verdict', 'same', 'further']);

/** Numbers that the answer needs: one that was asked for, or one that decides. */
function decisive(derived: readonly Derived[], form: Form, isFollowUp: boolean): readonly Derived[] {
  const isNarrow = isFollowUp || form === 'yes-no' || form === 'compare';
  const least = isNarrow ? MIN_WEIGHT.narrow : MIN_WEIGHT.open;
  return derived.filter(({ weight }) => weight >= least);
}

/** The asker's own words are in drafts, summaries and names of alternatives. */
function safe(brief: Brief): Brief {
  const { lead } = brief;
  const markdown = harmless(brief.markdown);
  // The text of the lead is in it.
  if (markdown === brief.markdown || lead === null) return { ...brief, markdown };
  return { ...brief, markdown, lead: { ...lead, text: harmless(lead.text) } };
}
