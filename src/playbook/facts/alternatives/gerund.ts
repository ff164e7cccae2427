const VERBS =
  'accept add adopt assign automate ask bill book borrow bring build buy cancel change choose close combine come consolidate cut delay delete develop do drop embed extend fill fix fly force freeze get give go handle hire hold hope increase insource integrate invest join keep launch lead lease leave let license licence make merge migrate move offer open outsource patch pay pick postpone price promote publish pull push put quarantine raise refund rehire release renew rent repair replace restore retire ride rotate rewrite run sell send ship shift skip slip split spread standardise standardize start stay stop stream submit switch take teach tell train try tune turn unify upgrade use verify wait work write';
const IS_VERB: ReadonlySet<string> = new Set(VERBS.split(' '));
const DOUBLED: ReadonlySet<string> = new Set(
  'cut drop get let put run ship skip slip split stop submit quit'.split(' '),
);
const SUBJECT = /^(?:I|we|they|you|he|she)\s+(?=\p{Ll})/iu;

/** An English verb phrase as the subject of a sentence: `asking for an extension`; anything else as it is. */
export function asNoun(phrase: string): string {
  const bare = phrase.replace(SUBJECT, '');
  const [first = '', ...rest] = bare.split(' ');
  const verb = IS_VERB.has(first.toLowerCase()) ? first.toLowerCase() : thirdPerson(first.toLowerCase());
  if (verb === undefined) return phrase;
  return [gerund(verb), ...rest].join(' ');
}

/** `stays on prem`; plural nouns such as `prices` and `uses` are told apart by nothing, so few are taken. */
const thirdPerson = (word: string): string | undefined =>
  /^(?:stays|keeps|goes)$/.test(word) ? word.replace(/e?s$/, '') : undefined;

function gerund(verb: string): string {
  if (DOUBLED.has(verb)) return `${verb}${verb.at(-1) ?? ''}ing`;
  return verb.endsWith('e') && !verb.endsWith('ee') ? `${verb.slice(0, -1)}ing` : `${verb}ing`;
}
