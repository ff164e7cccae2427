import type { Alternative } from '../facts.js';
import { sentencesIn } from './named-alternative.js';

/** What the asker's words say of one alternative beside its numbers, each as a clause of theirs. */
export interface Stakes {
  /** An authority, a law or a date that others set asks for it. */
  readonly duty?: string;
  /** It would mend something that has happened already. */
  readonly harm?: string;
  /** It needs what is not there. */
  readonly obstacle?: string;
  /** A law, a rule or the supplier itself rules it out. */
  readonly barred?: string;
  /** Nothing but that a person of rank would like it. */
  readonly wish?: string;
}

const DUTY =
  /\b(?:regulator\w*|audit\w*(?!\w| (?:logs?|trails?))|gdpr|dsgvo|rgpd|by law|legal(?:ly)? (?:duty|required|obliged)|pen ?-?test\w*|out of support|end of (?:life|support)|penalty|certification|inspection|pflicht|gesetz\w*|aufsicht|obligatori[oa]|obligatoire|out of warranty)\b/iu;
const HARM =
  /\b(?:sev ?-?[0-3]s?|outages?|incidents?|data loss|tickets|bugs|complaints|red builds|(?:is|takes?|waits?) \d+ ?(?:min|minutes|hours?|h|days?)|broken releases|threaten\w* to leave|ausf[äa]lle?|st[öo]rungen|ca[íi]das|incidencias|pannes)\b/iu;
/** What happened can be counted. */
const COUNTED = /\d|\b(?:one|two|three|four|five|both|every|each|zwei|drei|dos|tres|deux|trois)\b/iu;
const OBSTACLE =
  /\b(?:(?:is|are|at|no|over) capacity|leaves? (?:in|on|by) |is leaving|last day|drowning|overloaded|fully booked|already (?:leads?|has|manages?) \d+|(?:no ?(?:body|one)|none of us)(?: here)? (?:has|knows|ran|did)|no data ?cent(?:er|re)|not (?:available|supported|allowed)|(?:we|they|it) lacks?|(?:is|are|modules?|features?) missing|fehl(?:t|en) uns|nos falta\w*|nous manque|has no time|hat schon \d+|ausgelastet|keine zeit|niemand (?:kennt|kann|hat)|ya lleva \d+|nadie|sans capacit[ée]|personne ne)\b/iu;
