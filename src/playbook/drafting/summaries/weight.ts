import { plain } from '../../facts/index.js';

/** A reader may have to do or decide something because of it. */
const DECISIVE =
  /\b(?:decision|decided|agreed|approved|go-live|launch|release moves|moves? (?:from|to)|risk|critical|blocked|failed|down|lost|outage|deadline|must|needs?|required?|until|by|till|due|from now on|entscheidung|beschluss|muss|mussen|bis|risiko|decision|debe|hasta|riesgo|antes del|doit|jusqu'au|avant le|risque|decisione)\b/;
const GRAVE = /\b(?:critical|breach|outage|data loss|injur\w*|regulator|lawsuit|kritisch|critico|critique)\b/;
const FACT = /\d|[€$£%]/;
/** What was talked of without an outcome, and what is of no concern to readers. */
const TALK =
  /\b(?:we talked about|discuss(?:ed|ion)|talked about|thinks|feels? (?:bad|sad)|everyone likes|as always|jokes?|laughed)\b/;
const TRIVIA =
  /\b(?:beers?|lunch|parking|coffee machine|cake|birthday|weather|pizza at|kitchen|cold\b(?! storage)|bier|mittagessen|kuchen|comida|almuerzo|dejeuner|gateau)\b/;

/** How much a statement matters to a reader; what is below 0 may go. */
export function weightOf(text: string): number {
  const read = plain(text);
  return (
    (FACT.test(read) ? 2 : 0) +
    (GRAVE.test(read) ? 2 : 0) +
    (DECISIVE.test(read) ? 3 : 0) +
    (/(?<=[\p{L}\d,] )\p{Lu}\p{Ll}+/u.test(text) ? 1 : 0) +
    (read.split(/\s+/).length >= MIN_WORDS ? 1 : 0) -
    (TALK.test(read) ? 3 : 0) -
    (TRIVIA.test(read) ? 6 : 0)
  );
}
const MIN_WORDS = 4;

/** What is asked for when only outcomes are: decisions, who does what, what is open. */
const OUTCOME =
  /\b(?:decision|decided|agreed|approved|open|not clear|asks?|writes?|checks?|orders?|will|does|takes?|sends?|goes live|replace|drop|until|by|till|dropped|moves?|owner|approval|entschieden|offen|decidido|decide)\b/;
export const isOutcome = (text: string): boolean => OUTCOME.test(plain(text)) && !TALK.test(plain(text));
