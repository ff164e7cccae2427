import { foldText } from '../../text/index.js';

/** The form in which an answer is wanted. */
export type Form = 'advise' | 'yes-no' | 'compare' | 'draft' | 'summarise' | 'explain' | 'plan';

/** What the parsers of the request have found, which decides before the wording of the question does. */
export interface FormBasis {
  readonly text: string;
  readonly isDraft: boolean;
  readonly isSummary: boolean;
  /** Number of frameworks or concepts that the text asks to have explained. */
  readonly concepts: number;
  /** Number of alternatives the asker lists. */
  readonly alternatives: number;
}

/** “Explain … in two sentences, I want to put it on a slide” asks for an explanation, whatever it is for. */
const OPENS_WITH_EXPLAIN =
  /^\W*(?:[a-z]+[ ,]+){0,3}(?:explain|define|what(?:'s| is| are| does)|explica|explique|was (?:ist|bedeutet)|que es|c'est quoi)\b/;

const PLAN =
  /(?:^|\n|[.!?] )\W*plan\b|\bplan ?\?|\b(?:steps|sequence|roadmap|fahrplan|zeitplan|pasos|etapes|schritte) ?\?|\bwhat (?:is|would be) the (?:sequence|order)|\b(?:introduce|roll out|migrate|move|einfuhren) [^.?!]{3,80} (?:in|within|by|until|bis) (?:\d+|the end|end|christmas|easter|summer)[^.?!]{0,40}$|\b(?:30[/ -]?60[/ -]?90|first (?:30|60|90|100) days|(?:(?:a|an) (?:[a-z]+ )?|(?:^|\n|[.!?:,] )\W*)(?:plan|roadmap|road map|timeline|schedule) (?:for|to|of|how|by|until|over)\b|\bplan (?:please|the (?:next|coming|first))|step[- ]by[- ]step|in what order|how (?:do|should|would|can) (?:we|i|you) (?:roll (?:it|this) out|sequence|phase|stage)|\b(?:in|into|give me|need|want|which|what|some|as|by|with|draft) (?:[a-z]+ )?phases\b|\bphases? (?:please|pls|for|with)\b|what (?:are|would be) the steps|by when\b|plan para|hoja de ruta|un plan\b|calendrier|feuille de route|par etapes|fahrplan|schrittweise|zeitplan|einen plan)/;

/** A plan asked for outright, in four languages. */
const PLAN_ASKED =
  /\b30[/ -]?60[/ -]?90\b|\bhelp (?:me|us) (?:to )?plan\b|\b(?:give|make|write|need|want|draft|sketch|show|propose)(?: me| us)? (?:a |an |the |some |one )?(?:[a-z0-9-]+ ){0,2}(?:plan|roadmap|timeline|schedule|sequence|step by step)\b|\b(?:plan|roadmap|sequence|timeline|steps|schedule) (?:please|pls)\b|\b(?:handover|rollout|migration|project|action|30[ /-]?60[ /-]?90) plan\b|\bwhat(?:'s| is| would be) the (?:plan|sequence|order)\b|\b(?:what|how) would an? (?:[a-z]+ )?(?:plan|roadmap|sequence) (?:be|look)\b|\bhow (?:do|should|would|can) (?:i|we|you) plan\b|\bin (?:the|my|our) first (?:\d+|two|three|six) (?:days|weeks|months)\b|\bsteps (?:to|for|of)\b|\b(?:in )?(?:what|which) (?:order|sequence)\b|\bwhat (?:has|needs|must) (?:to )?(?:happen|be done)\b|\bhow (?:to|do we|do i|should we|should i|would you|can we) (?:phase|sequence|stage|roll|retire|sunset)\b|\b(?:week|month) (?:by|for) (?:week|month)\b|\breihenfolge ?\?|\b(?:einen?|den) (?:plan|zeitplan|fahrplan)\b|\bplan (?:bitte|fur|zur|zum|para|pour)\b|\bplan ?:|\bwie (?:fuhre|fuhren|stelle|stellen|bringe|bringen) (?:ich|wir)\b|\b(?:que pasos|en que orden|un plan|dans quel ordre|quelles etapes|un planning)\b|^\W*(?:first|the first|next) (?:\d+|two|three|four|five|six|eight|ten) (?:days|weeks|months)\b/;
/** “How do I go about it?” asks for a plan at the end of a few lines; at the end of a story it asks for advice. */
const GO_ABOUT =
  /\bhow (?:to|do we|do i|should we|should i|would you|can we) (?:go about|get there|approach)\b|\bwie (?:gehe|gehen) (?:ich|wir) [^.?!]{0,40}\b(?:an|vor)\b/;
const LENGTH_OF_LINES = 200;
const HOW_TO_MOVE =
  /\bhow (?:should|do|can|would|could) (?:we|i) (?:best )?(?:move|migrate|switch|replace|introduce|hand over|merge|split|retire|sunset|roll out)\b/;
/** What is wanted and by when, as a statement. */
const WISH_WITH_TIME =
  /^\W*(?:[^.?!]{4,60} from (?:scratch|zero)\b|(?:we|i) (?:want|need|have|must|would like|are going)|wir (?:wollen|mussen|sollen)|bring|get|open source|split|switch|unify|[a-z0-9]+ (?:weeks|months) to)\b[^?]{8,300}$/;
const TIME =
  /\b(?:in|within|by|until|over) (?:\d+|a|one|two|three|four|five|six|eight|nine|ten|twelve|half a)[ -](?:weeks?|months?|year|quarters?)|\b\d+ (?:weeks|months) to\b|\b(?:two|three|four|five|six|eight|ten|twelve) (?:weeks|months) to\b|\bin \d+ (?:wochen|monaten|semanas|meses|semaines|mois)\b|\bhalf a year\b|\b(?:till|until) (?:spring|summer|autumn|fall|winter|christmas|easter|january|february|march|april|may|june|july|august|september|october|november|december)\b/;

/** An undertaking put as an order, or the way from one state to another. */
const UNDERTAKING =
  /^\W*(?:move|migrate|merge|set up|introduce|redesign|reduce|roll out|train|launch|replace|consolidate|hand over)\b[^?]{10,240}$|\bwhat when\b|\bhow (?:do|can|could|should|would) (?:i|we|you) (?:get|go|move|come) from\b|\b(?:comment passer de|como pasar de|wie kommen wir (?:von|weg)|wie komme ich von)\b/;

const YES_OR_NO =
  /\b(?:yes or no|yes\/no|y\/n|ja oder nein|si o no|oui ou non|true or false|(?:is|was) (?:that|this|it) (?:wrong|ok|okay|fair|normal|legal|allowed|wise|mad|crazy|stupid))\b/;
const AUXILIARY =
  /^\W*(?:(?:and|but|so|ok|okay|then|well|now|hi|hello|quick question|honest question|seriously|also|or|y|pero|entonces|et|mais|alors|donc|und|aber|also|jetzt)[,: ]+)*(?:should|shall|can|could|may|might|do|does|did|is|are|am|was|were|will|would|has|have|had|must|need|isn't|aren't|don't|doesn't|didn't|can't|won't|shouldn't|wouldn't|couldn't|haven't|hasn't|ought|debo|debemos|deberia|deberiamos|puedo|podemos|puede|es|esta|conviene|vale|tiene|hay|tengo|est[- ]ce|dois|devons|devrais|devrait|devrions|puis|peut|peux|pouvons|faut|vaut|est|sommes|a[- ]t|soll|sollen|sollte|sollten|kann|konnen|darf|durfen|muss|mussen|ist|sind|war|hat|haben|lohnt|wird|werden|wurdest|wurden|reicht|macht|gibt|bin|lieber)\b/;
const TAG =
  /(?:,|-) *(?:right|no|ok|okay|correct|or not|isn't it|aren't we|don't you think|do i|can i|should i|am i|oder|nicht wahr|verdad|no crees|non|n'est-ce pas)\W*$/;
const FRAGMENT =
  /\b(?:good idea|bad idea|worth (?:it|a|the)|too (?:early|late|much|soon|many|risky)|makes? sense|fair|legal|allowed|normal|reasonable|realistic|possible|a mistake|overreacting|buena idea|mala idea|vale la pena|bonne idee|mauvaise idee|normal|gute idee|sinnvoll|erlaubt|realistisch)\b[^?]{0,30}\?\s*$/;
const INDIRECT =
  /\b(?:whether|wondering if|don't know if|not sure if|unsure if|ask(?:ing|s)? if|tell me if|if it's worth|si (?:debo|deberia|conviene)|s'il faut|si je dois|ob (?:ich|wir|es|man))\b/;
const OPEN =
  /^\W*(?:(?:and|but|so|then|ok|y|et|und) )*(?:how|what|why|which|who|where|when|whom|que|como|cual|cuando|quien|por que|comment|que|quoi|quel|quelle|pourquoi|qui|quand|wie|was|warum|welche[rsn]?|wer|wann|wo)\b/;
const CHOICE =
  /\b(?:which|versus|vs|or|better|rather|prefer|choose|pick|first|thoughts|recommend|cual|mejor|o|lequel|laquelle|ou|plutot|mieux|welche[rsn]?|oder|lieber|besser|opinions?|who|whom|what would you|wen|wer|wem|quien|qui|que haria|feriez-vous|vous feriez|was tun|que faire|que hago|que hacemos|what (?:to|do i|do we|should (?:i|we)) do|choisir|elegir|entscheiden|what now|what first)\b/;
const OR_NOT =
  /\bor (?:not|no|is (?:that|it|this)|am i|does|should i (?:just )?(?:leave|wait)|what)\b|\bo no\b|\bou (?:non|pas)\b|\boder nicht\b/;

/** Behind a list it is no alternative. */
const AM_I = /\bor (?:not|no|am i|is (?:that|it|this)|does|what)\W*$/;

/** “SLO vs SLA vs error budget” are words to be told apart, unless one of them is to be chosen. */
const CHOOSES =
  /\b(?:which|should|shall|better|rather|prefer|choose|pick|go with|recommend\w*|cual|mejor|lequel|laquelle|mieux|welche[rsn]?|lieber|besser)\b/;

/** “A plan to move from …”, “phases for replacing …”. */
const PLANNED =
  /\b(?:plan|roadmap|steps|phases) (?:to|for) (?:get|go|move|mov|migrat|merg|introduc|redesign|reduc|roll|train|launch|replac|consolidat|hand|switch|retir|bring)[a-z]*\b/;

/** Whether a text says what is to be brought about, and by when. */
export function isUndertaking(text: string): boolean {
  const { text: folded } = foldText(text.slice(0, MAX_ASKED));
  return UNDERTAKING.test(folded) || PLANNED.test(folded) || (WISH_WITH_TIME.test(folded) && TIME.test(folded));
}

const HOW_MUCH =
  /\bhow (?:much|many|long|often|far|big|large|overloaded|late|early|soon)\b|\bwhat (?:do|does|did|would|will) (?:we|i|it|that|this|they|the [a-z]+|each|one) (?:[a-z]+ )?(?:save|pay|lose|cost|earn|gain|need|owe|come to|make)\b|\bwhat(?:'s| is| are) (?:the (?:[a-z]+ )?(?:cost|total|sum|average|rate|share|price|saving|difference|break[- ]?even|payback)|(?:that|this|it) (?:a|per|in|over))\b|\bwhen (?:are|is|will|do|does|would) (?:we|it|that|this|they|the)\b|\bcuant[oa]s?\b|\bcombien\b|\bwie ?(?:viele?|lange|oft|hoch|gross|teuer)\b|\bwann (?:ist|sind|haben|reicht|wird|werden)\b/;

/** Whether a question is for a number: how much, how many, how long, when. */
export function asksForNumber(text: string): boolean {
  return HOW_MUCH.test(foldText(text.slice(-MAX_ASKED)).text);
}
const MAX_ASKED = 600;

/** The form asked for; what is stated outright comes before what the grammar suggests. */
export function formOf({ text, isDraft, isSummary, concepts, alternatives }: FormBasis): Form {
  const folded =
    foldText(text.slice(0, 400)).text +
    (text.length > 800
      ? ` ${foldText(text.slice(-400)).text}`
      : text.length > 400
        ? foldText(text.slice(400)).text
        : '');
  const sentences = folded.split(/(?<=[.!?])\s+|\n+/).filter((sentence) => /[a-z]/.test(sentence));
  const asked = sentences.findLast((sentence) => sentence.includes('?')) ?? sentences.at(-1) ?? '';
  const isTerse = folded.trim().split(/\s+/).length <= WORDS_OF_A_NAME;
  if (isSummary) return 'summarise';
  const isPlan =
    PLAN_ASKED.test(folded) ||
    (GO_ABOUT.test(folded) && folded.length <= LENGTH_OF_LINES) ||
    (HOW_TO_MOVE.test(folded) && TIME.test(folded)) ||
    UNDERTAKING.test(folded) ||
    (WISH_WITH_TIME.test(folded) && TIME.test(folded));
  if (
    concepts > 0 &&
    (!isPlan || OPENS_WITH_EXPLAIN.test(folded)) &&
    (!isDraft || OPENS_WITH_EXPLAIN.test(folded)) &&
    (alternatives < 2 ||
      (alternatives === 2 && !IS_OWN_CHOICE.test(folded)) ||
      OPENS_WITH_EXPLAIN.test(folded) ||
      (concepts > 1 && !CHOOSES.test(folded))) &&
    !(isTerse && isClosed(asked))
  )
    return 'explain';
  if (isDraft) return 'draft';
  if (YES_OR_NO.test(folded)) return 'yes-no';
  if (PLAN_ASKED.test(folded) && alternatives < 2) return 'plan';
  // Alternatives that are only stated are there to be weighed.
  const isChoice = CHOICE.test(asked) || !folded.includes('?');
  if (alternatives >= 3 && !AM_I.test(asked)) return 'compare';
  if (alternatives === 2 && !OR_NOT.test(asked) && isChoice) return 'compare';
  if (isPlan || PLAN.test(folded)) return 'plan';
  return isClosed(asked) ? 'yes-no' : 'advise';
}

/** Who tells of their own with numbers wants to choose, and not to have the words explained. */
const IS_OWN_CHOICE = /\d[^?]*\b(?:we|our|us)\b[^?]*\d|\b(?:we|our|us)\b[^?]*\d[^?]*\d/;

/** A name alone asks for its explanation, unless it is put as a question. */
const WORDS_OF_A_NAME = 4;

/** “Are these numbers good or bad?” wants neither a yes nor a no. */
const OF_QUALITY =
  /\b(?:good or bad|bad or good|high or low|right or wrong|normal or not normal|gut oder schlecht|buen[oa]s? o mal[oa]s?|bons? ou mauvais)\b/;

/** Whether a sentence wants a yes or a no. */
export function isClosed(sentence: string): boolean {
  if (OF_QUALITY.test(sentence)) return false;
  if (OPEN.test(sentence)) return false;
  const clause = sentence.split(/(?:, |: |- )/).at(-1) ?? sentence;
  if (sentence.includes('?')) {
    if (TAG.test(sentence) || FRAGMENT.test(sentence)) return true;
    if (CONDITIONAL.test(sentence)) return true;
    if (AUXILIARY.test(sentence) || (clause !== sentence && AUXILIARY.test(clause))) return true;
    // "Wait until then?", "Close everything?"
    return sentence.split(/\s+/).length <= 7 && !OPEN.test(clause);
  }
  return INDIRECT.test(sentence) || INVERTED.test(sentence) || INVERTED.test(clause);
}
/** “If I do not replace those who leave do I get there?” */
const CONDITIONAL =
  /^\W*(?:and |but |so )?if (?:i|we|he|she|they|it|the|this|that)\b[^?]* (?:do|does|will|would|can|could|is|are|should) (?:i|we|he|she|it|they|that|this) [^?]*\?/;
/** A question by its order of words, typed without its mark; “do the migration” and “can you write” are none. */
const INVERTED =
  /^\W*(?:(?:and|but|so|ok|or|well|now) )*(?:(?:is|are|was|were|does|did|should|shall|would|could|can|will|must|may|am) (?:i|we|he|she|it|they|this|that|these|those|there|the|a|an|my|our|his|her|their|\d+)|(?:do|have) (?:i|we|they)|(?:has|had) (?:he|she|it)) /;
