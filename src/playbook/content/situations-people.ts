import type { Situation } from './situation.js';

/** Situations about people: load, conflict, performance, leaving, measuring. */
export const PEOPLE_SITUATIONS: readonly Situation[] = [
  {
    id: 'conflict',
    signs:
      /\b(?:conflicts?|argu(?:e|es|ed|ing|ment)|disagree(?:s|ment)?|tension|shout(?:s|ed|ing)?|feud|won't talk|blam(?:e|es|ed|ing)|difficult (?:conversation|person)|trust|confront|apologi[sz]\w*|undermin\w+|hostile)\b/gi,
    frameworks: ['crucial-conversations', 'five-dysfunctions'],
    core: 'what has to be said, to whom, so that both sides can still work together afterwards',
    insight:
      'By the time a leader asks, each side has a story in which the other is the cause. The facts they share are fewer than either thinks, and they are the only safe place to begin.',
    options: [
      {
        name: 'Speak with each person alone, then together',
        gain: 'you hear what cannot be said in a room',
        cost: 'it takes a week, and each may try to recruit you',
      },
      {
        name: 'Let them settle it directly, with you setting the frame',
        gain: 'they own the outcome',
        cost: 'it fails where power is unequal',
      },
      {
        name: 'Decide the disputed point yourself',
        gain: 'the work moves today',
        cost: 'the relationship does not, and the next dispute comes to you too',
      },
    ],
    choice: {
      option: 0,
      because: 'the private conversations tell you whether this is a disagreement about work or an injury',
    },
    moves: [
      {
        what: 'Write down what was seen and heard, without motives, and check it with one neutral witness',
        measure: 'statements both sides accept as fact',
      },
      {
        what: 'Open with what you want for both of them, then the facts, then ask for their reading',
        measure: 'whether you learned something you did not know',
      },
      { what: 'End with who does what by when, and look at it again after two weeks', measure: 'agreed items kept' },
    ],
    reversal: 'somebody feels unsafe or a rule was broken, because then it goes to HR before it goes to a conversation',
  },
  {
    id: 'performance',
    signs:
      /\b(?:feedback|underperform\w*|low performer|performance review|promot(?:e|ed|ion)|coach(?:ing)?|mentor|junior|brilliant jerk|rude|one-on-ones?|1:1s?|new (?:lead|manager)|candou?r)\b/gi,
    frameworks: ['radical-candor'],
    core: 'what this person needs from you that they are not getting now',
    insight:
      'Performance problems have three usual sources: the expectation was never stated, the skill is missing, or the will is gone. They look alike from a distance and call for opposite treatment.',
    options: [
      {
        name: 'State the expectation and one recent example',
        gain: 'fair, quick, and often sufficient',
        cost: 'an uncomfortable quarter of an hour',
      },
      {
        name: 'Change the task or the support to fit their present skill',
        gain: 'progress shows in days',
        cost: 'your time, or that of a senior colleague',
      },
      {
        name: 'Start the formal route',
        gain: 'clear terms for everyone',
        cost: 'the relationship changes for good',
      },
    ],
    choice: {
      option: 0,
      because:
        'until the expectation has been said plainly, every harsher measure is unfair and every milder one is vague',
    },
    moves: [
      {
        what: 'Write the gap in one sentence: what you saw, what you expected, what it cost',
        measure: 'whether a third person reads the same gap',
      },
      {
        what: 'Say it in private within days and ask what stands in the way before offering help',
        measure: 'an agreed next observable result',
      },
      {
        what: 'Meet weekly until the result shows, praising what changed as precisely as you criticized',
        measure: 'results met out of those agreed',
      },
    ],
    reversal: 'the person cannot name the expectation afterwards, because then the message was yours to repair',
  },
  {
    id: 'delegation',
    signs:
      /\b(?:micro-?manag\w*|delegat\w+|over-?control\w*|let(?:ting)? go of|hands-?off|do (?:it|everything) myself|the way i lead|leadership style|pressure point|first-time (?:lead|manager)|how closely)\b/gi,
    frameworks: ['situational-leadership'],
    core: 'which decisions you hold because they need you, and which because you always have',
    insight:
      'Leaders tend to supervise by temperament: the same closeness for the beginner and the expert. Beginners then lack direction in one place while experts lose interest in another.',
    options: [
      {
        name: 'Match your closeness to each person and task',
        gain: 'support where it is needed and room where it is earned',
        cost: 'you have to say openly where you place somebody',
      },
      {
        name: 'Hand over whole decisions with a limit and a review date',
        gain: 'your hours return quickly, and people grow',
        cost: 'some results will be worse than yours at first',
      },
      {
        name: 'Keep deciding, but explain your reasoning each time',
        gain: 'quality holds while others learn how you judge',
        cost: 'you remain the limit for as long as it takes',
      },
    ],
    choice: {
      option: 1,
      because: 'a bounded decision is the smallest unit in which trust can be tested without much harm',
    },
    moves: [
      {
        what: 'List what you decided in the last two weeks and mark what somebody else could have decided',
        measure: 'marked decisions as a share of all',
      },
      {
        what: 'Hand three of those to people in {team|your team}, each with a limit you state aloud',
        measure: 'decisions taken back within a month',
      },
      {
        what: 'Ask each of them after a month for more or less of you, per task',
        measure: 'difference between the help wanted and the help given',
      },
    ],
    reversal:
      'an error in those decisions could not be repaired, because then coach beside the person before you step away',
  },
  {
    id: 'retention',
    signs:
      /\b(?:attrition|quit(?:s|ting)?|resign(?:s|ed|ing|ation|ations)?|leav(?:e|es|ing) (?:us|the company|the team)|walked away|turnover|morale|retention|retain|counter-?offer|exit interviews?|burn(?:ed|t|ing)?[- ]?out|burnout)\b/gi,
    frameworks: [],
    core: 'why staying has become the worse deal for the people you most need',
    insight:
      'Exit interviews collect polite reasons. The people still here, asked what would make them leave, give you the list while something can be done about it.',
    options: [
      {
        name: 'Fix the work itself, from load and on-call to pointless approvals',
        gain: 'it helps everyone, including those who have not complained',
        cost: 'something promised to the business slips',
      },
      {
        name: 'Fix the deal for the few you cannot lose',
        gain: 'quick and targeted',
        cost: 'word gets round, and it buys months rather than years',
      },
      {
        name: 'Accept the departures and reduce key-person risk',
        gain: 'honest when the market sets the price',
        cost: 'knowledge walks out faster than it is written down',
      },
    ],
    choice: {
      option: 0,
      because: 'pay starts the search, daily friction finishes it, and only the friction is wholly yours to change',
    },
    moves: [
      {
        what: 'Hold a stay conversation with each person whose leaving would hurt, starting with {team|the most loaded team}',
        measure: 'causes named by more than one person',
      },
      {
        what: 'Remove the most frequent cause and tell people what was dropped to pay for it',
        measure: 'hours outside normal time, per person',
      },
      { what: 'Pair every single-holder area with a second person', measure: 'areas that depend on one head' },
    ],
    reversal: 'the leavers cluster under one manager, because then the remedy has a name',
  },
  {
    id: 'headcount',
    signs:
      /\b(?:headcount|hir(?:e|es|ed|ing)|recruit\w*|vacanc(?:y|ies)|backfill\w*|hiring freeze|candidates?|open roles?|staff(?:ing)?|how many (?:people|engineers)|requisitions?)\b/gi,
    frameworks: [],
    core: 'what you could not promise without these people, and what you would drop if they do not come',
    insight:
      'Requests stated in people get cut by a percentage. Requests stated as outcomes with and without the people get discussed, and the version without is the one approvers remember.',
    options: [
      {
        name: 'Ask for the smallest number that changes a promise',
        gain: 'easy to defend, and credit for the next request',
        cost: 'no slack if somebody leaves',
      },
      {
        name: 'Ask for the larger number in two stages',
        gain: 'room to grow into, with a gate that reassures finance',
        cost: 'the second stage is the first thing cut',
      },
      {
        name: 'Free people by ending work',
        gain: 'they know the company and start at once',
        cost: 'the owner of the ended work objects',
      },
    ],
    choice: {
      option: 1,
      because: 'a gate lets the approver say yes to the direction without betting on the whole amount',
    },
    moves: [
      {
        what: 'Write what gets delivered with no addition, with the small one and with the large one',
        measure: 'promises that differ between the versions',
      },
      {
        what: 'Subtract the months until a new person is productive, and the senior time that onboarding takes',
        measure: 'net capacity per quarter after both',
      },
      {
        what: 'Agree with {sponsor|the approver} which result releases the second stage',
        measure: 'a gate written down before the form goes in',
      },
    ],
    reversal: 'a departure is already known, because then replace that person first and ask for growth separately',
  },
  {
    id: 'overload',
    signs:
      /\b(?:drown(?:s|ing)?|overload(?:ed)?|overwhelm\w*|stretched|context[- ]switch\w*|firefight\w*|too much|exhaust\w+|interrupt(?:s|ed|ions)?|meetings all|no time|work of (?:two|three|four|five)|urgent)\b/gi,
    frameworks: ['eisenhower-matrix'],
    core: 'which work should leave the table, since time will not be added to it',
    insight:
      'Overload is a ranking problem that has been handed down to individuals, who solve it with evenings. Efficiency gains get refilled at once unless the intake changes.',
    options: [
      {
        name: 'Stop accepting one class of request',
        gain: 'relief that stays',
        cost: 'a visible refusal with your name on it',
      },
      {
        name: 'Hand work to someone with room or appetite',
        gain: 'growth for them, hours for you',
        cost: 'weeks of slower results while they learn',
      },
      {
        name: 'Add temporary capacity',
        gain: 'a date can be saved',
        cost: 'onboarding takes from the people who are short of time',
      },
    ],
    choice: { option: 0, because: 'as long as the intake is open, whatever you free will fill again' },
    moves: [
      {
        what: 'Keep a two-week log of what arrives, from whom, and what would have happened without an answer',
        measure: 'share of requests with no consequence if refused',
      },
      {
        what: 'Close the largest low-consequence source and say where it goes instead',
        measure: 'interrupts per person per day',
      },
      {
        what: 'Reserve the first half of each day for planned work in {team|the team}',
        measure: 'planned work finished in the week it was planned',
      },
    ],
    reversal: 'the log shows one short peak with an end date, because then temporary help is the cheaper answer',
  },
  {
    id: 'goals',
    signs:
      /\b(?:okrs?|key results?|kpis?|metrics?|metrcis|measur(?:e|es|ed|ing|ement)|targets?|scorecards?|dashboards?|quarterly goals|north star|vanity|proof?|prove)\b/gi,
    frameworks: ['okr', 'balanced-scorecard', 'north-star-metric'],
    core: 'which number would make you act differently, and who could bend it',
    insight:
      'A measure used for learning is told the truth; the same measure used for judging is told a story. Decide which use you want before choosing the number.',
    options: [
      {
        name: 'Use a few outcome measures, owned by the teams',
        gain: 'people argue about results instead of activity',
        cost: 'they move late, so the first quarter feels empty',
      },
      {
        name: 'Give every target a second number that guards it',
        gain: 'gaming shows up in the partner number',
        cost: 'twice the definitions to agree',
      },
      {
        name: 'Send few numbers upward and keep the detail with the teams',
        gain: 'executives get a stable picture and teams keep candor',
        cost: 'somebody will ask for the drill-down',
      },
    ],
    choice: {
      option: 1,
      because: 'the guard metric makes the target safe to publish before anyone has an incentive attached to it',
    },
    moves: [
      {
        what: 'For each candidate number write the decision it would change, and strike those without one',
        measure: 'numbers left with a named decision',
      },
      {
        what: 'Pair each survivor with the guard that would expose gaming, and record today’s baseline',
        measure: 'pairs with a baseline',
      },
      {
        what: 'Review them with {sponsor|the people who will read them} and agree what they may not be used for',
        measure: 'decisions taken from the numbers in a quarter',
      },
    ],
    reversal:
      'pay or ranking hangs on the number, because then expect it to be managed and choose one that survives that',
  },
];
