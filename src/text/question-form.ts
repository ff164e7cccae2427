/** A clause that only greets, thanks or asks for advice consists of these words. */
const COURTESY = new Set(
  (
    'dear team all everyone hello hi hey there i we hope am are is it you your well doing good morning afternoon day ' +
    'evening thank thanks so much many in advance a lot cheers best kind regards quick short one question sorry to for ' +
    'bother the bothering this message finds please pls kindly help helping advise advice advisor advisors as discussed ' +
    'mentioned said talked about earlier today yesterday last time any idea ideas thoughts tips suggestions guidance ' +
    'input what do think would appreciate appreciated be great welcome need some just basically ok okay um uh opinion ' +
    'opinions hola por favor gracias buenos dias bonjour merci d avance cordialement guten tag hallo vielen dank bitte ' +
    'danke voraus im'
  ).split(' '),
);

/** A clause of courtesy has one of these. */
const COURTEOUS = new Set(
  (
    'dear hello hi hey hope thank thanks cheers regards question sorry help helping please pls kindly advise advice advisor ' +
    'advisors discussed mentioned message idea ideas thoughts tips suggestions guidance input think appreciate appreciated ' +
    'opinion opinions need hola favor gracias buenos bonjour merci cordialement guten hallo dank bitte danke'
  ).split(' '),
);

/** @returns whether a clause of these words says nothing about the matter. */
export function isCourtesy(words: readonly string[]): boolean {
  return (
    words.length > 0 &&
    words.every((word) => COURTESY.has(word)) &&
    words.some((word) => COURTEOUS.has(word)) &&
    (!words.includes('what') || words.includes('think'))
  );
}

/** A preamble before the question proper consists of these words. */
const PREAMBLE = new Set(
  (
    'a about advice advise advisor am an and any anyone appreciate appreciated are ask asking basically ' +
    'be being can could curious decide determine discuss do explain figure find for got grateful great ' +
    'guidance have hear help helping here i idea ideas if is it just kindly know learn let like looking ' +
    'love may me need not of on one opinion or out please pls question quick really recommendations ' +
    'regarding show so some someone struggling suggestions sure team tell the think thinking thoughts tip ' +
    'tips to trying understand unsure us want was we were what will with wonder wondering would you your'
  ).split(' '),
);
/** What the question proper begins with. */
const PROPER = /^(?:how|whether|if|what|why|who|when|which|where|should|it is|is it|is there|are there) /;
/** A preamble that wants to know, and does not say that the speaker knows. */
const WANTS =
  /\b(?:tell|not know|to know|to hear|know if|me know|us know|you know|explain|advise|advice|help|appreciate|wonder|wondering|curious|understand|learn|ask|asking|figure|find out|decide|not sure|unsure|struggling|ideas?|tips?|thoughts|suggestions|guidance|recommendations|opinion|question|show|discuss|thinking about|determine)\b/;

const WE = '(?:i|we|you|one|us|me)';
const WAY = '(?:way|ways|approach|approaches|method|methods|path|steps|plan|process|means|strategy)';
const GOOD =
  '(?:best|right|good|better|most effective|effective|proper|correct|ideal|smart|practical|proven|quick|fast)';
const WISE =
  '(?:sense|wise|sensible|smart|advisable|prudent|reasonable|worth it|worthwhile|better|right|good idea|smart idea|good move|right move|right decision|right thing|good)';

