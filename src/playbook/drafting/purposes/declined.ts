import { asSentence, lowerFirst } from '../language/clauses.js';
import { hasFiniteVerb } from '../language/english-verbs.js';
import type { DraftRequest } from '../request/draft-request.js';
import type { Composed } from './composed-text.js';

/** What the other side wants or was promised, and by when, in the three languages in which one says so with a verb. */
interface Wish {
  readonly what: string;
  readonly when: string;
  readonly isPromise: boolean;
}

const ENGLISH =
  /^(?:that |because |since )?(?:(?:he|she|they|who|the [\p{L} ]{3,20}?|it)\s+)(?:has |have |had |already )?(promised|sold|committed to|told (?:them|the customer|customers) (?:about )?|wants?|asks? for|asked for|needs?|requested|requests|would like|demands?|is asking for|are asking for) (?:us to |me to )?(.+?)(?:,? (by|before|until|from) ((?:the )?[^,]+))?$/iu;
const FRENCH =
  /^(?:il|elle|ils|elles|qui|le client|la cliente)\s+(?:nous )?(?:veut|veulent|demande(?:nt)?|souhaite(?:nt)?|exige(?:nt)?) (.+?)(?: (avant|pour|d'ici|des|dès) ([^,]+))?$/iu;
const GERMAN =
  /^(?:er|sie|der kunde|die kundin|der|die)\s+(?:will|wollen|möchten?|verlangt|fordert|braucht) (.+?)(?: (bis|vor|zum|ab) ([^,]+))?$/iu;

const EARLIEST =
  /^(?:(?:the )?earliest(?: is| would be| possible| date| we can do| for us)*|au plus tôt|frühestens|lo más pronto)(?: is| est| ist)?:? (.+)$/iu;
const EARLIEST_LAST = /^(.+?) (?:is the earliest|at the earliest|au plus tôt|frühestens)$/iu;
const POSSIBLE =
  /^(?:but |mais |aber )?(?:(?:we|i|you|on|nous|wir|ich) )?(?:could|can|pourrait|pourrions|pouvons|peut|könnten?|können) (?:(?:her|him|them|leur|lui|vous|ihnen|ihm|ihr) )?(?:also |aussi |auch )?(.+)$/iu;

/**
 * A refusal in its order: what will not be, the reason that may be told, the earliest date, and what is possible. Undefined
 * where the request does not say what is wanted.
 */
export function declined(request: DraftRequest): Composed | undefined {
  const { asked, content, language } = request;
  const offered = /\b(?:who|which|that) (?:offers?|offered) (?:me|us) ((?:an? |the )?[^,.:]+)/i.exec(asked)?.[1];
  if (offered !== undefined && language === 'en') return offerDeclined(offered, request.about ?? '');
  const clauses = content
    .flatMap((one) => one.replace(/[.]$/, '').split(/[,;]\s+(?!\d)|\s+(?=(?:but|mais|aber) )/))
    .map((one) => one.trim());
  const wishAt = clauses.findIndex((one) => wishIn(one) !== undefined);
  const relative = /\b(?:who|qui|der|die)\s.+$/iu.exec(asked)?.[0].replace(/[.:]$/, '');
  const wish = wishAt >= 0 ? wishIn(clauses[wishAt] ?? '') : relative === undefined ? undefined : wishIn(relative);
  if (wish === undefined || (language !== 'en' && language !== 'fr')) return undefined;
  const others = clauses.filter((_, at) => at !== wishAt);
  const earliest = others.map(earliestIn).find((one) => one !== undefined);
  const possible = others.map(possibleIn).find((one) => one !== undefined);
  const reasons = others.filter((one) => earliestIn(one) === undefined && possibleIn(one) === undefined);
  return language === 'en' ? english(wish, reasons, earliest, possible) : french(wish, reasons, earliest, possible);
}

function offerDeclined(offered: string, about: string): Composed {
  const what = offered.trim();
  return {
    subject: capital(bare(what)),
    paragraphs: [
      `Thank you for thinking of me for ${what}. I won't take it up now.`,
      ...(/\bdoor open\b|\bin touch\b/i.test(about) ? ["I'd be glad to stay in touch."] : []),
    ],
  };
}

function wishIn(clause: string): Wish | undefined {
  const found = ENGLISH.exec(clause);
  if (found !== null) {
    const [, verb = '', what = '', link, when] = found;
    if (/^(?:to|me|us|you|him|her)\b/.test(what)) return undefined;
    return {
      what,
      when: when === undefined ? '' : `${link ?? ''} ${when}`,
      isPromise: /^(?:promised|sold|committed|told)/i.test(verb),
    };
  }
  const other = FRENCH.exec(clause) ?? GERMAN.exec(clause);
  if (other === null) return undefined;
  const [, what = '', link, when] = other;
  return { what, when: when === undefined ? '' : `${link ?? ''} ${when}`, isPromise: false };
}

const earliestIn = (clause: string): string | undefined =>
  EARLIEST.exec(clause)?.[1] ?? EARLIEST_LAST.exec(clause)?.[1];
const possibleIn = (clause: string): string | undefined =>
  /\b(?:not|n't|pas|nicht)\b/.test(clause) ? undefined : POSSIBLE.exec(clause)?.[1];

const inTheEnd = (when: string): string =>
  when
    .replace(/\b(by|before|until|from) end of\b/i, '$1 the end of')
    .replace(/\bend of (month|year|quarter)\b/i, 'end of the $1');
const dated = (text: string): string =>
  text
    .replace(/^mid /i, 'the middle of ')
    .replace(/^end of /i, 'the end of ')
    .replace(/^the the /, 'the ');

function english(
  wish: Wish,
  reasons: readonly string[],
  earliest: string | undefined,
  possible: string | undefined,
): Composed {
  const what = wish.what.replace(/^(?:it|this|that)$/i, 'this');
  const opening = `${wish.isPromise ? "we can't deliver" : "we can't do"} ${what}${wish.when === '' ? '' : ` ${inTheEnd(wish.when).trim()}`}`;
  const giving = /^(?:a|an|the|his|her|their|our|access|data)\b/i.test(what)
    ? opening.replace("can't do", "can't give you")
    : opening;
  const said = joined(reasons.filter((one) => !/^(?:he|she|they)\b/i.test(one)));
  return {
    subject: capital(`${bare(what)}${earliest === undefined ? '' : `: earliest ${earliest}`}`),
    paragraphs: [
      asSentence(giving),
      said.join(' '),
      [
        ...(earliest === undefined ? [] : [`The earliest date I can give you is ${dated(earliest)}.`]),
        ...(possible === undefined ? [] : [`What we can do: ${lowerFirst(toYou(possible))}.`]),
      ].join(' '),
    ].filter((one) => one !== ''),
  };
}

/** A part without a subject goes on from the one before. */
const SUBJECT = /^(?:we|i|it|this|that|the|our|there|nous|on|je|ce|c'est|le|la|les|notre|nos|\p{Lu})/u;
function joined(clauses: readonly string[]): string[] {
  const sentences: string[] = [];
  for (const clause of clauses) {
    const before = sentences.at(-1);
    if (before === undefined || SUBJECT.test(clause) || hasFiniteVerb(clause)) sentences.push(clause);
    else sentences[sentences.length - 1] = `${before}, ${clause}`;
  }
  return sentences.map((one) => asSentence(one));
}

const bare = (what: string): string => what.replace(/^(?:the|an?|his|her|their|our)\s+/i, '');
const toYou = (text: string): string =>
  text.replace(/^(give|send|offer|show|lend|ship)(?: (?:her|him|them|you))? /i, '$1 you ');
const capital = (text: string): string => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;

function french(
  wish: Wish,
  reasons: readonly string[],
  earliest: string | undefined,
  possible: string | undefined,
): Composed {
  const said = joined(reasons.filter((one) => !/^(?:il|elle|ils|elles)\b/i.test(one)));
  return {
    subject: capital(wish.what.replace(/^(?:une?|le|la|les|des)\s+/i, '')),
    paragraphs: [
      asSentence(`Nous ne pourrons pas vous fournir ${wish.what}${wish.when === '' ? '' : ` ${wish.when.trim()}`}`),
      said.join(' '),
      [
        ...(earliest === undefined ? [] : [`La première date possible est ${earliest}.`]),
        ...(possible === undefined ? [] : [`En revanche, nous pouvons vous ${possible}.`]),
      ].join(' '),
    ].filter((one) => one !== ''),
  };
}
