import { languageOf, plain } from '../../facts/index.js';
import { sentencesOf } from '../language/clauses.js';
import { forReader } from '../request/asides.js';
import { forecastIn } from './digests/forecast.js';
import { LABEL } from './names.js';
import { linesOf } from './source-lines.js';

/** One statement of a source. */
export interface Unit {
  readonly text: string;
  readonly speaker: string;
  /** Its speaker said it as a role, e.g. `CFO`. */
  readonly isRole: boolean;
}

const MAX_UNITS = 40;
const SPEAKER =
  /^(?:\[?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]m)?\]?\s*[-–]?\s*)?(?:@?([\p{L}][\p{L}\d_.-]{0,24}|[A-Z]{2,4})(?:\s*\([^)]{1,20}\))?)\s*(?:\[?\d{1,2}:\d{2}(?:\s?[ap]m)?\]?)?:\s+/u;
const CHAT_TIME = /^\[?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]m)?\]?\s*[-–]?\s*/i;
const ROLE =
  /^(?:CEO|CFO|CTO|COO|CRO|CPO|CMO|CIO|CISO|HR|VP\b.*|Legal|Finance|Sales|Product|Support|Ops|QA|Design|Marketing|IT|PM|PO|SRE|Security)$/;
/** Headings of notes, greetings, courtesy and reactions: they say nothing. */
const EMPTY =
  /^(?:(?:hi|hello|hey|dear|good morning|morning|bonjour|hola|hallo|liebe)(?: (?:a )?[\p{L}-]+){0,2}(?:, thanks?[^.!?]{0,50})?|(?:cheers|best|best regards|kind regards|regards|thanks|viele gru(?:ss|ß)e|saludos|cordialement|lg|vg)[, ]+\w*(?: \w+)?|(?:off-?site|meeting|call|standup|retro|steering|board|weekly)?\s*(?:notes?|minutes|thread|update|chat|log)\.?|hi(?: \w+)?|hello(?: \w+)?|hey(?: \w+)?|dear \w+|good morning(?: \w+)?|thanks?(?: (?:all|everyone|you|a lot|for .{1,30}))?|thank you.{0,20}|cheers|best(?: regards)?|regards|ok(?:ay)?|yes|yep|no|sure|great|nice|perfect|agreed|got it|on it|\+1|lol|ugh|hmm|sounds good|will do|makes sense|vale|d'accord|alles klar|morning(?: \w+)?|fyi|hope .{1,40}|sorry for .{1,40}|gracias|merci|danke|hola|bonjour|hallo|liebe grusse|saludos|done|from: .{1,60}|to: .{1,60}|(?:start|begin|ende?)(?: at)? \d{1,2}[:.]\d{2})[.!,]*$/iu;

/** Statements of the source, without who said them in a chat. */
export function unitsOf(source: string, isNameless = false): Unit[] {
  const units: Unit[] = [];
  const isTalk = isChat(source);
  const language = languageOf(plain(source));
  let speaker = '';
  let isRole = false;
  for (const raw of linesOf(source).flatMap((turn) => sentencesOf(turn))) {
    let text = raw
      .replace(/^["“«'>*•-]+\s*/, '')
      .replace(/^#[\w-]+\s+(?=[\p{L}\d_.-]+:)/u, '')
      .trim();
    const tag = SPEAKER.exec(text);
    const isLabel = LABEL.test(`${tag?.[1]?.[0]?.toUpperCase() ?? ''}${tag?.[1]?.slice(1) ?? ''}`);
    if (
      tag?.[1] !== undefined &&
      !isLabel &&
      (text.startsWith('@') || ROLE.test(tag[1]) || CHAT_TIME.test(text) || isTalk)
    ) {
      speaker = tag[1];
      isRole = ROLE.test(speaker);
      text = text.slice(tag[0].length);
    } else text = text.replace(CHAT_TIME, (time) => (isTalk ? '' : time));
    if (isNameless)
      text = text.replace(/^(\p{Lu}\p{Ll}+)(?: again)?: /u, (tagged, name: string) => (LABEL.test(name) ? tagged : ''));
    text = unquotedEnd(
      text.replaceAll(
        /(?<![\p{L}\d])@(\p{L}+)/gu,
        (_, name: string) => `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`,
      ),
    ).trim();
    if (text === '' || EMPTY.test(plain(text)) || /^[\p{P}\p{S}\s]+$/u.test(text)) continue;
    const isTagged = tag?.[1] !== undefined && tag[1] === speaker;
    const open = forReader(cleaned(text));
    if (open === '') continue;
    const said = isTalk && !isRole && !isNameless && speaker !== '' ? attributed(open, speaker) : open;
    const forecast = forecastIn(said, language);
    units.push({
      text: forecast === undefined ? said : `${said.replace(/[.]$/, '')}. ${forecast}`,
      speaker,
      isRole: isRole && isTagged,
    });
    if (units.length === MAX_UNITS) break;
  }
  return units;
}

/** A closing mark that nothing in the text opens is the one of the whole quotation. */
function unquotedEnd(text: string): string {
  const bare = text.replace(/["”»']+$/, '');
  const rest = text.slice(bare.length);
  const count = bare.match(/['"]/g)?.length ?? 0;
  return rest !== '' && count % 2 === 1 ? text : bare;
}

/** What only its speaker can have said; the reader outside does not know who that was. */
const SPOKEN =
  /^(?:ok(?:ay)? from me|will do|i (?:can|will|would|ask|want|take|write|need)|i'll|let me|me\b|pido|yo |je |ich |run it|no ?(?:body|one)\b)/i;

/** `I answered both` was said by one of several people. */
function attributed(text: string, speaker: string): string {
  const name = `${speaker[0]?.toUpperCase() ?? ''}${speaker.slice(1)}`;
  const turned = inThirdPerson(text, name);
  return turned === text && SPOKEN.test(text) ? `${name}: ${text}` : turned;
}

function inThirdPerson(text: string, name: string): string {
  return text
    .replaceAll(/\bI(?:'m| am)\b/g, `${name} is`)
    .replaceAll(/\bI(?:'ve| have)\b/g, `${name} has`)
    .replaceAll(/\bI(?:'ll| will)\b/g, `${name} will`)
    .replaceAll(
      /\bI (?=\w+(?:ed|wrote|sent|told|found|got|made|did|was|had|can|could|should|must|took|gave|spoke)\b|(?:wrote|sent|told|found|got|made|did|was|had|can|could|should|must|took|gave|spoke)\b)/g,
      `${name} `,
    );
}

/** Tags that return, or that have an `@` or a time, are people; others are labels, which stay. */
export function isChat(source: string): boolean {
  const tags = [
    ...source.matchAll(/(?:^|[\n.!?]\s*(?:[-*•]\s+)?|^#[\w-]+ )(@?[\p{L}][\p{L}\d_.-]{0,24})( \d{1,2}:\d{2})?:\s/gu),
  ];
  const names = tags.map((tag) => tag[1] ?? '');
  return (
    tags.length >= 2 &&
    (new Set(names).size < names.length || tags.some((tag) => tag[2] !== undefined || tag[1]?.startsWith('@')))
  );
}

/** What leads up to a statement and says nothing. */
const LEAD_IN: readonly RegExp[] = [
  /^(?:dear|hi|hello|hey|hallo|hola|bonjour|liebe) [^,.!?]{1,40},\s+(?=\S+\s+\S+\s)/i,
  /^(?:colleagues|everyone|team|all|folks|hi|me again),\s+/i,
  /^(?:ok(?:ay)?|so|well|also|and|btw|fyi|update|heads up|quick update|just to say|yes|no worries|right|anyway|good news|bad news)\s*[,:–-]+\s*/i,
  /^(?:so )?(?:first|then|next|after that|finally),? (?=\p{L}+ (?:said|told|wrote|found|reported|asked|announced))/iu,
  /^(?:as (?:you|many of you) (?:may )?(?:know|be aware)|wie ihr wisst|comme vous le savez|como sabeis),?\s+/i,
  /^(?:we are (?:happy|pleased|proud) to (?:announce|say) that|i (?:just )?wanted to (?:say|tell you) that|please note that|it should be noted that)\s+/i,
  /\b(?:after .{1,40} )?the management has come to the conclusion that /i,
];

const FIXED = /^we have (?:finally )?been able to fix (?:the (?:[\p{L}-]+ ){0,3}(?:issue|problem|bug) where )?/iu;

/** Shorthand and lead-ins at the beginning go. */
function cleaned(text: string): string {
  let made = text.replace(/^ok(?:ay)? so (?=\w)/i, '');
  for (const pattern of [...LEAD_IN, ...LEAD_IN]) made = made.replace(pattern, '');
  made = made.replace(FIXED, 'Fixed: ');
  if (/\bwie ihr wisst,/i.test(text))
    made = made.replace(/^(\p{L}+) (wir|sie|ihr) /u, (_, verb: string, who: string) => `${who} ${verb} `);
  made = made.replaceAll(/\s+/g, ' ').replaceAll(/!{2,}/g, '.');
  return made === text ? made : `${made[0]?.toUpperCase() ?? ''}${made.slice(1)}`;
}
