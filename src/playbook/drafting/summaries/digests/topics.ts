/** What people at work speak of, and the words by which one hears it; folded. */
export const TOPICS: readonly (readonly [string, RegExp])[] = [
  ['Code review', /\b(?:code )?reviews?\b(?! (?:cycle|meeting|talk))|\bpull requests?\b|\bprs?\b/],
  ['On-call and nights', /\bon[- ]?call\b|\bpag(?:er|es|ed|ing)\b|\bnights?\b|\bweekends?\b|\bstandby\b/],
  ['Pay', /\bpay\b|\bpaid\b|\bsalar(?:y|ies)\b|\bmoney\b|\bbonus\w*\b|\bcompensation\b|\bbelow market\b|\bpay gap\b/],
  [
    'Levels and promotion',
    /\bpromot\w+\b|\blevel(?:s|ling|ing)?\b|\bcareer\b|\bpath\b|\bsenior\b|\bstaff (?:means|level|engineer)\b|\bwhat staff\b|\bgrowth\b|\bladder\b/,
  ],
  [
    'Strategy and reasons',
    /\bstrategy\b|\bvision\b|\bdirection\b|\bwhy\b|\bpriorit\w+\b|\breorg\w*\b|\bpolitics\b|\bkilled\b|\bstopped\b/,
  ],
  ['Onboarding', /\bonboard\w*\b|\bfirst (?:prod|production|change|commit|week)\b|\bnew joiner\b/],
  [
    'Laptops and tools',
    /\blaptops?\b|\btool(?:s|ing)?\b|\blicen[cs]es?\b|\bhardware\b|\bslow builds?\b|\bbuilds?\b|\bci\b/,
  ],
  ['Testing and quality', /\btests?\b|\btesting\b|\bflaky\b|\bbugs?\b|\bquality\b|\btech(?:nical)? debt\b/],
  ['Releases', /\bdeploy\w*\b|\breleases?\b|\brollback\w*\b|\bfreeze\b/],
  ['Meetings', /\bmeetings?\b|\bstand-?ups?\b|\bcalendar\b|\bcalls? all day\b/],
  ['Requirements', /\brequirements?\b|\bspecs?\b|\bscope\b|\btickets?\b|\bstories\b/],
  [
    'Feedback from managers',
    /\bfeedback\b|\b(?:my |the )?manager (?:never|does not|doesn't|didn't|is)\b|\b1:1s?\b|\bone-on-ones?\b|\brecognition\b/,
  ],
  ['Workload', /\bworkload\b|\boverload\w*\b|\btoo much\b|\bovertime\b|\bburn\w*\b|\bunderstaffed\b|\bhours\b/],
  [
    'Hours and place of work',
    /\bremote\b|\boffice days?\b|\bhome office\b|\b4[- ]day\b|\bpart[- ]time\b|\bflexib\w+\b|\bcommut\w+\b|\bmoved to\b/,
  ],
  ['Documentation', /\bdoc(?:s|umentation)?\b|\bwiki\b|\brunbooks?\b/],
  ['The product and the work', /\bbor(?:ed|ing)\b|\bgreenfield\b|\bproduct\b|\blegacy\b|\binteresting\b/],
];
/** Said of what should stay as it is. */
export const CONTENT =
  /\b(?:happy|likes?|loves?|great|good|enjoys?|proud|content|satisfied|helpful|no complaints|all fine)\b/;