/** Forms of asking the same, and their canonical form. The gate is the first word. */
const FORMS: readonly (readonly [gate: string, form: RegExp, instead: string])[] = [
  ['is', /^is (?:it|this|now) (?:now )?(?:the |a )?(?:right|good|best) (?:time|moment)(?: now)? (?:for (?:us|me) )?to /, 'time to '],
  ['what', /^what (?:can|could|should|do) (?:we|i|you|one) do against /, 'how fight '],
  ['should', /^should (?!we |i |you )(.+?) be (\w+ed)\b(?! by\b)/, 'should $2< $1'],
  ['what', /^what (?:are|is) (?:the |some |your )?best (?:practices|practice) (?:for|on|to|of|when|in) /, 'how '],
  ['we', /^we have (?:got )?(?=(?:\d|too|no|many|several|a few|some) ?)/, ''],
  ['i', /^i have (?:got )?(?=(?:\d|too|no|many|several|a few|some) ?)/, ''],
  ['there', /^there (?:are|is) (?=(?:\d|too|no|many|several|a few|some) ?)/, ''],
  ['when', new RegExp(`^when (?:is|would be) (?:the |a )?(?:${GOOD} )?(?:time|moment|point) (?:for ${WE} )?to `), 'when '],
  ['when', new RegExp(`^when (?:should|do|shall|would) ${WE} `), 'when '],
  ['where', new RegExp(`^where (?:(?:should|do|shall|would|can|could) ${WE}|to) `), 'where '],
  ['what', /^what (?!does|is|was|has|this|steps|ways|means|methods|approaches)(\w+s) (?=should|do|does|can|are|would|must)/, 'which $1 '],
  ['what', /^what (?:are|would be|is) (?:the |our |your |my )?(?:best )?next (?:step|steps|move|moves)$/, 'whatdo'],
  ['what', /^what$/, 'whatdo'],
  ['what', /^what (?:do|would|can) you (?:recommend|suggest|advise) (?:for|on|about) /, 'how '],
  ['do', new RegExp(`^do ${WE} (?:have|need) to `), 'mustwe '],
  ['must', new RegExp(`^must ${WE} `), 'mustwe '],
  ['is', /^is it (?:a |an )?(mistake|risk|risky|problem|dangerous|legal|illegal|ok|okay|fine|normal|fair|possible) (?:for (?:us|me) )?to /, '$1 to '],
  ['is', /^is (\w+ing .+?) (?:a |an )?(mistake|risk|risky|problem|dangerous|legal|illegal|ok|okay|fine|normal|fair|possible)$/, '$2 to $1'],
  ['is', /^is (\w+ing .+?) worth (?:it|the effort|the trouble|the money)$/, 'should $1'],
  ['does', /^does it pay (?:off )?to /, 'should '],
  ['help', /^help (?:me|us) (?:to |with )?/, 'how '],
  ['can', /^can you help (?:me|us) (?:to |with )?/, 'how '],
  ['could', /^could you help (?:me|us) (?:to |with )?/, 'how '],
  ['guidelines', /^guidelines (?:for|on) /, 'how '],
  ['best', /^best (?:practices|practice|way|ways) (?:for|on|to|of|when|in) /, 'how '],
  ['how', new RegExp(`^how (?:best |on earth )?(?:do|can|could|should|shall|would|might|may|must) ${WE} (?:best |better )?(?:go about )?`), 'how '],
  ['how', new RegExp(`^how ${WE} (?:can|could|should|would|might|may|must) (?:best )?`), 'how '],
  ['how', /^how (?:best )?to (?:best )?(?:go about )?/, 'how '],
  ['how', new RegExp(`^how (?:is|are) ${WE} (?:supposed|meant|going) to (?:best )?`), 'how '],
  ['how', new RegExp(`^how am ${WE} (?:supposed|meant|going) to (?:best )?`), 'how '],
  ['how', /^how (?:can|could|should|must) (.+?) be (?:best )?(\w+(?:ed|en|ilt|old|ent))\b(?! by\b)/, 'how $2< $1'],
  ['how', /^how (?:do|does|should|can|could|might|would) /, 'how '],
  ['what', new RegExp(`^what (?:is|are|would be|might be|could be) (?:the |a |an |some |our )?(?:${GOOD} )?${WAY} (?:for ${WE} )?(?:to|of|for) (?:go about )?`), 'how '],
  ['which', new RegExp(`^which (?:is )?(?:the )?(?:${GOOD} )?${WAY} (?:for ${WE} )?(?:to|of|for) `), 'how '],
  ['what', new RegExp(`^what ${WAY} (?:should|can|could|must) be taken to `), 'how '],
  ['what', new RegExp(`^what (?:${WAY} )?(?:can|could|should|shall|do|would|might|must) ${WE} (?:take |use |do )?(?:in order )?to `), 'how '],
  ['what', new RegExp(`^what (?:does it take|is needed|do ${WE} need|is required) to `), 'how '],
  ['what', new RegExp(`^what (?:can|could|should|shall|do|would|might|must) ${WE} do(?: next| now| first)?$`), 'whatdo'],
  ['what', /^what (?:now|next)$/, 'whatdo'],
  ['what', new RegExp(`^what (?:can|could|should|shall|do|would|might|must) ${WE} do(?: next| now)?\\b`), 'whatdo'],
  ['what', /^what (?:to do|would you do|do you (?:suggest|recommend|advise))(?: next| now)?\b/, 'whatdo'],
  ['what', /^what (?:about|do you think (?:of|about)) /, 'should '],
  ['any', new RegExp(`^any ${WAY} to `), 'how '],
  ['is', new RegExp(`^is there (?:a |any )?(?:${GOOD} )?${WAY} (?:for ${WE} )?(?:to|of) `), 'how '],
  ['are', new RegExp(`^are there (?:any )?(?:${GOOD} )?${WAY} (?:for ${WE} )?(?:to|of) `), 'how '],
  ['', new RegExp(`^(?:(?:i|we) )?(?:are |am )?(?:looking for|seeking|searching for|need|want) (?:a |the |some )?(?:${GOOD} )?${WAY} (?:to|of|for) `), 'how '],
  ['', /^(?:(?:i|we) )?(?:(?:need|want|could use|would like|are looking for|am looking for|got|have you got|do you have|can we get|could we get|can i get|could i get|can we have|could we have|can i have|could i have|can you give me|can you give us|give me|give us) )?(?:any |some |your )?(?:tips?|advice|ideas?|suggestions?|guidance|recommendations?|help)(?: please)? (?:on|for|about|with|regarding) (?:how to )?/, 'how '],
  ['', new RegExp(`^(?:(?:i|we) )?(?:(?:would|are|am|do) )?(?:want|like|trying|try|struggling) to (?!know|decide|understand)`), 'how '],
  ['should', new RegExp(`^should ${WE} (?:really |now )?(?:be )?`), 'should '],
  ['would', new RegExp(`^would it (?:be|make) (?:a |the )?${WISE} (?:for ${WE} |if ${WE} |to have )?(?:to )?`), 'should '],
  ['is', new RegExp(`^is it (?:a |the )?${WISE} (?:for ${WE} |that ${WE} |if ${WE} )?(?:to )?`), 'should '],
  ['is', /^is it worth (?:it to |while to |our while to |the effort to )?/, 'should '],
  ['does', new RegExp(`^does it make (?:any )?sense (?:for ${WE} |that ${WE} )?(?:to )?`), 'should '],
  ['do', new RegExp(`^do you (?:think|believe|recommend|suggest|advise) (?:that )?(?:${WE} should |${WE} )?(?:to )?`), 'should '],
  ['is', new RegExp(`^is (\\w+ing .+?) (?:a |the )?${WISE}$`), 'should $1'],
  ['would', new RegExp(`^would (\\w+ing .+?) be (?:a |the )?${WISE}$`), 'should $1'],
  ['does', /^does (\w+ing .+?) make sense$/, 'should $1'],
  ['', new RegExp(`^(?:(?:i|we) )?(?:are |am )?(?:must |have to |need to )?(?:decide|deciding|discussing|debating|considering|thinking about|thinking of|contemplating|unsure|not sure|wondering) (?:whether |if |about )?(?:or not )?(?:it is ${WISE} |${WE} should |to )?`), 'should '],
  ['whether', new RegExp(`^whether (?:or not )?(?:to |${WE} should |it is (?:a |the )?${WISE} (?:for ${WE} )?to )`), 'should '],
  ['if', new RegExp(`^if (?:${WE} should |it is (?:a |the )?${WISE} (?:for ${WE} )?to )`), 'should '],
  ['whom', /^whom /, 'who '],
  ['who', /^who (?:should|must) (.+?) be (\w+ed) by\b/, 'who should $2< $1'],
]; // prettier-ignore

