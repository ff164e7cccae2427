/** Names of texts that are written to be read or said, in four languages; folded. */
export const ARTEFACT =
  /\b(?:e-?mails?|mails?|messages?|msg|slack (?:post|message|note|announcement)|teams (?:post|message)|chat message|(?:linkedin |blog |intranet )?post(?:ing)?|announcement|note|memo|letter|script|talking points|speech|toast|laudatio|eulogy|obituary|condolences?|(?:the |some |right )?words (?:for|to|i)|deck|slides?|pitch|opening|statement|invitation|invite|apology|reminder|reference|recommendation|testimonial|farewell|goodbye|card|status (?:update|mail|report)|incident update|update|notice|reply|auto.?reply|answering machine|response|refusal|rejection|resignation|complaint|dm|text|one-pager|thank[- ]you|praise|kudos|press release|agenda|feedback (?:text|paragraph|mail|message)|review text|appraisal text|job (?:ad|advert|posting|description)|bio|paragraph|faq|newsletter|caption|tweet|change ?log|release notes?|tooltip|error message|blurb|tagline|charter|adr|policy|runbook|correo|mensaje|carta|anuncio|respuesta|guion|disculpas?|discurso|agenda|invitacion|recordatorio|comunicado|courriel|message|lettre|annonce|reponse|excuses|invitation|discours|relance|communique|ordre du jour|nachricht|schreiben|brief|ankundigung|antwort|einladung|absage|zusage|entschuldigung|kundigung|ansage|rede|erinnerung|mahnung|tagesordnung|aushang|grusswort|stellenanzeige|slack-nachricht|slack-post|intranet text)\b/;

