import { plain, type FactLanguage } from '../../facts/index.js';

const THIRD_PERSON: Readonly<Record<Exclude<FactLanguage, 'en'>, RegExp>> = {
  es: /\b(?:el|ella|ellos|ellas)\b(?! \p{L}+[oa]s?\b)/iu,
  fr: /\b(?:il|elle|ils|elles|lui|leur)\b/iu,
  de: /\b(?:er|ihm|ihn|ihr)\b/iu,
};

type Rule = readonly [RegExp, string | ((...parts: string[]) => string)];

const GERMAN: readonly Rule[] = [
  [
    /\b(?:sie|er) (ist|hat|wird|kann|muss|soll|will|darf|war)\b/gi,
    (_, verb) => `du ${GERMAN_VERBS[verb?.toLowerCase() ?? ''] ?? verb ?? ''}`,
  ],
  [/\b(?:sie|er) (\p{L}{2,})t\b/giu, (_, stem) => `du ${stem ?? ''}st`],
  [
    /\b(ist|hat|wird|kann|muss|soll|will|darf|war) (?:sie|er)\b/gi,
    (_, verb) => `${GERMAN_VERBS[verb?.toLowerCase() ?? ''] ?? verb ?? ''} du`,
  ],
  [/\bmit (?:ihr|ihm)\b/gi, 'mit dir'],
  [/\b(?:ihr|sein)(e[nmrs]?)? (?=\p{Lu})/gu, (_, end) => `dein${end ?? ''} `],
  [/\b(?:Ihr|Sein)(e[nmrs]?)? (?=\p{Lu})/gu, (_, end) => `Dein${end ?? ''} `],
  [/\b(?:ihr|ihm)\b/g, 'dir'],
  [/\bihn\b/g, 'dich'],
];
const GERMAN_VERBS: Readonly<Record<string, string>> = {
  ist: 'bist',
  hat: 'hast',
  wird: 'wirst',
  kann: 'kannst',
  muss: 'musst',
  soll: 'sollst',
  will: 'willst',
  darf: 'darfst',
  war: 'warst',
};
const FRENCH_VERBS: Readonly<Record<string, string>> = {
  est: 'es',
  a: 'as',
  va: 'vas',
  peut: 'peux',
  doit: 'dois',
  veut: 'veux',
  fait: 'fais',
  aura: 'auras',
  sera: 'seras',
  reste: 'restes',
  reçoit: 'reçois',
  obtient: 'obtiens',
  rejoint: 'rejoins',
};
const FRENCH: readonly Rule[] = [
  [
    /\b(?:elle|il) (ne |n')?(est|a|va|peut|doit|veut|fait|aura|sera|reste|reçoit|obtient|rejoint)(?![\p{L}])/giu,
    (_, no, verb) => `tu ${no ?? ''}${FRENCH_VERBS[verb ?? ''] ?? verb ?? ''}`,
  ],
  [/\bavec (?:elle|lui)\b/gi, 'avec toi'],
  [/\b(s)(on|a|es) (?=\p{Ll})/gu, (_, __, end) => `t${end ?? ''} `],
  [/\b(S)(on|a|es) (?=\p{Ll})/gu, (_, __, end) => `T${end ?? ''} `],
];
const SPANISH_VERBS: Readonly<Record<string, string>> = {
  es: 'eres',
  ha: 'has',
  va: 'vas',
  está: 'estás',
  tiene: 'tienes',
  puede: 'puedes',
  debe: 'debes',
  recibe: 'recibes',
  obtiene: 'obtienes',
  hace: 'haces',
  trabaja: 'trabajas',
  necesita: 'necesitas',
  será: 'serás',
};
const SPANISH: readonly Rule[] = [
  [
    /\b(?:ella|él) (no )?(es|ha|va|está|tiene|puede|debe|recibe|obtiene|hace|trabaja|necesita|será)(?![\p{L}])/giu,
    (_, no, verb) => `${no ?? ''}${SPANISH_VERBS[verb ?? ''] ?? verb ?? ''}`,
  ],
  [/\b(?:ella|él) sigue(?![\p{L}])/giu, 'sigues'],
  [/\bSu(s?) (?=\p{Ll})/gu, (_, end) => `Tu${end ?? ''} `],
  [/\bcon (?:ella|él)(?![\p{L}])/giu, 'contigo'],
  [/\bsu(s?) (?=\p{Ll})/gu, (_, end) => `tu${end ?? ''} `],
];
const RULES: Readonly<Record<Exclude<FactLanguage, 'en'>, readonly Rule[]>> = { es: SPANISH, fr: FRENCH, de: GERMAN };

/** A sentence from the reader's side; undefined when a third person that is the reader would remain. */
export function toFormalReader(sentence: string, language: FactLanguage, name: string | undefined): string | undefined {
  if (language === 'en') return sentence;
  if (name === undefined) return sentence;
  let text = sentence;
  for (const [pattern, replacement] of RULES[language]) {
    text =
      typeof replacement === 'string'
        ? text.replace(pattern, replacement)
        : text.replace(pattern, (...parts: unknown[]) =>
            replacement(...parts.map((part) => (typeof part === 'string' ? part : ''))),
          );
  }
  return THIRD_PERSON[language].test(plain(text)) && language !== 'es' ? undefined : text;
}

/** German verbs of one person, as they go with `Sie`. */
const WITH_SIE: Readonly<Record<string, string>> = {
  ist: 'sind',
  hat: 'haben',
  wird: 'werden',
  kann: 'können',
  war: 'waren',
};

/** A sentence about a person with a title, said to them. */
export function toTitled(sentence: string, language: FactLanguage): string {
  if (language !== 'de') return sentence;
  return sentence
    .replaceAll(
      /(?<![\p{L}])(?:sie|er) ((?:\p{Ll}+ )?)(ist|hat|wird|kann|war)(?![\p{L}])/gu,
      (_, between: string, verb: string) => `Sie ${between}${WITH_SIE[verb] ?? verb}`,
    )
    .replaceAll(/(?<![\p{L}])(?:sie|ihn)(?![\p{L}])/gu, 'Sie')
    .replaceAll(/(?<![\p{L}])ihr(e[nmrs]?)?(?= \p{Lu})/gu, (_, end: string | undefined) => `Ihr${end ?? ''}`)
    .replaceAll(/(?<![\p{L}])(?:ihr|ihm)(?![\p{L}])/gu, 'Ihnen');
}