/** "Make builds faster" is "accelerate builds". */
const MADE_SO =
  /\b(?:make|making|get|getting) (?!sure)((?:\w+ ){1,4})(faster|quicker|better|simpler|easier|shorter|cheaper|safer)\b/;
const MADE: Readonly<Record<string, string>> = {
  faster: 'accelerate',
  quicker: 'accelerate',
  better: 'improve',
  simpler: 'simplify',
  easier: 'simplify',
  shorter: 'shorten',
  cheaper: 'cheapen',
  safer: 'secure',
};
/** "A five person data team" is "a data team of five people" and "a data team of five". */
const SIZED =
  /\b(\d+) (?:person|people|member|man|strong) ((?:\w+ )?(?:team|company|startup|group|firm|department|organization|organisation|business|squad))\b/;
const SIZE = /\b(of \d+) (?:people|persons|members)\b/;

/** "The data of customers" is "customer data". */
const OF_ONE =
  /\b(?!\w+(?:ing|tion) |percent |\d)(\w+) of (?:the |our |a |my )?(?!\w+ing\b)(\w+)(?=$| (?:in|for|at|with|without|when|if|after|before|to|by|from|during|\d+)\b)/;

const BY_GATE = new Map<string, (readonly [RegExp, string])[]>();
const UNGATED = FORMS.filter(([gate]) => gate === '');
const UNGATED_BEGINNINGS = new Set(
  (
    'i we looking seeking searching need want tips tip advice ideas idea suggestions suggestion guidance ' +
    'recommendations help any some got could give have do can trying thinking considering decide deciding discussing debating ' +
    'unsure not wondering planning contemplating struggling must'
  ).split(' '),
);
for (const [gate, form, instead] of FORMS) {
  if (gate !== '') BY_GATE.set(gate, [...(BY_GATE.get(gate) ?? []), [form, instead]]);
}

