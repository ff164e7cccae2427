/** What a reply may ask of the answer before. */
export type Act =
  /** The same in another form. */
  | 'same'
  | 'why'
  | 'option'
  /** What others will hold against it. */
  | 'objection'
  /** An argument of another person against the advice. */
  | 'contradicted'
  | 'refused'
  /** Words to say to the person concerned. */
  | 'words'
  | 'mail'
  /** A note to the boss, to HR: what is planned, and why. */
  | 'report'
  | 'others'
  | 'first'
  /** What it costs, what speaks against it. */
  | 'price'
  /** One clear answer. */
  | 'verdict'
  | 'alternatives'
  /** What not to say or do. */
  | 'avoid'
  /** That the advice was tried already. */
  | 'tried'
  /** What would change the advice. */
  | 'flip'
  | 'timing'
  /** A fact has changed: everything is answered again. */
  | 'changed'
  /** Anything else about the same matter. */
  | 'further';

export interface Sign {
  readonly act: Act;
  readonly weight: number;
  /** On folded text; a group is the person it names. */
  readonly pattern: RegExp;
  /** In a longer message it stands in passing. */
  readonly maxWords?: number;
}

const WHO = String.raw`(?:the |my |our |his |her |el |la |mi |nuestro |nuestra |le |mon |ma |notre |der |die |mein |meine |unser |unsere )?([\p{L}'-]+(?: (?:lead|team|manager|director|owner|department|people|developers|engineers|board|union|council))?)`;
const sign = (act: Act, weight: number, source: string, maxWords?: number): Sign => ({
  act,
  weight,
  pattern: new RegExp(source, 'u'),
  ...(maxWords === undefined ? {} : { maxWords }),
});
const OPENING = String.raw`^\W*(?:(?:and|but|ok|okay|so|then|well|y|pero|et|mais|und|aber|also|alors|entonces)\b,? ?)*`;
const ABOVE = String.raw`(?:boss|manager|ceo|cfo|cto|coo|hr|vp|board|director|chef\w*|jef[ea]|direction|direccion|vorstand|vorgesetzte\w*|skip.level|management|finance|legal)`;

