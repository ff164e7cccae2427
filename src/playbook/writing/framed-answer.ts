import type { AuthoredBrief, AuthoredParts, Brief } from '../brief/brief.js';
import type { AdviceCase } from '../cases/index.js';
import type { BriefRequest } from './brief-request.js';
import { attribution, heading, quotations, serversByPersona } from './frame.js';
import { rootsOf, shortName } from './framework-names.js';
import { actionList, type AnswerParts, partsOf } from './parts.js';
import { quotedFindings, type QuotedFinding } from './quoted-findings.js';
import { mostLike, subjectOf } from './similarity.js';
import { crossFunctional, mediation, supportingViews } from './supporting.js';

/** Words of a passage that a server quotes. */
const WORDS_OF_PASSAGE = 40;
const MAX_FINDINGS = 2;
/** Of a framework whose question is worth a line. */
const MIN_CONFIDENCE = 0.6;
/** Characters of a question that are compared with the questions of a framework. */
const MAX_COMPARED = 1_000;

/** The answer between its header and its sources. */
export function framed(
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
export const TEXT_FORMS: ReadonlySet<string> = new Set(['draft', 'summarise', 'explain']);

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

/** The parts that a model wrote, as an answer. */
export function authoredParts({ frameworks }: BriefRequest, authored: AuthoredBrief): AnswerParts {
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
