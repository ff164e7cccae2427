import { foldText } from '../../text/index.js';
import type { CaseLibrary } from '../cases/index.js';
import { newsIn, voiceOf } from '../content/news.js';
import { derive } from '../facts/index.js';
import { wordsOf } from '../question/phrases.js';
import type { Act } from '../reading/conversation/follow-up-signs.js';
import type { FollowUp } from '../reading/conversation/follow-up.js';
import { asksForNumber, isClosed } from '../reading/form.js';
import { shaped } from './answer-shape.js';
import { type AnswerWriter, decisive } from './answer-writer.js';
import type { BriefRequest } from './brief-request.js';
import { candidatesReply } from './candidates-reply.js';
import { answerFollowUp, inBrief, longer, recast } from './follow-up-writer.js';
import { obstaclesNamed } from './named-obstacles.js';
import { newsReply, onlyOther, wordsAfterNews } from './news-reply.js';
import { type AnswerParts, closed, partsOf } from './parts.js';
import type { Reply, Source } from './reply.js';
import { labelled, withNews } from './said-back.js';
import { saidBefore } from './said-before.js';
import { objectionOf } from './stance.js';
import { talkingPoints } from './talking-points.js';
import { messageIn, revisedText } from './texts.js';
import { unplacedReply } from './unplaced-reply.js';

/** Of a reading that a reply is answered from where none is sure: it is said back, so that the asker sees it. */
const MIN_GUESS = 0.2;
/** Of a situation that replies to a plan of its own are answered from. */
const MIN_PLANNED = 0.6;

/**
 * Answers replies: changes or adds what the message asks for; what was said before stays.
 *
 * Each kind of reply has its sources in a table; the first of them that has something to say answers.
 */
