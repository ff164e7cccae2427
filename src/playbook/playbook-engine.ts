import type { Framework } from '../frameworks/index.js';
import type { Brief, BriefAction } from './brief.js';
import { headerLine } from '../personas/index.js';
import { declineSentence } from './decline.js';
import { creditOf, rootsOf, shortName } from './framework-passages.js';
import type { AuthoredBrief, AuthoredParts } from './authored.js';
import { analyzeQuestion, type BriefRequest, type QuestionAnalysis } from './question-analysis.js';
import { renderActions, writeActions, writeLead, type DetailLevel, type LeadSections } from './playbook-lead.js';
import { REDUCED_ANSWER } from './content/playbook-phrases.js';
import { renderCrossFunctional, writeIntegration, writeSupport, type SupportView } from './playbook-support.js';
import { countWords, firstWords, quotableText } from './quotable-text.js';

/** Words of an answer by one persona, at most. */
const MAX_WORDS_ALONE = 450;
/** Words each further persona may add, so that four stay within 700. */
const MAX_WORDS_PER_SUPPORT = 83;
/** Share of an answer that may be challenge. */
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
/** What goes first when an answer runs long. */
const ECONOMIES: readonly DetailLevel[] = accumulated([
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
  let economy = FULL;
  return steps.map((step) => (economy = { ...economy, ...step }));
}

/**
 * Composes a brief in a persona's voice from the question and the framework library, without any model.
 *
 * Pure and synchronous: the same request gives the same brief. One persona answers in 150–450 words, four in at most
 * 700. The asker's words are quoted verbatim and neutralised for Markdown.
 */
export class PlaybookEngine {
  /**
   * Answers a strategic question; `request.frameworks` may be empty.
   *
   * @param authored Parts that a model wrote: they stand in the place of the engine's own. The asker's words, the
   *   quotations and the attributions are always the engine's.
   */
  compose(request: BriefRequest, authored: AuthoredParts = NOTHING_AUTHORED): Brief {
    const given = analyzeQuestion(request);
    const frame = openFrame(given, authored);
    if (authored.lead !== undefined) return briefOf(draft(frame, FULL));
    const most = MAX_WORDS_ALONE + MAX_WORDS_PER_SUPPORT * Math.min(3, request.support.length);
    // Each economy is shorter than the one before, so the fullest that fits is found by halving.
    let fitting: Draft | undefined;
    let low = 0;
    let high = ECONOMIES.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      const candidate = draft(frame, ECONOMIES[middle] ?? FULL);
      if (frame.words.of(candidate.sections) <= most) {
        fitting = candidate;
        high = middle;
      } else low = middle + 1;
    }
    const isLast = low === ECONOMIES.length - 1;
    return briefOf(isLast || fitting === undefined ? draft(frame, ECONOMIES[low] ?? FULL) : fitting);
  }

  /** One honest sentence for a text that asks for no strategic advice. */
  decline(question: string): Brief {
    return { markdown: declineSentence(question), lead: null, support: [], actions: [], challenges: [] };
  }
}

/** What an answer says in every economy; an answer that runs long is drafted several times. */
interface Frame {
  readonly given: QuestionAnalysis;
  readonly authored: AuthoredParts;
  /** Who answers, whom they asked, and what is left out. */
  readonly heading: readonly string[];
  readonly actions: readonly BriefAction[];
  readonly views: readonly SupportView[];
  readonly crossFunctional: string;
  readonly integration: string;
  /** Who brought in what, where several answer. */
  readonly sources: string;
  /** In what the lead is experienced, where it answers alone. */
  readonly experience: string;
  readonly words: WordCount;
}

/** Counts the words of texts, of each once: drafts have most sections in common. */
class WordCount {
  readonly #known = new Map<string, number>();

  of(texts: readonly string[]): number {
    let sum = 0;
    for (const text of texts) {
      const words = this.#known.get(text) ?? countWords(text);
      this.#known.set(text, words);
      sum += words;
    }
    return sum;
  }
}

function openFrame(given: QuestionAnalysis, authored: AuthoredParts): Frame {
  const { request } = given;
  const isAlone = request.support.length === 0;
  const views = isAlone ? [] : writeSupport(given, authored.lead === undefined, authored.support);
  const contributions = views.map(({ contribution }) => contribution);
  return {
    given,
    authored,
    heading: [headerLine(request.lead), sourcesLine(given), disclosures(request)],
    actions: authored.lead?.actions ?? writeActions(given),
    views,
    crossFunctional: isAlone ? '' : renderCrossFunctional(contributions, request.support),
    integration: isAlone ? '' : integrationOf(given, authored),
    sources: isAlone ? '' : multiPersonaSources(given),
    experience: isAlone ? experienceIn(given) : '',
    words: new WordCount(),
  };
}

