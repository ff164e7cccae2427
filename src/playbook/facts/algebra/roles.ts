import type { Role } from './term.js';

const BEFORE_OR_BEHIND: readonly (readonly [Role, RegExp])[] = [
  [
    'limit',
    /\b(?:budgets?|schulungsbudget|presupuesto|window|outage window|cap|limit|max\w*|ceiling|allow\w*|approved|target|policy|deadline|rated|holds?|capacity|kapazitat|promised?|accepts?|at most|under|within|j'ai|tengo|haben nur|livraison|available|hit|reach|contingent|enveloppe|i have|i've|we've got|desks?|vorgabe|ziel|objetivo|objectif)\b/,
  ],
  [
    'stock',
    /\b(?:backlog|queue|open|offene?n?|pendientes?|en cours|bank|account|cash|caja|tresorerie|konto|kasse|tank|now|left to|still to|we have|tenemos|nous avons|wir haben|used)\b/,
  ],
  [
    'arrives',
    /\b(?:come|comes|coming|arriv\w*|incoming|new|joins?|win|wins|gets?|grow\w*|receive\w*|comes? in|llegan?|entran?|nouveaux?|kommen|dazu|neue?n?|eingehen|sign|signs|brings?|hit us|in|we open|reported|finds?|found|raised?|logged|hires?|hiring)\b/,
  ],
  [
    'leaves',
    /\b(?:clos\w+|fix\w*|resolv\w+|handles?|process\w*|answers?|ships?|finish\w*|does|do|go out|goes out|out|erledig\w*|schliess\w*|bearbeite\w*|losen|lost pro|schaff\w*|cierra\w*|resuelve\w*|hacemos|hace|atiende\w*|traite\w*|ferme\w*|resou\w*|load|loads|pump\w*|leak\w*|burn|move[sd]?|migrate\w*)\b/,
  ],
  [
    'lost',
    /\b(?:leaves?|churn\w*|lose|loses|losing|cancel\w*|quit|quits|perdons|perdemos|verlieren|kundigen|kundigt|se van|partent|attrition)\b/,
  ],
  [
    'once',
    /\b(?:once|one-off|set-?up|upfront|up front|migration|introduc\w*|einfuhrung\w*|einmalig\w*|moving costs?|to recruit|to build|investment|invest|redesign|kit|implementation|onboarding fee|puesta en marcha|mise en place)\b/,
  ],
  [
    'saving',
    /\b(?:sav(?:e|es|ed|ing|ings)|ahorr\w+|economis\w+|spart?|sparen|gain\w*|avoid\w*|recover\w*|faster|less)\b/,
  ],
  [
    'income',
    /\b(?:revenue|arr|mrr|earns?|sales|turnover|ingresos|ingresamos|facturamos|umsatz|recettes|customers pay|clientes pagan|clients paient|kunden zahlen|pays us|we bill|bill|brings? in|bring in)\b/,
  ],
  [
    'price',
    /\b(?:costs?|cost us|price\w*|fee|licen[cs]e|pay|pays|paying|for|offers?|quote\w*|kostet?n?|kosten|zahlen|coute\w*|cuesta\w*|insurance|contract|rent)\b/,
  ],
  ['used', /\b(?:used|spent|burnt|burned|so far|already|utilisees?|genutzt|verbraucht|usad\w+|bisher)\b/],
  [
    'need',
    /\b(?:need\w*|orders?|wants?|quota|must|asks? for|commande|bestellung|plans?|planned|planen|brauch\w*|necesita\w*|faut|takes?|dauert|demand|required|requests?|requested|backlog|visitors|pending|pendiente|trabajo|sign)\b/,
  ],
  [
    'added',
    /\b(?:plus|zuzuglich|mas|another|other costs|weitere kosten|otros gastos|autres charges|extra|additional|on top|zusatzlich|en plus)\b/,
  ],
];

/** What comes behind it is about the next number. */
const BEYOND = /\d|\b(?:and|plus|und|et|y|e|but|aber|mais|pero)\b/;

/** The roles that the words of its clause give to a quantity. */
export function rolesOf(before: string, noun: string, after: string): Set<Role> {
  // Words beyond another number belong to it.
  const near = `${lastWords(before.split(/\d/).at(-1) ?? '', 6)} ${noun} ${firstWords(after.split(BEYOND)[0] ?? '', 4)}`;
  const roles = new Set<Role>();
  for (const [role, pattern] of BEFORE_OR_BEHIND) if (pattern.test(near)) roles.add(role);
  if (/\bat (?:most|the most)$/.test(before)) roles.add('limit');
  return roles;
}

export const lastWords = (text: string, count: number): string => text.split(' ').slice(-count).join(' ');
export const firstWords = (text: string, count: number): string => text.split(' ').slice(0, count).join(' ');

/** What the question wants to know. */
export interface Goal {
  readonly isPayback: boolean;
  readonly isCheaper: boolean;
  readonly isDifference: boolean;
  /** Answered by yes or no, whatever it is about: a comparison of the numbers is no answer to it. */
  readonly isClosed: boolean;
  readonly isFit: boolean;
  /** Asked the other way round: do we need more, is it a bottleneck. */
  readonly isFitTurned: boolean;
  readonly isWorth: boolean;
  readonly isWhen: boolean;
  readonly isMoney: boolean;
  readonly isSaving: boolean;
  readonly isLoad: boolean;
  /** The noun behind `how many`; a unit of time among them. */
  readonly counted: string;
}

const GOALS = {
  isPayback:
    /\b(?:pay(?:s|ing)? (?:itself )?back|paid back|payback|break.?even|amorti\w+|ab wann|rechnet es sich|rentabilis\w+|rent .{1,40} or buy|buy .{1,40} or rent|mieten .{1,40} oder kaufen|alquilar .{1,40} o comprar|louer .{1,40} ou acheter|pays? (?:for itself|off))\b/,
  isCheaper:
    /\b(?:pays more|which is (?:better|more)|cheaper|cheapest|gunstiger|billiger|moins cher|mas barat\w|which (?:one|option|offer|quote|vendor|is|fits|wins)|better deal)\b/,
  isDifference:
    /\b(?:difference|how much (?:more|less|cheaper)|by how much|unterschied|diferencia|cuanto (?:mas|menos)|es mas|combien de (?:plus|moins)|how far|ecart|how overloaded|stuck|gap)\b/,
  isFit:
    /\b(?:enough|fits?|reicht|suffi\w*|alcanza|make it|schaff\w+|possible|moglich|can we|could we|do we (?:meet|keep|make)|are we (?:fine|ok)|ok|fine|keep up|hit|llegamos|llega|on y arrive|ca passe|meet|da abasto|bastan?|werden wir|realistic|on track|hold|do it|cover|safe|passt|nos pasamos|suffice|under|within)\b/,
  isFitTurned:
    /\b(?:do we need (?:more|another|a \w+)|need (?:more|another)|bottleneck|too (?:much|many|few)|over(?:loaded|booked|worked)|over (?:the |our |my |its )?(?:limit|budget|cap|capacity|quota|plan)|(?:are we|is it|am i|is this) over|flaschenhals|brauchen wir (?:mehr|noch)|hire another|a problem)\b/,
  isWorth:
    /\b(?:worth|should (?:i|we) (?:buy|take|do|sign|keep)|vaut|compensa|lohnt|merece|rentable|keep it|buy it|good deal|justif\w+|pays? off)\b/,
  isWhen:
    /\b(?:when|how long|wann|wie lange|combien de temps|cuanto (?:tiempo|duramos|aguantamos|dura)|en cuanto|quand|cuando|how (?:many|much) (?:\w+ )?(?:time|days|weeks|months|years|hours|minutes|sprints)|wie viele (?:tage|wochen|monate|jahre|stunden)|cuant[oa]s (?:dias|semanas|meses|anos|horas)|combien de (?:jours|semaines|mois|heures)|ever)\b/,
  isMoney:
    /\b(?:costs?|pay|how much(?! (?:time|longer))|what (?:is|does|do) (?:it|that|this|we|he|she)|kostet|cuanto|combien|worth on paper|revenue|bring|umsatz|save|price|a year|per year|per month|money)\b/,
  isSaving: /\b(?:sav(?:e|es|ing|ings)|gain|ahorr\w+|economi\w+|spar\w+|win|less|reclaim)\b/,
  isLoad: /\b(?:utili[sz]\w*|overload\w*|auslast\w*|load|how busy|percent|%|share|occupied|how full)\b/,
} as const;
/** A limit that is stated asks whether it holds. */
const STATED = /\b(?:budget|limit|cap|presupuesto|enveloppe) (?:is|of|ist|es|est|liegt|de)\b/;
/** A question that is answered by yes or no. */
const CLOSED =
  /^(?:\W*(?:or|so|and|und|et|y) )?(?:do|does|did|can|could|is|are|will|would|should|have|has|am|est-ce|kann|konnen|ist|sind|haben|werden|podemos|es|esta|estamos)\b|[,;:-] ?(?:will|are|is|can|do|does) (?:we|i|it|that)\b/;
const COUNTED = /(?:how many|how much|wie viele?|cuant[oa]s?|combien d[e']) ?((?:[\p{L}-]+ ){0,3}[\p{L}-]+)/u;

export function goalOf(ask: string, lower: string): Goal {
  const has = (name: keyof typeof GOALS, text = ask) => GOALS[name].test(text);
  const isOpen = (['isPayback', 'isCheaper', 'isDifference', 'isWorth', 'isWhen', 'isFitTurned'] as const).some(
    (name) => has(name),
  );
  return {
    isPayback: has('isPayback') || (has('isPayback', lower) && has('isWhen')),
    isCheaper: has('isCheaper'),
    isDifference: has('isDifference'),
    isClosed: !isOpen && CLOSED.test(ask),
    isFit: has('isFit') || (!isOpen && !ask.includes('?') && STATED.test(lower)),
    isFitTurned: has('isFitTurned'),
    isWorth: has('isWorth'),
    isWhen: has('isWhen'),
    isMoney: has('isMoney'),
    isSaving: has('isSaving'),
    isLoad: has('isLoad'),
    counted: COUNTED.exec(ask)?.[1] ?? '',
  };
}
