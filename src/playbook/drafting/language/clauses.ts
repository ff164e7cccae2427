import { hasFiniteVerb, isImperative } from './english-verbs.js';

const MAX_LENGTH = 8_000;
const ABBREVIATION =
  /(?:\b(?:e\.g|i\.e|etc|vs|approx|ca|Dr|Mr|Mrs|Ms|z\.B|bzw|p\.ej|Sr|Sra|No|Inc|Mio|Mrd|Tsd)|\b[A-Z])\.$/;

/** Sentences of a text; a line break ends one, a full stop inside a number, address or date does not. */
export function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  for (const line of text.slice(0, MAX_LENGTH).replaceAll('\r', '').split('\n')) {
    let start = 0;
    for (let at = 0; at < line.length; at += 1) {
      const one = line[at] ?? '';
      if (!'.?!…'.includes(one) || !/[\s'"”’)]/.test(line[at + 1] ?? ' ')) continue;
      let end = at + 1;
      while (/['"”’)]/.test(line[end] ?? '') && end < line.length) end += 1;
      if (end < line.length && !/\s/.test(line[end] ?? '')) continue;
      const sentence = line.slice(start, end);
      // “to our … no, to the reseller” goes on.
      if (sentence.endsWith('..') && /^\s+\p{Ll}/u.test(line.slice(end))) continue;
      // “vom 4. auf den 11. Juli” goes on.
      if (
        one === '.' &&
        /\b(?:am|vom|zum|den|dem|der|die|das|bis|und|ab|im|seit|le|el|zur|beim) \d{1,2}\.$/iu.test(sentence) &&
        /^\s+\p{Ll}+(?!\p{Ll}|:)/u.test(line.slice(end))
      )
        continue;
      // “30. April” and “1. September” go on.
      if (
        one === '.' &&
        (ABBREVIATION.test(sentence) ||
          (/\d\.$/.test(sentence) &&
            /^\s+(?:\p{Lu}[\p{Ll}]+)/u.test(line.slice(end)) &&
            /^\s+(?:Jan|Feb|M[äa]r|Apr|Ma[iy]|Jun|Jul|Aug|Sep|Okt|Oct|Nov|De[zc])/.test(line.slice(end))))
      )
        continue;
      if (sentence.trim() !== '') sentences.push(sentence.trim());
      start = end;
    }
    const rest = line.slice(start).trim();
    if (rest !== '') sentences.push(rest);
  }
  return sentences;
}

const DEPENDENT =
  /^(?:which|who(?:m|se)?|where|because|since|so that|although|though|while|when|if|unless|until|as|that|than|including|especially|even|not|no|nor|or|with|without|for|to|in|on|at|by|from|after|before|about|like|such)\b/i;

/** Parts a spliced sentence at commas where both sides are clauses of their own. */
export function clausesOf(sentence: string, splitsFragments = false): string[] {
  const end = /[.?!…]+$/.exec(sentence)?.[0] ?? '';
  const body = sentence.slice(0, sentence.length - end.length);
  const pieces = body.split(/(?:,(?!\d)|;| [–—-])\s+/);
  const clauses: string[] = [];
  let open = '';
  for (const [at, piece] of pieces.entries()) {
    const bare = piece.replace(/^(?:and|but|so|then)\s+/i, '');
    const isOwn = !DEPENDENT.test(bare) && (isImperative(bare) || (hasFiniteVerb(bare) && startsWithSubject(bare)));
    const follows = at > 0 && isOwn && (isClause(open) || splitsFragments) && !SUBORDINATE.test(open);
    if (follows) {
      clauses.push(open);
      open = /^but\s/i.test(piece) ? piece : bare;
    } else open = open === '' ? piece : `${open}, ${piece}`;
  }
  if (open !== '') clauses.push(open);
  return clauses.map((clause, at) => `${clause.trim()}${at === clauses.length - 1 && end === '?' ? '?' : ''}`);
}

const SUBORDINATE =
  /^(?:if|when|who(?:ever)?|because|since|as|although|while|after|before|until|unless|once|whether)\b/i;
const isClause = (text: string): boolean => hasFiniteVerb(text) || isImperative(text);

/** A subject at the beginning, so that the part can stand alone. */
function startsWithSubject(text: string): boolean {
  return (
    /^(?:(?:then|now|still|meanwhile|today|yesterday|tomorrow)\s+)?(?:i|we|you|he|she|it|they|this|that|there|these|those|what|the|an?|our|my|his|her|their|your|its|most|some|all|both|many|few|no(?:body|thing)|everyone|everybody|everything|please|next|each|every|no one|\d|two|three|four|five|six|seven|eight|nine|ten|\p{Lu}|v\d|i'|we'|it's|he's|she's|they're|what's|refunds|support)/iu.test(
      text,
    ) && !/^(?:and|or)\b/i.test(text)
  );
}

/** First letter in upper case, and a full stop where none is; names such as `v1` and addresses stay. */
export function asSentence(clause: string): string {
  const text = clause.trim().replace(/[,;:\s]+$/, '');
  if (text === '') return '';
  const first = /^(?:v\d|\/|https?:|[a-z]+[A-Z]|@|#)/.test(text)
    ? text
    : `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;
  return /[.?!…:]['"”’)]?$/.test(first) ? first : `${first}.`;
}

/** First letter in lower case unless the word is a name, an acronym or `I`. */
export function lowerFirst(text: string): string {
  const word = /^[\p{L}\p{N}'’-]+/u.exec(text)?.[0] ?? '';
  const keeps =
    /^I(?:$|['’])/.test(word) ||
    /\p{Lu}/u.test(word.slice(1)) ||
    /^(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December|English|Spanish|French|German)$/.test(
      word,
    );
  const isFunction =
    /^(?:The|A|An|One|First|Only|Now|Then|Our|My|His|Her|Their|Your|Its|We|You|He|She|It|They|This|That|There|These|Those|What|Next|Most|All|Some|If|From|On|In|At|By|As|For|To|No|Not|Please|Because|When|Since|After|Before|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Der|Die|Das|Ein|Eine|Wir|Es|Sie|Er|Mit|Auf|Nach|Bis|El|La|Los|Las|Un|Una|Nuestro|Nuestra|Se|Le|Les|Une|Nous|Il|Elle|On|Ce|Notre|Pour|Dans)(?:$|['’])/.test(
      word,
    );
  return keeps || (!isFunction && /^\p{Lu}/u.test(word)) ? text : `${text[0]?.toLowerCase() ?? ''}${text.slice(1)}`;
}

export const wordsIn = (text: string): number => text.match(/[\p{L}\p{N}]+(?:[.,'’%/-][\p{L}\p{N}]+)*/gu)?.length ?? 0;

const ABBREVIATIONS: Readonly<Record<string, string>> = {
  incl: 'including',
  esp: 'especially',
  approx: 'about',
  'e.g': 'for example',
  'i.e': 'that is',
  inkl: 'inklusive',
  bzgl: 'bezüglich',
};

/** In full, where the full stop of an abbreviation would end a sentence. */
export function withoutAbbreviations(text: string): string {
  return text.replaceAll(
    /(?<![\p{L}.])(incl|esp|approx|e\.g|i\.e|inkl|bzgl)\.(?=,?\s)/giu,
    (written, word: string) => ABBREVIATIONS[word.toLowerCase()] ?? written,
  );
}
