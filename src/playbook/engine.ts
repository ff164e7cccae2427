import type { AuthoredParts, Brief } from './brief/brief.js';
import { CaseLibrary } from './cases/index.js';
import { headerLine } from '../personas/index.js';
import { harmless } from './question/quotable-text.js';
import { ConceptIndex } from './reading/concept-index.js';
import { declineSentence } from './reading/decline.js';
import type { QuestionReading } from './reading/question-reading.js';
import { type ReadingRequest, SituationReader } from './reading/situation-reader.js';
import { textOf, writeSensitive } from './sensitive/index.js';
import { AnswerWriter } from './writing/answer-writer.js';
import type { BriefRequest } from './writing/brief-request.js';
import { authoredParts, framed, TEXT_FORMS } from './writing/framed-answer.js';
import { type AnswerParts, lowerFirst } from './writing/parts.js';
import { ReplyWriter } from './writing/reply-writer.js';
import { hasView } from './writing/supporting.js';
import { obituaryText } from './writing/texts.js';

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
  readonly #answers = new AnswerWriter(this.#concepts, this.#cases);
  readonly #replies = new ReplyWriter(this.#answers, this.#cases);

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
    const known = this.#answers.known(request.reading);
    const parts = authored.lead === undefined ? this.#answer(request) : authoredParts(request, authored.lead);
    return safe(framed(request, withPointer(parts, request.reading), known, authored));
  }

  /** Of the personas that could support, those with something of their own to add. */
  withView(reading: QuestionReading, personas: readonly string[]): readonly string[] {
    if (reading.followUp !== undefined || TEXT_FORMS.has(reading.form)) return [];
    const known = this.#answers.known(reading);
    return known === undefined ? [] : personas.filter((id) => hasView(known, id));
  }

  /** Declines a text that asks for something else, in one sentence. */
  decline(question: string): Brief {
    return { markdown: declineSentence(question), lead: null, support: [], actions: [], challenges: [] };
  }

  #answer(request: BriefRequest): AnswerParts {
    const { followUp, focusForm, form } = request.reading;
    if (followUp === undefined) return this.#answers.whole(request, form, this.#answers.known(request.reading));
    const reply = this.#replies.answer(request, followUp);
    const { replaced } = followUp;
    if (replaced === undefined || TEXT_FORMS.has(focusForm)) return reply;
    return { ...reply, sections: [`Noted: ${replaced.made} instead of ${replaced.old}.`, ...reply.sections] };
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

/**
 * With what comes first if a sensitive matter stands behind an ordinary question: a sentence, since it seldom does, whether
 * the engine or a model has written the rest.
 */
function withPointer(parts: AnswerParts, { hinted }: QuestionReading): AnswerParts {
  if (hinted === undefined) return parts;
  const { answer, title } = textOf(hinted);
  const [first = answer] = answer.split(/(?<=[.!?])\s/);
  const pointer = `**If this stands behind it: ${lowerFirst(title)}.** ${first}`;
  return { ...parts, sections: [...parts.sections, pointer] };
}

/** The asker's own words are in drafts, summaries and names of alternatives. */
function safe(brief: Brief): Brief {
  const { lead } = brief;
  const markdown = harmless(brief.markdown);
  // The text of the lead is in it.
  if (markdown === brief.markdown || lead === null) return { ...brief, markdown };
  return { ...brief, markdown, lead: { ...lead, text: harmless(lead.text) } };
}
