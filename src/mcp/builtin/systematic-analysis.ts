import type { Framework } from '../../frameworks/index.js';
import { termsOf } from '../../text/index.js';

/** One point of the analysis; the text quotes the question or the framework library. */
export interface AnalysisPoint {
  readonly title: string;
  readonly text: string;
}

/** Sentences that state a limit: an amount, a time, a prohibition. */
const LIMIT =
  /[$€£]\s?\d|\d\s?(%|k\b|m\b|million|weeks?|months?|days?|quarters?|years?|people|engineers|hours?)|\b(by|before|until|deadline|budget|freeze|cannot|can't|must not|without|no more than|only have)\b/i;

/** Sentences that state a problem. */
const TROUBLE =
  /\b(wait(?:s|ing|ed)?|block(?:s|ed|ing)?|stuck|slow(?:s|er|ing|ed)?|delay(?:s|ed)?|fail(?:s|ed|ing)?|broken|late|los(?:e|es|ing|t)|leav(?:e|es|ing)|left|conflict|disagree|unclear|too (?:many|much|few|slow|expensive)|not enough|struggl\w+|problem|risk|outages?|incidents?|churn|debt)\b/i;

/** Groups and roles that can carry or block a decision. */
const STAKEHOLDER =
  /\b(?:the |our |my |their )?(board|ceo|cto|cfo|ciso|coo|cpo|vps?|executives?|investors?|finance|legal|procurement|works council|unions?|regulators?|auditors?|customers?|users?|sales|marketing|product (?:managers?|owners?|people)|designers?|platform (?:team|group|squad|people)|infra(?:structure)? (?:team|group|squad|people)|security(?: team)?|ops|operations|support|(?:\w+ )?(?:squads?|teams?)|vendors?|partners?|staff engineers?|architects?|managers?|hr)\b/gi;

const MAX_LIMITS = 2;
const MAX_STAKEHOLDERS = 5;
/** Characters read; bounds the cost of long memos. */
const MAX_READ_LENGTH = 8_000;

/**
 * Analyzes a question: problem, limits, stakeholders, options, trade-off, criterion, open question and next step.
 *
 * @param frameworks Frameworks that apply, best first.
 * @remarks Linear in the question's length. Points without a basis in the question are left out.
 */
export function analyzeSystematically(question: string, frameworks: readonly Framework[]): AnalysisPoint[] {
  const text = question.slice(0, MAX_READ_LENGTH);
  const sentences = text.split(/(?<=[.!?])\s+|\n+/).map((sentence) => sentence.trim());
  const points: (AnalysisPoint | undefined)[] = [
    limitsOf(sentences),
    stakeholdersOf(text),
    optionsOf(sentences),
    problemOf(sentences),
    tradeOffOf(frameworks),
    criterionOf(frameworks),
    openQuestionOf(text, frameworks),
    nextStepOf(frameworks),
  ];
  return points.filter((point) => point !== undefined);
}

/** The problem in the asker's words; undefined if they only ask. */
function problemOf(sentences: readonly string[]): AnalysisPoint | undefined {
  const stated = sentences.find((sentence) => !sentence.endsWith('?') && TROUBLE.test(sentence));
  return stated === undefined ? undefined : { title: 'The problem as stated', text: stated };
}

/** The first pitfall of the best framework. */
function tradeOffOf([lead]: readonly Framework[]): AnalysisPoint | undefined {
  const pitfall = lead?.pitfalls[0];
  return pitfall === undefined ? undefined : { title: 'What is traded', text: pitfall };
}

/** The first step of the best framework. */
function nextStepOf([lead]: readonly Framework[]): AnalysisPoint | undefined {
  const step = lead?.steps[0];
  return step === undefined ? undefined : { title: `Next step: ${step.name}`, text: step.how };
}

function limitsOf(sentences: readonly string[]): AnalysisPoint | undefined {
  const limits = sentences.filter((sentence) => LIMIT.test(sentence)).slice(0, MAX_LIMITS);
  return limits.length === 0 ? undefined : { title: 'Limits any answer must respect', text: limits.join(' ') };
}

function stakeholdersOf(text: string): AnalysisPoint | undefined {
  const named = new Map<string, string>();
  for (const [mention, core] of text.matchAll(STAKEHOLDER)) {
    const key = (core ?? mention).toLowerCase();
    if (!named.has(key)) named.set(key, mention.trim());
  }
  const list = [...named.values()].slice(0, MAX_STAKEHOLDERS);
  return list.length < 2
    ? undefined
    : {
        title: 'Who has a say',
        text: `${list.join(', ')}: each of them can stall the decision, so hear each before it is made.`,
      };
}

function optionsOf(sentences: readonly string[]): AnalysisPoint | undefined {
  for (const sentence of sentences) {
    const choice =
      /\b(?:should (?:we|i)|do (?:we|i)|whether to|either|shall we)\s+([^?,.;]{3,80}?),?\s+or\s+([^?.;]{3,80})[?.]?/i.exec(
        sentence,
      );
    if (choice !== null) {
      return {
        title: 'Options on the table',
        text: `“${choice[1]?.trim()}” or “${choice[2]?.trim()}”; weigh a third, leaving it as it is for one more quarter, against both.`,
      };
    }
  }
  return undefined;
}

function criterionOf([lead]: readonly Framework[]): AnalysisPoint | undefined {
  const measure = lead?.measures[0];
  return measure === undefined ? undefined : { title: 'What would settle it', text: measure };
}

/** The diagnostic question that shares the smallest ratio of its terms with the text. */
function openQuestionOf(text: string, [lead]: readonly Framework[]): AnalysisPoint | undefined {
  if (lead === undefined) return undefined;
  const said = new Set(termsOf(text));
  let open: string | undefined;
  let least = Infinity;
  for (const { question, terms } of questionTermsOf(lead)) {
    const share = terms.filter((term) => said.has(term)).length / Math.max(1, terms.length);
    if (share < least) [open, least] = [question, share];
  }
  return open === undefined ? undefined : { title: 'Find out first', text: open };
}

interface QuestionTerms {
  readonly question: string;
  readonly terms: readonly string[];
}

/** Terms by framework, collected together with a framework that has been replaced. */
const QUESTION_TERMS = new WeakMap<Framework, readonly QuestionTerms[]>();

function questionTermsOf(framework: Framework): readonly QuestionTerms[] {
  let known = QUESTION_TERMS.get(framework);
  if (known === undefined) {
    known = framework.questions.map((question) => ({ question, terms: termsOf(question) }));
    QUESTION_TERMS.set(framework, known);
  }
  return known;
}
