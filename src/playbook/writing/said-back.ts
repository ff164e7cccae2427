import { newsIn } from '../content/news.js';
import { plainText } from '../question/quotable-text.js';
import { type AnswerParts, capitalized } from './parts.js';
import type { Reply } from './reply.js';

/** What experience says to the news, before what the matter says to it: in brief, unless it is answered for the first time. */
export function withNews(
  { followUp: { asked, form, kind, replaced }, reading }: Reply,
  parts: AnswerParts,
): AnswerParts {
  if (!TELLS.has(kind) || replaced !== undefined) return parts;
  const [say] = newsIn(asked);
  if (say === undefined || parts.sections[0] === say) return parts;
  const isShort = form.isShorter || form.sentences !== undefined;
  const kept = isShort ? 1 : reading.isCleared ? parts.sections.length : MAX_BESIDE_NEWS;
  return { ...parts, sections: [say, ...parts.sections.slice(0, kept)] };
}
const MAX_BESIDE_NEWS = 2;

/** What the reply tells or names stands before the answer to it, so that the asker sees it was taken in. */
export function labelled({ followUp: { asked, form, kind, replaced } }: Reply, parts: AnswerParts): AnswerParts {
  if (!TELLS.has(kind) || replaced !== undefined || form.isAny) return parts;
  // What only asks back quotes the reply itself.
  if (parts.sections.length === 1 && parts.sections[0]?.startsWith('**What would tell me more') === true) return parts;
  if (kind !== 'about' && (asked.includes('?') || ASKS.test(asked))) return parts;
  const said = plainText(asked.replace(LINK, ''), MAX_LABEL).replace(/[\s.,;:!?…]+$/, '');
  if (said === '' || said.split(/\s+/).length > WORDS_OF_LABEL) return parts;
  const [first = '', ...rest] = parts.sections;
  const label = kind === 'about' ? `**${capitalized(said)}.**` : `**On “${said}”.**`;
  const isOpen = /^(?:- |\d+\. |\||\*\*)/.test(first);
  return { ...parts, sections: isOpen ? [label, first, ...rest] : [`${label} ${first}`, ...rest] };
}
const TELLS: ReadonlySet<string> = new Set(['further', 'changed', 'contradicted', 'blocked', 'about']);
const ASKS =
  /^\W*(?:(?:and|but|so|ok|then|und|aber|y|et) )*(?:what|how|why|who|which|where|when|should|can|do|is|was|wie|warum|wer|welche\w*|qu[eé]|c[oó]mo|comment|pourquoi|quel\w*)\b/i;
const LINK = /^\W*(?:(?:and|but|so|what about|how about|und|aber|was ist mit|y|pero|et|mais)\b,? ?)+/i;
const MAX_LABEL = 120;
const WORDS_OF_LABEL = 12;
