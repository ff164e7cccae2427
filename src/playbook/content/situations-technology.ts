import type { Situation } from './situation.js';

/** Situations about systems, data, models, security and the law around them. */
export const TECHNOLOGY_SITUATIONS: readonly Situation[] = [
  {
    id: 'legacy',
    signs:
      /\b(?:legacy|monoliths?|technical debt|tech debt|rewrit(?:e|es|ing|ten)|migrat(?:e|es|ed|ion|ing)|moderni[sz]\w*|obsolete|end of life|mainframe|refactor\w*|data-?cent(?:re|er) exit|cobol|deprecat\w+)\b/gi,
    frameworks: ['technical-debt-quadrant'],
    core: 'which part of the old system costs you something this year, and which part is merely unfashionable',
    insight:
      'Debt only charges interest where people change code. A map of change frequency against pain usually shows that a small part of the system carries most of the cost.',
    options: [
      {
        name: 'Replace slice by slice behind a stable interface',
        gain: 'value along the way and a way back at each step',
        cost: 'two systems run side by side for longer than planned',
      },
      {
        name: 'Contain it: freeze, wrap and monitor',
        gain: 'cheap, and it frees people for other work',
        cost: 'the skill to touch it keeps shrinking',
      },
      {
        name: 'Rebuild in one programme',
        gain: 'a clean model and a clear end',
        cost: 'nothing to show for a long time, and the old system keeps moving underneath you',
      },
    ],
    choice: { option: 0, because: 'each slice proves or disproves the estimate while stopping is still cheap' },
    moves: [
      {
        what: 'Rank modules by change frequency times defects over the last year',
        measure: 'share of incidents and changes in the top tenth',
      },
      {
        what: 'Move one painful, well-bounded slice into production behind the old interface',
        measure: 'lead time and failures in that slice, before and after',
      },
      {
        what: 'Agree with {sponsor|the budget holder} what will be switched off, and when',
        measure: 'old components retired',
      },
    ],
    reversal: 'a support or licence end sets a hard date, because then the order follows the date and not the pain',
  },
  {
    id: 'architecture',
    signs:
      /\b(?:architect(?:ure|s|ural)?|microservices?|apis?|service boundar(?:y|ies)|event[- ]driven|kafka|kubernetes|reference architecture|standards?|coupl(?:ed|ing)|bounded context|domain model|adrs?|decision records?|half-apis|feature flags?|swap)\b/gi,
    frameworks: [
      'architecture-decision-records',
      'domain-driven-design',
      'evolutionary-architecture',
      'technical-strategy',
    ],
    core: 'which technical choice you will still be paying for in some years, and which you can postpone',
    insight:
      'Most structure can be changed later at a modest price; data ownership, public interfaces and team boundaries cannot. Spend the rigor there and let the rest stay boring.',
    options: [
      {
        name: 'Take the simplest structure that covers most cases',
        gain: 'fewer parts to understand during an incident',
        cost: 'a known limit you will reach, so write it down',
      },
      {
        name: 'Set automated rules and let the structure evolve',
        gain: 'drift is caught by a build instead of a review board',
        cost: 'the rules need an owner and an honest exception path',
      },
      {
        name: 'Decide the target now and converge on it',
        gain: 'everyone can plan against a picture',
        cost: 'the picture ages faster than the convergence',
      },
    ],
    choice: { option: 1, because: 'a rule that runs on each change holds after the architects have moved on' },
    moves: [
      {
        what: 'Record the decision, the rejected alternative and the failure you accept, on one page',
        measure: 'contested decisions with a record',
      },
      {
        what: 'Turn the most violated principle into an automated check, in warning mode first',
        measure: 'violations per week',
      },
      {
        what: 'Test the worst failure mode once, deliberately, with {team|the owning team} present',
        measure: 'time to detect and to contain',
      },
    ],
    reversal: 'measured load or a contract exceeds what the simple structure can carry',
  },
  {
    id: 'platform',
    signs:
      /\b(?:platforms?|internal developer|golden path|developer experience|self-service|enablement|paved road|shared services?|tooling|portal)\b/gi,
    frameworks: ['platform-assessment'],
    core: 'whether the platform is a product people choose or a toll they pay',
    insight:
      'Platforms fail by serving an imagined user. The number to respect is voluntary use for a task that matters; roadmap completion says little.',
    options: [
      {
        name: 'Narrow it to the few journeys most teams share',
        gain: 'quality where it counts and a smaller bill',
        cost: 'teams with unusual needs are on their own',
      },
      {
        name: 'Fund it as a product with a manager and user research',
        gain: 'priorities come from use',
        cost: 'a standing cost that must be defended each year',
      },
      {
        name: 'Mandate it',
        gain: 'uniformity by a date',
        cost: 'complaints replace feedback and workarounds go underground',
      },
    ],
    choice: { option: 0, because: 'one journey that is clearly better creates the demand which funds the next' },
    moves: [
      {
        what: 'Ask {team|five consuming teams} to perform one core journey while you watch',
        measure: 'time to first success without help',
      },
      {
        what: 'Pick that journey, name its owner and publish its service level',
        measure: 'share of teams using it by choice',
      },
      {
        what: 'Retire or hand back what fewer than a handful of teams use',
        measure: 'platform effort spent on the shared journeys',
      },
    ],
    reversal: 'the teams’ needs have little in common, because then a thin set of standards beats a platform',
  },
  {
    id: 'reliability',
    signs:
      /\b(?:outages?|incidents?|on-?call|pag(?:er|ed|ing)|downtime|postmortems?|rollbacks?|stabil(?:e|ity)|reliab\w+|availability|failures?|broke(?:n)?|error budget|sev-?[123]|freeze|bugs?)\b/gi,
    frameworks: ['site-reliability-slo', 'blameless-postmortem'],
    core: 'how much unreliability you are willing to buy speed with, and who agreed to it',
    insight:
      'Without an agreed level, each incident is judged by mood: too much caution after one, too little after a quiet month. The argument between speed and stability needs a number both sides signed beforehand.',
    options: [
      {
        name: 'Agree a reliability level and let it trigger the pause',
        gain: 'the argument moves from personalities to a threshold',
        cost: 'product must accept that a pause can land in a launch week',
      },
      {
        name: 'Fix the top recurring causes first',
        gain: 'pages fall within weeks',
        cost: 'the rule for next time is still missing',
      },
      {
        name: 'Slow change down',
        gain: 'calm for a while',
        cost: 'larger batches, which fail harder',
      },
    ],
    choice: {
      option: 0,
      because: 'a threshold agreed in calm survives the next launch, and the top causes can be worked meanwhile',
    },
    moves: [
      {
        what: 'Group the incidents of the last two quarters by cause and by user-visible minutes',
        measure: 'share of minutes in the top three causes',
      },
      {
        what: 'Set the level for the one journey users notice most and get {sponsor|product} to sign the consequence',
        measure: 'budget left, reported weekly',
      },
      {
        what: 'Write up each breach without names, with changes that have owners',
        measure: 'agreed changes done within thirty days',
      },
    ],
    reversal: 'the incidents have one shared cause, because then fix that before building a policy',
  },
  {
    id: 'data',
    signs:
      /\b(?:data (?:teams?|mesh|warehouse|lake|quality|products?|platform|engineers?)|analytics|pipelines?|spreadsheets?|reports? (?:differ|disagree)|lineage|single source of truth|bi team|schema)\b/gi,
    frameworks: ['data-mesh'],
    core: 'who answers for a figure being right, and how soon the people who need it can get it',
    insight:
      'Shadow spreadsheets are demand made visible: they mark the questions the official route answers too late. Ban them and you lose the map.',
    options: [
      {
        name: 'Give domains ownership of their data, under common rules',
        gain: 'knowledge and responsibility meet',
        cost: 'domains need people and time for it, which few have budgeted',
      },
      {
        name: 'Keep it central and publish a service level',
        gain: 'consistency with the skills you have',
        cost: 'the queue remains, only better labelled',
      },
      {
        name: 'Certify a few shared data sets, leave the rest free',
        gain: 'trust where decisions depend on it, within a quarter',
        cost: 'arguments about what gets the stamp',
      },
    ],
    choice: { option: 2, because: 'it earns trust quickly and shows which domains are ready to own more' },
    moves: [
      {
        what: 'Collect the ten most copied shadow reports and the decision each one serves',
        measure: 'decisions with no official source',
      },
      {
        what: 'Certify the set behind the most important decision, with a named owner in the business',
        measure: 'freshness and disputed figures per month',
      },
      {
        what: 'Offer {team|one willing domain} tooling and a half-time engineer to publish its own',
        measure: 'days from request to usable data',
      },
    ],
    reversal: 'the domains have neither engineers nor appetite, because then ownership would exist on paper only',
  },
  {
    id: 'ai',
    signs:
      /\b(?:ai|ml|llms?|machine learning|models? (?:drift|accuracy|decides?|governance)|chatbots?|copilot|generative|predict(?:ion|ive|s)?|automat(?:e|ed) decisions?|algorithm\w*|prompts?)\b/gi,
    frameworks: ['responsible-ai-governance', 'decision-intelligence'],
    core: 'which decision you are willing to let a model influence, and how you would know it went wrong',
    insight:
      'The demo measures the easy cases. Value and harm both sit in the error cases, so the question to price is what a wrong answer costs and who notices it.',
    options: [
      {
        name: 'Let the model assist a person and log every override',
        gain: 'real error data at low risk',
        cost: 'less saving than the business case promised',
      },
      {
        name: 'Automate the clear cases, refer the rest',
        gain: 'most of the saving',
        cost: 'a threshold that needs watching as inputs shift',
      },
      {
        name: 'Hold until rules and data are in order',
        gain: 'no incident',
        cost: 'people use unsanctioned tools meanwhile',
      },
    ],
    choice: { option: 0, because: 'overrides give you the error rate on your own cases, which no vendor figure can' },
    moves: [
      {
        what: 'Write down the baseline: how often people get this decision right today, and the cost of a miss',
        measure: 'baseline accuracy and cost per error',
      },
      {
        what: 'Run the model beside the people on live cases without acting on it',
        measure: 'accuracy by case group, with the worst group named',
      },
      { what: 'Name who may switch it off and what triggers that', measure: 'override rate and time to switch off' },
    ],
    reversal: 'a wrong answer is cheap and visible at once, because then a faster start is justified',
  },
  {
    id: 'security',
    signs:
      /\b(?:secur(?:ity|e)|breach(?:ed|es)?|vulnerabilit\w+|attack(?:s|ers?)?|threats?|pen-?tests?|phishing|ransomware|zero trust|credentials?|secrets?|vpn|least privilege|exploit\w*)\b/gi,
    frameworks: ['threat-modeling-stride', 'zero-trust'],
    core: 'what an attacker would want from you, and what stands between them and it',
    insight:
      'Security spending argued from fear loses to the next feature. Argued from named assets, plausible paths and the loss avoided, it competes on equal terms.',
    options: [
      {
        name: 'Shorten the likeliest path to the most valuable asset',
        gain: 'the largest risk falls first',
        cost: 'less visible work elsewhere waits',
      },
      {
        name: 'Raise the floor everywhere, from identity and patching to backups',
        gain: 'protection against what happens most often',
        cost: 'friction for all, with no single success to show',
      },
      {
        name: 'Invest in detection and response',
        gain: 'limits the damage of what you did not foresee',
        cost: 'needs people who practice, month after month',
      },
    ],
    choice: {
      option: 0,
      because:
        'the blast radius is set by the path you left open, and a named path can be explained to {sponsor|a budget holder}',
    },
    moves: [
      {
        what: 'Draw the data flow of the most valuable asset with {team|its owners} and mark where trust changes',
        measure: 'crossings without an owner or a control',
      },
      { what: 'Close or monitor the worst crossing', measure: 'time an intruder would stay unseen there' },
      {
        what: 'Rehearse the loss of that asset with the people who would be called',
        measure: 'time to contain in the exercise',
      },
    ],
    reversal: 'there are signs of a present intrusion, because then contain first and plan afterwards',
  },
  {
    id: 'compliance',
    signs:
      /\b(?:gdpr|ccpa|hipaa|soc ?2|iso ?27001|privacy|regulat(?:or|ors|ion|ions|ory)|compliance|compliant|audit(?:s|or|ors)?|legal|wcag|consent|data protection|dsgvo|rgpd|works council)\b/gi,
    frameworks: [],
    core: 'which obligation binds you, from when, and what evidence would satisfy the person who checks it',
    insight:
      'Retrofitting a control costs several times its price at design. The expensive part is seldom the control; it is the missing record that it ran.',
    options: [
      {
        name: 'Meet the strictest rule once, everywhere',
        gain: 'one implementation, one explanation',
        cost: 'some markets pay for a duty they do not have',
      },
      {
        name: 'Vary by jurisdiction behind one policy service',
        gain: 'no market pays for another',
        cost: 'each variation has to be tested and evidenced for as long as it lives',
      },
      {
        name: 'Collect less data and keep it for less time',
        gain: 'the obligation shrinks with the data',
        cost: 'product gives up something it hoped to use',
      },
    ],
    choice: { option: 2, because: 'what you do not hold needs no consent, no control and no record' },
    moves: [
      {
        what: 'List each obligation with its date, its owner and the evidence a checker would accept',
        measure: 'obligations with owner and evidence',
      },
      { what: 'Have counsel confirm the two that are in dispute, in writing', measure: 'open legal interpretations' },
      {
        what: 'Walk one record through its whole life with {team|the delivering team}',
        measure: 'steps without a log',
      },
    ],
    reversal: 'counsel reads the obligation differently, since this brief is engineering judgment and not legal advice',
  },
];
