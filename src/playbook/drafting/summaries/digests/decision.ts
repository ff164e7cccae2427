import { plain } from '../../../facts/index.js';
import { asSentence, lowerFirst } from '../../language/clauses.js';

type Part = 'decision' | 'now' | 'cost' | 'affected' | 'told' | 'open' | 'rest';

const PROPOSAL =
  /\b(?:(?:can|could) live with|i'd (?:go|cut|take|keep|choose|do|buy|stop|move|wait|drop|add|switch|renew)\b|would go|proposes?|suggests?|recommends?|let's|we should|am for|is for|in favou?r|vorschlag|schlage vor|propose|propongo)\b/;
const CONDITION = /\b(?:can|could) live with (.+?),? if (.+)$/i;
const OPEN = /\?|\b(?:not clear|unclear|unknown|no idea|open question|tbd|looks at it|unklar|offen)\b/;
const NOW =
  /\b(?:ends?|expires?|due|notice|deadline|until|today is|now is|already|before|after|by|until|so we have|bis|avant|antes)\b.*(?:\d|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|peak|notice)\b)|\b\d+ (?:days|weeks|months)(?:' notice)?\b/;
const COST =
  /[€£$]|\b\d[\d.,]*\s?(?:k|m)\b(?! (?:calls|users|requests|rows|orders|events))|\b(?:costs?|budget|price|fee|penalty|half[- ]time|full[- ]time|person(?:-| )?(?:days|months|half)|blocks?|blocked)\b/;
const AFFECTED =
  /\b\d[\d.,]*(?: of (?:those|these|them|which))? ?(?:%|systems?|partners?|customers?|clients?|users?|teams?|people|calls)\b|\b\d+ (?:of those|would|can't|cannot)\b|\b(?:biggest|largest|smallest|most of)\b/;
const TOLD = /\b(?:told|promised|announced|said to)\b.*\b(?:everyone|all|them|customers|partners|people)\b/;

const LABELS: readonly (readonly [Part, string])[] = [
  ['decision', 'Decision asked'],
  ['now', 'Why now'],
  ['cost', 'What it costs'],
  ['affected', 'Who is affected'],
  ['told', 'Said so far'],
  ['rest', 'Also'],
  ['open', 'Open'],
];

function partOf(text: string): Part {
  const read = plain(text);
  if (OPEN.test(read)) return 'open';
  if (PROPOSAL.test(read)) return 'decision';
  if (TOLD.test(read)) return 'told';
  if (NOW.test(read) && !/^\d/.test(read)) return 'now';
  if (COST.test(read)) return 'cost';
  if (AFFECTED.test(read)) return 'affected';
  return NOW.test(read) ? 'now' : 'rest';
}

/** A thread as those who decide need it: what is asked, why now, what it costs, who is affected, what is open. */
export function decisionLines(texts: readonly string[], speakers: ReadonlySet<string>): string[] | undefined {
  const parts = new Map<Part, string[]>();
  let last: Part = 'rest';
  for (const given of texts) {
    const text = [...speakers].reduce((made, name) => made.replace(new RegExp(`^${name}: `, 'i'), ''), given);
    // What answers an open question stands with it.
    const asked = parts.get('open')?.at(-1) ?? '';
    const answers =
      last === 'open' && asked.endsWith('?') && !OPEN.test(plain(text)) && text.split(/\s+/).length <= MAX_ANSWER;
    if (answers) {
      const open = parts.get('open') ?? [];
      open[open.length - 1] = answered(asked, text);
      last = 'rest';
      continue;
    }
    const part = partOf(text);
    parts.set(part, [...(parts.get(part) ?? []), text]);
    last = part;
  }
  if (!parts.has('decision') && !parts.has('open')) return undefined;
  return LABELS.flatMap(([part, label]) => {
    const said = (parts.get(part) ?? []).map((text) =>
      asSentence(part === 'decision' ? proposed(text, speakers) : part === 'told' ? wereTold(text) : text),
    );
    return said.length === 0 ? [] : [`**${label}.** ${said.join(' ')}`];
  });
}
/** `told everyone …`: what the others know. */
const wereTold = (text: string): string =>
  text
    .replace(/^told (?:everyone|them all|all)\b/i, 'everyone was told')
    .replace(
      /^told (?:the |our )?(customers|partners|clients|users|people)\b/i,
      (_, who: string) => `${who} were told`,
    );
const MAX_ANSWER = 8;

const answered = (question: string, answer: string): string => {
  const about = /^what about (.+)\?$/i.exec(question)?.[1];
  return about === undefined ? `${question} ${asSentence(answer)}` : asSentence(`${about}: ${lowerFirst(low(answer))}`);
};
const low = (text: string): string =>
  /^\p{Lu}\p{Ll}/u.test(text) ? `${text[0]?.toLowerCase() ?? ''}${text.slice(1)}` : text;

/** `Ben can live with end of March if the letter goes out now`: what is proposed, on which condition. */
function proposed(text: string, speakers: ReadonlySet<string>): string {
  const bare = text.replace(/[.]$/, '');
  const condition = CONDITION.exec(bare);
  if (condition !== null) return `${condition[1] ?? ''}, on condition that ${condition[2] ?? ''}`;
  const own = /^(?:\p{Lu}\p{Ll}+: )?I'd (?!go\b)(\p{Ll}.+)$/u.exec(bare)?.[1];
  if (own !== undefined) return own;
  const open = bare.replace(/^(?:\p{Lu}\p{Ll}+: )?I(?:'d| would) go\b/u, 'the proposal is to go ahead');
  const [first = ''] = open.split(/[ :]/, 1);
  return speakers.has(first) ? open.slice(first.length).replace(/^[: ]+/, '') : open;
}
