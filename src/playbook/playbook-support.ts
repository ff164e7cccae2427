import type { BriefContribution } from './brief.js';
import { mediatorOf } from '../personas/index.js';
import { speechOf } from './content/speech.js';
import { passagesFor, type QuestionAnalysis } from './question-analysis.js';
import { shortName } from './framework-passages.js';
import type { Persona } from '../personas/index.js';
import { chosenOption, lowerFirst } from './playbook-lead.js';
import { situationOfField } from './situation-recognition.js';
import { fillSlots } from './content/situation.js';

/** Longest question that is quoted. */
const QUESTION_WORDS = 34;

/** What a supporting persona says, and the framework it really used. */
export interface SupportView {
  readonly contribution: BriefContribution;
  readonly framework: string | undefined;
}

/** What each supporting persona adds: one paragraph, no two from the same passage. */
export function writeSupport(
  given: QuestionAnalysis,
  isBrief: boolean,
  authored: ReadonlyMap<string, string>,
): SupportView[] {
  const passages = [passagesFor(given, 0), passagesFor(given, 1)].filter((found) => found !== undefined);
  // The lead has asked these already.
  for (const asked of passages) asked.take('questions', QUESTION_WORDS);
  return given.request.support.slice(0, 3).map((persona, at) => {
    const text = authored.get(persona.id);
    if (text !== undefined) {
      const named = given.frameworks.find(({ framework }) => text.includes(shortName(framework)));
      return { contribution: { persona: persona.id, text }, framework: named?.framework.id };
    }
    const speech = speechOf(persona);
    const field = situationOfField(speech.home);
    const sentences = [speech.lens];
    const versed = passages.find(({ framework }) => framework.personas.includes(persona.id)) ?? passages[0];
    const question = versed?.take('questions', QUESTION_WORDS);
    const move = field.id === given.situation.id ? field.moves[2] : field.moves[at % 2];
    if (versed !== undefined && question !== undefined) {
      sentences.push(`${asking(given, at, shortName(versed.framework))} *${question}*`);
    } else {
      sentences.push(
        `${subjectOf(given, at)} my first step would be to ${lowerFirst(fillSlots(move?.what ?? '', given.slots))}.`,
      );
    }
    if (!isBrief) sentences.push(speech.rule);
    return {
      contribution: { persona: persona.id, text: sentences.join(' ') },
      framework: question === undefined ? undefined : versed?.framework.id,
    };
  });
}

/** Each one leads into the question in a way of their own. */
function asking(given: QuestionAnalysis, at: number, framework: string): string {
  const subject = subjectOf(given, at);
  if (at === 1) return `${subject} the question I would not skip comes from ${framework}:`;
  if (at === 2) return `${subject} I would settle one point of ${framework} first:`;
  return `${subject} ${framework} makes me ask:`;
}

function subjectOf(given: QuestionAnalysis, at: number): string {
  const { quantities, groups, names } = given.reading;
  const subjects = [...groups, ...quantities, ...names];
  const subject = subjects[at];
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

/** Agreements, tensions named as tensions, one recommendation with the supporters' conditions. */
export function writeIntegration(given: QuestionAnalysis): string {
  const { lead, support } = given.request;
  const speech = speechOf(lead);
  const conditions = support.slice(0, 3).map((persona) => `${persona.name} wants ${speechOf(persona).condition}`);
  const sentences = [
    'Nobody at this table would skip the first action below; that much is agreed.',
    `${speech.recommends} ${chosenOption(given)}.`,
    `It goes ahead on ${support.length > 1 ? 'these conditions' : 'this condition'}: ${conditions.join('; ')}.`,
    tension(lead, support),
  ];
  if (given.advice !== undefined) sentences.push(given.advice);
  return `**Integrated Recommendation**\n\n${sentences.join(' ')}`;
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
