import type { BriefContribution } from './brief.js';
import { mediatorOf } from '../personas/index.js';
import { fillSlots, speechOf } from './content/content.js';
import { passagesFor, type QuestionAnalysis } from './question-analysis.js';
import { shortName } from './framework-passages.js';
import type { Persona } from '../personas/index.js';
import { chosenOption, lowerFirst } from './lead.js';
import { situationOf } from './situation-recognition.js';

/** Words of a quoted question. */
const MAX_QUESTION_WORDS = 34;
const INTEGRATION_HEADING = '**Integrated Recommendation**';

/** The contribution of a supporting persona, and the framework it used. */
export interface SupportView {
  readonly contribution: BriefContribution;
  readonly framework: string | undefined;
}

/** One paragraph per supporting persona, each from other passages. */
export function writeSupport(
  analysis: QuestionAnalysis,
  isBrief: boolean,
  authored: ReadonlyMap<string, string>,
): SupportView[] {
  const passages = [passagesFor(analysis, 0), passagesFor(analysis, 1)].filter((found) => found !== undefined);
  // The lead asks these.
  for (const used of passages) used.take('questions', MAX_QUESTION_WORDS);
  return analysis.request.support.slice(0, 3).map((persona, at) => {
    const text = authored.get(persona.id);
    if (text !== undefined) {
      const named = analysis.frameworks.find(({ framework }) => text.includes(shortName(framework)));
      return { contribution: { persona: persona.id, text }, framework: named?.framework.id };
    }
    const speech = speechOf(persona);
    const field = situationOf(speech.home);
    const sentences = [speech.lens];
    const versed = passages.find(({ framework }) => framework.personas.includes(persona.id)) ?? passages[0];
    const question = versed?.take('questions', MAX_QUESTION_WORDS);
    const move = field.id === analysis.situation.id ? field.moves[2] : field.moves[at % 2];
    if (versed !== undefined && question !== undefined) {
      sentences.push(`${asking(analysis, at, shortName(versed.framework))} *${question}*`);
    } else {
      sentences.push(
        `${subjectOf(analysis, at)} my first step would be to ${lowerFirst(fillSlots(move?.what ?? '', analysis.slots))}.`,
      );
    }
    if (!isBrief) sentences.push(speech.rule);
    return {
      contribution: { persona: persona.id, text: sentences.join(' ') },
      framework: question === undefined ? undefined : versed?.framework.id,
    };
  });
}

/** The introduction of a question, different for each position. */
function asking(analysis: QuestionAnalysis, at: number, framework: string): string {
  const subject = subjectOf(analysis, at);
  if (at === 1) return `${subject} the question I would not skip comes from ${framework}:`;
  if (at === 2) return `${subject} I would settle one point of ${framework} first:`;
  return `${subject} ${framework} makes me ask:`;
}

function subjectOf(analysis: QuestionAnalysis, at: number): string {
  const { quantities, groups, names } = analysis.parsed;
  const subject = [...groups, ...quantities, ...names][at];
  return subject === undefined ? 'Here' : `With “${subject}” in view,`;
}

/** The cross-functional block: one attributed paragraph per supporting persona. */
export function renderCrossFunctional(support: readonly BriefContribution[], personas: readonly Persona[]): string {
  const paragraphs = support.map(({ persona, text }) => {
    const speaker = personas.find(({ id }) => id === persona);
    return `**${speaker?.emoji ?? ''} ${speaker?.name ?? persona}.** ${text}`;
  });
  return `🤝 **Cross-Functional Analysis**\n\n${paragraphs.join('\n\n')}`;
}

/** The recommendation of all personas: the authored one, or agreements, the supporters' conditions and tensions. */
export function writeIntegration(analysis: QuestionAnalysis, authored: string | undefined): string {
  if (authored !== undefined) return `${INTEGRATION_HEADING}\n\n${authored}`;
  const { lead, support } = analysis.request;
  const speech = speechOf(lead);
  const conditions = support.slice(0, 3).map((persona) => `${persona.name} wants ${speechOf(persona).condition}`);
  const sentences = [
    'Nobody at this table would skip the first action below; that much is agreed.',
    `${speech.recommends} ${chosenOption(analysis)}.`,
    `It goes ahead on ${support.length > 1 ? 'these conditions' : 'this condition'}: ${conditions.join('; ')}.`,
    tension(lead, support),
  ];
  if (analysis.advice !== undefined) sentences.push(analysis.advice);
  return `${INTEGRATION_HEADING}\n\n${sentences.join(' ')}`;
}

function tension(lead: Persona, support: readonly Persona[]): string {
  const everyone = [lead, ...support];
  for (const [at, one] of everyone.entries()) {
    for (const other of everyone.slice(at + 1)) {
      const mediator = mediatorOf(one.id, other.id);
      if (mediator === undefined) continue;
      const settles = mediator.id === lead.id ? 'as lead I settle it' : `${mediator.name} settles it`;
      return `The tension stays on the table: ${one.name} protects ${speechOf(one).protects}, ${other.name} protects ${speechOf(other).protects}. Where a step can be undone the fastest owner decides; where it cannot, ${settles}.`;
    }
  }
  const other = support[0];
  if (other === undefined) return '';
  return `The tension to watch: I protect ${speechOf(lead).protects}, ${other.name} protects ${speechOf(other).protects}. Where a step can be undone the fastest owner decides; where it cannot, I decide after hearing ${other.name}.`;
}
