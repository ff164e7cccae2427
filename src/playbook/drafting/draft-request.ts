import { languageOf, plain, type FactLanguage } from '../facts/index.js';
import { sentencesOf, wordsIn } from './clauses.js';
import { hasFiniteVerb } from './english-verbs.js';

export type Medium = 'mail' | 'chat' | 'talk' | 'deck' | 'letter' | 'post';

/** How the text should be, as far as the asker says so. */
export interface DraftStyle {
  readonly isFirm: boolean;
  readonly isWarm: boolean;
  readonly isFormal: boolean;
  readonly isShort: boolean;
  readonly maxWords?: number;
  readonly lines?: number;
  readonly bullets?: number;
  readonly slides?: number;
}

/** What is asked for, apart from what the text should say. */
export interface DraftRequest {
  readonly medium: Medium;
  readonly language: FactLanguage;
  /** As written, e.g. `Priyanka`, `the exec team`; empty when it is not said. */
  readonly recipient: string;
  /** The name of one person it is for or about. */
  readonly name?: string;
  /** The sentence that asks, as written. */
  readonly asked: string;
  /** What is asked for, in lower case. */
  readonly ask: string;
  /** The asker's sentences that belong in the text. */
  readonly content: readonly string[];
  readonly style: DraftStyle;
}

const ARTEFACT =
  /\b(?:e-?mails?|mails?|messages?|slack (?:post|message|note|announcement)|teams (?:post|message)|chat message|post|announcement|note|memo|letter|script|talking points|speech|toast|(?:the |some |right )?words (?:for|to|i)|deck|slides?|pitch|opening|statement|invitation|invite|apology|reference|recommendation|farewell|goodbye|status update|incident update|update|notice|reply|response|refusal|rejection|complaint|dm|text|one-pager|thank[- ]you|praise|kudos|blog post|press release|correo|mensaje|carta|anuncio|respuesta|guion|disculpa|courriel|message|lettre|annonce|reponse|excuses|invitation|nachricht|schreiben|brief|ankundigung|antwort|einladung|absage|entschuldigung|kundigung|ansage|rede|slack-nachricht|slack-post|intranet text)\b/;
const COMMAND =
  /(?:^|[.!?:;,]\s+|\b(?:please|can you|could you|help me|i need you to|need to|want to|have to|would you|por favor|bitte|me to|hay que|kannst du|konnen sie|peux-tu|pouvez-vous|puedes)\s+)(?:please\s+)?(?:write|draft|compose|word|phrase|formulate|prepare|send|redact|reword|put together|give me|i need|we need|need|i want|make me|let me have|i'd like|redacta|escribe|escribeme|redactame|prepara|necesito|dame|redige|ecris|ecrivez|prepare|j'ai besoin d|il me faut|aide-moi a|schreib|schreibe|formulier|formuliere|entwirf|verfasse|verfass|ich brauche|brauche|gib mir)\b/;
const GIVE_WORDS =
  /\b(?:give me (?:the|some) words|what (?:exactly )?do i (?:write|say)(?: (?:to|back|in))?\b.*\b(?:write|mail|words)|how do i (?:word|phrase|write) (?:this|it|that|the|a|my)|put (?:this|it|that) into words|help me (?:write|word|phrase|say)|write (?:this|it) for me|words for (?:it|the talk|that)|script for|dame las palabras|donne-moi les mots|gib mir die worte|wie formuliere ich)\b/;
const OPENS_WITH_ARTEFACT =
  /^(?:(?:(?:a|an|the|my|short|quick|brief|friendly|firm|polite|formal|two|three|four|one|\d+)[- ]?(?:line|sentence|paragraph|word|bullet)?s?)\s+)*(?:(?:rejection|refusal|thank-?you|farewell|resignation|apology|status|incident|customer|announcement|complaint)\s+)?(?:e-?mail|mail|message|slack (?:post|message|note)|post|announcement|note|memo|letter|script|talking points|speech|opening|deck opening|statement|invitation|apology|reference|recommendation|farewell|text|update|status update|incident update|notice|reply|rejection|refusal|complaint|dm|correo|mensaje|anuncio|carta|courriel|annonce|lettre|nachricht|ankundigung|einladung|absage|brief)\b(?:[^.:?!\n]{0,90}(?:\b(?:to|for|an|fur|para|a|pour|of|that|saying|telling|announcing|please|about)\b|:))/;
