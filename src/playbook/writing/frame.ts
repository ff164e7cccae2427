import type { BriefRequest } from './brief-request.js';
import type { BriefContribution } from '../brief/brief.js';
import { PHRASES } from '../content/content.js';
import { creditOf, shortName } from './framework-names.js';
import { headerLine, type Persona } from '../../personas/index.js';
import { firstThought, firstWords, plainText } from '../question/quotable-text.js';
import type { AnswerParts } from './parts.js';
import type { QuotedFinding } from './quoted-findings.js';

const WORDS_OF_REFERENCE = 14;

/** Header of the speaker, the servers that contributed, what is disclosed. */
export function heading(
  request: BriefRequest,
  findings: readonly QuotedFinding[],
  translated?: AnswerParts['translated'],
): string[] {
  return [headerLine(request.lead), sourcesLine(findings), disclosures(request, translated)].filter(
    (line) => line !== '',
  );
}

/** The servers whose findings are in the answer. */
function sourcesLine(findings: readonly QuotedFinding[]): string {
  const [first] = findings;
  if (first === undefined) return '';
  const servers = [...new Set(findings.map(({ server }) => server))];
  return `🔧 Accessing MCP Server: ${servers.join(', ')} (${firstWords(first.title, 8)})\n*Quoted below as received.*`;
}

/** Wishes for the same in another form: what they refer to is plain. */
const CHANGES_FORM: ReadonlySet<string> = new Set(['same', 'words', 'mail', 'report']);

function disclosures(
  { absent = [], goesBackTo, reduced, reading }: BriefRequest,
  translated: AnswerParts['translated'],
): string {
  const sentences: string[] = [];
  const isOfText = reading.followUp !== undefined && TEXTS.has(reading.focusForm);
  if (
    goesBackTo !== undefined &&
    !isOfText &&
    reading.followUp?.news === undefined &&
    !CHANGES_FORM.has(reading.followUp?.kind ?? '')
  )
    sentences.push(
      // A reply goes back to the message that brought up the matter, not to the wish before it.
      backReference(reading.followUp === undefined ? goesBackTo : { ...goesBackTo, question: reading.focus }),
    );
  if (reduced !== undefined) sentences.push(PHRASES.reduced[reduced]);
  if (absent.length > 0) {
    const names = absent.map(({ name }) => name).join(' and ');
    sentences.push(`${names} could not contribute in time and ${absent.length === 1 ? 'is' : 'are'} left out here.`);
  }
  // A text to send is in its own language; only what is said about it is not.
  const isText = TEXTS.has(reading.followUp === undefined ? reading.form : reading.focusForm);
  const wanted = reading.followUp?.form.language;
  const language = wanted ?? (isText ? 'en' : reading.facts.language);
  if (language !== 'en' && translated !== 'whole')
    sentences.push(translated === 'short' ? PHRASES.short[language] : PHRASES.english[language]);
  const said = sentences.filter((sentence) => sentence !== '');
  return said.length === 0 ? '' : `*${said.join(' ')}*`;
}

const TEXTS: ReadonlySet<string> = new Set(['draft', 'summarise']);

function backReference({ question, topic }: NonNullable<BriefRequest['goesBackTo']>): string {
  const quote = quotable(question, WORDS_OF_REFERENCE);
  if (quote === '') return '';
  return topic === null
    ? `I take this to go on from “${quote}”.`
    : `As we said about “${quotable(topic, 6)}”, where you asked “${quote}”.`;
}

/** What servers found, in their words. */
export function quotations(findings: readonly QuotedFinding[], words: number): string {
  return findings
    .map(({ isFromOperator, server, source, text }) => {
      const quoted = isFromOperator ? text : firstWords(text, words);
      return `> “${quoted}” (${source === '' ? `via ${server}` : `${source}, via ${server}`})`;
    })
    .join('\n>\n');
}

/** The frameworks in use; with several personas, their users. */
export function attribution({ frameworks, lead, support }: BriefRequest, uses: readonly string[]): string {
  const used = frameworks.filter(({ framework }) => uses.includes(framework.id)).map(({ framework }) => framework);
  if (used.length === 0) return '';
  const credited = used.map((framework) => `${shortName(framework)} (${creditOf(framework)})`);
  if (support.length > 0) {
    const names = (id: string) =>
      [lead, ...support.filter((persona) => used.find((one) => one.id === id)?.personas.includes(persona.id) === true)]
        .map(({ name }) => name)
        .join(', ');
    const lines = used.map((framework, at) => `- ${names(framework.id)}: ${credited[at] ?? ''}`);
    return `---\n\n📚 **Multi-Persona Framework Integration**\n\n${lines.join('\n')}`;
  }
  const detected = used.map(({ name }) => name).join(', ');
  return `📚 Strategic Framework: ${detected} detected\n\n---\n\n**Framework Attribution** ${credited.join(' and ')}, with ${lead.name}’s experience in ${lead.expertise[0] ?? lead.title}.`;
}

/** The servers by persona, where several personas answer. */
export function serversByPersona(
  lead: Persona,
  findings: readonly QuotedFinding[],
  views: readonly BriefContribution[],
): string {
  if (findings.length === 0 || views.length === 0) return '';
  const titles = new Map<string, string[]>();
  for (const { server, title } of findings) titles.set(server, [...(titles.get(server) ?? []), firstWords(title, 8)]);
  const lines = [...titles].map(([server, all]) => `- ${lead.name}: ${server} (${all.slice(0, 2).join('; ')})`);
  return `🔧 **Multi-Persona MCP Enhancement**\n\n${lines.join('\n')}`;
}

/** Text of the asker or of a server without markup, in one paragraph. */
function quotable(text: string, words: number): string {
  return firstThought(plainText(text, 600), words);
}
