/** Base forms whose other forms are regular, or become regular enough by the rules below. */
const BASES =
  `accept add agree allow announce answer apologise apologize apply approve arrive ask attend be become begin believe belong
  block break bring build buy call cancel care carry catch cause change charge check choose claim close come commit complain
  complete confirm consider contain continue cost count cover create cut deal decide decline delay deliver depend deserve
  do drop earn end enjoy escalate exist expect expire explain go become mean apply gain return stand lie exceed match remain affect attend cause run last close contain produce extend fail fall feel fill find finish fit fix follow forget get
  give go grow handle happen hate have hear help hire hit hold ignore improve include increase interrupt introduce invest
  investigate join keep know lack last launch lay lead learn leave let like listen live look lose love maintain make manage
  matter mean meet mentor merge migrate miss move need object offer open order organise organize overrun own pass pay plan
  prefer present prevent promise propose provide pull push put quit raise reach read receive recommend reduce refuse reject
  release remain replace reply report request require resign resolve respond rest return review revert rewrite run save say
  see seem sell send set share shift ship show shut sign sit skip solve sound speak spend stand start stay stop struggle
  suffer suggest support switch take talk teach tell test thank think train travel treat try turn understand update upgrade
  use verify veto visit wait want warn welcome win wish work worry write`.split(/\s+/);
const BASE_SET: ReadonlySet<string> = new Set(BASES);
const PAST = new Set(
  `was were had did became began broke brought built bought came caught chose cost cut dealt fell felt found forgot got gave
  went grew heard hit held kept knew laid led left let lost made meant met paid put quit read ran said saw sold sent set
  shut sat spoke spent stood took taught told thought understood won wrote rewrote vetoed`.split(/\s+/),
);
const AUXILIARY =
  /^(?:is|are|am|was|were|isn't|aren't|wasn't|weren't|has|have|had|hasn't|haven't|hadn't|does|do|did|doesn't|don't|didn't|will|won't|would|wouldn't|can|can't|cannot|could|couldn't|must|mustn't|should|shouldn't|may|might|shall|needn't)$/;
const CONTRACTED = /(?:^|[a-z])'(?:s|re|ve|ll|d|m)$/;
const NOT_VERBAL_BEFORE =
  /^(?:a|an|the|our|my|his|her|their|your|its|this|that|these|those|to|of|no|any|each|every|some|all|and|for|in|on|at|by|from|with|more|last|next|first|one|two|three)$/;

/** Base form of a third-person form such as `goes`; undefined when it is no known verb. */
export function baseOfThird(word: string): string | undefined {
  const candidates = [word.replace(/ies$/, 'y'), word.replace(/es$/, ''), word.replace(/s$/, '')];
  if (!word.endsWith('s')) return undefined;
  if (word === 'has') return 'have';
  if (word === 'does') return 'do';
  if (word === 'goes') return 'go';
  return candidates.find((one) => one !== word && BASE_SET.has(one));
}

export const isPastVerb = (word: string): boolean =>
  PAST.has(word) ||
  (/[a-z]{2}ed$/.test(word) && !/^(?:need|speed|feed|indeed|exceed|proceed|hundred|red|bed)$/.test(word));

/** Whether the words have a verb that agrees with a subject: what makes a clause of them. */
export function hasFiniteVerb(clause: string): boolean {
  const words = clause
    .toLowerCase()
    .replaceAll('’', "'")
    .split(/[^\p{L}\p{N}'/%.-]+/u)
    .filter((one) => one !== '');
  return words.some((word, at) => {
    if (AUXILIARY.test(word)) return true;
    if (at > 0 && CONTRACTED.test(word) && /^(?:i|we|you|he|she|it|they|that|there|what|who|here)'/.test(word))
      return true;
    if (at === 0) return /^(?:i|we|you|he|she|it|they|that|there|what|who|here)'(?:s|re|ve|ll|d|m)$/.test(word);
    const before = words[at - 1] ?? '';
    if (NOT_VERBAL_BEFORE.test(before)) return false;
    if (baseOfThird(word) !== undefined && at >= 1)
      return (
        !/^(?:works|tests|costs|plans|calls|changes|orders|reports|reviews|updates|talks|needs|starts|ends)$/.test(
          word,
        ) ||
        at >= 2 ||
        /^(?:she|he|it|this|that|everything|everyone|everybody|work|nothing)$/.test(before) ||
        /[^s]$/.test(before)
      );
    if (PAST.has(word)) return true;
    if (isPastVerb(word))
      return (
        !/^(?:needed|based|planned|expected|paid|called)$/.test(word) || /^(?:i|we|he|she|they|it|you)$/.test(before)
      );
    if (!BASE_SET.has(word)) return false;
    // “accounts still call it”: the adverb is skipped.
    const subject = /^(?:still|also|only|already|now|never|often|always|just|really)$/.test(before)
      ? (words[at - 2] ?? '')
      : before;
    return (
      /(?:s|^i|^we|^you|^they|^people|^them|^most|^which|^who|^us|^both|^many|^few|^all|^amounts)$/.test(subject) &&
      !/(?:'s|ss|us|is)$/.test(subject.replace(/^us$/, 'them'))
    );
  });
}

/** An order or a plea: begins with a base form or `please`. */
export function isImperative(clause: string): boolean {
  const first = /^[a-z']+/i.exec(clause.trim())?.[0].toLowerCase() ?? '';
  if (first === 'please' || first === "don't" || first === "let's") return true;
  return (
    BASE_SET.has(first) &&
    !/^(?:work|test|cost|plan|change|order|report|review|update|support|release|request|offer|last|need|open|present|object|lead|own|call|start|end|launch|share|travel|run|cut|delay)$/.test(
      first,
    )
  );
}