/** A text that is named without a word such as “write”. */
const NAMED_TEXT =
  /^(?:(?:a|an|the|my|our|short|quick|first|bitte|please|eine?n?|un|una|une|i need|ich brauche)\s+)*(?:(?:slack|teams|chat|whatsapp) (?:msg|message|post|note|dm)|msg (?:to|for)|(?:need|want) (?:[\w-]+ ){0,3}(?:msg|message|e-?mail|mail|note) (?:to|for)|job (?:ad|advert|posting|description)|stellenanzeige|(?:performance )?feedback (?:paragraph|mail|message|text)?\s?(?:for|to)|performance review|counter[- ]?offer (?:mail|letter|message)?|status mail|pitch to|announce (?:our|the|my|that)|first (?:mail|message|post) to|absage|kundigung|zusage|einladung|ankundigung|entschuldigung|redigez|redige|haz un (?:guion|correo|mensaje|anuncio)|hazme un|(?:write|draft) (?:me )?(?:a|an|the|up)? ?(?:short )?(?:adr|charter|policy|postmortem|runbook|job ad|rejection|refusal|section|paragraph|agenda|reply|bio|toast|summary mail)|i have to (?:tell|inform|write to) (?:a|an|the|our|my|\d+|twelve|all) )/;
const LATER_TEXT = /^(?:first|short|quick|a|the|my) (?:mail|message|post|speech|letter) (?:to|for) /;
const NOT_A_DRAFT =
  /^(?:should|is it|do i need|would you|when should|why|who should|does|can i (?:send|write)|must i|is a|are)\b|\b(?:one|a clear|your) recommendation\b|\b(?:should (?:i|we) (?:write|send|draft)|summari[sz]e|summary|in (?:\w+ )?bullets from|bullets? (?:for .{1,40} )?out of)\b/;

/** Whether a finished text is asked for: a mail, a post, a script. */
export function isDraftRequest(text: string): boolean {
  const read = plain(text.slice(0, 8_000)).replaceAll('’', "'").trim();
  if (GIVE_WORDS.test(read)) return true;
  if (OPENS_WITH_ARTEFACT.test(read)) return !(read.split(/[.:\n]/)[0] ?? '').endsWith('?');
  return namedIndex(sentencesOf(read)) >= 0 || askIndex(sentencesOf(read)) >= 0;
}

/** The sentence that names the text; a question is none. */
function namedIndex(sentences: readonly string[]): number {
  return sentences.findIndex(
    (one, at) =>
      (at === 0 ? NAMED_TEXT : LATER_TEXT).test(one) &&
      !(at === 0 && sentences.length === 1 && one.endsWith('?')) &&
      !/^should\b/.test(one),
  );
}

/** The sentence that asks for the text. */
function askIndex(sentences: readonly string[]): number {
  return sentences.findIndex((sentence) => {
    const head = (sentence.split(/:\s/)[0] ?? sentence).slice(0, 260);
    const command = COMMAND.exec(head);
    if (NOT_A_DRAFT.test(head)) return false;
    if (command === null) return false;
    const after = head.slice(command.index + command[0].length);
    const artefact = ARTEFACT.exec(after);
    const isWriting = /\b(?:write|schreib\w*|ecris|ecrivez|escribe|redige|redacta)$/.test(command[0]);
    const toReader = command[0].endsWith('write')
      ? /^ (?:back )?(?:to|my|our)\b/
      : /^ (?:an|al?|a la|au|aux|den|dem|der|meine[mnr]?|unsere[mnr]?)\b/;
    if (isWriting && toReader.test(after)) return true;
    return artefact !== null && artefact.index < 60;
  });
}

const TALK =
  /\b(?:script|words|talking points|speech|toast|say|tell (?:him|her|them)|talk|rede|guion|worte|mots|palabras|ansage)\b/;