function integrationOf(given: QuestionAnalysis, { lead }: AuthoredParts): string {
  return lead === undefined ? writeIntegration(given) : `**Integrated Recommendation**\n\n${lead.recommendation}`;
}

/** An answer in pieces: most drafts are only counted, to find the fullest that fits. */
interface Draft {
  readonly frame: Frame;
  readonly written: LeadSections;
  readonly challenges: readonly string[];
  /** What the lead says before what the others say, and after it. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** All of it, in order; may be empty. */
  readonly sections: readonly string[];
}

function draft(frame: Frame, economy: DetailLevel): Draft {
  const { given, authored, heading, crossFunctional, sources } = frame;
  const own = writeLead(given, economy, frame.actions);
  const written = authored.lead === undefined ? own : withAuthored(given, own, authored.lead);
  const isAlone = given.request.support.length === 0;
  const { opening, asked, diagnosis, findings, options, recommendation, reversal } = written;
  const challenges = boundedChallenges(frame, written);
  const challengeBlock = challenges.length === 0 ? '' : `**Challenge.** ${challenges.join(' ')}`;
  const actions = renderActions(written.actions);
  const body = [opening, asked, diagnosis, findings, options];
  const before = isAlone ? [...body, recommendation, actions, challengeBlock, reversal] : [...body, challengeBlock];
  const after = isAlone ? [] : [frame.integration, actions, reversal];
  const sections = [...heading, ...before, crossFunctional, ...after, sources, attribution(frame, written)];
  return { frame, written, challenges, before, after, sections };
}

function briefOf({ frame, written, challenges, before, after, sections }: Draft): Brief {
  return {
    markdown: joined(sections),
    lead: { persona: frame.given.request.lead.id, text: joined([...before, ...after]) },
    support: frame.views.map(({ contribution }) => contribution),
    actions: [...written.actions],
    challenges: [...challenges],
  };
}

/** The sections with what a model wrote in their place; of the frameworks, those that its text names. */
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

/** Challenges within their share of the answer. */
function boundedChallenges({ words: count }: Frame, written: LeadSections): string[] {
  const others = count.of([written.asked, written.diagnosis, written.options, written.recommendation]);
  const kept: string[] = [];
  let words = 0;
  for (const challenge of written.challenges) {
    words += countWords(challenge);
    if (words > others * (MAX_CHALLENGE_RATIO / (1 - MAX_CHALLENGE_RATIO))) break;
    kept.push(challenge);
  }
  return kept;
}

/** Says which servers really contributed, as every answer must. */
function sourcesLine({ findings, request }: QuestionAnalysis): string {
  if (request.findings.length === 0) return '';
  const servers = [...new Set(request.findings.map(({ server }) => plain(server, 60)))];
  const [shown] = findings;
  const title = shown?.title ?? plain(request.findings[0]?.title ?? '', 120);
  const progress =
    shown === undefined ? 'Consulted; it adds nothing to your own words.' : 'Passages are quoted below as received.';
  return `🔧 Accessing MCP Server: ${servers.join(', ')} (${firstWords(title, 8)})\n*${progress}*`;
}

function disclosures({ absent = [], reduced }: BriefRequest): string {
  const sentences: string[] = [];
  if (reduced !== undefined) sentences.push(REDUCED_ANSWER[reduced]);
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
    const name = plain(server, 60);
    titles.set(name, [...(titles.get(name) ?? []), firstWords(plain(title, 120), 8)]);
  }
  if (titles.size === 0) return '';
  const lines = [...titles].map(([server, all]) => `- ${request.lead.name}: ${server} (${all.slice(0, 2).join('; ')})`);
  return `🔧 **Multi-Persona MCP Enhancement**\n\n${lines.join('\n')}`;
}

/** Names the frameworks that were used, and with several personas by whom; never more than that. */
function attribution({ given, views, experience }: Frame, written: LeadSections): string {
  const { lead, support } = given.request;
  if (support.length > 0) {
    const uses = given.frameworks.flatMap(({ framework }) => {
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

/** The lead's field that the question touches most; the first of them where it touches none. */
function experienceIn({ reading, request: { lead }, roots, subject }: QuestionAnalysis): string {
  const about = new Set([...roots, ...rootsOf(subject.core), ...(reading.kind === 'people' ? rootsOf('team') : [])]);
  const fields = lead.expertise.map((name) => ({
    name,
    shared: rootsOf(name).filter((root) => about.has(root)).length,
  }));
  return fields.toSorted((a, b) => b.shared - a.shared)[0]?.name ?? lead.title;
}

function credited(framework: Framework): string {
  return `${shortName(framework)} (${creditOf(framework)})`;
}

function plain(text: string, length: number): string {
  return quotableText(text.slice(0, length)).replaceAll('\u2029', ' ');
}

function joined(sections: readonly string[]): string {
  return sections.filter((section) => section !== '').join('\n\n');
}
