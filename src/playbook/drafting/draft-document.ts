import { asSentence, lowerFirst } from './clauses.js';
import type { DraftRequest } from './draft-request.js';

/** A finished text. */
export interface Draft {
  readonly title: string;
  readonly markdown: string;
}

/** Texts without a reader: they have headings, no greeting. */
export const DOCUMENT =
  /\b(?:adr|charter|job (?:ad|advert|posting|description)|stellenanzeige|policy|runbook|feedback paragraph|paragraph for|bio)\b/;

export function documentOf(request: DraftRequest): Draft {
  const subject = /\bfeedback\b/.test(request.ask) ? /\bfor (\p{Lu}\p{Ll}+)/u.exec(request.asked)?.[1] : undefined;
  const isAdr = /\badr\b/.test(request.ask);
  const parts = request.content.map((one, at) => {
    const bare = one.replace(/[.]$/, '');
    const label = /^(\p{Lu}[\p{L} ]{2,20}):\s+(.+)$/u.exec(bare);
    if (isAdr && at === 0) return `**Decision**\n${asSentence(bare)}`;
    if (label !== null) return `**${label[1] ?? ''}**\n${asSentence(label[2] ?? '')}`;
    if (subject !== undefined && at === 0) return asSentence(`${subject} ${lowerFirst(bare)}`);
    return asSentence(bare);
  });
  const isJob = /\b(?:job|stellenanzeige)\b/.test(request.ask);
  const name = isAdr
    ? 'Decision record'
    : isJob
      ? 'Job ad'
      : subject === undefined
        ? 'Text'
        : `Feedback for ${subject}`;
  if (isJob) {
    const [role = '', ...rest] = request.content.flatMap((one) => one.replace(/[.]$/, '').split(/,\s+/));
    return {
      title: name,
      markdown: [
        `**We are looking for: ${lowerFirst(role)}**`,
        rest.map((one) => `- ${one}`).join('\n'),
        'Interested? Write to [your name].',
      ].join('\n\n'),
    };
  }
  return { title: name, markdown: parts.join(isAdr || parts.some((one) => one.startsWith('**')) ? '\n\n' : ' ') };
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
