import type { Situation } from './situation.js';

/** Situations about money, vendors, customers and users. */
export const MARKET_SITUATIONS: readonly Situation[] = [
  {
    id: 'spend',
    signs:
      /\b(?:spend(?:s|ing)?|costs?|invoices?|cloud bill|savings?|cut(?:s|ting)?|budget(?:s|ed)?|over budget|expens(?:e|es|ive)|in the red|goes red|finops|cfo|finance)\b/gi,
    frameworks: ['finops'],
    core: 'who feels the cost at the moment they cause it',
    insight:
      'Cost campaigns work until the campaign ends. Spend stays down where the engineer who creates it sees it in the same week and owns the number.',
    options: [
      {
        name: 'Show each team its own spend, weekly, with a budget',
        gain: 'decisions change where they are made',
        cost: 'allocation arguments in the first two months',
      },
      {
        name: 'Take the large one-off savings centrally',
        gain: 'a quick, reportable result',
        cost: 'the curve resumes afterwards',
      },
      {
        name: 'Commit to volume with the supplier',
        gain: 'a price cut without engineering work',
        cost: 'you pay for the usage you hoped to remove',
      },
    ],
    choice: { option: 0, because: 'it is the only one that still works when attention has moved elsewhere' },
    moves: [
      {
        what: 'Attribute {amount|the bill} to owners, starting with the ten largest lines',
        measure: 'share of spend with a named owner',
      },
      {
        what: 'Give {team|each owner} a weekly figure and one unit cost the business recognizes',
        measure: 'cost per unit, trend over eight weeks',
      },
      {
        what: 'Turn the three largest idle or oversized items off, with a way back',
        measure: 'monthly saving confirmed on the invoice',
      },
    ],
    reversal: 'a cash limit falls due before habits can change, because then take the central cuts first',
  },
  {
    id: 'case',
    signs:
      /\b(?:roi|business case|justify|justification|defend (?:the|our|my) \w+|payback|invest(?:ment|ments|ing)?|allocat(?:e|es|ion|ing)|portfolio|fund(?:s|ed|ing)?|contractors|return on|worth it|how many people)\b/gi,
    frameworks: ['capital-allocation', 'three-horizons'],
    core: 'what the money would otherwise do, and who believes the difference',
    insight:
      'Decision makers do not compare your proposal with nothing. They compare it with the next request in the pile, so the alternative use belongs on your page.',
    options: [
      {
        name: 'Fund in stages against evidence',
        gain: 'a small first commitment and a natural stop',
        cost: 'you re-argue the case at every gate',
      },
      {
        name: 'Ask for the whole and commit to a return',
        gain: 'planning certainty',
        cost: 'you own a forecast made of assumptions',
      },
      {
        name: 'Free the money inside your own portfolio',
        gain: 'no approval needed, and it proves conviction',
        cost: 'something of yours stops',
      },
    ],
    choice: {
      option: 0,
      because: 'a first stage small enough to approve buys the evidence that the full request lacks',
    },
    moves: [
      {
        what: 'Write the loss from doing nothing for a year, with each assumption visible',
        measure: 'assumptions accepted by {sponsor|finance}',
      },
      {
        what: 'Cut a first stage out of {amount|the request} that yields one decisive fact',
        measure: 'cost of the stage against the cost of being wrong',
      },
      { what: 'Agree beforehand which result stops the funding', measure: 'gates with a written stop rule' },
    ],
    reversal:
      'the downside is legal or existential, because then it is a duty to be costed and not a return to be argued',
  },
  {
    id: 'boardroom',
    signs:
      /\b(?:board(?: deck| meeting| members?)?|executives?|exec(?:s| team)?|ceo|steering committee|present(?:ing|ation)?|slides?|deck|convince|persuade|pitch|stakeholders?|win over|explain to|block me|upward)\b/gi,
    frameworks: ['stakeholder-mapping'],
    core: 'what the listener must decide, and what would make saying yes safe for them',
    insight:
      'Senior listeners decide on risk to their own commitments. An argument built on engineering merit answers a question they did not put.',
    options: [
      {
        name: 'Bring one decision with one number and one date',
        gain: 'it can be decided in the meeting',
        cost: 'nuance moves to the appendix',
      },
      {
        name: 'Pre-align the two people who can stop it',
        gain: 'objections surface where they can still be met',
        cost: 'a week of conversations, and perhaps concessions',
      },
      {
        name: 'Show a small result in place of a plan',
        gain: 'evidence outlasts rhetoric',
        cost: 'you spend before you have permission',
      },
    ],
    choice: { option: 1, because: 'decisions of this size are made before the meeting and only announced in it' },
    moves: [
      {
        what: 'List who can stop it and what each of them is measured on, {sponsor|the budget holder} first',
        measure: 'people on the list you have spoken with',
      },
      {
        what: 'Rewrite the request as the decision wanted, the cost of waiting, and the way back',
        measure: 'whether an outsider can repeat it after one reading',
      },
      {
        what: 'Meet the strongest objector alone and adopt one of their conditions',
        measure: 'objections left open before the meeting',
      },
    ],
    reversal: 'the real decider turns out to sit elsewhere, because then the material is right and the room is wrong',
  },
  {
    id: 'vendor',
    signs:
      /\b(?:vendors?|suppliers?|licen[cs]es?|licen[cs]ing|buy(?:ing)?|off[- ]the[- ]shelf|saas|lock-?in|third[- ]party|outsourc\w+|build (?:it|our own)|in-house|rfp)\b/gi,
    frameworks: ['build-vs-buy', 'wardley-mapping'],
    core: 'whether this is something you want to be good at, and what leaving would cost later',
    insight:
      'Build estimates leave out operation, purchase estimates leave out integration and exit. Compared over the whole life, the gap is usually smaller than either camp says.',
    options: [
      {
        name: 'Buy, with the exit written into the contract',
        gain: 'use within weeks, and known cost',
        cost: 'your roadmap waits on theirs',
      },
      {
        name: 'Build the part that sets you apart, buy the rest',
        gain: 'control where it earns money',
        cost: 'an integration seam that you own for good',
      },
      {
        name: 'Stay with what you have for another term',
        gain: 'no migration, and bargaining time',
        cost: 'the known pain continues',
      },
    ],
    choice: { option: 1, because: 'it confines your engineers to what customers would notice' },
    moves: [
      {
        what: 'Cost each route over five years, including operation, integration and leaving',
        measure: 'range of total cost, low to high',
      },
      {
        what: 'Try the purchase on your ugliest real case before talking price',
        measure: 'cases that needed a workaround',
      },
      {
        what: 'Negotiate data export, notice period and price cap before signature',
        measure: 'days needed to leave, tested once',
      },
    ],
    reversal: 'customers would choose you because of this very thing, because then it belongs in your own hands',
  },
  {
    id: 'renewal',
    signs:
      /\b(?:contracts?|renew(?:s|al|als|ing)?|procurement|(?:multi|\d|one|two|three)-year (?:term|deal)|notice period|auto-?renew\w*|price (?:increase|hike)s?|discounts?|terminat(?:e|ion)|sign(?:ing)?|clauses?|sla credits?)\b/gi,
    frameworks: [],
    core: 'who needs the signature more, and by when',
    insight:
      'A renewal date puts pressure on the side that has no alternative ready. Suppliers plan around that date, and most buyers first look at usage in the week before it.',
    options: [
      {
        name: 'Extend briefly on the present terms',
        gain: 'time to compare without a gap in service',
        cost: 'a somewhat worse price for those months',
      },
      {
        name: 'Sign the long term for a lower price and an exit clause',
        gain: 'known cost, and less work next year',
        cost: 'you carry the risk that your usage falls',
      },
      {
        name: 'Prepare to leave, visibly',
        gain: 'the strongest position at the table',
        cost: 'engineering weeks, and you must be willing to do it',
      },
    ],
    choice: { option: 0, because: 'a short extension moves the pressure from your calendar to theirs' },
    moves: [
      {
        what: 'Pull the real usage of the last twelve months against what the contract pays for',
        measure: 'share of the paid volume that is used',
      },
      {
        what: 'Ask in writing for a short extension and for the price of each term length',
        measure: 'options in writing before the date',
      },
      {
        what: 'Trade term length only for a price cap, a right to reduce volume and data export',
        measure: 'clauses won out of those three',
      },
    ],
    reversal:
      'usage is steady and leaving is unthinkable, because then take the long term and negotiate hard on price alone',
  },
  {
    id: 'market',
    signs:
      /\b(?:competitors?|competition|market(?:s|place)?|customers?|churn|pricing|segments?|sales|revenue|growth has been flat|innovators|go-to-market|positioning|differentiat\w+|entrants?|subscriptions?|product lines?|declining|network effects?)\b/gi,
    frameworks: [
      'blue-ocean',
      'competitive-analysis',
      'crossing-the-chasm',
      'porters-five-forces',
      'business-model-canvas',
      'lean-startup',
      'network-effects',
    ],
    core: 'whose problem you solve better than their next alternative, and whether enough of them will pay',
    insight:
      'Present customers tell you what to improve; the ones who politely decline tell you what the market is. Ask what they did instead.',
    options: [
      {
        name: 'Concentrate on one segment until it is won',
        gain: 'references that resemble the next buyer',
        cost: 'revenue offered elsewhere is turned down',
      },
      {
        name: 'Change the offer for the undecided majority',
        gain: 'a larger pool',
        cost: 'risk of diluting what the first customers love',
      },
      {
        name: 'Run a cheap test before choosing',
        gain: 'facts for a few weeks’ cost',
        cost: 'momentum, and a rival may read the signal',
      },
    ],
    choice: {
      option: 2,
      because: 'the facts that decide this lie with people who have not bought, and a test reaches them soonest',
    },
    moves: [
      {
        what: 'Interview eight people who looked and did not buy about what they did instead',
        measure: 'alternatives named more than twice',
      },
      {
        what: 'State the riskiest belief as a pass-or-fail test with {team|one small team}',
        measure: 'result against a threshold written beforehand',
      },
      { what: 'Shift people from the weakest line to what passed', measure: 'share of capacity on the proven segment' },
    ],
    reversal:
      'the lost deals share a missing reference or certificate, because then that gap comes before any repositioning',
  },
  {
    id: 'users',
    signs:
      /\b(?:users?|ux|usability|user research|design systems?|component librar(?:y|ies)|buttons?|accessib\w+|a11y|personas?|prototyp(?:e|es|ing)|journeys?|design tokens?|customer jobs?|onboarding|interviews)\b/gi,
    frameworks: ['design-system-maturity', 'design-thinking', 'user-centered-design', 'jobs-to-be-done'],
    core: 'what people are trying to get done, and where your product stands in their way',
    insight:
      'Inconsistency on the screen is the visible end of an ownership gap behind it: cleaning up without a contribution path buys the same mess again.',
    options: [
      {
        name: 'Watch a few real users before designing anything',
        gain: 'the cheapest way to drop a wrong idea',
        cost: 'two weeks without visible output',
      },
      {
        name: 'Standardize the most used parts and give them an owner',
        gain: 'quality spreads with each reuse',
        cost: 'a standing team, and patience with contributors',
      },
      {
        name: 'Fix the worst journey end to end',
        gain: 'a result users can feel',
        cost: 'the shared parts stay as they are for now',
      },
    ],
    choice: { option: 1, because: 'an owned standard is the one remedy that does not have to be bought a second time' },
    moves: [
      {
        what: 'Count the variants in use on the busiest screens and the teams that ship them',
        measure: 'variants per element',
      },
      {
        what: 'Observe five people attempting the main task, unaided',
        measure: 'task completion and where they hesitate',
      },
      {
        what: 'Publish the agreed part with an owner, a way to contribute and a check in the build',
        measure: 'share of new screens using it',
      },
    ],
    reversal:
      'observation shows that people fail before they reach the screen, because then the fix is outside the interface',
  },
];