const MEDIA: readonly (readonly [Medium, RegExp])[] = [
  ['deck', /\b(?:deck|slides?|pitch|presentation|folien)\b/],
  [
    'chat',
    /\b(?:slack\S*|teams (?:post|message)|chat|dm|channel|two-line|one-line|line message|text message|whatsapp)\b/,
  ],
  ['post', /\bintranet\b/],
  ['mail', /\b(?:e-?mails?|mails?|write to|write back|reply|response|correo|courriel|schreiben an|antwort)\b/],
  ['talk', TALK],
  ['post', /\b(?:post|announcement|anuncio|annonce|ankundigung|blog|wiki)\b/],
  ['letter', /\b(?:letter|reference|recommendation|carta|lettre|brief|press release|statement|notice)\b/],
  ['chat', /\b(?:message|note|mensaje|nachricht|update)\b/],
];

export function mediumOf(ask: string): Medium {
  return MEDIA.find(([, pattern]) => pattern.test(ask))?.[0] ?? 'mail';
}

const NUMBERS: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  ten: 10,
  a: 1,
  dos: 2,
  tres: 3,
  deux: 2,
  trois: 3,
  zwei: 2,
  drei: 3,
  vier: 4,
  cuatro: 4,
  quatre: 4,
  cinco: 5,
  cinq: 5,
  funf: 5,
};
const numberOf = (word: string | undefined): number | undefined =>
  word === undefined ? undefined : (NUMBERS[word] ?? (/^\d+$/.test(word) ? Number(word) : undefined));

/** Tone and length. */
export function styleOf(text: string): DraftStyle {
  const read = plain(text);
  const count = (pattern: RegExp) => numberOf(pattern.exec(read)?.[1]);
  const maxWords =
    count(
      /\b(?:max(?:imum)?\.?|at most|under|no more than|up to|less than|in|hochstens|maximal|maximo|moins de)\s+(\d+)\s+(?:words|palabras|mots|worter)/,
    ) ?? count(/\b(\d+) words(?: max| at most|,? tops)?/);
  const lines = count(
    /\b(one|two|three|four|five|six|\d+|dos|tres|deux|trois|zwei|drei)[- ](?:lines?|liner|sentences?|zeilen|satze|lineas|frases|lignes|phrases)\b/,
  );
  const bullets = count(
    /\b(two|three|four|five|six|seven|\d+|tres|cuatro|trois|quatre|drei|vier)(?: short)?[- ](?:bullets?|points|puntos|puces|stichpunkte)\b/,
  );
  const slides = count(/\b(one|two|three|four|five|\d+)[- ]slides?/);
  return {
    isFirm:
      /\b(?:firm|no wriggle|clear|final|no excuses|tough|strict|direct|blunt|no discussion|non-negotiable|bestimmt|firme|ferme|klar|unmissverstandlich)\b/.test(
        read,
      ),
    isWarm:
      /\b(?:warm|friendly|kind|personal|nice|gentle|heartfelt|empath\w+|freundlich|amable|cercano|chaleureux|aimable|herzlich|polite\w*)\b/.test(
        read,
      ),
    isFormal: /\b(?:formal|official|offiziell|formell|formel|oficial)\b/.test(read),
    isShort: /\b(?:short|brief|concise|crisp|quick|kurz|corto|breve|court)\b/.test(read),
    ...(maxWords === undefined ? {} : { maxWords }),
    ...(lines === undefined ? {} : { lines }),
    ...(bullets === undefined ? {} : { bullets }),
    ...(slides === undefined ? {} : { slides }),
  };
}

