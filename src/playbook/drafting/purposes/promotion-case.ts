import { asSentence, lowerFirst, sentencesOf, wordsIn } from '../language/clauses.js';
import { baseOfThird, isPastVerb } from '../language/english-verbs.js';
import type { DraftRequest } from '../request/draft-request.js';
import { listed } from './wishes.js';
import type { Draft } from './composed-text.js';

const ASKED = /\bpromo(?:tion)? (?:packet|case|blurb|text|write-?up|nomination)\b|\bpromo packet\b|\bnomination\b/;
const LEVELS =
  /\b(mid|junior|senior|staff|principal|lead|l\d)\s*(?:->|→|to|=>)\s*(mid|senior|staff|principal|lead|l\d)\b/i;
const WEAK = /^(?:weak(?: ?(?:spot|point|ness))?s?|gaps?|doubts?|against|risk|concern)s?\b[^:]{0,50}:\s*/i;
const DONE = /^(?:things (?:she|he|they) did|did|achievements?|done|evidence|impact)\s*:\s*/i;
/** What the asker says of those who decide. */
const COMMITTEE = /^(?:the )?(?:committee|panel|board|reviewers?)\b/i;

/** The case for a promotion: what was done, each with its figure, and the doubt in the open. Third person. */
export function promotionCase(request: DraftRequest): Draft | undefined {
  if (request.language !== 'en' || !ASKED.test(request.ask)) return undefined;
  const name = /\bfor (\p{Lu}\p{Ll}+)/u.exec(request.asked)?.[1] ?? request.name;
  if (name === undefined) return undefined;
  const sentences = request.content.flatMap((one) => sentencesOf(one)).map((one) => one.replace(/[.]$/, '').trim());
  const told = sentences.filter((one) => !WEAK.test(one) && !COMMITTEE.test(one));
  const doubts = sentences.filter((one) => WEAK.test(one)).map((one) => one.replace(WEAK, ''));
  const whole = `${sentences.join(' ')} ${request.about ?? ''}`;
  const pronoun = /\b(?:she|her)\b/i.test(whole) ? 'She' : /\b(?:he|his|him|he's)\b/i.test(whole) ? 'He' : name;
  const acts = told.flatMap((one) => actsIn(one.replace(DONE, '')));
  const levels = LEVELS.exec(request.asked) ?? LEVELS.exec(whole);
  const opening =
    levels === null
      ? []
      : [`${name} is put forward from ${lowerFirst(levels[1] ?? '')} to ${lowerFirst(levels[2] ?? '')}.`];
  const lines =
    pronoun === name
      ? [asSentence(`${name} ${listed(acts)}`)]
      : acts.map((act, at) => asSentence(`${at === 0 ? name : pronoun} ${act}`));
  const doubt = doubts.map((one, at) => (at === 0 ? `${one}.` : asSentence(one))).join(' ');
  return {
    title: `Promotion case for ${name}`,
    markdown: [
      [...opening, ...lines].join(' '),
      doubt === '' ? '' : `The doubt that will be raised: ${lowerFirst(doubt)}`,
    ]
      .filter((one) => one !== '')
      .join('\n\n'),
  };
}

/** `designed X; runs Y, mentored two, one got promoted`: one act each, what is no act of theirs with the one before. */
function actsIn(sentence: string): string[] {
  const acts: string[] = [];
  for (const part of sentence.split(/[;,]\s+(?:and )?/)) {
    const first = /^[a-z'-]+/i.exec(part)?.[0].toLowerCase() ?? '';
    const isAct =
      baseOfThird(first) !== undefined ||
      isPastVerb(first) ||
      /^(?:got|led|wrote|built|cut|ran|runs|owns|won|made|set|took|taught)$/.test(first);
    const last = acts.at(-1);
    if (isAct && wordsIn(part) > 1) acts.push(part.trim());
    else if (last !== undefined)
      acts[acts.length - 1] = /^one (?=\w+ (?:promoted|hired|left))/i.test(part)
        ? `${last} (${part})`
        : `${last}, ${part}`;
  }
  return acts;
}
