import { plain } from '../../facts/index.js';
import { wordsIn } from '../language/clauses.js';

/**
 * What the asker tells us and not the reader: motive, feeling, strategy, how the readers are, and what is not to be said.
 * Of a text that says less no harm comes; of one that says this it does. Folded.
 */
const SECRET =
  /^\W*(?:but |and |so )?(?:between (?:us|you and me)|off the record|confidential(?:ly)?|internal(?:ly)?(?: only)?\b|privately|entre nous|entre nosotros|unter uns|intern\b|internamente|en interne)|\b(?:that's|this is|it's) not for (?:them|him|her|the reader|everyone)\b|\b(?:that's|this is|it's) (?:internal|confidential|private|between us)\b|\bsecretly\b|\bnot for (?:them|him|her) to know\b|\bhop(?:e|ing) (?:no ?(?:body|one)|they|he|she) (?:notices?|don't|doesn't|won't|never)\b|\b(?:pas un mot|ne le dis pas|ne le dites pas|n'en parle[zr]? pas|no lo digas|nicht erwahnen|sag das nicht)\b/;
/** Said at the end of what is not to be told. */
const UNSAID =
  /(?:^|[,;(]\s*|\bbut |\band |\b)(?:please )?(?:don't|do not|no need to|not to) (?:mention|say|tell|write|bring up|include)(?: (?:it|that|this|so|him|her|them|any of (?:it|that)|that part|this part))?[.)]*$|\b(?:but|and|,) ?(?:that's|this is|it's|that is) (?:internal|confidential|private|between us|not for (?:them|him|her|everyone|the reader)(?: to know)?)[.)]*$|\b(?:n'en parle[zr]? pas|(?:ne )?le (?:dis|dites|mentionne[zr]?) pas|no lo (?:digas|diga|menciones?)|(?:das )?(?:nicht|bitte nicht) (?:erwahnen|sagen|schreiben))[.)]*$/;
