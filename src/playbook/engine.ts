import type { Framework } from '../frameworks/index.js';
import type { Brief, BriefAction } from './brief.js';
import { headerLine } from '../personas/index.js';
import { declineSentence } from './decline.js';
import { creditOf, rootsOf, shortName } from './framework-passages.js';
import type { AuthoredBrief, AuthoredParts } from './brief.js';
import { analyzeQuestion, type BriefRequest, type QuestionAnalysis } from './question-analysis.js';
import { renderActions, writeActions, writeLead, type DetailLevel, type LeadSections } from './lead.js';
import { PHRASES } from './content/content.js';
import { renderCrossFunctional, writeIntegration, writeSupport, type SupportView } from './support.js';
import { countWords, firstWords, plainText } from './question/quotable-text.js';

/** Words of an answer by one persona. */
const MAX_WORDS_ALONE = 450;
/** Words per supporting persona; four personas stay within 700. */
const MAX_WORDS_PER_SUPPORT = 83;
/** Share of the challenges in an answer. */
const MAX_CHALLENGE_RATIO = 0.4;

const FULL: DetailLevel = {
  challenges: 2,
  findings: 2,
  findingWords: 40,
  passageWords: 34,
  facts: 4,
  hasSecondFramework: true,
  hasPurpose: true,
  hasAdvice: true,
  hasPitfall: true,
  hasMisfit: true,
  hasHistory: true,
  hasOpening: true,
  options: 3,
};
/** From the most to the least detailed; a long answer gets a later one. */
const DETAIL_LEVELS: readonly DetailLevel[] = accumulated([
  {},
  { hasPurpose: false, challenges: 1, findingWords: 28 },
  { hasAdvice: false, findings: 1 },
  { hasPitfall: false, hasOpening: false },
  { hasMisfit: false },
  { hasSecondFramework: false, findingWords: 20, facts: 3 },
  { options: 2, passageWords: 22 },
  { passageWords: 16, findings: 0, facts: 2, hasHistory: false },
]);

const NOTHING_AUTHORED: AuthoredParts = { support: new Map() };

function accumulated(steps: readonly Partial<DetailLevel>[]): DetailLevel[] {
  let detail = FULL;
  return steps.map((step) => (detail = { ...detail, ...step }));
}

/**
 * Composes a brief in a persona's voice from the question and the framework library, without a model.
 *
 * Pure and synchronous: equal requests give equal briefs. One persona answers in 150–450 words, four in at most 700. The
 * asker's words are quoted verbatim and neutralized for Markdown.
 */
export class PlaybookEngine {
  /**
   * Answers a strategic question; `request.frameworks` may be empty.
   *
   * @param authored Parts written by a model, which replace the engine's own. The asker's words, the quotes and the
   *   attributions are always the engine's.
   */
  compose(request: BriefRequest, authored: AuthoredParts = NOTHING_AUTHORED): Brief {
    const analysis = analyzeQuestion(request);
    const outline = outlineOf(analysis, authored);
    if (authored.lead !== undefined) return briefOf(draft(outline, FULL));
    const most = MAX_WORDS_ALONE + MAX_WORDS_PER_SUPPORT * Math.min(3, request.support.length);
    // Each level is shorter than the one before: binary search for the most detailed that fits.
    let fitting: Draft | undefined;
    let low = 0;
    let high = DETAIL_LEVELS.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      const candidate = draft(outline, DETAIL_LEVELS[middle] ?? FULL);
      if (outline.countWordsOf(candidate.sections) <= most) {
        fitting = candidate;
        high = middle;
      } else low = middle + 1;
    }
    const isLast = low === DETAIL_LEVELS.length - 1;
    return briefOf(isLast || fitting === undefined ? draft(outline, DETAIL_LEVELS[low] ?? FULL) : fitting);
  }

  /** Declines a text without a strategic question, in one sentence. */
  decline(question: string): Brief {
    return { markdown: declineSentence(question), lead: null, support: [], actions: [], challenges: [] };
  }
}

