import { countWords, type AuthoredBrief, type BriefAction } from '../playbook/index.js';

import { ModelReplyInvalidError } from './clients/model.errors.js';

const MAX_BRIEF_WORDS = 520;
const MAX_CONTRIBUTION_WORDS = 130;
const MAX_ACTIONS = 4;

const HEADINGS = {
  diagnosis: 'diagnosis',
  options: 'options',
  recommendation: 'recommendation',
  actions: 'actions',
  challenge: 'challenge',
  'what would change this': 'reversal',
} as const;
type Section = (typeof HEADINGS)[keyof typeof HEADINGS];
const REQUIRED: readonly Section[] = ['diagnosis', 'options', 'recommendation', 'actions', 'reversal'];

/**
 * Parses a reply as a brief.
 *
 * @throws {ModelReplyInvalidError} `MODEL_REPLY_INVALID`, unless every required section occurs once, within the bounds of length.
 */
export function readBrief(reply: string): AuthoredBrief {
  const sections = sectionsOf(harmless(reply));
  if (REQUIRED.some((section) => (sections.get(section) ?? '') === '')) throw new ModelReplyInvalidError('malformed');
  if (countWords([...sections.values()].join(' ')) > MAX_BRIEF_WORDS) throw new ModelReplyInvalidError('too_long');
  const text = (section: Section) => sections.get(section) ?? '';
  const actions = text('actions')
    .split('\n')
    .map((line) => /^[-*\d.)\s]*([^|]+?)\s*\|\s*([^|]+?)\s*\|\s*([^|]+?)\s*$/.exec(line))
    .flatMap((match) => (match === null ? [] : [actionOf(match)]));
  if (actions.length === 0 || actions.length > MAX_ACTIONS) throw new ModelReplyInvalidError('malformed');
  return {
    diagnosis: text('diagnosis'),
    options: text('options'),
    recommendation: text('recommendation'),
    actions,
    challenge: text('challenge').replaceAll(/\s*\n\s*/g, ' '),
    reversal: text('reversal'),
  };
}

/**
 * Parses a reply as one paragraph.
 *
 * @throws {ModelReplyInvalidError} `MODEL_REPLY_INVALID`, if it is empty or too long.
 */
export function readContribution(reply: string): string {
  const text = harmless(reply)
    .replaceAll(/^#.*$/gm, '')
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ');
  if (text === '') throw new ModelReplyInvalidError('malformed');
  if (countWords(text) > MAX_CONTRIBUTION_WORDS) throw new ModelReplyInvalidError('too_long');
  return text;
}

const FENCE = /^[ \t]*(`{3,}|~{3,})[^\n]*\n([^]*?)(?:^[ \t]*\1[ \t]*$|$(?![^]))/m;

/** A reply that stands in a code block, which is not code then; any other reply as it is. */
function unfenced(reply: string): string {
  const fence = FENCE.exec(reply);
  if (fence === null) return reply;
  const [whole, , inside = ''] = fence;
  return countWords(inside) > countWords(reply.replace(whole, '')) ? inside : reply;
}

/**
 * The text of a brief while it is written. Before its first heading there is no brief yet: models introduce it, open a
 * code block, or think aloud there.
 */
export class BriefPreview {
  #held: string | undefined = '';

  /** What of the next piece can be shown. */
  next(piece: string): string {
    const plain = piece.replaceAll('`', '');
    if (this.#held === undefined) return plain;
    this.#held += plain;
    const at = /^ {0,3}#{1,4} /m.exec(this.#held)?.index;
    if (at === undefined) {
      this.#held = this.#held.slice(this.#held.lastIndexOf('\n') + 1);
      return '';
    }
    const shown = this.#held.slice(at);
    this.#held = undefined;
    return shown;
  }

  restart(): void {
    this.#held = '';
  }
}

/**
 * The reply without anything that a page would load, follow or run, which a finding may have injected. Paragraphs,
 * lists and emphasis remain.
 */
function harmless(reply: string): string {
  return unfenced(reply.toWellFormed().replaceAll(/\r\n?/g, '\n'))
    .replaceAll(/```[^]*?(?:```|$)/g, '')
    .replaceAll(/!?\[([^\][\n]{0,400})\]\([^()\n]{0,600}\)/g, '$1')
    .replaceAll(/!?\[([^\][\n]{0,400})\]\[[^\][\n]{0,200}\]/g, '$1')
    .replaceAll(/^ {0,3}\[[^\]\n]{1,200}\]:.*$/gm, '')
    .replaceAll(/\b(?:[a-z][a-z+.-]{1,12}:\/\/|www\.|javascript:|mailto:|data:[a-z]+\/)\S*/gi, '')
    .replaceAll(/[`[\]]/g, '')
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replaceAll(/(?!\n)[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, '')
    .trim();
}

function sectionsOf(text: string): Map<Section, string> {
  const sections = new Map<Section, string>();
  for (const part of text.split(/^#{1,4} +/m)) {
    const [heading = '', ...lines] = part.split('\n');
    const name = heading.toLowerCase().replaceAll(/[*:.]/g, '').trim();
    const section = Object.hasOwn(HEADINGS, name) ? HEADINGS[name as keyof typeof HEADINGS] : undefined;
    if (section === undefined) continue;
    if (sections.has(section)) throw new ModelReplyInvalidError('malformed');
    sections.set(section, lines.join('\n').trim());
  }
  return sections;
}

function actionOf([, when = '', what = '', measure = '']: RegExpExecArray): BriefAction {
  const plain = (text: string) => text.replaceAll('*', '').replace(/\.$/, '').trim();
  return { when: plain(when), what: plain(what), measure: plain(measure) };
}
