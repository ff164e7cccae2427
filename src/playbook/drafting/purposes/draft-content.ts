import { plain } from '../../facts/index.js';
import { asSentence, clausesOf, lowerFirst } from '../language/clauses.js';
import type { DraftRequest } from '../request/draft-request.js';
import { isGroup } from '../request/recipient.js';
import type { Purpose } from './draft-purpose.js';
import { withEnd } from './days.js';
import { baseOfThird, hasFiniteVerb, isImperative } from '../language/english-verbs.js';
import { toFormalReader, toTitled } from '../language/other-languages.js';
import { toReader, type Addressee } from '../language/perspective.js';

/** What the text says: its sentences from the reader's side, and what is asked of the reader. */
export interface ReadContent {
  readonly sentences: readonly string[];
  /** Noun phrases that are wanted, e.g. `two people for nine months`. */
  readonly asks: readonly string[];
  /** What happens otherwise. */
  readonly consequences: readonly string[];
}

/** Reads the asker's sentences; undefined when they cannot be turned to the reader in their language. */
export function readingOf(request: DraftRequest, purpose: Purpose): ReadContent | undefined {
  if (request.language !== 'en') return otherLanguage(request);
  const addressee = addresseeOf(request, purpose);
  const turned = (text: string) => (addressee === undefined ? text : toReader(text, addressee));
  const sentences: string[] = [];
  const asks: string[] = [];
  const consequences: string[] = [];
  if (purpose === 'reference' && request.name !== undefined)
    return { sentences: referenceText(request.content, request.name), asks, consequences };
  for (const sentence of request.content) {
    for (const clause of clausesOf(sentence, purpose === 'incident')) {
      const wanted = wantedIn(clause, purpose);
      if (wanted === undefined) {
        const isThreat = asks.length > 0 && /^(?:otherwise|or (?:we|i)|if not)\b/i.test(clause);
        (isThreat ? consequences : sentences).push(...spoken(clause, request, purpose, addressee));
        continue;
      }
      asks.push(...wanted.things.map(turned));
      if (wanted.otherwise !== undefined) consequences.push(asSentence(`otherwise ${turned(wanted.otherwise)}`));
    }
  }
  return { sentences: sentences.filter((one) => one !== ''), asks, consequences };
}

/** The reader: one person by name or role, or a group by its noun; undefined when nothing is to be turned. */
function addresseeOf(request: DraftRequest, purpose: Purpose): Addressee | undefined {
  if (purpose === 'reference' || purpose === 'speech' || purpose === 'condolence' || isAboutPerson(request))
    return request.medium === 'talk' && isGroup(request.recipient) ? ofOthers(request) : undefined;
  const group =
    /\b(customers|clients|users|engineers|developers|managers|leads|directors|colleagues|candidates|partners|suppliers|testers|designers|contractors)\b/i
      .exec(request.recipient)?.[1]
      ?.toLowerCase();
  const nouns = group === undefined ? [] : [group];
  const said = plain(request.content.join(' '));
  const isOneRole =
    request.name === undefined &&
    request.recipient !== '' &&
    !isGroup(request.recipient) &&
    !FIRM.test(request.recipient) &&
    !/\b(?:he|she|him|her|his)\b/.test(said);
  const isPlural = group !== undefined || isGroup(request.recipient) || isOneRole || FIRM.test(request.recipient);
  const pronoun = /\b(?:(she|her)|(he|him|his))\b/.exec(said);
  const own = pronoun === null ? {} : { pronoun: pronoun[1] === undefined ? ('he' as const) : ('she' as const) };
  return {
    ...own,
    ...(request.name === undefined ? {} : { name: request.name }),
    nouns,
    isPlural,
    ...(isOneRole ? { isOneRole } : {}),
  };
}

/** A firm is `they`, and what is theirs is the reader's. */
const FIRM = /\b(?:supplier|vendor|provider|agency|landlord|reseller|contractor|integrator|partner)\b/i;

