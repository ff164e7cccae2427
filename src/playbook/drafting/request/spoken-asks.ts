import { wordsIn } from '../language/clauses.js';

/** Texts that are asked for as people speak, without “write” in front of a text's name; folded, at the start of a sentence. */
const TONE_WORD =
  '(?:polite|friendly|kind|firm|clear|short|quick|nice|soft|gentle|diplomatic|warm|honest|respectful|brief)';
const LEAD = String.raw`(?:(?:hi|hey|hello|ok|so|please|pls|can (?:you|u)|could (?:you|u)|bitte)[, ]+)*`;

const ASKS: readonly RegExp[] = [
  // “polite no to the sales director”
  new RegExp(
    String.raw`^${LEAD}(?:an? |the )?(?:${TONE_WORD}(?:,| but| and|,? yet)? )+(?:no|refusal|yes|nudge|push ?back|heads[- ]up) to\b`,
  ),
  // “5 minute talk for the all hands”
  /^(?:an? |the |my )?(?:(?:short|quick) )?(?:\d+|one|two|three|four|five|ten|half a)[- ](?:minutes?|mins?|seconds?|secs?) (?:talk|speech|slot|pitch|opening|intro|address|words)\b/,
  new RegExp(
    String.raw`^${LEAD}(?:(?:i )?(?:need|want|write|draft|prepare)(?: me| up)? |help me with |give me )?what (?:i|to)(?:'ll| should| can| will)? (?:say|tell|write)\b(?!.*\?$)`,
  ),
  new RegExp(
    String.raw`^${LEAD}(?:i (?:need|want) )?(?:help (?:me )?|(?:need|want) help )(?:to |in )?(?:say(?:ing)?|tell(?:ing)?|turn(?:ing)? down|declin(?:e|ing)|reject(?:ing)?|announc(?:e|ing)|break(?:ing)?|writ(?:e|ing)|word(?:ing)?|phras(?:e|ing))\b`,
  ),
  /^(?:(?:write|draft|need|want)(?: me)? )?(?:an? |the |my |our )?(?:short )?(?:promo(?:tion)?|pay rise|raise|award) (?:packet|case|blurb|text|write-?up|nomination)\b/,
  /^(?:\d+|one|two|three|four) (?:short )?(?:sentences?|lines?) (?:to|for) [^:]{2,60}\bwhy /,
  /^(?:please |pls )?say no to\b/,
  /^(?:please |pls )?(?:tell|inform|let) (?:the|my|our) [\w -]{2,30}? (?:on|via|by|in|over) (?:slack|teams|chat|mail|e-?mail|writing)\b/,
  /^aide[rz]?-(?:moi|nous) a (?:ecrire|rediger|dire|formuler|annoncer|preparer|refuser|repondre|tourner)\b/,
  /^(?:bonjour[, ]+)?(?:il me (?:faut|faudrait)|j'ai besoin d[e']|je (?:veux|voudrais|cherche)) ?(?:une?|des?|le|la|les)? ?(?:petit |court |bref |breve |courte )?(?:textes?|mots?|messages?|mails?|e-mails?|notes?|courriers?|discours|annonces?|reponses?|lettres?|communiques?)\b/,
  /^(?:kannst du|konnen sie|konntest du|konnten sie) (?:mir |uns )?(?:bitte )?(?:(?:eine?n?|das|den|die) )?[\w-]*(?:nachricht|mail|text|rede|antwort|absage|einladung|ankundigung|brief|notiz|post)\b.*(?:schreiben|formulieren|entwerfen|verfassen|aufsetzen)\b/,
  /^(?:hilf|helfen sie) (?:mir|uns),?.*(?:schreiben|formulieren|sagen|absagen|antworten|mitteilen)\b/,
  /^(?:ayuda(?:me|nos)|ayude(?:me|nos)) a (?:escribir|redactar|decir|formular|anunciar|responder|preparar|rechazar)\b/,
];

/** What is to be told, where the asker says to which reader: `need to tell a supplier their invoice is wrong`. */
const DUTY_ALONE =
  /^(?:i |we )?(?:need|have|got) to (?:tell|inform|apologi[sz]e to|thank|remind|congratulate|turn down|say no to) (?:an?|our|the|my|all) [\w -]{3,60}\b/;

/** Words of a single sentence that also tells what is to be said. */
const MIN_TOLD = 18;

/** @param sentence Folded. */
export const isSpokenAsk = (sentence: string): boolean => ASKS.some((one) => one.test(sentence));

/** @param sentences Folded. */
export const isDutyAlone = (sentences: readonly string[]): boolean =>
  DUTY_ALONE.test(sentences[0] ?? '') &&
  (sentences.length > 1 || wordsIn(sentences[0] ?? '') >= MIN_TOLD) &&
  !sentences.some((one) => one.endsWith('?'));
