import { quotableText } from './quotable-text.js';

/** What a text names of the asker's: a thing of theirs, and the reader that an explanation is meant for. */
export interface OwnWords {
  /** “your parking app”, fit for a sentence. */
  readonly thing: string | undefined;
  /** A colleague named in the midst of a sentence. */
  readonly person: string | undefined;
  /** “your CFO”. */
  readonly reader: string | undefined;
}

const MAX_READ = 600;
const MAX_WORDS = 6;
const ENDS =
  /^(?:and|or|but|who|that|which|is|are|was|were|wants?|has|have|had|where|when|because|while|so|please|we|i|they|it|he|she|as|by|if|to|from|with|without|what|how|why|could|should|would|can|will|needs?|stops?|think|thinks|keeps?|use|uses|using|than|then|in|on|at|for|about|into|until|each|per|cannot|can't|don't|doesn't|simply|only|asks?|changes?|throws?|says?|said|talks?|mentions?|loves?|hates?|insists?|swears?|calls?|claims?|prefers?|suggests?|suggested|told|tells?|does|do|did|got|gets?|sent|wrote|writes?|likes?|complains?|argues?|wonders?|us|them|me|after|before|twice|again|lo|la|le|se|nos|a|en|dans|im|bei|auf|von|zu|est|sont|ist|sind|es|por|dijo|y|que|et|qui|und|die|der|das|damit|wir|ich|mit|para|con|pour|avec|sin|sans|ohne)$/i;
const READER =
  /^(?:(?:new|old|whole|senior|junior|head|chief) )*(?:cfo|ceo|cto|coo|cio|board|boss|lawyer|mayor|manager|managers|director|directors|colleagues?|finance|accountant|controller|customer|customers|client|clients|wife|husband|grandmother|grandma|mother|kids?|child|stakeholders|owner|product owner|product manager|product people|head of [a-z ]+|head nurse|nurse|sales|marketing|investors?|auditor|warehouse manager|newsletter|slide|[a-z]+ manager|payments product manager|jefe|jefa|director financiero|directeur financier|pdg|dg|daf|dsi|directrice|patron|chef|vorstand|chefin|gesch[äa]ftsf[üu]hrer\w*|einkauf)$/i;
const STARTS: readonly RegExp[] = [
  /\bmy product is (?:an? |the )?/gi,
  /\bwith (?:our|my|the) (?=[^.?!]{3,50} as (?:an )?example)/gi,
  /\b(?:example|examples)(?: each| per \w+)?,? (?:for|from|in|of|with) (?:an? |the |our |my )?/gi,
  /\b(?:that|we|who) (?:also )?(?:makes?|makes|builds?|runs?|sells?|develops?|operates?|maintains?) (?:an? |the |our |my )?/gi,
  /\b(?:trust|relationship|credibility|peace) (?:with|of|between) (?:the |our |my )/gi,
  /\bapply (?:it )?to (?:an? |the |our |my )?/gi,
  /\b(?:for|in|at|on|of|with|to|about|into) (?:our|my) /gi,
  /\b(?:for|in|at|on) (?:an?|the) /gi,
  /\b(?:our|my) /gi,
];
const FOREIGN_STARTS: readonly RegExp[] = [
  /\b(?:unser|unsere|unserem|unserer|unseren|mein|meine|meinem|meiner|meinen) /gi,
  /\b(?:nuestr[oa]s?|mi|mis) /gi,
  /\b(?:notre|nos|mon|ma|mes) /gi,
];
/** Words that are no thing to apply a notion to. */
const EMPTY =
  /^(?:us|it|this|that|them|me|meeting|meetings|opinion|question|point|point of|case|team needs|example|way|job|life|slide|words?|plain words|table|list|table or list|short|practice|sentences?|sentence|lines?|moment|best|board keeps|dev|devs|world|same thing|root of all evil|next person|intern|letters)$/i;

/**
 * The asker's own thing and reader; English sentences take them as “your …”, quoted where they are of another language.
 *
 * @param notions What is to be explained, which is no thing of the asker's.
 */
export function ownWordsOf(text: string, language: string, notions: readonly string[] = []): OwnWords {
  const plain = quotableText(text.slice(0, MAX_READ)).replaceAll('\u2029', '. ');
  const phrases = phrasesIn(plain, STARTS);
  const foreign = language === 'en' ? [] : phrasesIn(plain, FOREIGN_STARTS);
  const isEnglish = language === 'en';
  const said = ({ phrase, isDefinite }: Phrase) =>
    isEnglish ? `${isDefinite ? 'the' : 'your'} ${phrase}` : `“${phrase}”`;
  const reader = [...phrases, ...foreign].find(({ phrase }) => READER.test(phrase)) ?? saidReader(plain);
  const isNotion = (phrase: string) => notions.some((notion) => notion.toLowerCase().startsWith(phrase.toLowerCase()));
  const thing = (isEnglish ? phrases : foreign).find(
    ({ phrase }) => !READER.test(phrase) && !EMPTY.test(phrase) && /\p{L}{3}/u.test(phrase) && !isNotion(phrase),
  );
  return {
    thing: thing === undefined ? undefined : said(thing),
    person: personIn(plain, notions),
    // An English heading takes no foreign reader.
    reader: reader === undefined || !isEnglish ? undefined : said(reader),
  };
}

interface Phrase {
  readonly phrase: string;
  readonly isDefinite: boolean;
}

function phrasesIn(text: string, starts: readonly RegExp[]): Phrase[] {
  const found: Phrase[] = [];
  for (const start of starts) {
    for (const match of text.matchAll(start)) {
      const phrase = phraseAt(text.slice(match.index + match[0].length));
      if (phrase !== '') found.push({ phrase, isDefinite: /\bthe $/i.test(match[0]) });
    }
  }
  return found;
}

/** The noun phrase at the beginning of a text: up to a verb, a preposition, a mark. */
function phraseAt(text: string): string {
  const taken: string[] = [];
  for (const word of text.split(' ').slice(0, MAX_WORDS)) {
    const bare = word.replace(/[.,;:?!()'’"]+$/, '');
    const isMove = bare === 'to' && /^(?:move|switch|migration|transition|change)$/i.test(taken.at(-1) ?? '');
    if ((ENDS.test(bare) && !isMove) || /^\d+k?$/.test(bare)) {
      // “our lift vendor quote it”: a verb stands before the pronoun.
      if (/^(?:it|us|them|me|they)$/i.test(bare) && taken.length > 1) taken.pop();
      break;
    }
    if (bare !== '') taken.push(bare.replace(/^['‘’"(]+/, ''));
    if (bare !== word && !/['’]s$/.test(word)) break;
  }
  while (taken.length > 0 && /^(?:of|de|des|du|der|del|the|a|an)$/i.test(taken.at(-1) ?? '')) taken.pop();
  return taken.join(' ');
}

/** “like i'm the product manager”, “I'm from finance”. */
function saidReader(text: string): Phrase | undefined {
  const phrase = /\b(?:like|as if) i(?:'m| am|’m) (?:an? |the |your )?([a-z]+(?: [a-z]+)?)/i.exec(text)?.[1];
  return phrase === undefined ? undefined : { phrase, isDefinite: true };
}

/** “with Pavel, who wants …”: a name in the midst of a sentence. */
function personIn(text: string, notions: readonly string[]): string | undefined {
  const name = /[a-z,] (?:with|only|about|tell|and|coach|mentor) ([A-Z][a-z]{2,11})\b(?! [A-Z])/.exec(text)?.[1];
  return name === undefined || notions.some((notion) => notion.includes(name)) ? undefined : name;
}
