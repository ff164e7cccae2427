import type { Answer } from '../api/contract.js';
import { frameworkName, personaName } from '../api/library.js';

/** An answer as Markdown, with the question above and its sources below. */
export function asMarkdown({ answer, receipt }: Answer, question: string, address: string): string {
  const sources = receipt.frameworks.map(({ name, source }) => `- ${name} (${source})`);
  return [
    question === '' ? '' : quoted(question),
    answer.markdown,
    sources.length === 0 ? '' : `## Frameworks\n\n${sources.join('\n')}`,
    address,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** An answer as the text of a mail. */
export function asMail(
  { answer }: Answer,
  question: string,
  plain: (markdown: string) => string,
  address: string,
): string {
  const actions = answer.actions.map(
    ({ when, what, measure }, at) => `${at + 1}. ${capital(when)}: ${what}\n   Done when: ${measure}`,
  );
  const body = (answer.lead?.text ?? answer.markdown)
    .split(/\n{2,}/)
    .filter((paragraph) => answer.actions.length === 0 || !/^(?:\*\*Actions\*\*|1\. )/.test(paragraph))
    .map(plain)
    .join('\n\n');
  return [
    `Subject: ${question.replaceAll(/\s+/g, ' ').slice(0, 78)}`,
    'Hello,',
    `The question was: ${question}`,
    body,
    actions.length === 0 ? '' : `What to do:\n\n${actions.join('\n')}`,
    `The whole answer: ${address}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** An answer as a record of an architecture decision, to be completed by those who decide. */
export function asDecisionRecord(
  { answer, receipt }: Answer,
  question: string,
  address: string,
  today: string,
): string {
  const title =
    question
      .replaceAll(/\s+/g, ' ')
      .split(/(?<=[.?!])\s/)
      .at(-1)
      ?.slice(0, 90) ?? 'Decision';
  const sections = sectionsOf(answer.lead?.text ?? answer.markdown);
  const consequences = [
    ...answer.actions.map(({ when, what, measure }) => `- ${capital(when)}: ${what} Done when: ${measure}`),
    ...answer.challenges.map((challenge) => `- To watch: ${challenge}`),
  ];
  const basis = [
    ...receipt.frameworks.map(({ id, source }) => `${frameworkName(id)} (${source})`),
    ...receipt.personas.map(({ id }) => personaName(id)),
  ];
  return `# ${title}

Status: proposed, ${today}

## Context

${question}

## Considered

${sections.options}

## Decision

${sections.opening}

## Consequences

${consequences.length === 0 ? 'To be written.' : consequences.join('\n')}

Advice by ${basis.join(', ') || 'ClaudeDirector'}: ${address}
`;
}

/** What an answer says before its first heading, and its options. */
function sectionsOf(markdown: string): { readonly opening: string; readonly options: string } {
  const [opening = '', ...rest] = markdown.split(/\n{2,}(?=\*\*[^*\n]+\*\*(?:\n|$))/);
  const options = rest.find((section) => section.startsWith('**Options**'))?.replace(/^\*\*Options\*\*\s*/, '');
  return { opening, options: options ?? 'To be written.' };
}

function quoted(text: string): string {
  return text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
