import { foldText } from '../../text/index.js';
import { isTextRequest } from '../drafting/index.js';
import {
  familyOf,
  recognizeSensitive,
  type SensitiveMatch,
  staysWithMatter,
  SURE as SURE_CUE,
  waysToSave,
} from '../sensitive/index.js';
import type { CaseModel, CaseScores, SensitiveScore } from './case-model.js';

/**
 * A text this likely about a sensitive situation is answered as one, unless an ordinary one is likelier still; where it is
 * not clear which situation, it must be likelier.
 */
const SUSPICION = {
  least: 0.45,
  unclear: 0.5,
  strong: 0.7,
  mostOffTopic: 0.4,
  surelyOrdinary: 0.5,
  /** Of a text that asks for no judgment: of sensitive ones 2 of 100 do not, of everyday ones two thirds. */
  unasked: 0.8,
} as const;
const OWN_BURNOUT = 'own-burnout';
/** A report about one of the asker's people, in four languages. */
const OF_ANOTHER =
  /\b(?:meine?[rnms]? (?:mitarbeiter\w*|kolleg\w*|entwickler\w*|teamleiter\w*)|(?:sie|er) hat mir|mi (?:emplead|companer|tecnic|desarrollador)\w*|(?:ma|mon) (?:collegue|collaborat\w*|salarie\w*)|une? de mes|my (?:report|engineer|colleague|developer|dev|teammate|tester|designer)s?|one of my)\b/;
/** The asker's own stay and job, and not that of one of their people. */
const OWN_STAY =
  /\b(?:i'm|i am|am i) (?:being )?(?:managed out|pushed out|let go|forced out|fired|made redundant|losing my job)\b|\bmy (?:own )?(?:visa|work permit|permit|h-?1b|blue card|green card)\b|\bi (?:have|hold|work on|am on)\b[^.?!]{0,40}\bvisa\b/;
/** What someone does to another. */
const OFFENCE = /^(?:assault|harassment|bullying|stalking|violence|racist)/;
/** Who leaves of their own will writes a letter and dismisses no one. */
const OWN_RESIGNATION =
  /\bmy (?:own )?resignation\b|\bmi renuncia\b|\bma (?:lettre de )?demission\b|\bmeine (?:eigene )?kundigung\b/;
/** Who takes leave of colleagues speaks of an ending that harms no one. */
const OWN_FAREWELL =
  /\b(?:despedir(?:me|nos) del?|(?:say|saying) (?:goodbye|farewell) to (?:my|the|our) (?:team|colleagues|group)|verabschied\w* mich|mich (?:vom|von meinem) team verabschied\w*|dire au revoir a)\b/;
/** Who wants to move to other work is let go to it, and not dismissed. */
const WANTS_TO_MOVE =
  /\b(?:wants?|asks?|asked|hopes?|would like) to (?:become|move|switch|transfer|join|change|try)\b.{0,80}\blet (?:her|him|them) go\b/;
/** What is serious, but not clear which. */
export const SERIOUS = 'serious-matter';
/** Without a cue no reading of a sensitive situation is sure. */
const CUE_LESS = 0.74;
/**
 * A cue counts from this probability that the text is sensitive: of 246 sensitive texts with a cue none is below, of 48
 * others with one 16 are. Of a situation that is not among the likeliest it needs more: of 75 such texts three are below, of
 * 43 others 28.
 */
const PLAUSIBLE = { cue: 0.05, weakCue: 0.3, elsewhere: 0.2, text: 0.12 } as const;
/** Shaking hands and bad nights come with any fright: with nothing else of a burnout, the text must be likely sensitive. */
const FRIGHT = 0.45;
/** From this probability a clear reading stands against a cue that shows a situation which is not among the likeliest. */
const OVERRULES = { cue: 0.9, weakCue: 0.8 } as const;
/** A layoff that is planned, or weighed against other ways to save. */
const LAYOFF = 'layoff-plan';

/** A question, and what is known of it so far. */
interface SuspectQuestion {
  readonly question: string;
  /** Earlier questions of the conversation, oldest first. */
  readonly earlier: readonly string[];
  readonly scores: CaseScores;
  /** Whether advice is asked for: a text to write is not suspected. */
  readonly isAdvice: boolean;
  /** Whether a plan is asked for, which a sensitive matter seldom is without saying so. */
  readonly isPlan: boolean;
  /** Whether the detector takes the text for a leader's question. */
  readonly isStrategic: boolean;
}

/** Decides by cues and by the model whether a question is sensitive, and which situation it is about. */
export class SensitiveReader {
  constructor(private readonly model: Pick<CaseModel, 'score'>) {}

  read({ question, earlier, isAdvice, isPlan, isStrategic, scores }: SuspectQuestion): SensitiveMatch | undefined {
    const cued = this.#kept(question, earlier) ?? recognizeSensitive(question, earlier);
    if (cued === undefined && !isAdvice) return undefined;
    const opening = foldText(question.slice(0, 1_000)).text;
    if (!isAdvice && OWN_RESIGNATION.test(opening)) return undefined;
    if (cued?.id.startsWith('dismissal') === true && WANTS_TO_MOVE.test(opening)) return undefined;
    if ((cued === undefined || cued.id === LAYOFF) && waysToSave(question).length > 0) {
      return { id: LAYOFF, confidence: SURE_CUE, isFollowUp: false };
    }
    const score = this.model.score(question).sensitive;
    if (cued !== undefined && isPlausible(cued, score) && (isAdvice || isItsMatter(cued, score)))
      return concerning(overruled(cued, score), score, question);
    const read =
      isAdvice && !OWN_FAREWELL.test(opening) ? suspected(score, scores, leastOf(isPlan, isStrategic)) : undefined;
    return read === undefined ? undefined : concerning(read, score, question);
  }

  /** What a reply goes on from, where that was sensitive by its words alone and the reply itself shows nothing surely. */
  #kept(question: string, earlier: readonly string[]): SensitiveMatch | undefined {
    if (
      earlier.length === 0 ||
      !staysWithMatter(question) ||
      (recognizeSensitive(question)?.confidence ?? 0) >= SURE_CUE
    )
      return undefined;
    for (const before of earlier.toReversed()) {
      if (isTextRequest(before) || recognizeSensitive(before) !== undefined) return undefined;
      const scores = this.model.score(before);
      const match = isTold(before) ? suspected(scores.sensitive, scores, 0) : undefined;
      if (match !== undefined) return { ...match, isFollowUp: true };
      if (!staysWithMatter(before)) return undefined;
    }
    return undefined;
  }
}

