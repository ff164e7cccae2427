import type { FactLanguage } from '../../facts/index.js';
import { asSentence } from '../language/clauses.js';
import type { DraftRequest } from '../request/draft-request.js';
import type { Composed } from './composed-text.js';

const CANDIDATE =
  /(?<!\p{L})(?:candidat[oae]?|applicant|bewerber(?:in)?|kandidat(?:in)?|postulante)(?!\p{L})(?! for\b)/iu;
const STAGE =
  /(?<!\p{L})((?:final|last|first|second|third|2nd|3rd) (?:round|interview|stage)|(?:erste|zweite|dritte|letzte|finale)[nr]? (?:runde|gespr[äa]ch\w*)|(?:[úu]ltima|primera|segunda|tercera) (?:ronda|entrevista|fase)|(?:premier|deuxi[èe]me|dernier|second) (?:tour|entretien))(?!\p{L})/iu;
const OTHER =
  /(?<!\p{L})(?:some(?:one|body)|another (?:person|candidate)|jemand(?:en)?|andere[nr]? (?:person|bewerber\w*)|alguien|otra persona|quelqu['’]un|une autre personne)(?!\p{L})\s*(.*)$/iu;
/** Who fills the post, as the asker says it of another. */
const FILLED =
  /(?<!\p{L})(?:filled?|took|chose|hired|went with|promoted|besetz\w*|genommen|cubr\w*|cubiert\w*|elegi\w*|pourvu\w*|retenu\w*|pris)(?!\p{L})/iu;
/** What can be said of that person in the same sentence. */
const TOLD_OF_OTHER = /^$|^(?:with|who|mit|der|die|con|que|avec|qui)(?!\p{L})/iu;
const INSIDE = /(?<!\p{L})(?:intern(?:ally|al(?: candidate)?|e|o|amente)?|en interne|internamente)(?!\p{L})/iu;
const STRENGTH =
  /(?<!\p{L})(?:strong|good|great|excellent|impressive|solid|liked|gut|stark|sehr gut\w*|[üu]berzeug\w*|buen[oa]s?|fuertes?|s[óo]lid[oa]s?|excelente|bon(?:ne)?|fort(?:e)?|solide)(?!\p{L})/iu;
const LATER =
  /(?<!\p{L})(?:again|in touch|door open|future|later|next (?:year|opening)|wieder|kontakt|sp[äa]ter|k[üu]nftig|contacto|futuro|m[áa]s adelante|puerta|contact|plus tard|avenir|porte)(?!\p{L})/iu;
/** Goes on about the clause before it. */
const GOES_ON = /^(?:when|if|once|as soon|wenn|sobald|falls|cuando|si|quand|d[èe]s)(?!\p{L})/iu;
/** About the reader, in the third person. */
const ABOUT =
  /^(?:(?:she|he|they|er|sie|ella|[ée]l|elle|il)\s+)?(?:was|is|were|came|got|made it|reached|war|ist|kam|lleg[óo]|estuvo|est arriv[ée]e?|[ée]tait)?\s*(?:up )?(?:in|to|into|at|bis|in der|a|hasta|en|jusqu['’]au|au)?\s*(?:the|zur|der|la|le)?\s*/iu;

interface Wording {
  readonly subject: string;
  readonly thanks: (stage: string) => string;
  readonly other: (told: string) => string;
  readonly inside: string;
  readonly strong: (told: string) => string | undefined;
  readonly later: string;
  readonly wishes: string;
}

const WORDINGS: Readonly<Record<FactLanguage, Wording>> = {
  en: {
    subject: 'Your application',
    thanks: (stage) =>
      `Thank you for your time and for the conversations${stage === '' ? '' : `, up to the ${stage}`}.`,
    other: (told) =>
      `We have decided for another candidate${told === '' ? '' : `, ${told.replace(/^with /, 'who has ')}`}.`,
    inside: 'We have filled the position internally.',
    strong: (told) => {
      const found = /\b(?:strong|good|great|excellent|impressive|solid) (?:on|in|at|with) (.+)$/i.exec(told)?.[1];
      return found === undefined ? undefined : `Your strength in ${found} was plain to see, and I want you to know it.`;
    },
    later: 'I would be glad to stay in touch: may I write to you when a position comes up that fits?',
    wishes: 'I wish you the right place soon.',
  },
  de: {
    subject: 'Ihre Bewerbung',
    thanks: (stage) =>
      `vielen Dank für Ihre Zeit und die Gespräche${stage === '' ? '' : `, bis in die ${stage.replace(/^(\p{L}+?)[nr]?(?= )/u, (one) => one.toLowerCase().replace(/n$/, ''))}`}.`,
    other: (told) =>
      `Wir haben uns für jemanden ${told.replace(/\s+(?:genommen|eingestellt|gew[äa]hlt|entschieden)$/iu, '')} entschieden.`.replace(
        'jemanden  ',
        'jemand anderen ',
      ),
    inside: 'Wir haben die Stelle intern besetzt.',
    strong: (told) =>
      /\bfachlich\b/iu.test(told)
        ? 'Fachlich haben Sie uns überzeugt, das möchte ich Ihnen ausdrücklich sagen.'
        : /\bgespr[äa]ch/iu.test(told)
          ? 'Das Gespräch mit Ihnen war sehr gut, das möchte ich Ihnen ausdrücklich sagen.'
          : undefined,
    later: 'Ich würde gern in Kontakt bleiben: Darf ich mich melden, wenn eine passende Stelle frei wird?',
    wishes: 'Für Ihren weiteren Weg wünsche ich Ihnen alles Gute.',
  },
  es: {
    subject: 'Su candidatura',
    thanks: (stage) => `Gracias por su tiempo y por las conversaciones${stage === '' ? '' : `, hasta la ${stage}`}.`,
    other: (told) => `Nos hemos decidido por otra persona${told === '' ? '' : ` ${told}`}.`,
    inside: 'Hemos cubierto el puesto internamente.',
    strong: (told) => (/\bt[ée]cnic/iu.test(told) ? 'Técnicamente nos convenció, y quiero que lo sepa.' : undefined),
    later: 'Me gustaría mantener el contacto: ¿puedo escribirle cuando se abra un puesto que encaje?',
    wishes: 'Le deseo mucho éxito en su búsqueda.',
  },
  fr: {
    subject: 'Votre candidature',
    thanks: (stage) => `Merci pour votre temps et pour nos échanges${stage === '' ? '' : `, jusqu'au ${stage}`}.`,
    other: (told) => `Nous avons retenu une autre personne${told === '' ? '' : `, ${told}`}.`,
    inside: 'Nous avons pourvu le poste en interne.',
    strong: (told) =>
      /\btechni/iu.test(told) ? 'Techniquement, vous nous avez convaincus, et je tiens à vous le dire.' : undefined,
    later: "J'aimerais garder le contact : puis-je vous écrire quand un poste qui convient s'ouvrira ?",
    wishes: 'Je vous souhaite une belle suite.',
  },
};

/**
 * To a candidate who does not get the post: thanks, the decision with its reason, what was good, what may follow.
 * Undefined where a clause of the request says something else, which must not be lost.
 */
export function candidateRejection(request: DraftRequest): Composed | undefined {
  if (!CANDIDATE.test(request.asked) || request.medium === 'talk') return undefined;
  const wording = WORDINGS[request.language];
  const told = clausesOf(request);
  let [stage, decision, strength, later] = ['', '', '', ''];
  for (const clause of told) {
    const other = OTHER.exec(clause)?.[1];
    if (other !== undefined && TOLD_OF_OTHER.test(other.trim())) decision = wording.other(other.trim());
    else if (INSIDE.test(clause) && FILLED.test(clause)) decision = wording.inside;
    else if (STAGE.test(clause) && clause.replace(ABOUT, '').split(/\s+/).length <= MAX_STAGE)
      stage = STAGE.exec(clause)?.[1] ?? '';
    else if (wording.strong(clause) !== undefined && STRENGTH.test(clause)) strength = wording.strong(clause) ?? '';
    else if (LATER.test(clause)) later = request.language === 'de' ? toReader(clause) : wording.later;
    else return undefined;
  }
  if (decision === '') return undefined;
  if (later === '' && LATER.test(request.about ?? '')) later = wording.later;
  return {
    subject: wording.subject,
    paragraphs: [`${wording.thanks(stage)} ${decision}`, strength, later === '' ? wording.wishes : later],
  };
}
const MAX_STAGE = 4;

const clausesOf = ({ content }: DraftRequest): string[] => {
  const clauses: string[] = [];
  for (const one of content.flatMap((sentence) =>
    sentence.replace(/[.!]$/, '').split(/[,;]\s+|\s+(?=(?:but|aber|pero|mais)\s)/iu),
  )) {
    const bare = one.trim().replace(/^(?:but|aber|pero|mais|and|und|y|et)\s+/iu, '');
    const before = clauses.at(-1);
    if (before !== undefined && GOES_ON.test(bare)) clauses[clauses.length - 1] = `${before}, ${bare}`;
    else if (bare !== '') clauses.push(bare);
  }
  return clauses;
};

/** `Wir möchten sie wieder ansprechen` */
const toReader = (clause: string): string =>
  asSentence(clause.replaceAll(/\bsie\b/g, 'Sie').replaceAll(/\bihr(e[mnrs]?)?\b/g, (one) => `I${one.slice(1)}`));