const FEELING =
  /\bi (?:argued|fought|voted|was|am|pushed|lobbied)\b.{0,30}\b(?:against|and lost|but lost)\b|\bi (?:can't|cannot|don't want to) (?:undermine|pretend)\b|\bi (?:sort|kind) of am\b|\bi (?:personally |honestly |really )?(?:think|find|feel|believe) (?:it|this|that|they|he|she|it's|this is|that's|he's|she's|they're) ?(?:is |are )?(?:an? )?(?:\w+ )?(?:stupid|dumb|silly|wrong|mad|crazy|idiotic|nonsense|unfair|awful|rubbish|useless)\b|\bi (?:feel|felt) (?:awful|terrible|bad|guilty|sick)\b|\bi (?:hate|dread|am scared|am afraid|get nervous|am nervous)\b|\bi'm (?:not a natural|nervous|scared|afraid|bad at|terrible at|furious|fed up|no fan|not a fan)\b/;
const STRATEGY =
  /\bi need (?:him|her|them|you) (?:as|on) (?:an? |my )?(?:friend|ally|allies|side|partner)\b|\b(?:we|i) (?:don't|do not|didn't) (?:really |actually |even )?want (?:to (?:leave|lose them|look|sound|seem|appear|come across|upset|annoy|offend|fight|escalate|burn|switch)|it to|this to|them to|him to|her to|anyone to)\b|\b(?:don't|do not) want (?:it|this|that|him|her|them|anyone) to (?:look|sound|seem|think|feel|know)\b|\b(?:we|i)(?:'ll| will)?(?: probably| likely)? (?:will )?(?:anyway|go anyway|leave anyway|need the (?:cash|money)|would (?:accept|settle|take less|pay more))\b|\b(?:we|i) (?:have|need|want) to (?:stay|remain|keep) (?:on good terms|friends|in their good books)\b|\b(?:he|she|they)(?:'s|'re| is| are| all)?(?: really| very| so| a bit| absolutely)* (?:furious|livid|angry|pissed\w*|touchy|sensitive|difficult|an idiot|idiots|hates?|mag keine|stinksauer|wutend|furieux|enfadad[oa]s?)\b|\b(?:some|people|they|he|she) (?:will|might|may|would) (?:think|say|assume|believe|suspect|moan|complain)\b|\b(?:my|the|our) (?:boss|ceo|cto|manager|director|vp) (?:wants|would like|plans|intends) to (?:leave|replace|drop|fire|cancel|kill|sack)\b|\b(?:ist|war) (?:stinksauer|wutend|genervt)\b|\b(?:soll|sollen) nicht (?:denken|merken|wissen|glauben|meinen)\b|\b(?:no|non) quiero que (?:parezca|piense|sepa|crea)|\bil ne faut pas (?:les|le|la|qu)|\bils? pesent\b|\bc'est la faute\b|\b(?:ment|lies|is lying|are lying|lugt|miente)\b|\b(?:was|were|is|are) (?:screaming|shouting|yelling|crying)\b/;
/** How the readers are: a talk opens with it, a text does not say it to them. */
const READERS =
  /^(?:half|most|all|part|some) (?:of )?the (?:audience|room|crowd|readers|listeners) (?:is|are)\b|^(?:people|they|everyone|everybody|some|the team|folks) (?:will|are going to|are) (?:be )?(?:furious|angry|upset|livid|annoyed|disappointed|mad)\b|^(?:the |my )?(?:audience|readers|listeners) (?:is|are)\b|^(?:he|she|they)(?:'ll| will) (?:read|weigh|check|notice|hear) (?:every|each|all)\b|^(?:the |our |my )?(?:audience|readers?|listeners?|crowd|room|committee|board|customers|clients|users) (?:is|are) (?:mostly|mainly|all|not|sceptical|skeptical|hostile|tired|used to|\w+ants\b|\w+ers\b)|^(?:they|people) (?:feel|think|believe|say|fear|suspect|assume|complain)\b/;
/** Wishes about the text, and circumstances of its sending. */
const ABOUT_SENDING =
  /\b(?:das (?:wei(?:ss|s|ß)|wissen) (?:er|sie|niemand) noch nicht|(?:he|she|they) (?:doesn't|don't) know (?:it |this |that )?yet|(?:il|elle) ne le sait pas encore|(?:el|ella) no lo sabe (?:aun|todavia))\b|\b(?:ich sage es|sag ich) (?:ihm|ihr|ihnen)\b|\b(?:die mail|the mail|the message) (?:geht|goes) (?:danach|erst|dann|out after)\b|\bi(?:'ll| will) tell (?:him|her|them) (?:in person|face to face)\b|\b(?:is|are|will be) (?:in|on) cc\b|^(?:or )?(?:yes|no)\?|^you (?:decide|choose|pick|judge)\b|^your call\b|\bkeep (?:the|a) door open\b|^not to mention\b|\bhashtags?\b|\b(?:don't|do not|not) (?:oversell|overdo|exaggerate|gush\w*|brag)\b|\bhates? (?:long|short|e-?mails?|jargon|adjectives|slides)\b|\bno (?:acronyms|abbreviations)\b|^(?:a bit of |some |no )?(?:humou?r|jokes?)\b|^(?:une|eine|half|one|a|media) (?:demi-page|halbe seite|half page|a page|page)\b|^(?:she|he|they) (?:already )?knows?(?: already| it)?$|\bmag keine? (?:lobhudelei|\w+)$/;

/** What the writer is told: how the text must sound, what it must not become, who it goes to. */
const INSTRUCTION =
  /^(?:it |this |and |so |but )*(?:must|should|shall|has to|may) (?:not |never )?(?:sound|look|read|feel|be|seem|come across|say|fit|stay)\b|\b(?:don't|do not|please don't|not to) (?:make (?:it|this|that)|insult|offend|blame|lecture|patroni[sz]e|scare|name|grovel|apologi[sz]e|turn (?:it|this))\b|^(?:the )?(?:contact|addressee|recipient) is\b|\b(?:refais|reecris|raccourcis|schreib(?:e|en)?|formulier\w*|reescribe|redacta)[- ](?:le|la|les|es|den|das|lo)?\b|\b(?:she|he|they)(?:'s| is| are|'re) (?:nice|lovely|polite|friendly|persistent|stubborn|proud)\b|\b(?:will|are going to) ask exactly (?:that|this)\b/;

/** What the writer may not promise or hint at, and advisers who are still to decide. */
const RESERVED =
  /^\W*(?:please |pls |and |but |so )*(?:don't|do not|dont|never) (?:offer|promise|hint|pretend|sugar-?coat|spin|grovel|admit|concede|commit|apologi[sz]e|overpromise|speculate|gloat|beg)\b|\b(?:pls|please) (?:don't|dont|do not|no) \w+|\b(?:legal|counsel|lawyers?|hr|compliance|pr) (?:is|are) (?:still )?(?:deciding|checking|reviewing|looking)\b|\b(?:laut|selon|segun|according to|as per) (?:hr|legal|counsel|compliance|rrhh|rh|der rechtsabteilung|personalabteilung)\b|\b(?:reason|reasons|grund|grunde|raison|raisons|motivo|motivos) (?:is|are|stays?|ist|sind|bleibt|est|sont|es|son) (?:private|privat|prive\w*|privad\w*|personal|confidential|vertraulich)\b|\b(?:zusagen|versprechen) (?:darf|kann) ich\b|\b(?:darf|kann) (?:ich )?(?:aber )?nichts? (?:zusagen|versprechen)\b|\bi (?:can't|cannot|may not|must not|am not allowed to) (?:promise|say|commit)\b|\bje ne (?:peux|dois) rien promettre\b|\bno puedo prometer\b/;
/** A wish about tone, length or language that stands alone. */
const TONE =
  /^(?:slack|mail|tweet|sms|chat|page|screen)[- ]length$|^from me(?: \([^()]*\))?$|^(?:firm|clear|warm|honest|polite|friendly)(?:,| but)? not (?:an? )?[\p{L}-]+$|^(?:firm|friendly|warm|polite|honest|factual|sober|no drama|not an? (?:rant|lecture|novel|essay|sermon|threat|drama))$|^\W*(?:not|no|nothing|nicht|kein\w*|pas(?: de)?|sin|nada de) (?:too |so |zu |trop |demasiado )?[\p{L}-]+(?: [\p{L}-]+)?,?(?: please| pls| bitte| s'il (?:te|vous) plait| por favor)$|^(?:in )?(?:english|german|french|spanish|deutsch|englisch|anglais|francais|ingles|espanol) (?:is|ist|est|esta) (?:fine|ok\w*|bien|gut|in ordnung)$|^wir (?:siezen|duzen)(?: uns)?$|^(?:on se|nous nous) (?:tutoie|vouvoie|tutoyons|vouvoyons)|\bpas de langue de bois\b|^(?:short|brief|kurz|court|breve|sober|sobre|nuchtern)$/u;

/** @param bare Folded. */
const isPrivate = (bare: string): boolean =>
  SECRET.test(bare) ||
  FEELING.test(bare) ||
  STRATEGY.test(bare) ||
  ABOUT_SENDING.test(bare) ||
  READERS.test(bare) ||
  INSTRUCTION.test(bare) ||
  RESERVED.test(bare) ||
  TONE.test(bare);

const bareOf = (text: string): string =>
  plain(text)
    .replaceAll('’', "'")
    .replace(/[.!…]+$/, '')
    .trim();

const CLEARLY = /^(?:but |and |so )?it (?:must|has to|needs to|should) be clear (?:that )?(.{8,})$/i;

/** Of a sentence what the reader of the text may read; empty where that is nothing. */
export function forReader(sentence: string): string {
  const bare = bareOf(sentence);
  // Done to the reader, and regretted: no text says it by half.
  if (/\bwhich i (?:feel|felt) (?:awful|bad|terrible|guilty|sorry)\b/.test(bare)) return '';
  // What may not be promised is not announced either.
  if (UNPROMISED.test(bare)) return '';
  if (/^\([^()]+\)$/.test(sentence.trim()) || (UNSAID.test(bare) && wordsIn(bare) > 0)) return '';
  const open = sentence
    .replace(LABEL, '')
    // The end of a bracket may be lost with the clause that followed.
    .replaceAll(/\s*\(([^()]*)(?:\)|$)/g, (whole, inside: string) =>
      inside.trim().endsWith('?') || isPrivate(bareOf(inside)) || HALF.test(bareOf(inside)) ? '' : whole,
    )
    .replace(
      /,? (?:so|and) (?:they|he|she)(?: are| is|'re|'s) (?:all |really |very |so )*(?:furious|livid|angry|pissed off)\b/i,
      '',
    );
  // “It must be clear that this cannot happen again” is what makes it clear.
  const plainly = CLEARLY.exec(open)?.[1];
  if (plainly !== undefined) return `${plainly[0]?.toUpperCase() ?? ''}${plainly.slice(1)}`.trim();
  const toned = withoutTone(open);
  if (toned !== undefined) return toned;
  if (!isPrivate(bareOf(open))) return open.trim();
  const parts = open.split(/(?:,|;)\s+|\s+(?=(?:but|aunque|mais|aber) )/);
  const kept = parts.filter((part) => !isPrivate(bareOf(part)) && !TAIL.test(bareOf(part)));
  // What is left of a sentence that is private in its main clause says nothing.
  if (kept.length === 0 || isPrivate(bareOf(parts[0] ?? '')) || wordsIn(kept.join(' ')) < 3) return '';
  return kept.join(', ').trim();
}
/** `Firm, not a rant, and I want a date`: without the wishes about the text that it opens with; undefined where none does. */
function withoutTone(sentence: string): string | undefined {
  const parts = sentence.trim().split(/,\s+/);
  // “Our support is fast, friendly and cheap” tells something.
  if (!TONE.test(bareOf(parts[0] ?? ''))) return undefined;
  const from = parts.findIndex((part) => !TONE.test(bareOf(part)) && !RESERVED.test(bareOf(part)));
  const kept = from < 0 ? [] : parts.slice(from);
  // Two words beside a wish belong to it.
  if (wordsIn(kept.join(' ')) < 3) return '';
  return kept
    .join(', ')
    .replace(/^(?:and|but|und|aber) /i, '')
    .replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
}
/** What the asker has put before what is to be told. */
const LABEL = /^(?:the )?(?:facts?|fakten|hechos|faits|context|kontext|contexto|contexte|background)\s*:\s+/i;
const UNPROMISED =
  /\b(?:zusagen|versprechen) (?:darf|kann) ich\b|\b(?:can't|cannot|may not|not allowed to|mustn't) (?:promise|commit to) (?:it|that|this|anything|yet)\b|\brien promettre\b|\bno puedo prometer\b/;
/** A reservation in brackets that only its asker can mean. */
const HALF = /\b(?:anyway|probably not|not true|to be honest|tbh|i know|ouch|sigh)\b/;
const TAIL = /^(?:but|aunque|mais|aber) (?:they|we|he|she|lo|nous|wir|that's)\b/;

/** What a talk to these listeners can begin with: what they think or feel; undefined where it is not told. */
export function readersMind(sentences: readonly string[]): string | undefined {
  for (const sentence of sentences) {
    const found = /(?:^|,\s+|\band )(?:they|people|some)(?: all)? (feel|think|believe|say|fear|complain) ([^.]+)/i.exec(
      sentence,
    );
    if (found !== null) return `${found[1]?.toLowerCase() ?? ''} ${found[2] ?? ''}`;
  }
  return undefined;
}
