import { asSentence, clausesOf, lowerFirst, sentencesOf } from '../language/clauses.js';
import { baseOfThird, hasFiniteVerb, isPastVerb } from '../language/english-verbs.js';
import type { DraftRequest } from '../request/draft-request.js';
import { agenda, topLevel } from './agenda.js';
import type { Draft } from './composed-text.js';

/** Texts without a reader to greet. */
export function documentOf(request: DraftRequest): Draft | undefined {
  const { ask } = request;
  if (/\b(?:agenda|ordre du jour|tagesordnung|orden del dia)\b/.test(ask)) return agenda(request);
  if (/\b(?:job (?:ad|advert|posting|description)|stellenanzeige)\b/.test(ask)) return jobAd(request);
  if (/\b(?:feedback|review|appraisal) (?:paragraph|text)\b|\breview text\b/.test(ask)) return feedback(request);
  if (/\badr\b/.test(ask)) return labelled(request, 'Decision record', 'Decision');
  if (/\b(?:charter|policy|runbook|paragraph for|bio|one-pager|faq)\b/.test(ask))
    return labelled(request, 'Text', undefined);
  return NOTICE.test(ask) ? notice(request) : undefined;
}

/** What is put up for anyone to read: a page, a post outside, a card of an absence. */
const NOTICE =
  /\b(?:statement|auto.?reply|answering machine|home ?page|web ?site|footer|aushang|caption|tweet|linkedin|shareholders|annual report|release notes?|newsletter|social media|(?:court |petit )?textes? (?:pour|au|aux)|texto para)\b/;

const bareOf = (sentence: string): string => sentence.replace(/[.]$/, '');
const capital = (text: string): string => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;

function notice({ content, occasion, style }: DraftRequest): Draft {
  const said = content.flatMap((one) => clausesOf(one));
  // “19 hours on 12 July”: what it is stands in the request.
  const isBare = occasion !== undefined && said[0] !== undefined && /^\d/.test(said[0]);
  const clauses = said.map((one, at) => asSentence(capital(at === 0 && isBare ? `${occasion}: ${one}` : one)));
  const { lines } = style;
  if (lines === undefined || clauses.length <= lines)
    return { title: 'Text', markdown: lines === undefined ? paragraphs(clauses) : clauses.join(' ') };
  const size = Math.ceil(clauses.length / lines);
  const joined = Array.from({ length: lines }, (_, at) =>
    clauses
      .slice(at * size, (at + 1) * size)
      .map((one, index) => (index === 0 ? bareOf(one) : lowerFirst(bareOf(one))))
      .join('; '),
  ).filter((one) => one !== '');
  return { title: 'Text', markdown: joined.map((one) => `${one}.`).join(' ') };
}

function paragraphs(sentences: readonly string[]): string {
  if (sentences.length <= 3) return sentences.join(' ');
  return [sentences.slice(0, 2).join(' '), sentences.slice(2).join(' ')].join('\n\n');
}

function jobAd({ content }: DraftRequest): Draft {
  const sentences = content.flatMap((one) => sentencesOf(one)).map(bareOf);
  const [first = '', ...others] = sentences;
  const [role = '', ...details] = topLevel(first);
  const told = others.filter((one) => hasFiniteVerb(one));
  const more = others.filter((one) => !hasFiniteVerb(one)).flatMap(topLevel);
  const contact = /\b(?:contact|write to|apply|bewerb)/i.test(sentences.join(' '));
  return {
    title: 'Job ad',
    markdown: [
      `**We are looking for: ${lowerFirst(role)}**`,
      [...details, ...more].map((one) => `- ${capital(one)}`).join('\n'),
      told.map((one) => asSentence(capital(one))).join(' '),
      contact ? '' : 'Interested? Write to [your name].',
    ]
      .filter((one) => one !== '')
      .join('\n\n'),
  };
}

/** About a person, in the third person, each statement a sentence. */
function feedback({ asked, content, name: named }: DraftRequest): Draft {
  const name = /\bfor (\p{Lu}\p{Ll}+)/u.exec(asked)?.[1] ?? named;
  const statements = content
    .flatMap((one) => sentencesOf(one))
    .flatMap((one) => one.split(/;\s+/))
    .map(bareOf);
  const sentences = statements.map((one, at) =>
    asSentence(name !== undefined && (at === 0 || opensWithVerb(one)) ? `${name} ${lowerFirst(one)}` : capital(one)),
  );
  return { title: name === undefined ? 'Text' : `Feedback for ${name}`, markdown: sentences.join(' ') };
}

function opensWithVerb(text: string): boolean {
  const [first = '', second = ''] = text.toLowerCase().split(/\s+/);
  if (/^(?:twice|often|never|always|also|still|rarely|sometimes|once)$/.test(first)) return isVerb(second);
  return isVerb(first);
}
const isVerb = (word: string): boolean =>
  baseOfThird(word) !== undefined || isPastVerb(word) || /^(?:is|was|has)$/.test(word);

/** Statements under their labels, as the asker gives them. */
function labelled({ ask, content, occasion }: DraftRequest, title: string, first: string | undefined): Draft {
  const parts = content
    .flatMap((one) => sentencesOf(one))
    .map((one, at) => {
      const bare = bareOf(one);
      const label = /^(\p{Lu}[\p{L} ]{2,20}):\s+(.+)$/u.exec(bare);
      if (first !== undefined && at === 0) return `**${first}**\n${asSentence(bare)}`;
      return label === null
        ? asSentence(capital(bare))
        : `**${label[1] ?? ''}**\n${asSentence(capital(label[2] ?? ''))}`;
    });
  const hasLabels = parts.some((one) => one.startsWith('**'));
  if (occasion !== undefined && /\bone-pager\b/.test(ask)) parts.unshift(`**${capital(occasion)}**`);
  return { title, markdown: parts.join(hasLabels ? '\n\n' : ' ') };
}

/** A rejection whose decision stands only in the sentence that asks for it. */
export function rejected(request: DraftRequest): DraftRequest {
  const [first = ''] = request.content;
  if (request.language !== 'en' || !/^reason:/i.test(first)) return request;
  const role = /\b(?:candidate|applied|application|applicant|interviewed) for (the [^,.:]+|[^,.:]+)/i.exec(
    request.asked,
  )?.[1];
  const reason = first.replace(/^reason:\s*/i, '');
  const opening = /\breject/.test(request.ask)
    ? [role === undefined ? "we can't offer you the position" : `we can't offer you ${role}`]
    : [];
  return { ...request, content: [...opening, `the reason is that ${lowerFirst(reason)}`, ...request.content.slice(1)] };
}