/** A few words, “what do I say to him?”, tell no matter that a reply could go on from. */
const isTold = (text: string): boolean => text.trim().split(/\s+/).length >= WORDS_OF_A_MATTER;
const WORDS_OF_A_MATTER = 15;

/** A cue in a text that is surely about something else is a word in another sense; where life may be at risk it stands. */
function isPlausible(
  { confidence, id, isFollowUp }: SensitiveMatch,
  { confidence: likely, nearest }: SensitiveScore,
): boolean {
  if (isFollowUp || familyOf(id) === 'danger') return true;
  if (confidence < SURE_CUE) return likely >= PLAUSIBLE.weakCue;
  if (nearest.includes(id)) return likely >= PLAUSIBLE.cue;
  return likely >= (id === OWN_BURNOUT ? FRIGHT : PLAUSIBLE.elsewhere);
}

/**
 * Of a text to write or to shorten, whose words are those of its readers and not of a report: a cue counts where the text as a
 * whole is likely to be about its situation.
 */
function isItsMatter(
  { id, isFollowUp }: SensitiveMatch,
  { confidence, id: likeliest, nearest }: SensitiveScore,
): boolean {
  if (isFollowUp || familyOf(id) === 'danger') return true;
  // Words for a no to an order against the law are asked for with the order.
  if (id.startsWith('order-')) return true;
  return confidence >= PLAUSIBLE.text && (familyOf(id) === familyOf(likeliest) || nearest.includes(id));
}

/** Where the words of a text leave hardly a doubt, one phrase does not turn it into something else; danger always stands. */
function overruled(match: SensitiveMatch, score: SensitiveScore): SensitiveMatch {
  const least = match.confidence < 1 ? OVERRULES.weakCue : OVERRULES.cue;
  const isKnown = match.isFollowUp || familyOf(match.id) === 'danger' || score.nearest.includes(match.id);
  return isKnown || !score.isClear || score.confidence < least ? match : { ...match, id: score.id };
}

/** Tears and exhaustion that are told of another person are not the asker's own; a visa may be. */
function concerning(match: SensitiveMatch, { id }: SensitiveScore, question: string): SensitiveMatch {
  if (match.id === 'visa-permit' && OWN_STAY.test(foldText(question.slice(0, 1_000)).text))
    return { ...match, id: 'own-job' };
  if (match.id !== OWN_BURNOUT || !OF_ANOTHER.test(foldText(question.slice(0, 1_000)).text)) return match;
  return { ...match, id: OFFENCE.test(id) ? id : 'mental-health' };
}

const leastOf = (isPlan: boolean, isStrategic: boolean): number =>
  isStrategic ? (isPlan ? SUSPICION.strong : 0) : SUSPICION.unasked;

/** What the words of a text suggest where no cue proves it: the answer says that it may read too much into it. */
function suspected(
  { id, confidence, isClear, nearest }: SensitiveScore,
  { cases: [likely], offTopic }: CaseScores,
  least: number,
): SensitiveMatch | undefined {
  if (confidence < Math.max(least, isClear ? SUSPICION.least : SUSPICION.unclear)) return undefined;
  if (offTopic >= SUSPICION.mostOffTopic) return undefined;
  if (confidence < SUSPICION.strong && (likely?.confidence ?? 0) >= SUSPICION.surelyOrdinary) return undefined;
  const match = { id, confidence: Math.min(confidence, CUE_LESS), isFollowUp: false };
  return isClear ? match : { ...match, id: SERIOUS, nearest: nearest.filter((one) => one !== SERIOUS) };
}
