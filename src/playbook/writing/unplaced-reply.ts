import { voiceOf } from '../content/news.js';
import { firstThought, plainText } from '../question/quotable-text.js';
import type { Act } from '../reading/conversation/follow-up-signs.js';
import type { FollowUp } from '../reading/conversation/follow-up.js';
import { type AnswerParts, capitalized, partsOf } from './parts.js';

const MAX_QUOTED = 300;
const WORDS_QUOTED = 14;
/** Of a reply that names one of the things said before, and nothing else. */
const WORDS_OF_A_PICK = 3;

/** What holds for a reply of a kind in any matter, so that it is answered before the matter itself is clear. */
const HOLDS: Readonly<Partial<Record<Act, string>>> = {
  refused:
    'Ask what they would need in order to say yes, and by when; a no with a condition is an offer. Then do the part that needs no yes, tell them the day, and take only the rest to the person above you both.',
  who: 'The one who pays for it and the one who has to live with it. Where these are two, name today which of them has the last word; the other is heard before, and everyone else is told after.',
  blocked:
    'Then strike that part and look at what is left: what of it needs neither money nor permission begins this week. For the rest write one line, what it would cost and what it would bring, to the person who could give it.',
  measure:
    'Take one thing that can be counted today and would be different if it works; note today’s figure with the date, say which figure would be enough, and look again after four weeks.',
  cost: 'Count three things: days of people, what is bought, and what waits meanwhile. The third is usually the largest, and it is the one that no offer shows.',
  risk: 'Ask of each step what the worst is that it does, who would notice first, and whether it can be taken back within a day. What can be taken back you try; the rest you decide together with those it would hit.',
  timing:
    'Set the day on which it is decided before you go on collecting reasons: the first talk this week, the decision within two, and a look at what came of it six weeks later.',
  verdict:
    'In your place I would take the smaller step that can be taken back, this week, and say openly on which day I decide about the whole.',
  words:
    'In this order: what I have seen, what it leads to, what I would like instead, and then a question and silence. One example, no adjectives, and nothing that a third person said.',
  objection:
    'They will ask what it costs them. Know the answer before they ask: which hours, which say or which promise they give up, and what they get for it.',
  contradicted:
    'Take it as information before you take it as an argument: ask for the last time it was so, and what came of it. One example decides more than two opinions.',
  why: 'Because what you wrote fits more than one situation, and the right step in one of them does harm in another.',
  choose:
    'Three criteria, agreed before it is known how they fall: what it costs when it goes wrong, who has to live with it, and how quickly it can be taken back. Where they disagree, the third decides.',
  lasting:
    'Take the last two times and look for what both had in common before it began; change that one thing, give it a name and a day on which you look whether it held.',
  tried:
    'Then the question is what it failed at: said but not agreed, agreed but not kept, or kept and of no use. Each of the three asks for another next step.',
  first:
    'First write down in one sentence what should be different, and show it to the one person who could stop it; what they change in the sentence is your next step.',
  price:
    'What you give up is what the other way would have brought; name that aloud to those who wanted it, once, and with the reason.',
};
const DIFFERENT: readonly string[] = [
  'What happens if nothing is done about it for three months, and to which people?',
  'Who decides it in the end, and what has that person said so far?',
];

/** Answers what is asked without knowing the matter: never the readings once more, and one question that would tell. */
export function unplacedReply({ asked, kind, who }: FollowUp, focus: string, numbers: string): AnswerParts {
  const question = DIFFERENT[kind === 'who' || kind === 'verdict' ? 0 : asked.length % DIFFERENT.length];
  const isPick = kind === 'option' || (asked.split(/\s+/).length <= WORDS_OF_A_PICK && focus.includes(asked.trim()));
  const picked = isPick
    ? `**${capitalized(plainText(asked, MAX_QUOTED).replace(/[.!?]+$/, ''))}**, then. The people who would have had it otherwise hear it first and from you, with the reason; after that it is told to all.`
    : undefined;
  const voice = kind === 'objection' && who !== undefined ? voiceOf(who) : undefined;
  const holds = picked ?? voice ?? HOLDS[kind];
  return partsOf([
    numbers,
    holds,
    `**What would tell me more** about “${firstThought(plainText(focus, MAX_QUOTED), WORDS_QUOTED)}”: ${question ?? ''}`,
  ]);
}
