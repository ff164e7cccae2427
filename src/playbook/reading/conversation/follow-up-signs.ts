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
  /** Which person decides, tells or does it. */
  | 'who'
  /** How it shows that it works. */
  | 'measure'
  /** What it costs in money or time. */
  | 'cost'
  /** Whether it is dangerous, how it goes wrong. */
  | 'risk'
  /** That the way is closed to the asker: no money, not allowed. */
  | 'blocked'
  | 'example'
  /** By what to choose. */
  | 'choose'
  /** That it does not come back. */
  | 'lasting'
  /** The same for another group or thing: “and the juniors?” */
  | 'about'
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
const ABOVE = String.raw`(?:boss|manager|ceo|cfo|cto|coo|hr|vp|board|director|chef\w*|jef[ea]|direction|direccion|vorstand|vorgesetzte\w*|skip.level|patron\w*|gerente|management|finance|legal)`;

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
    String.raw`\b(?:what|and) if (?:it|that|this) (?:gets worse|fails|doesn't work|does not work|goes wrong|won't work|stays like)|\bsi (?:ca|cela) ne marche pas|\bsi no funciona|\bwenn (?:das|es) nicht (?:klappt|funktioniert)|\bwas wenn (?:er|sie)\b|\bif (?:nothing (?:changes|happens|helps)|no ?(?:one|body) (?:volunteers|wants|comes|answers|does|listens))\b|\bwenn (?:sich nichts|niemand|keiner)\b|\bsi (?:nadie|nada)\b|\bsi (?:personne|rien)\b`,
  ),
  sign(
    'refused',
    3,
    String.raw`\bwenn\b.{1,60}\b(?:nicht|keine?\w*|nein)\b.{0,40}\b(?:will|wollen|mitmach\w*|zustimm\w*|akzeptier\w*|sagt|sagen|unterschreib\w*)\b|\bsi\b.{0,40}\b(?:no (?:quier\w*|acept\w*|firm\w*)|dicen? que no)\b|\bs(?:i |')(?:.{0,40}\b)?(?:refus\w*|ne veut pas|ne veulent pas|dit non|disent non)\b`,
  ),
  sign(
    'others',
    3,
    String.raw`\b(?:tell|explain to|say to|say (?:that )?(?:in .{1,20} )?to|announce (?:it )?to|sage ich|sag\w* (?:ich )?(?:es )?|digo|le digo|dire|write to) (?:it to )?(?:the others|everyone(?: else)?|the (?:rest|team)|my team|the (?:other|remaining) \w+|the (?:two|three|four|five|\d+) (?:who|that|others)|den anderen|dem team|a los demas|al equipo|aux autres|a l'equipe)\b`,
  ),
  sign(
    'others',
    3,
    String.raw`${OPENING}(?:(?:what about|and|with|was ist mit) )?(?:the|den|die|los|les) (?:rest|others|other ones|anderen|demas|otros|autres)(?: of (?:them|the team|us))?\W*$`,
    8,
  ),
  sign('others', 2, String.raw`\b(?:sentences?|lines?|words|message) (?:to|for) (?:the|my) (?:team|others)\b`),
  sign(
    'objection',
    3,
    String.raw`\bwhat (?:will|would|might|is|does|are|do|'ll) (?!i\b|we\b|you\b)${WHO} (?:going to |likely |probably )?(?:say|object|think|ask|answer|hold|argue|push|reply|complain|want(?: to)?(?: know| hear| see)?)`,
  ),
  sign(
    'objection',
    3,
    String.raw`\bhow (?:will|would) ${WHO} (?:react|take)|\bobjections?\b|\bque (?:dira|va a decir|responde\w*) ${WHO}|\bwas (?:wird|sagt|wurde) ${WHO}(?: (?:dazu|sagen))?|\bque va dire ${WHO}|\bqu'est-ce que ${WHO} va (?:dire|repondre)|\bwhat does ${WHO} say to|\bqu'est-ce qu(?:e |')(?:ils?|elles?|on) (?:va|vont) (?:dire|repondre|objecter)|\bque vont(?:-ils| ils)? (?:dire|repondre)|\b(?:they|he|she)(?:'ll| will) (?:push back|object|resist)\b`,
  ),
  sign(
    'objection',
    4,
    String.raw`\b(il|elle|ils|elles|on) (?:va|vont) (?:\p{L}+ )?(?:dire|repondre|objecter|penser) quoi\b`,
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
    'contradicted',
    3,
    String.raw`${OPENING}(?:ils|elles|il|elle|on) (?:va|vont) (?:me |nous )?dire\b|${OPENING}(?:er|sie|die) (?:wird|werden) (?:sagen|meinen)\b|${OPENING}(?:va|van) a decir\b|${OPENING}(?:dira|diran) que\b`,
    30,
  ),
  sign(
    'words',
    3,
    String.raw`\b(?:give me (?:the )?(?:words|wording|script)|(?:exact )?words (?:for|to)\b|(?:write|draft)(?: me)? what (?:i|we|to) (?:tell|say|can say)|what (?:i|we) (?:tell|say to) (?:him|her|them)|(?:line|sentence|something) to (?:say|tell|send)|(?:opening|first|erste\w*|premiere|primera) (?:line|sentence|satz|phrase|frase))\b`,
  ),
  sign(
    'words',
    2,
    String.raw`\b(?:what (?:do|should|would|can) i (?:say|tell|write)|how (?:do|would|can|should) i (?:say|put|phrase|word|open|raise|tell|break|start the (?:talk|conversation))|words\b|was sag(?:e)? ich|wie sag(?:e)? ich|que (?:le|les) digo|como se lo digo|que lui dire|(?:je|on) (?:lui|leur) dis quoi|qu'est-ce que je (?:lui|leur) dis|comment (?:le|lui) dire|einen satz, mit dem|mit welchen worten)\b`,
  ),
  sign(
    'words',
    2,
    String.raw`\b(?:reply|answer|antwort|reponse|respuesta) (?:for|to|an|a|pour|para) |\b(?:write|draft|schreib\w*|ecris|escribe) (?:mir |me )?(?:the |a |my |die |eine |la |una |une )?(?:reply|decline|refusal|answer|question|antwort|respuesta|reponse)\b`,
  ),
  sign(
    'words',
    3,
    String.raw`\b(?:one|a|two|ein\w*|una?|une|deux|dos|zwei) (?:short )?(?:sentences?|lines?|satz|satze|zeilen?|frases?|phrases?|lignes?) (?:for|to|fur|an|para|pour|a) (?:him|her|them|ihn|sie|ihm|el|ella|ellos|lui|elle|eux|leur)\b`,
  ),
  sign(
    'mail',
    3,
    String.raw`^\W*(?:(?:and|ok|now|then|und|y|et) )*(?:(?:as|by) )?(?:an? )?(?:e-?mail|mail|courriel|correo)\b|\b(?:schreib\w*|ecris|ecrivez|redige|escribe\w*|redacta|write|draft)[- ](?:ihm|ihr|ihnen|lui|leur|moi|him|her|them|le|les|me|mir)?[- ]?(?:(?:une?|una|eine|die|den|das|el|la|le|a|an|the) )?(?:e-?mail|mail|message|courriel|correo|nachricht|mensaje)\b`,
  ),
  sign(
    'mail',
    3,
    String.raw`\b(?:write|draft|make|give|schreib\w*|escribe|redacta|redige|ecris)(?: (?:it|that|this|me|mir|moi))?(?: as)? ?(?:the |an? |that |this |eine |un |una )?(?:e-?mail|mail|message|note|slack|letter|nachricht|correo|mensaje|courriel)\b|\b(?:as|als) (?:an? )?(?:e-?mail|mail|message|slack|letter|nachricht|brief)\b|\ben (?:mail|correo|courriel)\b|\bcomo correo\b`,
  ),
  sign(
    'mail',
    2,
    String.raw`${OPENING}(?:(?:please|now|can you|could you) )*(?:write|draft|type) (?:it|that|this)\b|\bdraft (?:it|that|this)\b`,
  ),
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
    String.raw`${OPENING}(?:what|where|how) (?:do|should|would|can) (?:i|we) (?:do )?(?:first|start|begin)|${OPENING}what(?:'s| is)? (?:comes )?(?:next|then|first)\b|${OPENING}(?:next|then what|and next)\W*$|\b(?:first|next) steps?\b|womit (?:fange|fangen|anfangen)|wie (?:fange|gehe) ich|por donde empiezo|par (?:quoi|ou) (?:je )?commenc|commenc\w+ par (?:quoi|ou)|${OPENING}what now\W*$|what(?:'s| is) step (?:one|1)\b|what exactly do i (?:do|decide)`,
    14,
  ),
  sign(
    'first',
    3,
    String.raw`${OPENING}(?:what(?:'s| is| about| happens in)|just|only|nur|solo|juste|show me)? ?(?:the |in |on |die |la |le |der )?(?:week (?:one|1)|day (?:one|1)|first (?:day|week|month|phase|step)|monday|erste \p{L}+|primer \p{L}+|premier \p{L}+)\W*$`,
    8,
  ),
  sign(
    'price',
    3,
    String.raw`\b(?:what (?:do|would|will) (?:i|we) lose|down ?sides?|the catch|drawbacks?|disadvantages?|what (?:speaks|is) against|what(?:'s| is) the price|haken|nachteile?|was verliere|que pierdo|desventajas?|inconvenients?|qu'est-ce que (?:je|on) perd|trade-?offs?|side effects?)\b`,
  ),
  sign(
    'verdict',
    3,
    String.raw`\byes or no\b|\b(?:or not|oder nicht|o no|ou (?:pas|non))\W*$|\bfinal answer\b|\bbottom line\b|\bja oder nein\b|\bsi o no\b|\boui ou non\b|\byour (?:call|pick|verdict)\b|${OPENING}(?:so|and|also|alors|entonces)?\W*(?:for us|what now|now what|then)?\W*\?$|${OPENING}so (?:which|what) (?:one|is it|now)\b|\bwhat would you (?:do|choose|pick|take|change|start)\b|\bwhich (?:one )?would you\b|\bin my (?:place|shoes|position)\b|\ban (?:meiner|unserer) stelle\b|\bwas wurdest du\b|\ben (?:mi|nuestro) lugar\b|\ba (?:ma|notre) place\b|\bque (?:harias|ferais-tu|feriez-vous)\b|\bthe one thing you\b|\byour (?:advice|recommendation|take|opinion)\b|\b(?:dein|ihr) rat\b|\bwas rats?t? (?:du|ihr|sie)\b|\b(?:tu|su) consejo\b|\b(?:ton|votre) conseil\b`,
    12,
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
    4,
    String.raw`(?<!\b(?:he|she|they|it|who|that) )\b(?:(?:did|done|tried|had) (?:that|this|it|all that)(?: already| before| twice)?|already (?:did|tried|done|asked|told|talked)|(?:i|we) (?:told|asked|tried|said|did|talked)\b.{0,24}\b(?:already|twice|\d times|three times|before)|didn't (?:work|help)|(?:hab\w*|haben wir) (?:ich |wir )?(?:das )?schon|schon (?:versucht|probiert|gemacht|gesagt|gefragt|zweimal)|ya lo (?:hice|hicimos|he hecho|probe|intente)|ya (?:lo |se lo )?(?:probamos|intentamos|dijimos|hablamos|pregunte|dije)|deja (?:\p{L}+ )?(?:fait|essaye|tente|dit|demande))\b`,
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
    String.raw`${OPENING}(?:how (?:long|soon|fast)|(?:until |by |from |since )?when\b|(?:ab |bis )?wann\b|wie lange|(?:hasta |desde |para )?cuando\b|cuanto tiempo|combien de temps|(?:jusqu'a |pour |c'est )?quand\b)(?! (?:he|she|they|er|sie|il|elle|ellos|ils) )`,
    14,
  ),
  sign(
    'who',
    3,
    String.raw`${OPENING}(?:(?:by|to|with|for|from) )?(?:who(?:m|se)?|wer|wem|wen|(?:a |con |de )?quien(?:es)?|(?:a |avec |c'est )?qui)\b(?! (?:else )?(?:would|will|might) (?:say|object|think))|\b(?:should|do|shall) i (?:or|decide it myself)\b|\b(?:me|i|ich|moi|yo) (?:or|oder|ou|o) (?:hr|them|him|her|my boss)\b`,
    14,
  ),
  sign(
    'measure',
    4,
    String.raw`\bhow (?:do|can|could|would|will|should) (?:i|we) (?:measure|know|see|tell|check|notice|track|find out|prove)(?: (?:it|that|this|if|whether|how|when|what|success|progress|the (?:effect|success|result|progress))\b|\W*$)|\bhow (?:is|to) (?:it |that |success )?measured?\b|\b(?:what|which) (?:metrics?|numbers?|kpis?|figures?|signs?)\b.{0,30}\b(?:show|watch|track|use|take|tell|look)|\b(?:success criteria|how will it show)\b|\bworan (?:merk|erkenn|seh|mess)\w*|\bwie (?:mess|pruf|merk|erkenn)\w*|\bcomo (?:lo |se )?(?:mido|medimos|mide|medir|compruebo|sabre|sabemos)|\bcomment (?:je |on |tu |le |la )?(?:mesur\w*|savoir|saur\w*|verifi\w*)`,
    16,
  ),
  sign(
    'cost',
    3,
    String.raw`\bwhat (?:does|will|would|do) (?:it|that|this|they|all that|the \w+) (?:all )?cost\b|\bhow (?:much|expensive) (?:does|will|would|is) (?:it|that|this|all that)\b|${OPENING}(?:the |what about the )?costs?\W*$|\bwhat(?:'s| is| are) the costs?\b|\bprice tag\b|\bwas (?:kostet|wurde) (?:das|es|uns)\b|\bwie teuer\b|\bcuanto (?:cuesta|costar\w+|vale|nos costaria)\b|\bque cuesta\b|\bcombien (?:ca|cela|est-ce que ca) (?:va )?(?:cout\w+)|\bca (?:coute|couterait) combien\b|\bquel (?:est le )?cout\b`,
    12,
  ),
  sign(
    'risk',
    3,
    String.raw`\b(?:risky|dangerous|reckless|unsafe|riskant|gefahrlich|arriesgado|peligroso|risque|dangereux)\b\W*\??|\bwhat(?:'s| is| are) the (?:biggest |main )?risks?\b|\brisks? (?:of|with|in) (?:it|that|this)\b|\bwhat (?:can|could|might|may) go wrong\b|\bworst case\b|\b(?:backfire|go wrong)\b\W*\?|\bwas kann (?:da )?(?:schiefgehen|passieren)\b|\bque puede salir mal\b|\bqu'est-ce qui peut mal (?:tourner|se passer)\b|\briesgos?\b\W*\?|\brisiken?\b\W*\?`,
    12,
  ),
  sign(
    'blocked',
    3,
    String.raw`${OPENING}(?:no,? )?(?:(?:we|i|that|this|it) (?:really |just |simply )?(?:can't|cannot|can not|couldn't|could not|am not allowed|are not allowed|'re not allowed|won't be able|isn't (?:possible|allowed|an option)|is (?:not possible|impossible|forbidden|off the table)|won't work|(?:do not|don't) have (?:the |any |enough )?(?:money|budget|time|people|staff|headcount|power|authority))|(?:there(?:'s| is) )?no (?:money|budget|time|people|headcount|staff|capacity|way)\b|impossible\b|not possible\b|not allowed\b)`,
    30,
  ),
  sign(
    'blocked',
    3,
    String.raw`${OPENING}(?:(?:das|so|es) (?:geht|klappt) (?:\p{L}+ ){0,3}nicht\b|(?:das )?(?:konnen|durfen) wir (?:\p{L}+ ){0,2}nicht\b|(?:das )?(?:kann|darf) ich (?:\p{L}+ ){0,2}nicht\b|(?:wir haben )?keine? (?:geld|budget|zeit|leute|stellen?)\b|(?:eso )?no (?:podemos|puedo|es posible|se puede|tenemos (?:dinero|presupuesto|tiempo|gente)|hay (?:dinero|presupuesto|tiempo))|(?:on|nous|je) (?:ne |n')?(?:peut|peux|pouvons) pas|pas (?:possible|de (?:budget|temps|monde|sous))|c'est (?:impossible|pas possible))`,
    30,
  ),
  sign('example', 3, String.raw`\b(?:examples?|for instance|beispiele?|zum beispiel|ejemplos?|exemples?)\b`, 12),
  sign(
    'about',
    2,
    String.raw`^\W*(?:(?:ok|okay|so|but|aber|pero|mais)\b,? ?)*(?:what about|how about|what of|was ist mit|wie ist es mit|que pasa con|qu'en est-il d[eu]s?|and|und|y|et) (?!(?:if|wenn|si|what|how|why|when|who|whose|where|was|wie|wer|wo|wann|que|quien|donde|cuando|como|qui|comment|pourquoi|quand|i|we|he|she|it|they|you|that|ich|wir|er|es|yo|je|on|il|elle|nous|is|are|was|should|can|do|does|did|will|would|make|write|give|say|add|put|now|then|next|also|not|in|as|to|again|jetzt|dann|nun|ahora|luego|maintenant|apres)\b)(?:(?:for|with|about|bei|fur|mit|para|con|pour|avec|chez) )?((?:\p{L}[\p{L}'-]*|\d+)(?: [\p{L}\d][\p{L}\d'-]*){0,4})\W*$`,
    9,
  ),
  sign(
    'choose',
    3,
    String.raw`\bhow (?:do|should|can|would) (?:i|we) (?:choose|decide|pick)\b|\bwhich (?:one|ones|of (?:them|the \w+|these|those)) (?:do|should|would|can) (?:i|we)\b|\bby (?:what|which) criteria\b|\bwie (?:entscheide|wahle) (?:ich|wir)\b|\bwelche[nrs]? (?:davon|von (?:beiden|denen))\b|\bcomo (?:elijo|decido|elegimos)\b|\bcomment (?:choisir|je choisis|decider|trancher)\b`,
    12,
  ),
  sign(
    'lasting',
    3,
    String.raw`\b(?:keep|prevent|stop|avoid) (?:that|it|this) (?:from )?(?:happening|coming back|again|in (?:the )?future)\b|\b(?:never|not) (?:happens? )?again\b|\bnext time\b|\bnie wieder\b|\bnicht (?:noch ?mal|wieder) (?:passier\w*|vorkomm\w*)\b|\bno (?:se repita|vuelva a pasar)\b|\b(?:ne )?(?:se reproduise|recommence)\b`,
    14,
  ),
  sign(
    'who',
    3,
    String.raw`\bshould (?:i|we) (?:\p{L}+ ){1,2}(?:it |this |that |them )?(?:or (?:my|the|our|someone)\b|myself\b)`,
    14,
  ),
  sign('measure', 4, String.raw`\bcomo (?:se|sabre|sabremos|sabemos|puedo saber) (?:si|que|cuando)\b`, 16),
  sign(
    'cost',
    3,
    String.raw`\bis (?:it|that|this) (?:too |very |really )?(?:expensive|costly)\b|\bist (?:das|es) (?:zu |sehr )?teuer\b|\bes (?:muy |demasiado )?caro\b|\bc'est (?:trop )?cher\b`,
    12,
  ),
  sign('risk', 3, String.raw`\bbackfires?\b|\bworst (?:thing )?(?:that )?(?:can|could)\b`, 14),
  sign(
    'blocked',
    3,
    String.raw`${OPENING}(?:no,? )?(?:(?:we|they)'re not (?:allowed|able)\b|i'm not (?:allowed|able)\b|(?:my |the |our )?\p{L}+ (?:won't|doesn't|will not|would never) (?:let|allow)\b|(?:das )?geht (?:\p{L}+ ){0,2}nicht\b|(?:on |nous )?n'(?:a|avons|ai) pas (?:le |de |d'|assez de )?(?:budget|temps|argent|monde|moyens)|(?:yo )?no (?:tengo|tenemos) (?:\p{L}+ )?(?:tiempo|dinero|presupuesto|gente|autoridad))`,
    30,
  ),
];
