import { foldText } from '../text/index.js';
import type { AuthoredBrief, AuthoredParts, Brief } from './brief/brief.js';
import type { BriefRequest } from './writing/brief-request.js';
import { CaseLibrary, type AdviceCase } from './cases/index.js';
import { declineSentence } from './reading/decline.js';
import { isDraftRequest, isSummaryRequest, reviseDraft, writeDraft, writeSummary } from './drafting/index.js';
import { derive, eliminate, type Derived, type Facts } from './facts/index.js';
import { shortName } from './writing/framework-names.js';
import { rootsOf } from './writing/framework-names.js';
import { ownWordsOf } from './question/own-words.js';
import { harmless, plainText } from './question/quotable-text.js';
import { headerLine } from '../personas/index.js';
import { quotedFindings, type QuotedFinding } from './writing/quoted-findings.js';
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
import { answerFollowUp } from './writing/follow-up-writer.js';
import { attribution, heading, quotations, serversByPersona } from './writing/frame.js';
import { actionList, type AnswerParts, closed, firstSentences, partsOf } from './writing/parts.js';
import { planOf } from './content/plans.js';
import { generalPlan, obstaclesNamed } from './writing/general-plan.js';
import { phasesOf } from './writing/phases.js';
import { mostLike, subjectOf } from './writing/similarity.js';
import { crossFunctional, hasView, mediation, supportingViews } from './writing/supporting.js';