export class ReplyWriter {
  /** Texts come as they are to be sent: wishes about their form are carried out already. */
  readonly #texts: readonly Source[] = [
    ({ reading, request: { role } }) => textOf(revisedText(reading, role)),
    ({ followUp, reading, writer }) => textOf(messageIn(reading, followUp, writer)),
  ];
  readonly #usual: readonly Source[] = [understood, weighedAlone, (reply) => this.#saidBefore(reply)];
  readonly #sources: Readonly<Partial<Record<Act, readonly Source[]>>> = {
    same: [weighed, briefly, atLength, (reply) => this.#again(reply)],
    option: [understood, weighed],
    objection: [ofMoney, ofStance, ofPost, ...this.#usual],
    words: [sinceNews, ...this.#usual],
    others: [sinceNews, ...this.#usual],
    price: [weighed, (reply) => this.#saidBefore(reply)],
    why: [weighed, (reply) => this.#saidBefore(reply)],
    verdict: [weighed, (reply) => this.#saidBefore(reply)],
    cost: [figure, weighed, (reply) => this.#saidBefore(reply)],
    timing: [figure, weighedAlone, (reply) => this.#saidBefore(reply)],
    changed: [weighed, (reply) => this.#recomputed(reply), understood],
    further: [
      understood,
      weighed,
      (reply) => this.#named(reply),
      figure,
      (reply) => this.#figures(reply),
      (reply) => this.#saidBefore(reply),
    ],
  };
  /** What is left when a kind has no source of its own that speaks. */
  readonly #last: readonly Source[] = [
    (reply) => this.#ofCase(reply),
    (reply) => this.#ofPlan(reply),
    ofGuess,
    (reply) => this.#explained(reply),
    unplaced,
  ];

  constructor(
    private readonly answers: AnswerWriter,
    private readonly cases: CaseLibrary,
  ) {}

  answer(request: BriefRequest, followUp: FollowUp): AnswerParts {
    const reply = this.#reply(request, followUp);
    const text = firstOf(this.#texts, reply);
    if (text !== undefined) return text;
    const points = asPoints(reply);
    const direct = firstOf([candidates, ofNews], reply);
    if (points !== undefined || direct !== undefined)
      return points === undefined ? shaped(direct ?? partsOf([]), followUp.form) : points;
    const parts = firstOf([...(this.#sources[followUp.kind] ?? this.#usual), ...this.#last], reply) ?? partsOf([]);
    return withReading(reply, shaped(labelled(reply, withNews(reply, parts)), formLeft(reply)));
  }

  #reply(request: BriefRequest, followUp: FollowUp): Reply {
    const { reading } = request;
    const { cases, facts, focusForm, text } = reading;
    const known = this.answers.known(reading);
    // What is counted may be asked for in the message itself: “how many is that per person?”
    const all = derive(facts, text.endsWith(followUp.asked) ? text : `${text}\n${followUp.asked}`);
    const derived = decisive(all, focusForm, true);
    const [likely] = cases;
    const isNear = known === undefined && likely !== undefined && likely.confidence >= MIN_GUESS;
    const writer = this.answers.writer(request, known, derived);
    return {
      ...{ request, reading, followUp, derived, known, writer },
      guess: isNear ? this.answers.writer(request, this.cases.get(likely.id), derived) : undefined,
      comparison: this.answers.comparison(request, derived, writer),
    };
  }

  /** The same once more, with what has changed since. */
  #again({ known, reading: { focusForm }, request }: Reply): AnswerParts | undefined {
    return known === undefined && !OWN_FORMS.has(focusForm) ? undefined : this.answers.whole(request, focusForm, known);
  }

  /** A plan and a comparison are made anew with a fact that was replaced. */
  #recomputed({ known, reading: { focusForm }, request }: Reply): AnswerParts | undefined {
    return focusForm === 'plan' || focusForm === 'compare' ? this.answers.whole(request, focusForm, known) : undefined;
  }

  /** A term that the reply itself names. */
  #named({ derived, reading, request }: Reply): AnswerParts | undefined {
    return reading.namesConcept ? this.answers.explained(request, derived) : undefined;
  }

  /** The formula of what was explained, with the numbers of the reply. */
  #figures({ derived, followUp: { asked }, reading: { concepts, facts, focusForm } }: Reply): AnswerParts | undefined {
    if (focusForm !== 'explain' || !/\d/.test(asked)) return undefined;
    const figures = this.answers.figures(concepts, facts, derived);
    return figures === '' ? undefined : partsOf([figures]);
  }

  /** The part of a plan or an explanation that the reply asks about. */
  #saidBefore({ followUp, known, reading: { focusForm }, request }: Reply): AnswerParts | undefined {
    if (focusForm !== 'plan' && focusForm !== 'explain') return undefined;
    return saidBefore(this.answers.whole(request, focusForm, known), followUp);
  }

  #ofCase(reply: Reply): AnswerParts | undefined {
    const { followUp, known, reading, request, writer } = reply;
    const { aside, before, cases, focusForm, text } = reading;
    if (writer === undefined || known === undefined) return undefined;
    // A plan is for an undertaking: the situation in which it arises counts only where it is sure.
    if (focusForm === 'plan' && (cases[0]?.confidence ?? 0) < MIN_PLANNED) return undefined;
    const previous =
      before === text
        ? undefined
        : this.answers.writer({ ...request, reading: { ...reading, words: wordsOf(before) } }, known, []);
    const besides = aside === undefined ? undefined : this.answers.writer(request, this.cases.get(aside), []);
    return answerFollowUp({
      followUp,
      writer,
      isClosed: isClosedReply(followUp.asked),
      ...(previous === undefined ? {} : { changedFrom: previous.choice.option.id }),
      ...(besides === undefined ? {} : { aside: besides }),
    });
  }

  /** What stands in the way of a plan, as the reply names it; else the plan with what the reply adds. */
  #ofPlan({ followUp: { asked }, known, reading, request }: Reply): AnswerParts | undefined {
    if (reading.focusForm !== 'plan') return undefined;
    const [news] = newsIn(asked);
    if (news !== undefined) return partsOf([news]);
    const obstacles = obstaclesNamed(asked);
    return obstacles === '' ? this.answers.whole(request, 'plan', known) : partsOf([obstacles]);
  }

  #explained({ derived, reading: { focusForm }, request }: Reply): AnswerParts | undefined {
    return focusForm === 'explain' ? this.answers.explained(request, derived) : undefined;
  }
}

/** Forms that need no situation. */
const OWN_FORMS: ReadonlySet<string> = new Set(['plan', 'compare', 'explain']);

function firstOf(sources: readonly Source[], reply: Reply): AnswerParts | undefined {
  for (const source of sources) {
    const parts = source(reply);
    if (parts !== undefined && parts.sections.length > 0) return parts;
  }
  return undefined;
}

const textOf = (draft: { readonly markdown: string } | undefined): AnswerParts | undefined =>
  draft === undefined ? undefined : partsOf([draft.markdown]);

/** Whether a yes or a no is wanted. */
const isClosedReply = (asked: string): boolean => isClosed(foldText(asked).text);

/** What is said in brief needs no more shortening. */
function formLeft({ followUp: { form, kind }, guess, reading, writer }: Reply): FollowUp['form'] {
  return (kind === 'same' || reading.isCleared) && form.isShorter && (writer ?? guess) !== undefined
    ? { ...form, isShorter: false }
    : form;
}

/** The asker sees how a matter was read that was not clear from its first message. */
function withReading({ followUp: { form }, guess, reading, writer }: Reply, parts: AnswerParts): AnswerParts {
  const found = reading.isCleared ? writer?.found : guess?.found;
  const isShort = form.isShorter || form.sentences !== undefined || form.words !== undefined;
  if (found === undefined || isShort || reading.focusForm === 'explain') return parts;
  return { ...parts, sections: [...parts.sections, `*Read as: ${found.said}.*`] };
}

/** The asker's alternatives, as far as the reply is about them. */
function weighed({ comparison, followUp }: Reply): AnswerParts | undefined {
  // A question adds nothing to them.
  return followUp.kind === 'further' && followUp.asked.includes('?') ? undefined : comparison?.reply(followUp);
}

/** The news that the reply brings, in its meaning for the matter. */
function ofNews({ followUp: { asked, news }, guess, reading, writer = guess }: Reply): AnswerParts | undefined {
  if (news === undefined) return undefined;
  const left = news.kind === 'withdrawn' ? onlyOther(asked, reading.facts.alternatives) : undefined;
  return newsReply({ news, asked, said: reading.before, writer, ...(left === undefined ? {} : { left }) });
}

function candidates({ followUp, reading: { before } }: Reply): AnswerParts | undefined {
  return followUp.candidates === undefined ? undefined : candidatesReply(followUp.candidates, before);
}

/** What a person will say, as far as their stance was told. */
function ofStance({ followUp: { who = '' }, reading: { before } }: Reply): AnswerParts | undefined {
  return who === '' ? undefined : objectionOf(who, before);
}

/** What people in a post ask in any matter, where the answer before was a plan, or none. */
function ofPost({ followUp: { asked, who = '' }, reading: { focusForm }, writer }: Reply): AnswerParts | undefined {
  if (writer !== undefined && focusForm !== 'plan') return undefined;
  const voice = voiceOf(who) ?? (PRONOUN.test(who) ? undefined : voiceOf(asked));
  return voice === undefined ? undefined : partsOf([voice]);
}
const PRONOUN = /^(?:he|she|they|it|er|sie|[eé]l|ella|ellos|il|elle|ils|)$/i;

/** What to say to people after news. */
function sinceNews({ followUp: { since } }: Reply): AnswerParts | undefined {
  return since === undefined ? undefined : wordsAfterNews(since);
}

/** Points to be said aloud, of the advice or of what was answered last; plans and explanations have points of their own. */
function asPoints(reply: Reply): AnswerParts | undefined {
  const { followUp, reading, writer } = reply;
  const { form, kind } = followUp;
  if (!form.isList || writer === undefined || reading.focusForm === 'explain') return undefined;
  if (kind !== 'same' && followUp.news === undefined) return undefined;
  return talkingPoints(ofNews(reply), writer, form.points);
}

/** Who minds the money objects to what an alternative costs, whatever the situation. */
function ofMoney({ comparison, followUp }: Reply): AnswerParts | undefined {
  return MINDS_MONEY.test(followUp.who ?? '') ? comparison?.objectionToPrice() : undefined;
}
const MINDS_MONEY = /\b(?:cfo|financ\w*|controll\w*|accounting|treasur\w*|finanz\w*|direct\w+ financ\w*|daf)\b/;

/** The same where nothing but the alternatives is known. */
function weighedAlone(reply: Reply): AnswerParts | undefined {
  return reply.writer === undefined ? weighed(reply) : undefined;
}

function briefly({
  followUp: { form },
  guess,
  reading: { focusForm },
  writer = guess,
}: Reply): AnswerParts | undefined {
  return form.isShorter && writer !== undefined && focusForm !== 'explain' && focusForm !== 'plan'
    ? inBrief(writer)
    : undefined;
}

function atLength({ followUp: { form }, guess, writer = guess }: Reply): AnswerParts | undefined {
  return form.isLonger && writer !== undefined ? longer(writer) : undefined;
}

/** Understood for the first time: there is no answer yet that the reply could change. */
function understood({ followUp: { asked, form }, reading, writer }: Reply): AnswerParts | undefined {
  if (!reading.isCleared || writer === undefined) return undefined;
  if (form.isShorter) return inBrief(writer);
  if (isClosedReply(asked)) return writer.verdict(asked);
  return reading.focusForm === 'yes-no' ? writer.verdict(reading.focus) : writer.advice();
}

/** The number that was asked for. */
function figure({ derived, followUp: { asked }, guess, writer = guess }: Reply): AnswerParts | undefined {
  if (!asksForNumber(asked)) return undefined;
  return writer?.figure() ?? (derived[0] === undefined ? undefined : partsOf([closed(derived[0].sentence)]));
}

/** From the likeliest situation, which is said back: no advice has been given before that the reply could change. */
function ofGuess({ followUp, guess }: Reply): AnswerParts | undefined {
  if (guess === undefined) return undefined;
  const isOpen = OPEN.has(followUp.kind);
  const basis = { followUp, writer: guess, isClosed: isClosedReply(followUp.asked) };
  return isOpen ? recast(basis) : answerFollowUp(basis);
}
const OPEN: ReadonlySet<string> = new Set(['further', 'changed', 'contradicted', 'about', 'blocked', 'same']);

/** What holds for such a reply in any matter. */
function unplaced({ derived, followUp, reading: { focus } }: Reply): AnswerParts {
  // Numbers that were not asked for say nothing where the matter is not known.
  const isWanted = asksForNumber(followUp.asked) || followUp.replaced !== undefined;
  const numbers = isWanted ? derived.slice(0, 2).map(({ sentence }) => closed(sentence)) : [];
  return unplacedReply(followUp, focus, numbers.join(' '));
}
