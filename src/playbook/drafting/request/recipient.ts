import { plain } from '../../facts/index.js';

/** The readers that a request names, as written; empty where it names none. */
export function recipientOf(ask: string): string {
  const cut = withoutTail(ask);
  const isEnglish =
    /^(?:write|draft|give|i |we |can|could|please|help|short|a |need|how|what|two|three|prepare|compose|text|announce)/i.test(
      cut,
    );
  const found =
    /\b(?:tell|telling|inform|informing)\s+((?:my|our|the|an?)\s+[\p{L}\s]+)$/iu.exec(cut) ??
    /\b(?:to|for)\s+((?:(?:all|our|my|the|sales|a|an)\s+)*[\p{L}\d][^.,:;?!]*)$/iu.exec(cut) ??
    (isEnglish
      ? null
      : /\s(?:an|für|fur|para|pour|a|à|al|aux|au)\s+((?:(?:l'|alle|unsere[nmr]?|meine[nmr]?|den|die|der|das|dem|el|la|los|las|mi|mis|nuestros|nos|mes|le|les|mon|ma|todo|todos|toute?|tous)\s*)*[\p{L}\d][^.,:;?!]*)$/iu.exec(
          cut,
        ));
  const phrase = found?.[1] ?? READERS_FIRST.exec(cut)?.[1]?.replace(/r$/i, 'rs').replace(/nt$/i, 'nts') ?? '';
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

/** `customer notice`, `team message`: the readers stand before the text. */
const READERS_FIRST =
  /^(?:(?:an?|the|short|quick|brief|friendly) )*(customer|client|team|staff|board|supplier|vendor|partner|user) (?:notice|mail|e-?mail|note|message|update|announcement|letter)\b/i;

/** The ask without courtesy, length and tone at its end. */
function withoutTail(ask: string): string {
  return ask
    .trim()
    .replace(/\s+(?:who|which)\s.*$/i, '')
    .replace(/[\s,]+(?:please|bitte|por favor|s'il vous plaît|thanks)\.?$/i, '')
    .replace(/[,(]\s*.*$/, '')
    .replace(/\s+(?:in|with) (?:two|three|four|five|\d+|max|at most|a friendly|a firm)\b.*$/i, '')
    .replace(/\s+(?:about|on|regarding|über|sobre)\s.*$/i, '')
    .replace(/\s+(?:in writing|politely|por escrito|schriftlich)$/i, '')
    .replace(/[.?!]+$/, '');
}

const NOT_A_NAME =
  /^(?:I|We|The|A|An|Our|My|His|Her|Their|Your|It|He|She|They|This|That|There|What|Next|From|On|In|At|By|As|If|When|Slack|Teams|Jira|CEO|CTO|CFO|COO|HR|VP|PM|PO|QA|API|ML|AI|SRE|Q[1-4]|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December|Staff|Senior|Principal|Lead|Head|Director|EU|US|UK|AWS|Azure|Google|GitHub|Dear|Hi|Please|Sorry|Give|Write|Who(?:ever)?|Everyone|Product|Sales|Marketing|Support|Finance|Legal|Engineering|Design|Kafka|Kubernetes|Java|Python|Postgres|English|German|French|Spanish|Board|Berlin|London|Paris|Madrid)$/;

/** A person with a title: `Mme Perrault`, `Frau Tekin`, `Mr Haugland`. */
const TITLED = /\b(Mr|Mrs|Ms|Dr|Prof|Mme|Mlle|M|Frau|Herrn?|Sra|Sr|Señora|Señor)\.? (\p{Lu}[\p{Ll}\p{Lu}'-]+)/u;

/** The reader with a title, as one is greeted. */
export function titledIn(ask: string): string | undefined {
  const found = TITLED.exec(ask);
  if (found === null) return undefined;
  const [, title = '', name = ''] = found;
  return `${title.replace(/^Herrn$/, 'Herr')} ${name}`;
}

/** The name of one person among the readers. */
export function personIn(recipient: string): string | undefined {
  const match =
    /^(?:my (?:report|colleague|engineer|manager|boss|developer)\s+)?(\p{Lu}\p{Ll}+)(?: \p{Lu}\p{Ll}+)?$/u.exec(
      recipient,
    );
  return match?.[1] === undefined || NOT_A_NAME.test(match[1]) ? undefined : match[1];
}

const SPOKEN_OF = /\b(?:he|she|him|her|his|hers|they|them|their)\b/;
/** The name of one person in what is told. */
export function nameIn(content: readonly string[]): string | undefined {
  const bracketed = /\b(?:she|he|they) \((\p{Lu}\p{Ll}+)\)/u.exec(content.join(' '))?.[1];
  if (bracketed !== undefined) return bracketed;
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
        // “Delivery didn't drop” names no person; one who opens a sentence is spoken of again.
        (!opens || (isSubject && SPOKEN_OF.test(plain(content.join(' '))))) &&
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

/** `Schreib Jonas eine Nachricht`, `my 1:1 with Ben`. */
export function namedInAsk(ask: string): string | undefined {
  const found =
    /\b(?:vendor|supplier|provider|client|customer|agency|manager|lead|director|colleague|engineer|developer|contact|boss|report) \((\p{Lu}\p{Ll}+)/u.exec(
      ask,
    )?.[1] ??
    /\b(?:candidate|applicant|Bewerber(?:in)?|Kandidat(?:in)?|candidat[oae]?) (\p{Lu}\p{Ll}+)/u.exec(ask)?.[1] ??
    /\b(?:with|mit|avec|con|decirle a|cliente|client|kunden|kundin|an herrn|an frau)\s+(\p{Lu}\p{Ll}+)/u.exec(
      ask,
    )?.[1] ??
    /^(?:bitte )?(?:schreib\w*|write|send|drop|escribe(?:le)? a|écris à) (\p{Lu}\p{Ll}+) (?:an?|eine?n?|the|une?|una?)\b/iu.exec(
      ask,
    )?.[1];
  return found === undefined || !/^\p{Lu}/u.test(found) || NOT_A_NAME.test(found) ? undefined : found;
}

/** Whether the readers are several. */
export const isGroup = (recipient: string): boolean =>
  /\b(?:all|everyone|everybody|team|teams|company|engineers|developers|customers|clients|users|board|execs?|exec team|leads|managers|directors|department|staff|people|group|colleagues|partners|stakeholders|channel|org|organi[sz]ation|squad|equipo|clientes|todos|equipe|tous|alle|kunden|kollegen|mitarbeiter\w*|leadership|committee|council|parents|suppliers|candidates|contractors|participants|parents|folks|people|crew|canal|kanal|intranet|sales and marketing)\b/i.test(
    plain(recipient),
  );