const BARRED =
  /\b(?:forbid\w*|prohibit\w*|(?<!not )illegal|not (?:allowed|permitted|legal)|against (?:the |our )?(?:law|policy|contract|rules)|(?:do(?:es)?n['’]t|do(?:es)? not|can(?:no|['’])t|won['’]t|will not) (?:allow|permit|accept)|(?:they|which they|vendor) (?:do(?:es)?n['’]t|do(?:es)? not|can(?:no|['’])t) (?:offer|support|allow|provide|do)|(?:loses?|lost|breaks?|drops?|deletes?|violates?)\b[^,;.]{0,60}\b(?:law|legally|regulator\w*|gdpr|audit\w*)|verbot\w*|verbiet\w*|nicht (?:erlaubt|zul[äa]ssig)|interdi\w*|prohib\w*|ilegal|no (?:est[áa] )?permitid\w*)\b/iu;
const WISH =
  /\b(?:ceo|cto|cfo|coo|board|boss|management|sales|marketing|product|founder|gesch[äa]ftsf[üu]hrung|jefe|direcci[óo]n|direction)\b[^,;]{0,20}\b(?:wants?|prefers?|likes?|loves?|will|quiere|prefiere|veut|pr[ée]f[èe]re)\b/iu;
/** None of the asker’s own is free for more. */
const NO_HANDS =
  /\b(?:drowning|at capacity|overloaded|no (?:free )?(?:hands|capacity|one free)|(?:all|both|everyone)(?: of (?:them|us))? (?:(?:is|are) )?(?:on|in|busy with) [^.,;]{3,60}?(?:till|until)|ausgelastet|sin capacidad|d[ée]bord[ée]\w*)\b/iu;
/** What binds the asker's own people for longer than a purchase does. */
const BY_ONESELF =
  /\b(?:build|rewrite|develop|self[- ]?host\w*|self[- ]run|in-house|ourselves|open[- ]source|selbst|selber|desarrollar|construir|d[ée]velopper)\b/iu;
const BY_OTHERS =
  /\b(?:buy|purchase|saas|vendor|managed|licen[cs]e|offer|renew\w*|agency|contractors?|kaufen|dienstleister|anbieter|comprar|proveedor|acheter|prestataire)\b/iu;

/** Who goes takes with them what no other knows. */
const LETS_GO = /\b(?:let .{0,30}\b(?:go|end|leave)|fire|dismiss|not renew|end (?:his|her|their) contract)\b/iu;
const ONLY_ONE =
  /\bonly (?:one|person)\b[^.,;]*\b(?:knows?|understands?|can|has)\b|\b(?:einzige[rn]?|[úu]nic[oa]|seule?)\b[^.,;]*\b(?:kennt|kann|sabe|conoce|conna[iî]t|sait)\b/iu;

/** `audit in 5 weeks`, `until 31 March` */
const WITH_TIME =
  /\b(?:in|by|until|before|bis|antes del?|avant) (?:the )?(?:\d|january|february|march|april|may|june|july|august|september|october|november|december)/iu;

/** `no audit` */
const LACKS = /^\W*(?:but |and )?(?:no|not|without|missing|lacks?|ohne|keine?[nmrs]?|sin|sans|pas d[e'])(?!\p{L})/iu;
/** Whether what is lacking is spoken of outside the alternatives: `auditors asked who changed what`. */
function isAskedFor(clause: string, outside: string): boolean {
  const word = DUTY.exec(clause)?.[0].toLowerCase().slice(0, STEM) ?? '';
  return word.length >= MIN_WORD && outside.toLowerCase().includes(word);
}
const STEM = 5;

const clausesIn = (text: string): string[] => text.split(/[,;]\s+|\s+(?=but\s|aber\s|pero\s|mais\s)/);
const bare = (clause: string): string =>
  clause
    .trim()
    .replace(/^(?:but|aber|pero|mais|and|und|y|et|because|weil|since|which|who|she|he|they)\s+/i, '')
    .replace(/[.!?;,]+$/, '');

/** @param outside The text without the alternatives. */
export function stakesOf(alternatives: readonly Alternative[], outside: string): Stakes[] {
  const busy = sentencesIn(outside)
    .flatMap((sentence) => clausesIn(sentence))
    .find((clause) => NO_HANDS.test(clause));
  const onlyOne = sentencesIn(outside)
    .flatMap((sentence) => clausesIn(sentence))
    .find((clause) => ONLY_ONE.test(clause));
  const own = alternatives.map((one) => BY_ONESELF.test(one.full));
  const isMakeOrBuy = own.some(Boolean) && alternatives.some((one, at) => own[at] !== true && BY_OTHERS.test(one.full));
  return alternatives.map((one, at) => {
    const told = [...clausesIn(one.said), ...mentionsOf(one, alternatives, outside)];
    const find = (clauses: readonly string[], pattern: RegExp, also = /./): string | undefined => {
      const fitting = clauses.filter((clause) => pattern.test(clause) && also.test(clause));
      const found =
        fitting.find((clause) => WITH_TIME.test(clause)) ?? fitting.find((clause) => /\d/.test(clause)) ?? fitting[0];
      return found === undefined ? undefined : bare(found);
    };
    const barred = find(told, BARRED) ?? find([one.text], BARRED);
    const lacking = told.filter((clause) => LACKS.test(clause));
    const present = told.filter((clause) => !LACKS.test(clause));
    // What breaks the law, or does without what it asks for, is not asked for by it.
    const duty = barred === undefined ? (find(present, DUTY) ?? find([one.text], DUTY)) : undefined;
    const harm = find(told, HARM, COUNTED);
    const wish = find(told, WISH);
    const obstacle =
      find(told, OBSTACLE) ??
      find(
        lacking.filter((clause) => isAskedFor(clause, outside)),
        DUTY,
      ) ??
      (busy !== undefined && isMakeOrBuy && own[at] === true ? bare(busy) : undefined) ??
      (onlyOne !== undefined && LETS_GO.test(one.text) ? bare(onlyOne) : undefined);
    return {
      ...(barred === undefined ? {} : { barred }),
      ...(duty === undefined ? {} : { duty }),
      ...(harm === undefined ? {} : { harm }),
      ...(obstacle === undefined ? {} : { obstacle }),
      ...(wish === undefined ? {} : { wish }),
    };
  });
}

/** Clauses elsewhere in the text that speak of this one alone, by its letter or by a word that only it has. */
function mentionsOf(one: Alternative, all: readonly Alternative[], outside: string): string[] {
  const label =
    one.label === undefined ? undefined : new RegExp(`\\b(?:wants?|prefers?|likes?) (?:option )?${one.label}\\b`, 'i');
  const others = all.filter((other) => other !== one).map(({ full }) => full.toLowerCase());
  const words = one.text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > MIN_WORD && !others.some((other) => other.includes(word)));
  return sentencesIn(outside)
    .flatMap((sentence) => clausesIn(sentence))
    .filter((clause) => {
      const said = clause.toLowerCase();
      if (all.some((other) => other !== one && said.includes(other.text.toLowerCase()))) return false;
      return label?.test(clause) === true || words.some((word) => new RegExp(`(?<!\\p{L})${word}`, 'u').test(said));
    });
}
const MIN_WORD = 3;

const TROUBLE =
  /\b(?:waits?|waiting|late|complain\w*|slow|blocked|fails?|failing|broken|breaks?|broke|outages?|incidents?|sev ?-?\d|bugs|no ?(?:body|one) (?:owns|knows)|threaten\w*|lost|losing|never (?:get|gets|done)|hates?|feels? that|always|did not match|takes? (?:a|one|two|\d)[^.]{0,12}(?:day|week|hour)s?|queue up|warten|wartet|beschwer\w*|kaputt|langsam|esperan|espera|quejan?|lento|attend\w*|plain\w*|lent)\b/iu;

/** What hurts, in sentences of the asker outside the alternatives; each without what leads up to it. */
export function troublesIn(outside: string): string[] {
  return sentencesIn(outside)
    .filter((sentence) => !sentence.trim().endsWith('?'))
    .flatMap((sentence) => sentence.split(/\s+(?:because|since|weil|porque|parce que|and)\s+|,\s+|\s*;\s*/i))
    .map(bare)
    .filter((clause) => TROUBLE.test(clause) && clause.split(/\s+/).length > 2 && clause.length <= MAX_TROUBLE)
    .slice(0, MAX_TROUBLES);
}
const MAX_TROUBLE = 120;
const MAX_TROUBLES = 2;
