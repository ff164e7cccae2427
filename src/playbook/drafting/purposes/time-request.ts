import { asSentence } from '../language/clauses.js';
import type { FactLanguage } from '../../facts/index.js';
import type { DraftRequest } from '../request/draft-request.js';
import type { Composed } from './composed-text.js';

const LENGTH = String.raw`(\d+|half an|one|an|zwanzig|dreissig|dreißig|media|une?|eine?)[ -]?(minuten|minutos|minutes?|mins?|minutos|hours?|stunden?|heures?|horas?)`;
const WANTED = new RegExp(
  String.raw`\b(?:ask(?:ing)? (?:\w+ )?for|get|have|want|need|book|brauche|hätte gerne?|necesito|besoin de|voudrais|aimerais)\s+(?:about |around |etwa |environ |unos )?${LENGTH}`,
  'iu',
);
const WHEN =
  /\b(?:this|next) week\b|\b(?:today|tomorrow)\b|\bbefore \w+day\b|\b(?:diese|nächste) Woche\b|\besta semana\b|\bcette semaine\b/iu;
const ABOUT = /\b(?:about|regarding|es geht um|au sujet de|à propos de|es sobre|se trata de)\s+([^.;]+)/iu;
/** What is said to have been tried with someone else. */
const TRIED = /\b(?:I've|I have) (raised|discussed|brought|taken|talked|spoken)\b[^.]*/i;

const SAID: Readonly<
  Record<FactLanguage, { ask: (length: string, when: string) => string; about: (what: string) => string }>
> = {
  en: {
    ask: (length, when) => `Could I have ${length} with you${when === '' ? ' this week or next' : ` ${when}`}?`,
    about: (what) => `It is about ${what}.`,
  },
  de: {
    ask: (length, when) => `hättest du${when === '' ? '' : ` ${when}`} ${length} für mich?`,
    about: (what) => `Es geht um ${what}.`,
  },
  fr: {
    ask: (length, when) => `Auriez-vous ${length} à m'accorder${when === '' ? '' : ` ${when}`} ?`,
    about: (what) => `Il s'agit de ${what}.`,
  },
  es: {
    ask: (length, when) => `¿Tendría ${length} para mí${when === '' ? '' : ` ${when}`}?`,
    about: (what) => `Se trata de ${what}.`,
  },
};

/**
 * Asks for a meeting: how long, about what, what was tried before. What the asker holds against a third person is for the
 * talk, and not for the message that asks for it.
 */
export function timeRequest(request: DraftRequest): Composed | undefined {
  const told = request.content.join(' ');
  const wanted = WANTED.exec(request.asked) ?? WANTED.exec(told);
  if (wanted === null || request.content.length > MAX_SENTENCES) return undefined;
  const length = `${wanted[1] ?? ''} ${(wanted[2] ?? '').replace(/^mins?$/i, 'minutes')}`;
  const when = WHEN.exec(`${request.asked} ${told}`)?.[0] ?? '';
  const about = ABOUT.exec(told)?.[1]?.trim() ?? matterIn(told);
  const phrases = SAID[request.language];
  const third = /\bmy (director|manager|boss|lead|head of [\p{L}]+)\b/iu.exec(told)?.[0];
  const tried = TRIED.exec(told)?.[0];
  return {
    subject: about === undefined ? length : `${length}: ${about}`,
    paragraphs: [
      [
        phrases.ask(length, when),
        ...(about === undefined ? [] : [phrases.about(about)]),
        ...(tried === undefined || request.language !== 'en'
          ? []
          : [
              asSentence(third === undefined ? tried : tried.replace(/\b(?:him|her|them)\b/, third.toLowerCase())),
              "I'd like to hear your view.",
            ]),
      ].join(' '),
    ],
  };
}
const MAX_SENTENCES = 5;

/** The asker's own matter: `my team's roadmap items`. */
const matterIn = (told: string): string | undefined =>
  /\b((?:my|our) (?:team's )(?:[\p{L}]+ ?){1,3}?)(?= (?:to|from|for|is|are|was|in|by)\b|[.,])/iu.exec(told)?.[1];
