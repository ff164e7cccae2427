/** What a reply may bring that was not known when the advice was given. */
export type NewsKind =
  | 'hiring-stopped'
  | 'hiring-opened'
  | 'money-less'
  | 'money-more'
  | 'borne'
  | 'leaving'
  | 'away'
  | 'moving'
  | 'successor'
  | 'withdrawn'
  | 'courted'
  | 'refused'
  | 'allowed'
  | 'settled'
  | 'bound'
  | 'dated'
  | 'raised'
  | 'risen'
  | 'offered';

interface NewsSign {
  readonly kind: NewsKind;
  /** On folded text; the group `who` is the person or body that it is about. */
  readonly pattern: RegExp;
}

const WHO = String.raw`(?<who>(?:[\p{L}'’-]+ ){0,5}?[\p{L}'’-]+)`;
const JUST = String.raw`(?:(?:has|have|had|is|was|just|already|now|also|today|finally|hat|ist|gerade|heute|eben|jetzt|a|ha|vient|de|acaba|viennent) ){0,4}`;
const SUM = String.raw`[$€£]?\d[\d.,]*\s?(?:k|m|mio|eur|usd|€|\$|£)?\b`;
const sign = (kind: NewsKind, source: string): NewsSign => ({ kind, pattern: new RegExp(source, 'iu') });

