/** How one language says what does not change a question. */
interface Language {
  /** A text that has one of these words is in this language. */
  readonly markers: RegExp;
  readonly dropped: ReadonlySet<string>;
  /** Number words, from one on. */
  readonly numbers: ReadonlyMap<string, string>;
  readonly forms: readonly (readonly [RegExp, string])[];
}

function setOf(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}

function numbersOf(words: string): ReadonlyMap<string, string> {
  return new Map(words.split(' ').map((word, at) => [word, String(at + 1)]));
}

const LANGUAGES: readonly Language[] = [
  {
    markers:
      /\b(?:como|cuando|deberiamos|debemos|podemos|nuestr[oa]s?|nosotros|necesitamos|tenemos|para|estamos|hacer|hago|los|las|una|el|mejor|queremos|vamos|jefe|equipo)\b/,
    dropped: setOf('el la los las un una unos unas de del nuestro nuestra nuestros nuestras mi mis a favor por'),
    numbers: numbersOf('uno dos tres cuatro cinco seis siete ocho nueve diez once doce'),
    forms: [
      [/^como (?:podemos|podriamos|puedo|podria|debemos|deberiamos|debo|se puede|hacemos para|hacer para) /, 'como '],
      [/^(?:cual|que) es la mejor (?:manera|forma) de /, 'como '],
      [/^como (\w+)([aei])mos\b/, 'como $1$2r'],
      [/^(?:deberiamos|debemos|debo|deberia|conviene|nos conviene|es buena idea|tiene sentido|vale la pena) /, 'debemos '],
      [/^(?:queremos|quiero) saber (?=como|si|que)/, ''],
    ],
  },
  {
    markers:
      /\b(?:comment|pouvons|devons|nous|notre|nos|faut|faut-il|pourquoi|quelle?s?|avec|dans|est|une|les|des|du|le|mon|chez)\b/,
    dropped: setOf('le la les l un une des de du d notre nos mon ma mes s'),
    numbers: numbersOf('un deux trois quatre cinq six sept huit neuf dix onze douze'),
    forms: [
      [/^comment (?:pouvons nous|pourrions nous|puis je|devons nous|faire pour|peut on|on peut|est ce que (?:nous|on) (?:pouvons|peut|peux)) /, 'comment '],
      [/^quelle est la meilleure (?:facon|maniere|methode) (?:de|d) /, 'comment '],
      [/^(?:faut il|devons nous|devrions nous|dois je|doit on|est ce une bonne idee de|est il judicieux de|vaut il mieux|nous devrions) /, 'faut '],
    ],
  },
  {
    markers:
      /\b(?:wie|wir|sollen|sollten|konnen|koennen|mussen|muessen|unser(?:e|en|em|er|es)?|und|nicht|der|das|den|dem|ist|mein|auf|fur|fuer)\b/,
    dropped: setOf('der die das des ein eine einer unser unsere unserer mein meine am'),
    numbers: numbersOf('eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf'),
    forms: [
      [/^was ist (?:der|die) beste (?:weg|methode|art)(?: um)? (.+) zu (\w+)$/, 'wie $2 $1'],
      [/^wie (?:konnen|konnten|kann|konnte|sollen|sollten|soll|sollte|mussen) (?:wir|ich|man) (?:am besten )?(.+) (\w+)$/, 'wie $2 $1'],
      [/^wie (\w+) (?:wir|ich|man) /, 'wie $1 '],
      [/^(?:sollen|sollten|soll|sollte) (?:wir|ich|man) /, 'sollen '],
      [/^(?:ist es (?:sinnvoll|ratsam|eine gute idee)) (.+) zu (\w+)$/, 'sollen $1 $2'],
    ],
  },
]; // prettier-ignore

/** @returns the language of a folded text that is not English, as far as its function words tell. */
export function foreignLanguageOf(folded: string): Language | undefined {
  if (ENGLISH.test(folded)) return undefined;
  return LANGUAGES.find(({ markers }) => markers.test(folded));
}

const ENGLISH = /\b(?:the|how|what|should|our|we|is|are|why|and|with|to|of|for)\b/;

export type { Language };