/** Sentences about the text, not of it. */
const ABOUT_TEXT =
  /^(?:(?:sound like|i want (?:it to not|it not to|no \w+ in it)|not (?:slimy|stiff|cold|salesy|preachy|corporate)|honest, fair|make it|keep it|it should|it must|should be|tone|style|don't (?:sound|mention|use|make|be|write|put|promise)|no (?:spin|wriggle|corporate|jargon|fluff|excuses|drama|emojis?|waffle|marketing|hedging|buzzwords|blame)|not too|please keep|please make|max(?:imum)?\b|at most|under \d+ words|\d+ words|in english|in spanish|in french|in german|auf deutsch|en espanol|en francais|friendly|firm|short|warm|polite|formal|informal|kind|honest|direct|clear|neutral|professional|brief|concise|crisp|personal|sober|human|calm|without (?:blaming|sounding|mentioning|being|jargon|spin)|bitte (?:kurz|freundlich|sachlich)|kurz|freundlich|sachlich|ohne|sin (?:excusas|rodeos)|firme|cordial|ferme|bestimmt|sachlich|tono|ton|court|bref|breve|corto|amable)\b)/;
/** Questions and pleas to us around the request. */
const TO_US =
  /^(?:give me|what do i|how do i|can you|could you|help|please (?:help|write|draft)|(?:thanks?|thank you|gracias|merci|danke)[.! ]*$|write it|draft it|word it|write this|put (?:it|this)|any|hi|hello|i need (?:the|some|a) (?:words|script|mail|text)|dame|gib mir|donne-moi|bitte schreib|(?:two|three|four|\d+)(?: short)? (?:lines?|sentences?|slides?|bullets?|paragraphs?))\b|\?$/;
/** Logistics of a talk that only the asker needs. */
const LOGISTICS =
  /^(?:i|we)(?:'ve| have|'m| am| got|'ve got| have got| will| see| meet|'ll)?\s+(?:\S+ ){0,3}(?:minutes|meeting|see(?:ing)?|meet|talk(?:ing)?|1:1|one-on-one|call|slot)\b.{0,20}\b(?:him|her|them|with)\b/;

const HEARS_IT =
  /^(?:she|he|they|[a-z]+) (?:hears?|learns?|gets) (?:it|this) from me\b|^(?:she|he|they) (?:doesn't|don't) know yet\b/;

/** Splits a request into the ask and what the text should say. */
export function parseDraftRequest(text: string): DraftRequest | undefined {
  const read = text
    .slice(0, 8_000)
    .replaceAll('’', "'")
    .replace(/\s(?:pls|plz|please)(?=:)/i, '')
    .trim();
  const sentences = sentencesOf(read);
  const lower = sentences.map((one) => plain(one));
  let at = askIndex(lower);
  if (at < 0) at = lower.findIndex((one) => GIVE_WORDS.test(one) || OPENS_WITH_ARTEFACT.test(one));
  if (at < 0) at = namedIndex(lower);
  if (at < 0) return undefined;
  const whole = sentences[at] ?? '';
  const { ask, rest } = splitAsk(whole);
  const askPlain = plain(ask);
  const medium = mediumOf(askPlain);
  // A tail such as “, 120 people, warm but not sentimental” is about the text when other sentences say what is in it.
  const isEnglish = languageOf(plain(whole)) === 'en';
  const isTail = isEnglish && !/:(?:\s|$)/.test(whole) && rest !== '' && sentences.length > 1 && !hasFiniteVerb(rest);
  const others = sentences.flatMap((one, index) => (index === at ? (rest === '' || isTail ? [] : [rest]) : [one]));
  const about: string[] = isTail ? [ask, rest] : [ask];
  const content = others.filter((one) => {
    const bare = plain(one);
    if (one !== rest && (ABOUT_TEXT.test(bare) || (TO_US.test(bare) && wordsIn(one) < 30))) {
      about.push(one);
      return false;
    }
    return !((medium === 'talk' && LOGISTICS.test(bare)) || HEARS_IT.test(bare));
  });
  const told = takeTold(content);
  const recipient = told.recipient ?? recipientOf(ask);
  const name =
    personIn(recipient) ??
    namedInAsk(ask) ??
    (medium === 'talk' ||
    ONE_PERSON.test(recipient) ||
    (recipient === '' && /\b(?:mail|message|dm|words)\b/.test(askPlain))
      ? nameIn(content)
      : undefined);
  const language = languageOf(plain(`${ask} ${content.join(' ')}`));
  return {
    medium,
    language: targetLanguage(about.join(' ')) ?? language,
    recipient,
    ...(name === undefined ? {} : { name }),
    asked: isTail && /\b(?:candidate|applicant|applied) for\b/.test(rest) ? `${ask}, ${rest}` : ask,
    ask: askPlain,
    content: told.content.map(unquoted),
    style: styleOf(about.join(' ')),
  };
}

function targetLanguage(ask: string): FactLanguage | undefined {
  const read = plain(ask);
  if (/\b(?:in english|auf englisch|en ingles|en anglais)\b/.test(read)) return 'en';
  if (/\b(?:auf deutsch|in german)\b/.test(read)) return 'de';
  if (/\b(?:en espanol|in spanish)\b/.test(read)) return 'es';
  return /\b(?:en francais|in french)\b/.test(read) ? 'fr' : undefined;
}

const unquoted = (sentence: string): string =>
  sentence
    .replace(/^["“«']+(?=\S)/, '')
    .replace(/["”»']+$/, '')
    .replace(/^(?:[-*•]|\d+[.)])\s+/, '');

const ONE_PERSON =
  /^(?:my|our|the|a) (?:boss|manager|report|colleague|engineer|developer|director|lead|peer|cto|ceo|cfo)$/i;

/** `I have to tell 12 contractors that …`: the readers and what they are told. */
function takeTold(content: readonly string[]): { content: readonly string[]; recipient?: string } {
  const match =
    /^i (?:have to|must|need to|want to|should|'ll|will) (?:tell|inform|let) (.+?) (?:know )?that (.+)$/i.exec(
      content[0] ?? '',
    );
  return match === null ? { content } : { content: [match[2] ?? '', ...content.slice(1)], recipient: match[1] ?? '' };
}

/** `Schreib Jonas eine Nachricht`, `my 1:1 with Ben`. */
function namedInAsk(ask: string): string | undefined {
  const found =
    /\b(?:vendor|supplier|provider|client|customer|agency) \((\p{Lu}\p{Ll}+)/u.exec(ask)?.[1] ??
    /\b(?:with|mit|avec|con|decirle a|cliente|client|kunden|kundin|an herrn|an frau)\s+(\p{Lu}\p{Ll}+)/u.exec(
      ask,
    )?.[1] ??
    /^(?:bitte )?(?:schreib\w*|write|send|drop|escribe(?:le)? a|écris à) (\p{Lu}\p{Ll}+) (?:an?|eine?n?|the|une?|una?)\b/iu.exec(
      ask,
    )?.[1];
  return found === undefined || !/^\p{Lu}/u.test(found) || NOT_A_NAME.test(found) ? undefined : found;
}

/** `Write the mail to X: content`, `Tell them in a mail that content`. */
function splitAsk(sentence: string): { ask: string; rest: string } {
  const colon = /:(?=\s|$)/.exec(sentence);
  if (colon !== null && colon.index < 200)
    return { ask: sentence.slice(0, colon.index), rest: sentence.slice(colon.index + 1).trim() };
  const linked =
    /\b(?:saying(?: that)?|telling (?:him|her|them|everyone|people|customers|the [a-z]+|my [a-z]+|our [a-z]+|us) (?:that )?|to (?:tell|inform|let) (?:him|her|them|everyone|customers|the [a-z]+|my [a-z]+|our [a-z]+)(?: know)? (?:that )?|announcing (?:that )?|explaining (?:that|why)|stating that|(?<=[\w)] )that|because|dass|que|indiquant que|diciendo que)\s+/i.exec(
      sentence,
    );
  if (linked !== null && linked.index > 8)
    return { ask: sentence.slice(0, linked.index), rest: sentence.slice(linked.index + linked[0].length).trim() };
  const dash = /\s[–—-]\s/.exec(sentence);
  if (dash !== null && wordsIn(sentence.slice(dash.index)) > 4)
    return { ask: sentence.slice(0, dash.index), rest: sentence.slice(dash.index + dash[0].length).trim() };
  const comma = sentence.indexOf(', ');
  if (comma > 0 && /^, (?:who|which|that)\b/.test(sentence.slice(comma))) return { ask: sentence, rest: '' };
  if (comma > 0 && wordsIn(sentence.slice(comma)) > 5)
    return { ask: sentence.slice(0, comma), rest: sentence.slice(comma + 2).trim() };
  return { ask: sentence, rest: '' };
}

function recipientOf(ask: string): string {
  const cut = withoutTail(ask);
  const isEnglish =
    /^(?:write|draft|give|i |we |can|could|please|help|short|a |need|how|what|two|three|prepare|compose|text|announce)/i.test(
      cut,
    );
  const found =
    /\b(?:tell|telling|inform|informing)\s+((?:my|our|the)\s+[\p{L}\s]+)$/iu.exec(cut) ??
    /\b(?:to|for)\s+((?:(?:all|our|my|the|sales|a|an)\s+)*[\p{L}\d][^.,:;?!]*)$/iu.exec(cut) ??
    (isEnglish
      ? null
      : /\s(?:an|für|fur|para|pour|a|à|al|aux|au)\s+((?:(?:l'|alle|unsere[nmr]?|meine[nmr]?|den|die|der|das|dem|el|la|los|las|mi|mis|nuestros|nos|mes|le|les|mon|ma|todo|todos|toute?|tous)\s*)*[\p{L}\d][^.,:;?!]*)$/iu.exec(
          cut,
        ));
  const phrase = found?.[1] ?? '';
  const last = phrase.split(/\s(?:to|for|an|für|para|pour)\s/i);
  const first =
    last.length > 1 && /\b(?:us|me|him|her|deck|slides|a deck)\b/i.test(last[0] ?? '') ? last.at(-1) : last[0];
  const person = first ?? '';
  return /^(?:me|us|tell|say|this|it|that|be|write|announce|explain|a deck|the deck|a (?:mail|message|post|short|formal|friendly).*)\b/i.test(
    person,
  )
    ? ''
    : person.trim();
}

/** The ask without courtesy, length and tone at its end. */
function withoutTail(ask: string): string {
  return ask
    .trim()
    .replace(/\s+(?:who|which)\s.*$/i, '')
    .replace(/[\s,]+(?:please|bitte|por favor|s'il vous plaît|thanks)\.?$/i, '')
    .replace(/[,(]\s*.*$/, '')
    .replace(/\s+(?:in|with) (?:two|three|four|five|\d+|max|at most|a friendly|a firm)\b.*$/i, '')
    .replace(/\s+(?:about|on|regarding|über|sobre)\s.*$/i, '')
    .replace(/[.?!]+$/, '');
}

const NOT_A_NAME =
  /^(?:I|We|The|A|An|Our|My|His|Her|Their|Your|It|He|She|They|This|That|There|What|Next|From|On|In|At|By|As|If|When|Slack|Teams|Jira|CEO|CTO|CFO|COO|HR|VP|PM|PO|QA|API|ML|AI|SRE|Q[1-4]|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December|Staff|Senior|Principal|Lead|Head|Director|EU|US|UK|AWS|Azure|Google|GitHub|Dear|Hi|Please|Sorry|Give|Write|Who(?:ever)?|Everyone|Product|Sales|Marketing|Support|Finance|Legal|Engineering|Design|Kafka|Kubernetes|Java|Python|Postgres|English|German|French|Spanish|Board|Berlin|London|Paris|Madrid)$/;

function personIn(recipient: string): string | undefined {
  const match =
    /^(?:my (?:report|colleague|engineer|manager|boss|developer)\s+)?(\p{Lu}\p{Ll}+)(?: \p{Lu}\p{Ll}+)?$/u.exec(
      recipient,
    );
  return match?.[1] === undefined || NOT_A_NAME.test(match[1]) ? undefined : match[1];
}

function nameIn(content: readonly string[]): string | undefined {
  for (const sentence of content) {
    for (const match of sentence.matchAll(/(?<![\p{L}\d'])(\p{Lu}\p{Ll}{2,})(?='s|\b)/gu)) {
      const name = match[1] ?? '';
      const opens = match.index === 0;
      const isSubject =
        /^(?:'s)?\s+(?:is|has|was|does|did|will|wants|gets|asked|made|wrote|led|helped|applied|worked|can|didn't|doesn't|won't|isn't|leaves|joined|left|missed)/.test(
          sentence.slice(match.index + name.length),
        );
      if (
        !NOT_A_NAME.test(name) &&
        (!opens || isSubject) &&
        (isSubject ||
          /\b(?:promised|told|with|to|for|give|gave|from|tell|hired|offered|about|reject|promote|thank|let)\s+$/i.test(
            sentence.slice(0, match.index),
          ))
      )
        return name;
    }
  }
  return undefined;
}

/** Whether the readers are several. */
export const isGroup = (recipient: string): boolean =>
  /\b(?:all|everyone|everybody|team|teams|company|engineers|developers|customers|clients|users|board|execs?|exec team|leads|managers|directors|department|staff|people|group|colleagues|partners|stakeholders|channel|org|organi[sz]ation|squad|equipo|clientes|todos|equipe|tous|alle|kunden|kollegen|mitarbeiter\w*|leadership|committee|council|parents|suppliers|candidates|contractors|participants|intranet|sales and marketing)\b/i.test(
    plain(recipient),
  );