/** The parts of an answer common to all levels of detail; a long answer is drafted at several. */
interface Outline {
  readonly analysis: QuestionAnalysis;
  readonly authored: AuthoredParts;
  /** Header, sources and disclosures. */
  readonly heading: readonly string[];
  readonly actions: readonly BriefAction[];
  readonly views: readonly SupportView[];
  readonly crossFunctional: string;
  readonly integration: string;
  /** Sources by persona, where several answer. */
  readonly sources: string;
  /** The lead's relevant field, where it answers alone. */
  readonly experience: string;
  readonly countWordsOf: (texts: readonly string[]) => number;
}

/** A word count over texts, cached by text: drafts have most sections in common. */
function cachedWordCount(): (texts: readonly string[]) => number {
  const counts = new Map<string, number>();
  return (texts) => {
    let sum = 0;
    for (const text of texts) {
      const words = counts.get(text) ?? countWords(text);
      counts.set(text, words);
      sum += words;
    }
    return sum;
  };
}

function outlineOf(analysis: QuestionAnalysis, authored: AuthoredParts): Outline {
  const { request } = analysis;
  const isAlone = request.support.length === 0;
  const views = isAlone ? [] : writeSupport(analysis, authored.lead === undefined, authored.support);
  const contributions = views.map(({ contribution }) => contribution);
  return {
    analysis,
    authored,
    heading: [headerLine(request.lead), sourcesLine(analysis), disclosures(request)],
    actions: authored.lead?.actions ?? writeActions(analysis),
    views,
    crossFunctional: isAlone ? '' : renderCrossFunctional(contributions, request.support),
    integration: isAlone ? '' : writeIntegration(analysis, authored.lead?.recommendation),
    sources: isAlone ? '' : multiPersonaSources(analysis),
    experience: isAlone ? experienceIn(analysis) : '',
    countWordsOf: cachedWordCount(),
  };
}

/** An answer at one level of detail; most drafts are only counted, to find the longest that fits. */
interface Draft {
  readonly outline: Outline;
  readonly written: LeadSections;
  readonly challenges: readonly string[];
  /** The lead's sections before and after the others' contributions. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** All of it, in order; may be empty. */
  readonly sections: readonly string[];
}

function draft(outline: Outline, detail: DetailLevel): Draft {
  const { analysis, authored, heading, crossFunctional, sources } = outline;
  const own = writeLead(analysis, detail, outline.actions);
  const written = authored.lead === undefined ? own : withAuthored(analysis, own, authored.lead);
  const isAlone = analysis.request.support.length === 0;
  const { opening, asked, diagnosis, findings, options, recommendation, reversal } = written;
  const challenges = boundedChallenges(outline, written);
  const challengeBlock = challenges.length === 0 ? '' : `**Challenge.** ${challenges.join(' ')}`;
  const actions = renderActions(written.actions);
  const body = [opening, asked, diagnosis, findings, options];
  const before = isAlone ? [...body, recommendation, actions, challengeBlock, reversal] : [...body, challengeBlock];
  const after = isAlone ? [] : [outline.integration, actions, reversal];
  const sections = [...heading, ...before, crossFunctional, ...after, sources, attribution(outline, written)];
  return { outline, written, challenges, before, after, sections };
}

function briefOf({ outline, written, challenges, before, after, sections }: Draft): Brief {
  return {
    markdown: joined(sections),
    lead: { persona: outline.analysis.request.lead.id, text: joined([...before, ...after]) },
    support: outline.views.map(({ contribution }) => contribution),
    actions: [...written.actions],
    challenges: [...challenges],
  };
}

/** The sections replaced by those of a model, and the frameworks that its text names. */
function withAuthored({ frameworks }: QuestionAnalysis, own: LeadSections, authored: AuthoredBrief): LeadSections {
  const text = `${authored.diagnosis} ${authored.options} ${authored.recommendation}`;
  return {
    ...own,
    opening: '',
    diagnosis: `**Diagnosis.** ${authored.diagnosis}`,
    options: `**Options**\n\n${authored.options}`,
    recommendation: `**Recommendation.** ${authored.recommendation}`,
    actions: authored.actions,
    challenges: authored.challenge === '' ? [] : [authored.challenge],
    challengeTypes: [],
    reversal: `**What would change this.** ${authored.reversal}`,
    uses: frameworks.map(({ framework }) => framework).filter((framework) => text.includes(shortName(framework))),
  };
}