/** Weights: 3 is as good as said, 2 is enough alone, 1 supports. */
export const SIGNS: readonly Sign[] = [
  sign(
    'refused',
    3,
    String.raw`\b(?:if|when|suppose|what if|and if) (?:he|she|they|it|we|i|the \w+|my \w+|our \w+|\w+) (?:still )?(?:says?|say|said|answers?|refuses?|declines?|walks?|quits?) ?(?:no\b|it\b)?`,
  ),
  sign(
    'refused',
    3,
    String.raw`\b(?:refus\w+|declin\w+|won't (?:agree|do|accept|have|move|play|listen|give)|doesn't (?:agree|accept|want|listen|work)|don't (?:agree|accept|want)|does not want|says? no\b|will never|never (?:give|agree|accept)|sagt nein|nein sagt|ablehn\w*|weiger\w*|will nicht|dice que no|se niega\w*|no quiere\w*|refuse|dit non|ne veut pas)\b`,
  ),
  sign(
    'refused',
    3,
    String.raw`\b(?:what|and) if (?:it|that|this) (?:gets worse|fails|doesn't work|does not work|goes wrong|won't work|stays like)|\bsi (?:ca|cela) ne marche pas|\bsi no funciona|\bwenn (?:das|es) nicht (?:klappt|funktioniert)|\bwas wenn (?:er|sie)\b`,
  ),
  sign(
    'others',
    3,
    String.raw`\b(?:tell|explain to|say to|say (?:that )?(?:in .{1,20} )?to|announce (?:it )?to|sage ich|sag\w* (?:ich )?(?:es )?|digo|le digo|dire|write to) (?:it to )?(?:the others|everyone(?: else)?|the (?:rest|team)|my team|the (?:other|remaining) \w+|the (?:two|three|four|five|\d+) (?:who|that|others)|den anderen|dem team|a los demas|al equipo|aux autres|a l'equipe)\b`,
  ),
  sign('others', 2, String.raw`\b(?:sentences?|lines?|words|message) (?:to|for) (?:the|my) (?:team|others)\b`),
  sign(
    'objection',
    3,
    String.raw`\bwhat (?:will|would|might|is|does|are|do|'ll) ${WHO} (?:going to |likely |probably )?(?:say|object|think|ask|answer|hold|argue|push|reply|complain|want(?: to)?(?: know| hear| see)?)`,
  ),
  sign(
    'objection',
    3,
    String.raw`\bhow (?:will|would) ${WHO} (?:react|take)|\bobjections?\b|\bque (?:dira|va a decir|responde\w*) ${WHO}|\bwas (?:wird|sagt|wurde) ${WHO}(?: (?:dazu|sagen))?|\bque va dire ${WHO}|\bqu'est-ce que ${WHO} va (?:dire|repondre)|\bwhat does ${WHO} say to`,
  ),
  sign(
    'contradicted',
    2,
    String.raw`${OPENING}(?!i\b|we\b|you\b|what\b|who\b|how\b|it\b|ich\b|wir\b|yo\b|je\b)${WHO}(?:'ll| will| would|'d| is going to| already| just)? (?:says?|say|said|claims?|argues?|thinks?|insists?|complains?|objects?|asks?|asked|feels?|wants? to know|sagt|meint|fragt|dice|dicen|pregunta|dit|demande|disent)\b`,
    34,
  ),
  sign(
    'contradicted',
    2,
    String.raw`${OPENING}(?:the |my |our )?\p{L}+ (?:would|will|might) (?:feel|hate|resent|mind|laugh|be (?:angry|furious|hurt|offended))\b`,
  ),
  sign(
    'words',
    3,
    String.raw`\b(?:give me (?:the )?(?:words|wording|script)|(?:exact )?words (?:for|to)\b|(?:write|draft)(?: me)? what (?:i|we|to) (?:tell|say|can say)|what (?:i|we) (?:tell|say to) (?:him|her|them)|(?:line|sentence|something) to (?:say|tell|send)|(?:opening|first|erste\w*|premiere|primera) (?:line|sentence|satz|phrase|frase))\b`,
  ),
  sign(
    'words',
    2,
    String.raw`\b(?:what (?:do|should|would|can) i (?:say|tell|write)|how (?:do|would|can|should) i (?:say|put|phrase|word|open|raise|tell|break|start the (?:talk|conversation))|words\b|was sag(?:e)? ich|wie sag(?:e)? ich|que (?:le|les) digo|como se lo digo|que lui dire|comment (?:le|lui) dire|einen satz, mit dem|mit welchen worten)\b`,
  ),
  sign(
    'words',
    2,
    String.raw`\b(?:reply|answer|antwort|reponse|respuesta) (?:for|to|an|a|pour|para) |\b(?:write|draft|schreib\w*|ecris|escribe) (?:mir |me )?(?:the |a |my |die |eine |la |una |une )?(?:reply|decline|refusal|answer|question|antwort|respuesta|reponse)\b`,
  ),
  sign(
    'mail',
    3,
    String.raw`\b(?:write|draft|make|give|schreib\w*|escribe|redacta|redige|ecris)(?: (?:it|that|this|me|mir|moi))?(?: as)? ?(?:the |an? |that |this |eine |un |una )?(?:e-?mail|mail|message|note|slack|letter|nachricht|correo|mensaje|courriel)\b|\b(?:as|als) (?:an? )?(?:e-?mail|mail|message|slack|letter|nachricht|brief)\b|\ben (?:mail|correo|courriel)\b|\bcomo correo\b`,
  ),
  sign('mail', 2, String.raw`${OPENING}(?:please )?(?:write|draft|type) (?:it|that|this)\b|\bdraft (?:it|that|this)\b`),
  sign(
    'report',
    4,
    String.raw`\b(?:write|draft|tell|say|sag\w*|schreib\w*|dis|ecris|dile|escribe|lines?|sentences?|bullets?|words?|update|note|mail|message|satze?|phrases?|frases?)\b.{0,40}?\b${ABOVE}\b`,
    16,
  ),
  sign('why', 3, String.raw`${OPENING}(?:why|how come|how so|por que|pourquoi|warum|wieso|weshalb)\b`, 12),
  sign(
    'first',
    3,
    String.raw`${OPENING}(?:what|where|how) (?:do|should|would|can) (?:i|we) (?:do )?(?:first|start|begin)|${OPENING}what(?:'s| is)? (?:comes )?(?:next|then|first)\b|${OPENING}(?:next|then what|and next)\W*$|\b(?:first|next) steps?\b|womit (?:fange|fangen|anfangen)|wie (?:fange|gehe) ich|por donde empiezo|par (?:quoi|ou) (?:je )?commenc|what exactly do i (?:do|decide)`,
    14,
  ),
  sign(
    'price',
    3,
    String.raw`\b(?:what (?:do|would|will) (?:i|we) lose|down ?sides?|the catch|drawbacks?|disadvantages?|what (?:speaks|is) against|what could go wrong|worst case|what(?:'s| is) the (?:risk|price|cost)|risks? (?:of|with) (?:it|that|this)|haken|nachteile?|was verliere|que pierdo|desventajas?|inconvenients?|qu'est-ce que (?:je|on) perd|trade-?offs?|side effects?)\b`,
  ),
  sign(
    'verdict',
    3,
    String.raw`\byes or no\b|\bfinal answer\b|\bbottom line\b|\bja oder nein\b|\bsi o no\b|\boui ou non\b|\byour (?:call|pick|verdict)\b|${OPENING}(?:so|and|also|alors|entonces)?\W*(?:for us|what now|now what|then)?\W*\?$|${OPENING}so (?:which|what) (?:one|is it|now)\b|\bwhat would you do\b|\bwhich (?:one )?would you\b`,
    10,
  ),
  sign(
    'alternatives',
    3,
    String.raw`\b(?:alternatives?|other (?:options|ways|ideas)|what else|plan b|another way|else could|andere moglichkeit\w*|sonst noch|alternativas?|otra (?:opcion|forma)|autres? (?:option|solution|moyen)s?)\b`,
    12,
  ),
  sign(
    'avoid',
    3,
    String.raw`\b(?:what not to|not to (?:say|do|write)|should i (?:avoid|not)|what (?:to|should i) avoid|bad (?:answer|idea|move|reaction)|mistakes?|don'ts|was (?:soll|darf) ich nicht|que (?:no )?(?:debo )?evitar|que ne (?:pas|dois))\b`,
    14,
  ),
  sign(
    'tried',
    3,
    String.raw`\b(?:(?:did|done|tried|had) (?:that|this|it|all that)(?: already| before| twice)?|already (?:did|tried|done|asked|told|talked)|didn't (?:work|help)|(?:hab\w*|haben wir) (?:ich |wir )?(?:das )?schon|schon (?:versucht|probiert|gemacht)|ya lo (?:hice|hicimos|he hecho|probe|intente)|deja (?:fait|essaye|tente))\b`,
    16,
  ),
  sign(
    'flip',
    3,
    String.raw`\b(?:what (?:would|could|might) change (?:your mind|that|it|this)|when would you (?:not|change)|under what (?:conditions?|circumstances)|what if i(?:'m| am) wrong|what would (?:have to|need to) (?:be|happen))\b`,
  ),
  sign(
    'timing',
    3,
    String.raw`${OPENING}(?:how (?:long|soon|fast)|until when|by when|when (?:should|do|can|will) (?:i|we|it)|bis wann|wie lange|hasta cuando|cuanto tiempo|combien de temps|jusqu'a quand)\b`,
    14,
  ),
];