/** What is told of one person to a group, who are `they`. */
function ofOthers(request: DraftRequest): Addressee {
  const isWoman = /\b(?:she|her)\b/.test(plain(request.content.join(' ')));
  return { isPlural: true, nouns: [], pronoun: isWoman ? 'he' : 'she' };
}

/** The text goes to others than the person it speaks of. */
function isAboutPerson(request: DraftRequest): boolean {
  const said = plain(request.content.join(' '));
  if (request.name !== undefined || !/\b(?:he|she|his|her|him)\b/.test(said)) return false;
  return (
    request.recipient === '' ||
    isGroup(request.recipient) ||
    /\b(?:ceo|cfo|cto|hr|director|boss)\b/.test(plain(request.recipient))
  );
}

interface Wanted {
  readonly things: readonly string[];
  readonly otherwise?: string;
}

/** `I want X`, `we need X, Y and Z, otherwise …`: what is wanted, as noun phrases; undefined for other clauses. */
function wantedIn(clause: string, purpose: Purpose): Wanted | undefined {
  const match =
    /^(?:and |so |but )?(?:i|we)(?:'d like| want| need| ask for| would like| are asking for|'m asking for| request| demand| expect)\s+(.+)$/i.exec(
      clause.replace(/[.]$/, ''),
    );
  const whole = match?.[1];
  if (whole === undefined || purpose === 'announcement' || purpose === 'broken-promise' || purpose === 'praise')
    return undefined;
  if (/^(?:you|him|her|them|everyone|people|that|it)\b|^to\s/i.test(whole)) return undefined;
  const [object = whole, otherwise] = whole.split(/,?\s+(?:otherwise|or(?= (?:we|i)\b))\s+/i);
  const things = object
    .split(
      /,\s+(?:and\s+)?(?=(?:a|an|the|two|three|four|our|\d|more|full|written|access|one)\b)|\s+and\s+(?=(?:the|our|written|full)\b)/i,
    )
    .map((one) => one.trim());
  return otherwise === undefined ? { things } : { things, otherwise };
}

function spoken(clause: string, request: DraftRequest, purpose: Purpose, addressee: Addressee | undefined): string[] {
  // “…, no reason needed, no disadvantage” reads as a sentence of its own.
  const [main = clause, ...tail] = clause.split(/,\s+(?=no \w+(?: \w+)?(?:,|\.?$))/);
  const parts = tail.length === 0 ? [clause] : [main, tail.join(', ')];
  return parts.map((part, at) => {
    const told = ofReader(at === 0 ? toldAs(part, request, purpose) : part, addressee);
    return asSentence(withEnd(polished(addressee === undefined ? told : toReader(told, addressee), request)));
  });
}

/** Verbs that need no object to be recognized as such. */
const THIRD_ALONE = /^(?:goes|leaves|moves|returns|joins|starts|takes|becomes|gets|stays|has|is|was)$/;

/** `goes back to Delft` says of the reader what they do. */
function ofReader(text: string, addressee: Addressee | undefined): string {
  if (addressee?.name === undefined) return text;
  const bare = text.replace(/^(she|he) \(\p{Lu}\p{Ll}+\)/iu, '$1');
  const first = /^[a-z]+/.exec(bare)?.[0] ?? '';
  const pronoun = addressee.pronoun ?? 'she';
  const whole = baseOfThird(first) === undefined ? bare : `${pronoun} ${bare}`;
  // “External hire got it, starts 3 March”: of another.
  const isOfReader = whole.startsWith(addressee.name) || /^(?:he|she|they|his|her|their)\b/i.test(whole);
  if (!isOfReader && /^\p{Lu}\p{Ll}+ \p{Ll}+ /u.test(whole)) return whole;
  return whole.replaceAll(/, (?=([a-z]+) )/g, (joint, verb: string) =>
    THIRD_ALONE.test(verb) ? `${joint}and ${pronoun} ` : joint,
  );
}

