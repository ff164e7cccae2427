import { asSentence, sentencesOf } from '../language/clauses.js';
import type { DraftRequest } from '../request/draft-request.js';

/** Numbers, addresses, names inside a sentence: what a text must not lose. */
const FACT = /https?:\/\/\S+|[\w.+-]+@[\w.-]+\w|[#@][\w-]+|\d[\d.,:]*\d|\d|(?<=[\p{L}\d,)] )\p{Lu}[\p{L}\d&-]+/gu;

/** Parts of the asker's sentences with a fact that the text has not. */
export function missingIn(text: string, { content }: DraftRequest): string[] {
  const has = factsOf(text);
  return content
    .flatMap((one) => sentencesOf(one))
    .map((sentence) =>
      sentence
        .split(/,\s+|;\s+/)
        .filter((part) => [...factsOf(` ${part}`)].some((fact) => !has.has(fact) && !text.includes(fact)))
        .join(', '),
    )
    .filter((one) => one !== '')
    .map((sentence) => asSentence(sentence.replace(/[.]$/, '')));
}

/** Whether what the request names as its occasion has a fact that the text has not. */
export function occasionIsMissing(text: string, { occasion }: DraftRequest): boolean {
  return (
    occasion !== undefined && [...factsOf(` ${occasion}`), ...namesIn(occasion)].some((fact) => !text.includes(fact))
  );
}

const namesIn = (occasion: string): string[] =>
  [...occasion.matchAll(/\p{Lu}[\p{L}\d&-]+/gu)].map(([name]) => name).filter((name) => !ROLE.test(name));
const ROLE = /^(?:CEO|CTO|CFO|COO|CPO|CIO|CISO|HR|VP|PM|IT)$/;
const factsOf = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(FACT)].map(([fact]) => fact.replace(/[.,:]+$/, '')));