/** In the order in which they are tried: what says more comes first. */
export const NEWS_SIGNS: readonly NewsSign[] = [
  sign(
    'hiring-stopped',
    String.raw`\b(?:hiring (?:freeze|stop|ban)|freeze on hiring|headcount freeze|hiring (?:[\p{L}\d]+ ){0,6}?(?:is|was|got|has been) (?:frozen|stopped|on hold)|no (?:new )?(?:hires|hiring|headcount)\b(?! (?:plan|manager))|einstellungsstopp|keine neuen? (?:einstellungen|stellen)|(?:embauches|recrutements) (?:sont )?(?:gele\w+|bloque\w+)|gel des (?:embauches|recrutements)|contrataciones (?:estan )?congelad\w+|congel\w+ (?:de )?(?:las )?contrataciones)`,
  ),
  sign(
    'hiring-opened',
    String.raw`\b(?:may|can|allowed to) (?:now )?(?:hire|recruit) (?<who>\d+|one|two|three|four)\b|\b(?:durfen|konnen) (?:jetzt )?(?<zwei>\d+|zwei|drei) (?:leute |stellen )?(?:einstellen|besetzen)|\bpodemos contratar a (?<dos>\d+|dos|tres)|\bpouvons embaucher (?<deux>\d+|deux|trois)`,
  ),
  sign(
    'away',
    String.raw`${WHO} ${JUST}(?:went |goes |gone )?(?:on (?:long.term )?sick leave|off sick|krankgeschrieben|en arret maladie|de baja(?: medica)?)\b`,
  ),
  sign(
    'successor',
    String.raw`\b(?:the |our |my )?(?<who>ceo|cto|cpo|cfo|coo|cio|boss|manager|director|vp|head of \p{L}+) ${JUST}(?:got |been )?(?:replaced|swapped)\b|\bnew (?<post>ceo|cto|cpo|cfo|coo|cio|boss|director|vp|head of \p{L}+) (?:starts|begins|from|arrives)\b`,
  ),
  sign(
    'moving',
    String.raw`${WHO} ${JUST}(?:relocat(?:es|ing)|moves|moving|will move|zieht(?: im \p{L}+)?|demenage|se muda) (?:to|nach|a) (?<place>\p{L}+)`,
  ),
  sign(
    'withdrawn',
    String.raw`${WHO} ${JUST}(?:withdrew|withdrawn|pulled out|dropped out|backed out|(?:declined|turned down) (?:our|the|my) offer|abgesagt|zuruckgezogen|s'est desiste\w*|se (?:ha )?retirado|se retiro)\b`,
  ),
  sign(
    'courted',
    String.raw`${WHO} (?:told \p{L}+ (?:today |yesterday )?(?:he|she|they) )?${JUST}(?:got |has |have |hat |a |tiene )?(?:an|another|ein|eine|une|una|otra)(?: autre| anderes)? (?:job )?(?:offer|angebot|offre|oferta)\b`,
  ),
  sign(
    'leaving',
    String.raw`${WHO} (?:told \p{L}+ (?:today |yesterday )?(?:that )?(?:he|she|they)(?:'ll| will)? )?${JUST}(?:handed in (?:his|her|their) notice|handed in notice|gave notice|resign(?:s|ed)|quits?\b|is leaving|leaves(?= (?:in|on|at|by|us|the|for|after)\b|\W*$)|leaving(?= (?:in|on|at|by|us|the|for)\b|\W*$)|will leave|(?:is )?moving to another \p{L}+|fired|let go|will retire|retires?|retiring|gekundigt|kundigt|verlasst uns|demissionn\w+|nous quitte|dimit\w+|dimision\w*|renunci\w+|se va(?= (?:en|a|de)\b|\W*$))`,
  ),
  sign(
    'money-less',
    String.raw`\bbudget (?:\p{L}+ ){0,4}?(?:is |was |got |se )?(?:cut|halved|frozen|gone|gestrichen|gekurzt|halbiert|corta|recorta|coupe|supprime|reduit)\b|\bpresupuesto (?:\p{L}+ ){0,4}?(?:se )?(?:cort|recort|qued)\w+|${WHO} (?:now )?(?:says?|said|gives?|allows?|sagt|dit|dice) (?:max(?:imum)?|only|no more than|at most|maximal|hochstens|maximo|au maximum) ${SUM}`,
  ),
  sign(
    'borne',
    String.raw`${WHO} ${JUST}(?:zugesagt|agreed|offered|promised|accepte|aceptado|will|wird)[,:]? (?:\p{L}+ ){0,2}?${SUM}(?: \p{L}+){0,2} (?:zu tragen|zu zahlen|zu ubernehmen)|${WHO} ${JUST}(?:agreed to|offered to|promised to|will|accepte de|aceptado) (?:bear|pay|cover|take|prendre en charge|asumir) ${SUM}`,
  ),
  sign(
    'money-more',
    String.raw`\b(?:extra|additional|more|zusatzlich\w*|adicional\w*) ${SUM}|(?<![\p{L}\d])${SUM} (?:extra|more|mehr|mas|de plus)\b|\b(?<who>board|cfo|ceo|finance|boss|\p{L}+) ${JUST}(?:approved|granted|released|gave (?:us|me)|genehmigt|bewilligt|accorde|aprobado) (?:\p{L}+ ){0,3}${SUM}`,
  ),
  sign(
    'settled',
    String.raw`${WHO} ${JUST}(?:signed|renewed|ordered|bought|unterschrieben|signe|firmad\w+|firmo) (?:the|a|our|den|die|das|le|la|el|it)\b`,
  ),
  sign(
    'bound',
    String.raw`\b(?<who>(?:contracts?|law|regulator|audit\w*|vertrag|vertrage|contrats?|contratos?))\b.{0,60}\b(?:guarantees?|obliges?|requires?|bind\w*|forbids?|runs? until|garantier\w*|verpflicht\w*|garantiz\w*|garantit|garantissent)\b`,
  ),
  sign(
    'refused',
    String.raw`${WHO} ${JUST}(?:came back: no\b|says? no\b|said no\b|refused|rejected|vetoed|turned (?:it|us|that|me) down|forbids?|forbade|abgelehnt|lehnt (?:das |es )?ab|sagt nein|refuse|dit non|(?:dicho|dice|dijo) que no|rechaz\w+)\b`,
  ),
  sign(
    'allowed',
    String.raw`${WHO} ${JUST}(?:agree[sd]?|said yes|says yes|approved|signed off|changed (?:his|her|their) mind|gave (?:us |me )?(?:the |a )?(?:green light|go.ahead|ok)|zugestimmt|einverstanden|accepte|dit oui|aceptado|aprobado)\b`,
  ),
  sign(
    'dated',
    String.raw`\b(?:postponed|pushed (?:back|out)|moved (?:the \p{L}+ )?(?:deadline |date |launch |release )?(?:to|up|forward|back)|brought forward|delayed|extended|verschoben|verlangert|vorgezogen|reporte\w*|decale\w*|avance\w*|aplazad\w*|adelantad\w*)\b`,
  ),
  sign(
    'risen',
    String.raw`${WHO} ${JUST}(?:jumped|rose|risen|went up|gone up|increased|climbed|grew|fell|dropped|went down|gestiegen|stieg|gesunken|augmente|monte|baisse|subido|subio|bajado) (?:to|auf|a) ${SUM}`,
  ),
  sign('offered', String.raw`${WHO} ${JUST}(?:offered|offers|bietet|propose|ofrece|ofrecio|angeboten)\b.{0,50}?${SUM}`),
  sign(
    'raised',
    String.raw`\b(?:now|jetzt|maintenant|ahora|finalement|finally|it's|it is|are|make it)\b.{0,24}?\d+(?:[.,]\d+)? ?%|^\W*${WHO} (?:now )?(?:says?|wants?|sagt|will|dit|veut|dice|quiere) (?:now )?\d+(?:[.,]\d+)? ?%`,
  ),
];
