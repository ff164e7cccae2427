import { countOf, plain } from '../facts/index.js';
import { asSentence, lowerFirst, sentencesOf, wordsIn } from './language/clauses.js';
import { staysWithin, withNews } from './revised-facts.js';
import type { Draft } from './purposes/composed-text.js';

const CONTRACTIONS: readonly (readonly [RegExp, string])[] = [
  [/\bcan't\b/g, 'cannot'],
  [/\bwon't\b/g, 'will not'],
  [/\b(\w+)n't\b/g, '$1 not'],
  [/\bI'm\b/g, 'I am'],
  [/\b(I|[Yy]ou|[Ww]e|[Tt]hey)'ve\b/g, '$1 have'],
  [/\b([Yy]ou|[Ww]e|[Tt]hey)'re\b/g, '$1 are'],
  [/\b(I|[Yy]ou|[Ww]e|[Tt]hey)'ll\b/g, '$1 will'],
  [/\b(I|[Yy]ou|[Ww]e|[Tt]hey)'d\b/g, '$1 would'],
  [/\b([Ww]hat|[Tt]hat|[Ii]t|[Tt]here|[Hh]e|[Ss]he)'s\b/g, '$1 is'],
];
const FRAME =
  /^(?:Subject:|Hi\b|Dear\b|Hola|Bonjour|Hallo|Best,|Kind regards,|Viele|Mit freundlichen|Un saludo|Atentamente|Bien à|Cordialement|Betreff|Asunto|Objet|- |\d+\. |\*\*|We ask for|\[)/;
/** A remark below the text, which is not part of it. */
const NOTE = /^\*[^*].*\*$/;
const EXTRA =
  /^(?:Questions:|Shout if|Fragen bitte|Bei Fragen|If you want to talk|If you get stuck|Can I have your decision|Next update: \[|How do you see it|What does this change)/;

/**
 * Changes a finished draft as asked: shorter, warmer, firmer, more formal, as bullets, without something, to another
 * reader. What is not asked for stays word for word.
 */
export function reviseDraft(draft: Draft, instruction: string): Draft {
  const asked = plain(instruction);
  let text = draft.markdown;
  let { title } = draft;
  const without =
    /\b(?:without|leave out|drop|remove|skip|no) (?:mention(?:ing)? |the (?=apology)|the (?:part|bit|line|sentence) (?:about|on|with) |the |any |my |our )*(.+?)[.?!]*$/.exec(
      asked,
    )?.[1];
  const reader = /\bto (?:the |our |my )?(ceo|cfo|cto|coo|board|team|customers|[A-Z]\p{Ll}+)\b/iu.exec(instruction);
  if (
    /\b(?:shorter|short|brief|briefer|cut|tighter|too long|kurz(?:er|e)?|knapper|zu lang|mas (?:corto|breve)|demasiado largo|plus (?:court|bref)|en bref|trop long)\b/.test(
      asked,
    ) &&
    !staysWithin(text, asked)
  )
    text = shorter(text);
  if (
    /\b(?:warmer|friendlier|kinder|softer|nicer|gentler|less (?:cold|harsh|hard)|too (?:cold|harsh|hard)|herzlicher|freundlicher|netter|warmer|weicher|mas (?:amable|suave|calido)|plus (?:chaleureux|doux|aimable|gentil))\b/.test(
      asked,
    )
  )
    text = warmer(text);
  if (
    /\b(?:firmer|harder|tougher|stricter|clearer|more direct|too (?:soft|nice)|bestimmter|deutlicher|strenger|mas firme|plus ferme)\b/.test(
      asked,
    )
  )
    text = firmer(text);
  if (
    /\b(?:formal|formell(?:er)?|formel(?:le)?|official|formlicher)\b/.test(asked) &&
    !/\b(?:less|not so|in)formal\b/.test(asked)
  )
    text = formal(text);
  if (/\b(?:bullets?|bullet points|stichpunkten?|puces|puntos|vinetas|als liste|en liste|en lista)\b/.test(asked))
    text = inPoints(bulleted(text), POINTS.exec(asked)?.[1]);
  if (without !== undefined && /^(?:apolog\w+|sorry)$/.test(without))
    text = text.replace(/\b(?:I'm|We're) sorry: (\p{L})/u, (_, one: string) => one.toUpperCase());
  if (without !== undefined && !/\b(?:shorter|bullets)\b/.test(without)) {
    const left = lacking(text, without);
    // Where nothing of the message would be left, only the part between commas goes.
    text = saidIn(left).length > 0 ? left : lackingPart(text, without);
  }
  if (reader?.[1] !== undefined && /\b(?:instead|rather|now|make it|readdress|address)\b/.test(asked)) {
    const to = reader[1];
    text = text.replace(/^(?:Hi|Dear) .*?,$/m, greeting(to));
    title = title.replace(
      / (?:to|for|with) .*$/,
      ` to ${/^[A-Z]\p{Ll}/u.test(to) ? to : `the ${/^(?:ceo|cfo|cto|coo)$/i.test(to) ? to.toUpperCase() : to.toLowerCase()}`}`,
    );
  }
  const added =
    /^(?:(?:and|y|et) |please )?(?:(?:add|mention|include|say)(?: also)? that|(?:a[ñn]ade|agrega|menciona|di)(?: tambi[eé]n)? que|(?:ajoute|mentionne|pr[eé]cise)(?: aussi)? que) (.+?)[.]?$/i.exec(
      instruction.trim(),
    )?.[1];
  if (without !== undefined && /^(?:apolog\w+|sorry)$/.test(without))
    text = text.replace(/^(Subject: )Apology: (\S)/m, (_, lead: string, one: string) => `${lead}${one.toUpperCase()}`);
  if (added !== undefined) text = withSentence(text, asSentence(added));
  text = withNews(text, instruction);
  if (
    /\b(?:less (?:formal|stiff)|informal|casual|not so formal|too (?:stiff|formal|dry)|lockerer|menos formal|moins formel)\b/.test(
      asked,
    )
  )
    text = casual(text);
  if (/\btable\b/.test(asked)) text = tabled(text);
  const most =
    /\b(?:in |to |make it |auf |en )?(one|two|three|four|five|a single|ein(?:em|en|er)?|zwei|drei|vier|un|una|une|dos|tres|deux|trois|[1-6])[- ](?:short )?(?:lines?|liner|sentences?|satz(?:e|en)?|zeilen?|frases?|lineas?|phrases?|lignes?)\b/.exec(
      asked,
    )?.[1];
  const isLine = /^\W*(?:and |now |ok )?line (?:for|to) /.test(asked);
  if (most !== undefined || isLine) text = inSentences(text, countOf(most?.replace(' single', '') ?? 'one') ?? 1);
  return { title, markdown: text };
}

/** Behind the last paragraph that says something. */
function withSentence(text: string, sentence: string): string {
  const paragraphs = paragraphsOf(text);
  const last = paragraphs.findLastIndex((one) => !FRAME.test(one) && !EXTRA.test(one));
  if (last < 0) return `${text}\n\n${sentence}`;
  return paragraphs.map((one, at) => (at === last ? `${one} ${sentence}` : one)).join('\n\n');
}

const casual = (text: string): string =>
  text
    .replaceAll(/\b(do|does|did|is|are|was|were|has|have|would|could|should) not\b/g, "$1n't")
    .replaceAll(/\bcannot\b/g, "can't")
    .replaceAll(/\bwill not\b/g, "won't")
    .replaceAll(/\bI am\b/g, "I'm")
    .replace(/^Dear all,$/m, 'Hi all,')
    .replace(/^Dear (?!members|customers)(.*),$/m, 'Hi $1,')
    .replace(/^Kind regards,$/m, 'Best,')
    .replace(/\n\nQuestions: reply here or come to me directly\./, '\n\nShout if anything is unclear.')
    .replace(/\n\nFragen bitte direkt an mich oder als Antwort hier\./, '\n\nBei Fragen: einfach melden!');

/** What the text says, without its frame. */
const saidIn = (text: string): string[] =>
  paragraphsOf(text)
    .filter(
      (one) =>
        !EXTRA.test(one) &&
        !NOTE.test(one) &&
        !/^(?:Subject:|Hi\b|Dear\b|Hola|Bonjour|Hallo|Best,|Kind regards,|Viele|Mit freundlichen|Un saludo|Atentamente|Bien à|Cordialement|Betreff|Asunto|Objet|\[)/.test(
          one,
        ),
    )
    .flatMap((one) => one.split('\n').flatMap((line) => sentencesOf(line.replace(/^(?:- |\d+\. )/, ''))))
    .map((one) => asSentence(one.replace('The decision first: ', '')));

const tabled = (text: string): string =>
  [
    '| No. | Point |',
    '|---|---|',
    ...saidIn(text).map((one, at) => `| ${String(at + 1)} | ${one.replace(/[.]$/, '')} |`),
  ].join('\n');

const closed = (text: string): string => (/[.?!…]$/.test(text) ? text : `${text}.`);

/** As many sentences, with the clauses of all. */
function inSentences(text: string, most: number): string {
  const said = saidIn(text);
  if (said.length <= most) return said.join(' ');
  const size = Math.ceil(said.length / most);
  return Array.from({ length: most }, (_, at) =>
    said.slice(at * size, (at + 1) * size).map((one) => one.replace(/[.]$/, '')),
  )
    .filter((one) => one.length > 0)
    .map((one) => closed(one.map((part, at) => (at === 0 ? part : lowerFirst(part))).join('; ')))
    .join(' ');
}

function greeting(to: string): string {
  if (/^(?:board|team|customers)$/i.test(to))
    return to.toLowerCase() === 'team'
      ? 'Hi all,'
      : `Dear ${/^board$/i.test(to) ? 'members of the board' : 'customers'},`;
  return /^(?:ceo|cfo|cto|coo)$/i.test(to) ? 'Dear [name],' : `Hi ${to},`;
}

const paragraphsOf = (text: string): string[] => text.split('\n\n');
const POINTS =
  /\b(one|two|three|four|five|zwei|drei|vier|dos|tres|cuatro|deux|trois|quatre|[1-7]) (?:short )?(?:bullets?|points?|stichpunkten?|puntos|vinetas|puces)\b/;

/** So many points: the first ones, and the last with all that is left. */
function inPoints(text: string, count: string | undefined): string {
  const most = count === undefined ? undefined : countOf(count);
  const lines = text.split('\n');
  const points = lines.filter((line) => line.startsWith('- '));
  if (most === undefined || points.length <= most) return text;
  const kept = points.slice(0, most - 1);
  const rest = points.slice(most - 1).map((line) => line.slice(2));
  const last = `- ${rest.map((one, at) => (at === 0 ? one : lowerFirst(one))).join('; ')}`;
  const first = lines.findIndex((line) => line.startsWith('- '));
  const others = lines.filter((line) => !line.startsWith('- '));
  return [...others.slice(0, first), ...kept, last, ...others.slice(first)].join('\n');
}

const eachSentence = (paragraph: string, keep: (sentence: string, at: number) => boolean): string =>
  sentencesOf(paragraph).filter(keep).join(' ');

/** The decision, and what has a number, a date or a request in it; courtesy goes. */
function shorter(text: string): string {
  const paragraphs = paragraphsOf(text).filter((one) => !EXTRA.test(one));
  const first = paragraphs.findIndex((one) => !FRAME.test(one));
  const isFact = (sentence: string) =>
    /\d|\b(?:please|I'd like|we ask|you can|until|by|on|from|because|January|February|March|April|May|June|July|August|September|October|November|December|\w+day)\b|\?/i.test(
      sentence,
    );
  const kept = paragraphs.map((one, at) =>
    FRAME.test(one) ? one : eachSentence(one, (sentence, index) => (at === first && index === 0) || isFact(sentence)),
  );
  const made = kept
    .filter((one) => one !== '')
    .join('\n\n')
    .replaceAll('The decision first: ', '');
  const fixed = made.replace(/(?<=\n\n|^)(?!v\d)(\p{Ll})/gu, (one) => one.toUpperCase());
  return wordsIn(fixed) < wordsIn(text) ? fixed : text;
}

const GERMAN = /^(?:Betreff|Hallo|Liebe|Sehr geehrte|Guten Tag)/m;
const SPANISH = /^(?:Asunto|Hola|Estimad)/m;
const FRENCH = /^(?:Objet|Bonjour|Ch[eè]re?s?\b|Madame|Monsieur)/m;
/** An offer to talk, and that it is decided, in the language of the text. */
const OFFERS: readonly (readonly [RegExp, string])[] = [
  [GERMAN, 'Für Fragen dazu bin ich jederzeit da.'],
  [SPANISH, 'Para cualquier duda, aquí estoy.'],
  [FRENCH, 'Je reste disponible pour en parler.'],
];
const DECIDED: readonly (readonly [RegExp, string])[] = [
  [GERMAN, 'Das ist entschieden.'],
  [SPANISH, 'Está decidido.'],
  [FRENCH, 'C’est décidé.'],
];
const CLOSING = /^(?:Best,|Kind regards,|Viele|Mit freundlichen|Un saludo|Saludos|Atentamente|Bien à|Cordialement)/;

function beforeClosing(text: string, sentence: string): string {
  const paragraphs = paragraphsOf(text);
  const end = paragraphs.findIndex((one) => CLOSING.test(one));
  paragraphs.splice(end < 0 ? paragraphs.length : end, 0, sentence);
  return paragraphs.join('\n\n');
}

function warmer(text: string): string {
  const paragraphs = paragraphsOf(text);
  const first = paragraphs.findIndex((one) => !FRAME.test(one));
  const offered = OFFERS.find(([language]) => language.test(text))?.[1];
  if (offered !== undefined) return text.includes(offered) ? text : beforeClosing(text, offered);
  const isBad =
    /\b(?:decision first|sorry|can't keep|aren't|won't|don't get|no \w+ \w+ (?:for|before|until)|have to decline)\b/i.test(
      text,
    );
  const line = isBad ? 'I know this is not what you hoped for.' : '';
  const offer = "If you want to talk about it, I'm here.";
  const made = paragraphs.flatMap((one, at) => (at === first ? [`${one} ${line}`.trim()] : [one]));
  const warm = made.join('\n\n');
  return text.includes('talk') ? warm : beforeClosing(warm, offer);
}

function firmer(text: string): string {
  const firm = text
    .replace(
      /I would like to talk this through with you before I decide: does (\[day\]) suit you\?/,
      'I need your answer by $1.',
    )
    .replaceAll(/\bI'd like to\b/g, 'I will')
    .replaceAll(/\bWe'd like to\b/g, 'We will')
    .replaceAll(/\bI'd like\b/g, 'I expect')
    .replaceAll(/\bWe ask for\b/g, 'We expect')
    .replaceAll(/\bI ask for\b/g, 'I need')
    .replaceAll('Please confirm this in writing.', 'We expect your confirmation in writing by [date].')
    .replace(/\n\n(?:If you want to talk|If you get stuck|Questions: reply)[^\n]*/g, '');
  if (firm !== text) return firm;
  const decided = DECIDED.find(([language]) => language.test(text))?.[1] ?? 'This is decided.';
  return text.includes(decided) ? text : beforeClosing(text, decided);
}

function formal(text: string): string {
  let made = text;
  for (const [pattern, replacement] of CONTRACTIONS) made = made.replace(pattern, replacement);
  return made
    .replace(/^Hi all,$/m, 'Dear all,')
    .replace(/^Hi (.*),$/m, 'Dear $1,')
    .replace(/^Best,$/m, 'Kind regards,');
}

function bulleted(text: string): string {
  return paragraphsOf(text)
    .filter((one) => !EXTRA.test(one))
    .map((one) =>
      FRAME.test(one)
        ? one
        : sentencesOf(one)
            .map((sentence) => `- ${sentence.replace(/\.$/, '')}`)
            .join('\n'),
    )
    .join('\n\n')
    .replaceAll(/(^- [^\n]*)\n\n(?=- )/gm, '$1\n');
}

/** An item of a list without the sentences that speak of it; empty where nothing is left. */
function withoutIn(line: string, speaks: (sentence: string) => boolean): string {
  const mark = /^(?:- |\d+\. )/.exec(line)?.[0] ?? '';
  const kept = eachSentence(line.slice(mark.length), (sentence) => !speaks(sentence));
  return kept === '' ? '' : `${mark}${kept}`;
}

/** Without the parts between commas that speak of it. */
function lackingPart(text: string, what: string): string {
  const words = what.split(/\s+/).filter((one) => one.length > 2 && !/^(?:the|and|about|that|any|part)$/.test(one));
  const speaks = (part: string) => words.some((one) => plain(part).includes(one.replace(/s$/, '')));
  return paragraphsOf(text)
    .map((one) =>
      one
        .split(/,\s+/)
        .filter((part, at) => at === 0 || !speaks(part))
        .join(', '),
    )
    .join('\n\n');
}

/** Without the sentences, or the list items, that speak of it. */
function lacking(text: string, what: string): string {
  const words = what.split(/\s+/).filter((one) => one.length > 2 && !/^(?:the|and|about|that|any|part)$/.test(one));
  const isApology = /^(?:apolog\w+|sorry)$/.test(what);
  const speaks = (sentence: string) =>
    (isApology && /^(?:I'm|we're|I am|we are) sorry[^:]*$|^(?:my |our )?apolog/i.test(sentence)) ||
    (words.length > 0 && words.every((one) => plain(sentence).includes(one.replace(/s$/, ''))));
  return paragraphsOf(text)
    .map((one) => {
      if (/^(?:- |\d+\. )/m.test(one))
        return one
          .split('\n')
          .map((line) => withoutIn(line, speaks))
          .filter((line) => line !== '')
          .join('\n');
      return FRAME.test(one) && !one.startsWith('Subject:')
        ? one
        : eachSentence(one, (sentence) => sentence.startsWith('Subject:') || !speaks(sentence));
    })
    .filter((one) => one.trim() !== '')
    .join('\n\n');
}
