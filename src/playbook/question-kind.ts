/** What the asker wants to be able to do with the answer. */
export type QuestionKind = 'decide' | 'diagnose' | 'plan' | 'persuade' | 'measure' | 'people';

const PATTERNS: readonly (readonly [QuestionKind, RegExp])[] = [
  ['plan', /\bwhat (?:would you|should (?:we|i)|do (?:we|i)|can (?:we|i)) (?:do|change|try|start)\b/i],
  ['measure', /\bhow (?:do|would|should|can|could|will) (?:we|i|you) (?:measure|track)\b/i],
  [
    'people',
    /\b(?:tell (?:him|her|them|my)|say to|bring up|talk to (?:him|her|them|my)|difficult (?:conversation|person)|give (?:him|her|them)? ?feedback|underperform\w*|radical cand\w+|my (?:boss|manager|report|peer)|coming across|sounding|apologi[sz]e|motivat\w+)\b/i,
  ],
  [
    'persuade',
    /\b(?:convinc\w+|persuad\w+|defend|justif\w+|pitch|present(?:ing)? (?:it|this|to)|explain (?:it|this|that)? ?to|sell (?:it|this)|buy-in|win over|argue for|business case|get (?:the )?(?:board|cfo|ceo|finance) to|convencer|überzeugen|convaincre)\b/i,
  ],
  [
    'decide',
    /\b(?:should (?:we|i|our|it)|which|whether|decide|choose|(?<!what )would you|is it (?:better|time|worth)|worth (?:it|doing)|overkill|or not|keep or|do we even|either|deberíamos|sollten wir|devrions|faut-il|debemos)\b/i,
  ],
  [
    'measure',
    /\b(?:measur\w+|metrics?|metrcis|kpis?|how (?:do|would|will|can) (?:we|i|you) (?:know|tell|see)|track|key results?|indicators?|prove)\b/i,
  ],
  [
    'diagnose',
    /\b(?:why|what(?:'s| is| went) (?:wrong|going on|happening|behind)|root cause|cause|what am i missing|what explains|keeps? (?:happening|coming)|por qué|pourquoi|warum)\b/i,
  ],
];

/** Reads what kind of help the ask wants; `plan` when nothing says otherwise. */
export function questionKind(ask: string, hasAlternatives: boolean): QuestionKind {
  for (const [kind, pattern] of PATTERNS) {
    if (kind === 'decide' && hasAlternatives) return 'decide';
    if (pattern.test(ask)) return kind;
  }
  return 'plan';
}