/** Least weight of a derived number in the answer to a narrow question and to an open one. */
const MIN_WEIGHT = { narrow: 5, open: 6 } as const;
/** Words of a passage that a server quotes. */
const WORDS_OF_PASSAGE = 40;
const MAX_FINDINGS = 2;
/** Of a reading that is worth saying back. */
const MIN_READING = 0.04;
const MAX_READINGS = 3;
/** Of a third one. */
const MIN_THIRD_READING = 0.1;
/** Of a situation whose own plan is given. */
const MIN_PLANNED = 0.6;
/** Of a situation that an explanation is applied to. */
const MIN_NEARNESS = 0.34;
/** Of a framework whose question is worth a line. */
const MIN_CONFIDENCE = 0.6;
/** Characters of a question that are compared with the questions of a framework. */
const MAX_COMPARED = 1_000;
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
    if (request.reading.lane === 'sensitive') return safe(this.#sensitive(request));
    const known = this.#known(request.reading);
    const limit = request.reading.followUp === undefined ? undefined : lengthLimitOf(request.question);
    const whole = authored.lead === undefined ? this.#answer(request, known) : authoredParts(request, authored.lead);
    const parts = limit === undefined ? whole : firstSentences(whole, limit);
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
    const { question, reading, role } = request;
    const { facts, focus, followUp, form, named, text, words } = reading;
    const derived = decisive(derive(facts, text), form, followUp !== undefined);
    if (followUp !== undefined) {
      const revised = this.#revised(request) ?? drafted(question, facts, role);
      if (revised !== undefined) return revised;
    }
    if (form === 'summarise') {
      const summary = writeSummary({ text, facts });
      if (summary !== undefined) return partsOf([summary.markdown]);
    }
    if (form === 'draft' && followUp === undefined) {
      const draft = drafted(text, facts, role);
      if (draft !== undefined) return draft;
    }
    if (form === 'explain') {
      const explained = this.#explained(request, derived);
      if (explained !== undefined) return explained;
    }
    const verdicts = eliminate(facts.alternatives, facts);
    const writer = known === undefined ? undefined : new CaseWriter(known, { words, facts: named }, derived);
    const comparison =
      facts.alternatives.length >= 2 && (form === 'compare' || followUp !== undefined)
        ? new Comparison(facts, verdicts, derived, writer)
        : undefined;
    if (followUp !== undefined) {
      const weighed = comparison?.reply(followUp);
      if (weighed !== undefined && (writer === undefined || followUp.kind === 'option')) return weighed;
      if (writer !== undefined) {
        const isQuestionClosed = isClosed(foldText(question).text);
        return answerFollowUp({ message: question, followUp, writer, isClosed: isQuestionClosed });
      }
    }
    if (form === 'compare' && comparison !== undefined) return comparison.whole();
    // A plan goes wrong as a whole: it takes a surer reading than advice does.
    const isPlanned = writer !== undefined && (reading.cases[0]?.confidence ?? 0) >= MIN_PLANNED;
    if (form === 'plan') {
      const found = planOf(focus);
      if (found.isNamed || !isPlanned) return generalPlan(found, focus, facts, derived);
    }
    if (writer === undefined) return this.#unsure(request, derived);
    if (form === 'plan') {
      const parts = writer.plan(phasesOf(writer.found.plan, focus, facts), focus);
      return { ...parts, sections: [...parts.sections, obstaclesNamed(focus)].filter((text) => text !== '') };
    }
    if (form === 'yes-no') return writer.verdict(question);
    return (asksForNumber(question) ? writer.figure() : undefined) ?? writer.advice();
  }

  /** The text drafted or summarised before, changed as the message asks. */
  #revised({ question, reading: { facts, followUp, focus }, role }: BriefRequest): AnswerParts | undefined {
    if (followUp === undefined) return undefined;
    const about = { text: focus, facts, ...(role === undefined ? {} : { role }) };
    const before = isSummaryRequest(focus)
      ? writeSummary(about)
      : isDraftRequest(focus)
        ? writeDraft(about)
        : undefined;
    return before === undefined ? undefined : partsOf([reviseDraft(before, question).markdown]);
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
  #unsure({ frameworks, question, reading }: BriefRequest, derived: readonly Derived[]): AnswerParts {
    const { cases, focus, form, named: facts, words } = reading;
    const [number] = derived;
    const [named] = frameworks;
    const isAboutIt = named?.detected.kind === 'explicit' && focus.split(/\s+/).length <= WORDS_ABOUT_A_NAME;
    if (number === undefined && named !== undefined && isAboutIt)
      return explain([topicOfFramework(named.framework, false)], {
        ...{ thing: undefined, person: undefined, reader: undefined, limit: undefined, near: undefined },
        ...{ isShort: false, inLines: false, inParagraphs: false, figures: '' },
      });
    const term = number === undefined ? askedTerm(question) : undefined;
    if (term !== undefined) return partsOf([unknownTerm(plainText(term, MAX_TERM))]);
    const readings = cases
      .filter(({ confidence }, at) => confidence >= (at < 2 ? MIN_READING : MIN_THIRD_READING))
      .slice(0, MAX_READINGS)
      .map(({ id }) => new CaseWriter(this.#cases.get(id), { words, facts }, derived));
    return askBack(readings, derived, question, form === 'yes-no');
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

/** The text that is asked for, where it says what to write. */
function drafted(text: string, facts: Facts, role: string | undefined): AnswerParts | undefined {
  const draft = writeDraft({ text, facts, ...(role === undefined ? {} : { role }) });
  return draft === undefined ? undefined : partsOf([draft.markdown]);
}

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

/** The answer between its header and its sources. */
function framed(
  request: BriefRequest,
  parts: AnswerParts,
  recognized: AdviceCase | undefined,
  authored: AuthoredParts,
): Brief {
  const known = parts.isOwnPlan === true ? undefined : recognized;
  const { lead, support } = request;
  const isFull = request.reading.followUp === undefined && !TEXT_FORMS.has(request.reading.form);
  const findings = findingsFor(request, isFull && known !== undefined);
  const views = isFull ? viewsOf(known, support, authored) : [];
  const lens =
    isFull && authored.lead === undefined && parts.uses.length === 0 && parts.isOwnPlan !== true
      ? frameworkQuestion(request)
      : undefined;
  const uses = lens === undefined ? parts.uses : [lens.framework];
  const quoted = quotations(findings, WORDS_OF_PASSAGE);
  const [opening = '', ...rest] = parts.sections;
  const quotedFirst = quoted === '' ? parts.sections : [opening, quoted, ...rest];
  const said = lens === undefined ? quotedFirst : [...quotedFirst, lens.text];
  const together = views.length === 0 ? '' : mediation([lead, ...support]);
  const sections = [
    ...heading(request, findings, parts.translated),
    ...said,
    crossFunctional(views, support),
    together === '' ? '' : `**Integrated Recommendation**\n\n${opening} ${together}`,
    serversByPersona(lead, findings, views),
    // Last, so that the answer comes first: the reader sees whether the situation was understood.
    isFull && known !== undefined ? `*Read as: ${known.said}.*` : '',
    isFull ? attribution(request, uses) : '',
  ];
  return {
    markdown: sections.filter((section) => section !== '').join('\n\n'),
    lead: { persona: lead.id, text: said.join('\n\n') },
    support: views,
    actions: [...parts.actions],
    challenges: [...parts.challenges],
  };
}

/** Forms whose answer is a text to send, or an explanation. */
const TEXT_FORMS: ReadonlySet<string> = new Set(['draft', 'summarise', 'explain']);

function viewsOf(
  known: AdviceCase | undefined,
  support: BriefRequest['support'],
  authored: AuthoredParts,
): Brief['support'] {
  const own = known === undefined ? [] : supportingViews(known, support);
  return support.flatMap(({ id }) => {
    const text = authored.support.get(id) ?? own.find(({ persona }) => persona === id)?.text;
    return text === undefined ? [] : [{ persona: id, text }];
  });
}

/**
 * Findings that belong into the answer: of the operator's own servers, else one passage on a framework that was named.
 *
 * @param takesPassages Whether the answer is advice in a known situation: a passage beside a guess or a draft misleads.
 */
function findingsFor({ findings, frameworks, question }: BriefRequest, takesPassages: boolean): QuotedFinding[] {
  const explicit = frameworks.filter(({ detected }) => detected.kind === 'explicit');
  const own = findings.filter(({ isFromOperator }) => isFromOperator);
  const hasPassage = takesPassages && explicit.length > 0;
  if (own.length === 0 && !hasPassage) return [];
  const names = explicit.map(({ framework }) => shortName(framework));
  const quotable = own.length > 0 ? own : findings;
  const quoted = quotedFindings(quotable, new Set(rootsOf(question)), names);
  return quoted.slice(0, own.length > 0 ? MAX_FINDINGS : 1);
}

/** The question of the surest framework that is nearest to the asker's. */
function frameworkQuestion({ frameworks, reading }: BriefRequest): { framework: string; text: string } | undefined {
  const surest = frameworks[0];
  if (surest === undefined || surest.detected.confidence < MIN_CONFIDENCE) return undefined;
  const { framework } = surest;
  const asked = subjectOf(reading.focus.slice(0, MAX_COMPARED));
  const question = mostLike(asked, framework.questions, (one) => [one], 0) ?? framework.questions[0] ?? '';
  return { framework: framework.id, text: `**${shortName(framework)} asks:** ${question}` };
}

function authoredParts({ frameworks }: BriefRequest, authored: AuthoredBrief): AnswerParts {
  const text = `${authored.diagnosis} ${authored.options} ${authored.recommendation}`;
  return partsOf(
    [
      `**Diagnosis.** ${authored.diagnosis}`,
      `**Options**\n\n${authored.options}`,
      `**Recommendation.** ${authored.recommendation}`,
      actionList(authored.actions),
      authored.challenge === '' ? '' : `**Challenge.** ${authored.challenge}`,
      `**What would change this.** ${authored.reversal}`,
    ],
    {
      actions: authored.actions,
      challenges: authored.challenge === '' ? [] : [authored.challenge],
      uses: frameworks
        .filter(({ framework }) => text.includes(shortName(framework)))
        .map(({ framework }) => framework.id),
    },
  );
}
