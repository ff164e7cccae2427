import type { BriefAction } from '../brief/brief.js';

/** What an answer says, before the frame of headers, findings and sources is put around it. */
export interface AnswerParts {
  /** Paragraphs and lists in order, Markdown; none is empty. */
  readonly sections: readonly string[];
  readonly actions: readonly BriefAction[];
  readonly challenges: readonly string[];
  /** Ids of detected frameworks that the text uses. */
  readonly uses: readonly string[];
  /** It is a plan for an undertaking, or a sum, whatever situation it arises in. */
  readonly isOwnPlan?: boolean;
  /** The text is in the asker's language: its main part, or the whole of it. */
  readonly translated?: 'short' | 'whole';
}

export function partsOf(
  sections: readonly (string | undefined)[],
  { actions = [], challenges = [], uses = [] }: Partial<Omit<AnswerParts, 'sections'>> = {},
): AnswerParts {
  const present = sections.filter((section) => section !== undefined && section !== '') as string[];
  return { sections: present, actions, challenges, uses };
}

/** The first moves as a numbered list. */
export function actionList(actions: readonly BriefAction[]): string {
  if (actions.length === 0) return '';
  const lines = actions.map(
    ({ when, what, measure }, at) =>
      `${at + 1}. **${capitalized(when)}:** ${closed(what)} *Done when:* ${lowerFirst(closed(measure))}`,
  );
  return `**Actions**\n\n${lines.join('\n')}`;
}

export function bulletList(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Lower case for the first letter of an ordinary word; names, "I" and acronyms stay. */
export function lowerFirst(text: string): string {
  return /^(?:I\b|[A-Z][A-Z0-9])/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

/** With a full stop at its end. */
export function closed(sentence: string): string {
  return /[.!?…:]["”)]?$/.test(sentence) ? sentence : `${sentence}.`;
}

/** Labels and marks of lists, which a text of a few sentences does without. */
const MARKS = /^\*\*[^*\n]+\*\*$|^(?:- |\d+\. )|\*\*[^*]+[.:]\*\*:? ?|\*\*/gm;

/** Its sentences, as plain text. */
export function plainSentences({ sections }: AnswerParts): string[] {
  return sections
    .join('\n')
    .replaceAll(MARKS, '')
    .split(/(?<=[.!?…]["”)]?)\s+|\n+/)
    .filter((sentence) => sentence.trim() !== '');
}
