import { plain } from '../facts/index.js';

const COUNT: Readonly<Record<string, number>> = {
  a: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  ten: 10,
  un: 1,
  une: 1,
  una: 1,
  dos: 2,
  tres: 3,
  cuatro: 4,
  cinco: 5,
  deux: 2,
  trois: 3,
  quatre: 4,
  cinq: 5,
  ein: 1,
  zwei: 2,
  drei: 3,
  vier: 4,
  funf: 5,
};

const SUMMARISE =
  /\b(?:summar(?:y|ise|ize|ies|ising|izing)|tl;?dr|boil .{1,40}down|condense|shrink|shorten(?: this| to)?|sum (?:this|it) up|recap|in a nutshell|key points|takeaways|executive summary|turn (?:this|these|my|the) .{0,30}into|out of (?:this|these|that|it)|from (?:this|these) (?:notes|thread|mail|chat)|resum\w+|zusammenfass\w*|fass\w* .{0,40}zusammen|synthese)\b/;
const FORM =
  /\b(a|one|two|three|four|five|six|seven|eight|ten|\d+|dos|tres|cuatro|cinco|deux|trois|quatre|cinq|zwei|drei|vier|funf)[- ](?:(?:short|plain|clear|crisp|simple|single|kurze|breves?|courtes?|frases? |puntos? )\s?)*(bullets?|bullet points?|lines?|sentences?|points?|paragraphs?|stichpunkte?n?|satze?n?|zeilen?|punkten?|frases?|lineas?|puntos?|vinetas?|phrases?|lignes?|puces?)\b/;
const AUDIENCE =
  /\b(?:for|to|fur|para|pour) (?:my |the |our |meine[nm]? |den |die |das |el |la |los |le |les |mi |mon |ma |der )?(board|ceo|cfo|cto|coo|boss|team|exec(?:utive)? team|exec\w*|management|managers|leadership|investors|customers?|company|vp|director|stakeholders|chef|vorstand|direction|jefe|equipo|equipe|consejo|client|steering committee)\b/;

export type SummaryForm = 'bullets' | 'lines' | 'sentences' | 'paragraph';

/** The form that is asked for, who reads it, and the source. */
export interface SummaryRequest {
  readonly form: SummaryForm;
  readonly most: number | undefined;
  readonly audience: string;
  readonly source: string;
}

/** Whether a text given by the asker is to be made shorter for others. */
export function isSummaryRequest(text: string): boolean {
  const read = plain(text.slice(0, 8_000)).trim();
  const { ask, source } = split(text.slice(0, 8_000).trim());
  const head = plain(ask);
  if (source.split(/\s+/).length < 12) return false;
  if (SUMMARISE.test(head) && !/^(?:how|should|why|is|what is) /.test(head)) return true;
  if (!FORM.test(head)) return false;
  // A form without a source asks for an explanation.
  if (
    (source.split(/\s+/).length < 25 && !/(?:^|[\s:])['"“«„]/.test(read)) ||
    /^(?:[^,]*, )?(?:what|why|how)(?:'s|'re)? /.test(plain(source))
  )
    return false;
  if (/\b(?:mail|message|slack|post|deck|script|letter|announcement)\b/.test(head)) return false;
  return AUDIENCE.test(head) || /['"“«]/.test(read) || /\b(?:make|give me|write|turn)\b/.test(head);
}

export function parseSummaryRequest(text: string): SummaryRequest {
  const { ask, source } = split(text.slice(0, 8_000).trim());
  const head = plain(ask);
  const form = FORM.exec(head);
  const noun = form?.[2] ?? '';
  const most = form?.[1] === undefined ? undefined : (COUNT[form[1]] ?? Number(form[1]));
  return {
    form:
      /^(?:bullet|point|stich|punkt|punto|vineta|puce)/.test(noun) ||
      (form === null && /\bbullets?|stichpunkte|puces\b/.test(head))
        ? 'bullets'
        : /^(?:line|zeile|linea|ligne)/.test(noun)
          ? 'lines'
          : /^(?:sentence|satz|satze|frase|phrase)/.test(noun)
            ? 'sentences'
            : form === null
              ? 'bullets'
              : 'paragraph',
    most: noun.startsWith('paragraph') ? undefined : most,
    audience: AUDIENCE.exec(head)?.[1] ?? '',
    source,
  };
}

/** The ask, and the quoted or pasted part. */
function split(text: string): { ask: string; source: string } {
  const quoted = /(?:^|[\s:(])(["“«]|'(?=[@\p{L}\d]))([^]{60,})(["”»]|')(?=[\s.?!)]|$)/u.exec(text);
  if (quoted !== null && (quoted[2] ?? '').length > text.length * 0.4) {
    const source = quoted[2] ?? '';
    const start = quoted.index + quoted[0].indexOf(quoted[1] ?? '');
    return { ask: `${text.slice(0, start)} ${text.slice(start + source.length + 2)}`.trim(), source: source.trim() };
  }
  const block = /```[a-z]*\n([^]*?)```/.exec(text);
  if (block?.[1] !== undefined) return { ask: text.replace(block[0], ' ').trim(), source: block[1].trim() };
  const blank = text.indexOf('\n');
  const colon = /:(?:\s|$)/.exec(text);
  if (colon !== null && colon.index < 200 && (blank < 0 || colon.index < blank + 2))
    return { ask: text.slice(0, colon.index), source: text.slice(colon.index + 1).trim() };
  if (blank > 0) {
    const [first = '', ...rest] = text.split('\n');
    const last = rest.at(-1) ?? '';
    const isLast = SUMMARISE.test(plain(last)) || (FORM.test(plain(last)) && AUDIENCE.test(plain(last)));
    return isLast && !SUMMARISE.test(plain(first))
      ? { ask: last, source: [first, ...rest.slice(0, -1)].join('\n').trim() }
      : { ask: first, source: rest.join('\n').trim() };
  }
  const stop = /[.?!]\s+/.exec(text);
  return stop === null
    ? { ask: text, source: '' }
    : { ask: text.slice(0, stop.index), source: text.slice(stop.index + stop[0].length) };
}