/** Fragments become clauses; wishes become polite; rules for others become rules for the reader. */
function toldAs(clause: string, request: DraftRequest, purpose: Purpose): string {
  let text = clause
    .trim()
    .replace(/[.]$/, '')
    .replace(/^(?:and|but|so)\s+/i, (lead) => (/^but/i.test(lead) ? 'But ' : ''));
  text = text.replace(/^(?:I|we) want to\b/i, (lead) => (/^we/i.test(lead) ? "We'd like to" : "I'd like to"));
  text = text.replace(
    /^who(?:ever|soever) (doesn't|does not|won't|isn't|can't|hasn't) (.*?),? (?:should |must |please )?(says?|tells?|lets?|writes?|replies|reply|raises?|speaks?|talks?|contacts?) /i,
    (_, verb: string, rest: string, act: string) =>
      `if you ${SECOND[verb.toLowerCase()] ?? verb} ${rest}, please ${base(act)} `,
  );
  text = text.replace(
    /^who(?:ever|soever) (\w+?)s? (.*?),? (?:should |must |please )?(says?|tells?|lets?|writes?|replies|reply|raises?|speaks?|talks?|contacts?) /i,
    (_, verb: string, rest: string, act: string) => `if you ${verb} ${rest}, please ${base(act)} `,
  );
  if (purpose === 'complaint')
    text = text.replace(
      /^(\d[\d.,]*|\w+) (hours|minutes|days) (?:down|of downtime|of outage)\b/i,
      'your service was down for $1 $2',
    );
  if (purpose === 'complaint')
    text = text.replace(/^(?:outage|downtime)(?: on)? (?=\w+day\b|\d)/i, 'your service was down on ');
  text = text.replace(
    /, ((?:first|second|third|fourth|fifth) (?:quarter|month|time|week|year|incident) (?:in a row|running|this)\b)/i,
    ', the $1',
  );
  // “Main gap: hasn't led others yet” is about the one who reads it.
  if (purpose === 'refusal')
    text = text.replace(
      /^([A-Z][\w ]{2,30}): (doesn't|does not|isn't|hasn't) /,
      (_, what: string, verb: string) => `${what}: you ${SECOND[verb] ?? verb} `,
    );
  if (/^(?:first|second|third|fourth|fifth) \w+ in a row\b/i.test(text)) return fragment(text);
  if (hasFiniteVerb(text) || isImperative(text) || text.endsWith('?')) return text;
  return fragment(text);
}

const SECOND: Readonly<Record<string, string>> = {
  "doesn't": "don't",
  'does not': "don't",
  "isn't": "aren't",
  "hasn't": "haven't",
};
const base = (verb: string): string => (/^replies$/i.test(verb) ? 'reply' : verb.replace(/(?<=[a-z]{2})s$/i, ''));

/** `212 open issues` and the like get a verb. */
function fragment(text: string): string {
  if (/ = /.test(text)) return text.replace(' = ', ': ');
  if (/^(?:exemptions?|exempt|exceptions?): /i.test(text)) return text.replace(/^\w+: /, 'Exempt: ');
  if (/^(?:first|second|third|fourth|fifth)\b/i.test(text)) return `this is the ${lowerFirst(text)}`;
  if (/^(?:grateful|thankful|proud|sorry|glad|happy|sad)\b/i.test(text)) return `I'm ${lowerFirst(text)}`;
  if (
    /^(?:no|zero|\d|two|three|four|five|six|seven|eight|nine|ten|about|around|over|more than|nearly)\b/i.test(text) &&
    !STARTS_WITH_DATE.test(text)
  ) {
    return /\b(?:last|yesterday|past|previous|since|ago)\b/i.test(text)
      ? `we had ${lowerFirst(text)}`
      : `we have ${lowerFirst(text)}`;
  }
  return text.replace(
    /^new (date|price|rate|deadline|owner|name) (?=[\d\p{Lu}])/iu,
    (_, noun: string) => `new ${noun}: `,
  );
}
const STARTS_WITH_DATE =
  /^\d{1,2}(?:st|nd|rd|th)?(?:\.| and \d| to \d| -)? ?(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December)/;

const QUALITY =
  /^(?:calm|reliable|kind|honest|curious|excellent|great|good|strong|brilliant|very|patient|thorough|best|quick|precise|never|always)\b/i;

/** `led the rewrite, calm in incidents`: sentences about the person, who stays in the third person. */
function referenceText(content: readonly string[], name: string): string[] {
  const pronoun = /\b(she|her)\b/i.test(content.join(' '))
    ? 'She'
    : /\b(he|his|him)\b/i.test(content.join(' '))
      ? 'He'
      : name;
  return content.flatMap((sentence, at) => {
    if (new RegExp(`^(?:${name}|he|she|they|i|we)\\b`, 'i').test(sentence)) return [asSentence(sentence)];
    const items = sentence.replace(/[.]$/, '').split(/,\s+(?:and\s+)?|\s+and\s+(?=(?:led|built|wrote|ran|is|was)\b)/);
    const acts = items.filter((one) => !QUALITY.test(one));
    const traits = items.filter((one) => QUALITY.test(one));
    const subject = at === 0 ? name : pronoun;
    return [
      ...(acts.length === 0 ? [] : [asSentence(`${subject} ${joinedWithAnd(acts)}`)]),
      ...traits.map((one) =>
        asSentence(
          `${acts.length === 0 && at === 0 ? subject : pronoun} ${/^(?:never|always)\b/i.test(one) ? '' : 'is '}${one}`,
        ),
      ),
    ];
  });
}

const joinedWithAnd = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;

const BARE_SUBJECT =
  /^(feature|reason|cause|topic|heating|hotel|release|database|deadline|contract|server|office|project|meeting|launch|board|budget|migration guide|guide|next (?:round|release|update|review|step|date|session)) (?=(?:is|are|was|were|has|will|won't|moves|goes|they|we|you|i|noticed|cost|starts|ends)\b)/i;

/** Small repairs behind the turning. */
function polished(text: string, request: DraftRequest): string {
  const toAll = isGroup(request.recipient)
    ? text
        .replace(/^no(?:body| one) (?:has|needs) to\b/i, "you don't have to")
        .replaceAll(/\ball of them\b/g, 'all of you')
    : text;
  return toAll
    .replace(BARE_SUBJECT, (_, noun: string) => `the ${noun.toLowerCase()} `)
    .replace(/^most need (.+?)$/i, isGroup(request.recipient) ? 'most of you need $1 for it' : 'most need $1')
    .replace(/, grateful for /i, ', and I am grateful for ')
    .replace(/^(cause|reason) (?!is\b|was\b|are\b|for\b|of\b|we\b|why\b)(?=\p{Ll})/iu, '$1: ')
    .replace(/^last day is\b/i, 'my last day is')
    .replace(/^yes (?=you|we|i)\b/i, 'and yes, ')
    .replace(
      /^(?:the |this is the )?(second|third|fourth|last) (?:one|reminder)(?: now)?(, |$)/i,
      (_, which: string, rest: string) => `this is the ${which.toLowerCase()} reminder${rest === '' ? '' : ': '}`,
    )
    .replaceAll(/\s{2,}/g, ' ')
    .replace(
      /^managers will (talk|speak) (to|with) each (?:person|one|of them)\b/i,
      'your manager will $1 $2 each of you',
    )
    .replace(/^i\b/, 'I');
}

/** A firm is spoken to formally, as the asker's words do already. */
const isFirm = (request: DraftRequest): boolean =>
  /\b(?:clientes?|kund\w+|clients?|proveedor|lieferant\w*|fournisseur)\b/.test(request.ask);

function otherLanguage(request: DraftRequest): ReadContent | undefined {
  const sentences: string[] = [];
  for (const sentence of request.content) {
    const spokenTo = isGroup(request.recipient)
      ? sentence.replace(/\bl'équipe, elle, a\b/iu, 'vous, vous avez').replace(/\bdas Team hat\b/u, 'ihr habt')
      : sentence;
    const formal = request.titled === undefined ? spokenTo : toTitled(spokenTo, request.language);
    const turned = toFormalReader(formal, request.language, isFirm(request) ? undefined : request.name);
    if (turned === undefined) return undefined;
    sentences.push(asSentence(turned.replace(/[.]$/, '')));
  }
  return { sentences, asks: [], consequences: [] };
}