/** The challenges within their share of the answer. */
function boundedChallenges({ countWordsOf }: Outline, written: LeadSections): string[] {
  const others = countWordsOf([written.asked, written.diagnosis, written.options, written.recommendation]);
  const chosen: string[] = [];
  let words = 0;
  for (const challenge of written.challenges) {
    words += countWords(challenge);
    if (words > others * (MAX_CHALLENGE_RATIO / (1 - MAX_CHALLENGE_RATIO))) break;
    chosen.push(challenge);
  }
  return chosen;
}

/** The servers that contributed; part of every answer with findings. */
function sourcesLine({ findings, request }: QuestionAnalysis): string {
  if (request.findings.length === 0) return '';
  const servers = [...new Set(request.findings.map(({ server }) => plainText(server, 60)))];
  const [shown] = findings;
  const title = shown?.title ?? plainText(request.findings[0]?.title ?? '', 120);
  const progress =
    shown === undefined ? 'Consulted; it adds nothing to your own words.' : 'Passages are quoted below as received.';
  return `🔧 Accessing MCP Server: ${servers.join(', ')} (${firstWords(title, 8)})\n*${progress}*`;
}

function disclosures({ absent = [], reduced }: BriefRequest): string {
  const sentences: string[] = [];
  if (reduced !== undefined) sentences.push(PHRASES.reduced[reduced]);
  if (absent.length > 0) {
    sentences.push(
      `${absent.map(({ name }) => name).join(' and ')} could not contribute in time and ${absent.length === 1 ? 'is' : 'are'} left out here.`,
    );
  }
  return sentences.length === 0 ? '' : `*${sentences.join(' ')}*`;
}

function multiPersonaSources({ request }: QuestionAnalysis): string {
  const titles = new Map<string, string[]>();
  for (const { server, title } of request.findings) {
    const name = plainText(server, 60);
    titles.set(name, [...(titles.get(name) ?? []), firstWords(plainText(title, 120), 8)]);
  }
  if (titles.size === 0) return '';
  const lines = [...titles].map(([server, all]) => `- ${request.lead.name}: ${server} (${all.slice(0, 2).join('; ')})`);
  return `🔧 **Multi-Persona MCP Enhancement**\n\n${lines.join('\n')}`;
}

/** The frameworks in use, and with several personas their users. */
function attribution({ analysis, views, experience }: Outline, written: LeadSections): string {
  const { lead, support } = analysis.request;
  if (support.length > 0) {
    const uses = analysis.frameworks.flatMap(({ framework }) => {
      const users = support.filter((_, index) => views[index]?.framework === framework.id).map(({ name }) => name);
      const names = written.uses.includes(framework) ? [lead.name, ...users] : users;
      return names.length === 0 ? [] : [`- ${names.join(', ')}: ${credited(framework)}`];
    });
    return uses.length === 0 ? '' : `---\n\n📚 **Multi-Persona Framework Integration**\n\n${uses.join('\n')}`;
  }
  const used = written.uses;
  if (used.length === 0) return '';
  const challenge = written.challengeTypes[0];
  const challenged = challenge === undefined ? '' : ` Challenge used: ${challenge.replaceAll('_', ' ')}.`;
  return `📚 Strategic Framework: ${used.map(({ name }) => name).join(', ')} detected\n\n---\n\n**Framework Attribution** ${used.map(credited).join(' and ')}, with ${lead.name}’s experience in ${experience}.${challenged}`;
}

/** The lead's field with most words in common with the question, by default the first. */
function experienceIn({ parsed, request: { lead }, roots, subject }: QuestionAnalysis): string {
  const about = new Set([...roots, ...rootsOf(subject.core), ...(parsed.kind === 'people' ? rootsOf('team') : [])]);
  const shared = (field: string) => rootsOf(field).filter((root) => about.has(root)).length;
  return lead.expertise.toSorted((a, b) => shared(b) - shared(a))[0] ?? lead.title;
}

function credited(framework: Framework): string {
  return `${shortName(framework)} (${creditOf(framework)})`;
}

function joined(sections: readonly string[]): string {
  return sections.filter((section) => section !== '').join('\n\n');
}