const PLEA = String.raw`(?:please|pls|plz|can (?:you|u)|could (?:you|u)|would you|help me(?: to)?|i need you to|need to|want to|have to|por favor|puedes|podrias|bitte|kannst du|konnen sie|konntest du|peux-tu|pouvez-vous|me to|hay que|aide-moi a)`;
const START = String.raw`(?:^|[.!?:;,]\s+|\b${PLEA}\s+)(?:${PLEA}\s+)*(?:hi|hey|hello|ok|so|hallo|hola|bonjour|salut)?[,! ]*`;
/** To put into words. */
export const WRITE = new RegExp(
  String.raw`${START}(?:write|draft|compose|word|phrase|formulate|redact|reword|redacta\w*|escribe\w*|redige[rz]?|ecris|ecrivez|formule[rz]?|schreib\w*|formulier\w*|entwirf|entwerfen|verfass\w*)\b`,
);
/** To have or to make something. */
export const GET = new RegExp(
  String.raw`${START}(?:prepare|send|put together|give me|get me|i need|we need|need|i want|make me|make|let me have|i'd like|create|help (?:me )?with|haz(?:me)?|prepara|necesito|dame|crea|prepare|j'ai besoin d\S*|il me faut|fais(?:-moi)?|ich brauche|brauche|gib mir|erstell\w*|mach\w*)\b`,
);
/** What the text is to do, where it is put as an order: `Tell the customer that …`, `Decline politely: …`. */
export const ACT = new RegExp(
  String.raw`^(?:(?:hi|hey|hello|so|ok|please|pls|bitte|por favor|can you|could you|help me)[, ]+)*(?:announce|tell|inform|decline|refuse|reject|turn down|apologi[sz]e|thank|remind|invite|congratulate|welcome|pide|informa|comunica|anuncia|agradece|rechaza|annonce|informe|remercie|refuse|previens|demande|dis|sag|informier\w*|teile?|bedank\w*|lade|erinner\w*|entschuldig\w*)\b`,
);
/** The asker's own duty, where the rest is what to say. */
export const DUTY =
  /\b(?:i|we) (?:have to|need to|must|should|want to|gotta|'ve got to) (?:\w+ )?(?:tell|inform|announce|apologi[sz]e|thank|remind|decline|refuse|write to|let)\b/;
/** How it should sound: said of a text only. */
export const TONE =
  /\b(?:in writing|politely|polite|keep it (?:nice|short|kind|friendly|simple|sober|formal|warm)|not (?:rude|cringe|slimy|too \w+|stiff|salesy|preachy)|no (?:kitsch|spin|excuses|drama|emojis?|jargon|fluff)|sound (?:like|human)|ton (?:sobre|ferme|cordial)|tono \w+|por escrito|schriftlich|max(?:imum|imo)?\.? \d+ (?:words|palabras|mots|worter)|sachlich|freundlich|friendly but|clear but)\b/;

/** Words for what the asker wants to say themselves. */
export const GIVE_WORDS =
  /\b(?:give me (?:the|some) words|what (?:exactly )?do i write (?:in|on|into|to|back)\b|what (?:exactly )?do i (?:write|say)(?: (?:to|back|in))?\b.*\b(?:write|mail|words)|how do i (?:word|phrase|write) (?:this|it|that|the|a|my)|put (?:this|it|that) into words|help me (?:write|word|phrase|say)|(?:write|draft|word) (?:this|it) for me|(?:the )?words for (?:it|the talk|that|the)|script for|dame las palabras|donne-moi les mots|gib mir die worte|wie formuliere ich)\b/;
/** A sentence that begins with the name of the text. */
export const OPENS_WITH_ARTEFACT =
  /^(?:(?:hi|hey|hello|ok)[, ]+)?(?:(?:(?:an?|the|my|our|short|quick|brief|friendly|firm|polite|formal|weekly|final|second|third|next|kurze|kurzer|eine|un|una|une|two|three|four|one|\d+)[- ]?(?:line|sentence|paragraph|word|bullet|minute|min)?s?)\s+)*(?:(?:rejection|refusal|thank-?you|farewell|resignation|apology|status|incident|customer|announcement|complaint|postmortem|linkedin|retirement|launch|kickoff)\s+)*(?:e-?mail|mail|message|msg|slack (?:post|message|note|msg)|post|announcement|note|memo|letter|script|talking points|speech|toast|agenda|opening|deck opening|statement|invitation|apology|reminder|reference|recommendation|testimonial|farewell|card|text|update|status update|incident update|notice|reply|auto.?reply|rejection|refusal|resignation|complaint|dm|feedback (?:text|paragraph)|performance (?:review text|feedback)|job (?:ad|posting|advert)|one-pager|paragraph|correo|mensaje|anuncio|carta|discurso|recordatorio|courriel|annonce|lettre|discours|nachricht|ankundigung|einladung|absage|brief|rede|erinnerung|aushang)\b(?:[^.:?!\n]{0,90}(?:\b(?:to|for|an|fur|para|a|pour|of|zum|zur|that|saying|telling|announcing|please|pls|about|on)\b|:)|,)/;
/** A text that is named without a word such as “write”. */
export const NAMED_TEXT =
  /^(?:(?:a|an|the|my|our|short|quick|first|bitte|please|eine?n?|un|una|une|i need|ich brauche)\s+)*(?:(?:slack|teams|chat|whatsapp) (?:msg|message|post|note|dm)|msg (?:to|for)|(?:need|want) (?:[\w-]+ ){0,3}(?:msg|message|e-?mail|mail|note|one-pager|text) (?:to|for|text)|job (?:ad|advert|posting|description)|stellenanzeige|(?:performance )?feedback (?:paragraph|mail|message|text)?\s?(?:for|to)|performance review|counter[- ]?offer (?:mail|letter|message)?|status mail|pitch to|announce (?:our|the|my|that)|first (?:mail|message|post) to|(?:absage|kundigung|zusage|einladung|ankundigung|entschuldigung)\b|redigez|redige|haz un (?:guion|correo|mensaje|anuncio)|hazme un|(?:write|draft) (?:me )?(?:a|an|the|up)? ?(?:short )?(?:adr|charter|policy|postmortem|runbook|job ad|rejection|refusal|section|paragraph|agenda|reply|bio|toast|summary mail)|i have to (?:tell|inform|write to) (?:a|an|the|our|my|\d+|twelve|all) )/;
export const LATER_TEXT = /^(?:first|short|quick|a|the|my) (?:mail|message|post|speech|letter) (?:to|for) /;
/** Questions about a text, and other wishes that name one in passing. */
export const NOT_A_DRAFT =
  /^(?:should|is it|do i need|would you|when should|why|who should|does|can i (?:send|write)|must i|is a|are)\b|\b(?:one|a clear|your) recommendation\b|\b(?:should (?:i|we) (?:write|send|draft)|summari[sz]e|summary|in (?:\w+ )?bullets from|bullets? (?:for .{1,40} )?out of)\b/;

/** To make a given text shorter, or to take from it what matters. */
export const SUMMARISE =
  /\b(?:summar(?:y|ise|ize|ies|ising|izing)|tl;?dr|boil (?:.{1,40} )?down|condense|shrink|shorten(?: this| to)?|sum (?:this|it) up|recap|in a nutshell|key points|(?:the|main|common) themes|takeaways|highlights|gist|abstract|digest|executive summary|exec summary|turn (?:(?:this|these|it|my|the|all)\b.{0,30})?into|make (?:this|it|that) fit|cut (?:this|it|that) (?:down )?to|out of (?:this|these|that|it)|from (?:this|these) (?:notes|thread|mail|chat|log|text)|resum\w+|zusammenfass\w*|fass\w* .{0,60}zusammen|kurz\w* .{0,20}(?:auf|zusammen)|synthese|puntos clave|points cles|wichtigsten? punkte?|das wichtigste|lo esencial|l'essentiel)\b/;
/** To take something certain from a given text. */
export const EXTRACT =
  /\b(?:what (?:happened|matters|do i (?:tell|report)|are the (?:decisions|actions|open points|facts))|who does what|give me (?:the )?decisions?|decisions? (?:and|made)|open points|action items|i missed|for (?:the|my) (?:weekly|minutes|audit file|ticket|release notes)|one tweet|tweet length|in a text message|entscheidungen|decisiones|decisions prises|was ist passiert|que paso)\b/;
/** What several people said, by what they spoke of. */
export const THEMES =
  /\b(?:want|need|give me|get|find|extract|pull out|draw out|main|common|the|group into) (?:the )?themes\b|^themes\b|\bthemes (?:from|for|of|in|out of|across)\b/;
/** For people who are to decide. */
export const DECISION =
  /\b(?:to|into) (?:a|one) decision\b|\bdecision (?:note|paper|memo|slide|page)\b|\b(?:must|has to|have to|needs? to|should|can) decide\b|\bwhat .{1,40} decides?\b|\bfor (?:a|the|their|your) decision\b|\bentscheidungsvorlage\b/;
/** What results say, in one sentence or on one slide. */
export const MESSAGE =
  /\bwhat(?:'s| is) the (?:story|message|headline|takeaway|point)\b|\b(?:on|for|as) (?:the|a|one|my) (?:one )?slide\b|\bone slide\b/;