/**
 * Reduces what a clause asks with to a canonical form: "what is the best way to", "tips for" and "how do we" become
 * "how", "is it wise to" and "we are thinking about" become "should". Which question it is stays: "must", "may", "why".
 */
export function canonicalForm(clause: string): string {
  let rest = clause.replace(/^(?:(?:and|so|well|also|now|please|pls|kindly|hi|hey|hello|but) )+/, '');
  rest = rest.slice(preambleOf(rest).length);
  rest = rest.replace(/^by who[m]? (should|must|can|may) (.+?) be (\w+ed)$/, 'who $1 $3< $2');
  rest = rest
    .replace(MADE_SO, (_all, what: string, how: string) => `${MADE[how] ?? ''} ${what}`)
    .replace(SIZED, '$2 of $1')
    .replace(SIZE, '$1')
    .replace(OF_ONE, '$2 $1');
  const first = rest.slice(0, (rest.indexOf(' ') + 1 || rest.length + 1) - 1);
  for (const [form, instead] of BY_GATE.get(first) ?? []) {
    if (form.test(rest)) return rest.replace(form, instead);
  }
  if (UNGATED_BEGINNINGS.has(first)) {
    for (const [, form, instead] of UNGATED) if (form.test(rest)) return rest.replace(form, instead);
  }
  return rest;
}

/** The longest beginning of a clause that only asks for an answer: "could you tell us" before "how". */
function preambleOf(clause: string): string {
  let length = 0;
  for (let at = 0; ;) {
    const blank = clause.indexOf(' ', at);
    if (blank < 0 || !PREAMBLE.has(clause.slice(at, blank))) break;
    at = blank + 1;
    if (PROPER.test(clause.slice(at))) length = at;
  }
  const preamble = clause.slice(0, length);
  return WANTS.test(preamble) ? preamble : '';
}
