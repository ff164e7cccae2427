import type { Situation } from './situation.js';

/** Situations about structure, flow, ownership and change. */
export const ORGANIZATION_SITUATIONS: readonly Situation[] = [
  {
    id: 'waiting',
    signs:
      /\b(?:wait(?:s|ing|ed)?|blocked|blocking|bottlenecks?|queued?|ticket queue|hand-?offs?|depend(?:s|ed|ency|encies|ing)? on|dependenc(?:y|ies)|pulled in|without them|esperan?|attend(?:re|ons|ent)|warten)\b/gi,
    frameworks: ['team-topologies', 'conways-law', 'theory-of-constraints'],
    core: 'who can finish a piece of work without standing in somebody else’s queue',
    insight:
      'A queue between teams is rarely cured by working faster inside it: adding people to the shared group raises its throughput for a while and leaves every requester waiting by design.',
    options: [
      {
        name: 'Make the common requests self-service',
        gain: 'the waiting disappears for the routine cases, which frees most of the week for {team|the shared group}',
        cost: 'someone must build and support it as a product, and requests pile up while they do',
      },
      {
        name: 'Move the capability into the requesting teams',
        gain: 'ownership and delivery sit in one place',
        cost: 'you pay for duplicated skill and need a standard to stop divergence',
      },
      {
        name: 'Keep the shared group and ration it by an explicit service level',
        gain: 'it can start now and costs almost nothing',
        cost: 'it makes the wait predictable rather than short',
      },
    ],
    choice: {
      option: 0,
      because: 'it removes the queue where it is thickest, and the request log tells you where that is',
    },
    moves: [
      {
        what: 'Log every request that crosses to {team|the shared group}, with waiting time kept apart from working time',
        measure: 'share of elapsed time that is waiting, by request type',
      },
      {
        what: 'Take the most frequent request type and let requesters complete it alone, with guard rails instead of approval',
        measure: 'requests of that type still handled by a person',
      },
      {
        what: 'Protect half of the shared group’s week from interrupts through a rotating duty engineer',
        measure: 'unplanned work as a share of the week',
      },
    ],
    reversal: 'the log shows that most of the delay is working time, because then you have a capacity or skill gap',
  },
  {
    id: 'delivery',
    signs:
      /\b(?:lead times?|release cadence|deploy(?:s|ments?|ing)?|velocity|throughput|slow(?:er|ing)?|late|slip(?:s|ped|ping)?|missed (?:the )?dates?|cycle time|sprints?|release train)\b/gi,
    frameworks: ['accelerate-dora'],
    core: 'where the time goes between deciding on something and having it in use',
    insight:
      'Slow delivery feels like a shortage of effort; the timestamps nearly always show work sitting still, in large batches, between people who are each busy.',
    options: [
      {
        name: 'Cut the batch size',
        gain: 'risk, review time and recovery time all fall together',
        cost: 'it exposes every manual step you have been amortising over large releases',
      },
      {
        name: 'Limit work in progress across {team|the teams}',
        gain: 'finished work appears sooner with the people you have',
        cost: 'someone must tell a stakeholder that their item has not started',
      },
      {
        name: 'Automate the slowest release step',
        gain: 'a lasting saving on each change',
        cost: 'weeks of investment before anyone outside engineering sees a difference',
      },
    ],
    choice: { option: 1, because: 'it needs no tooling and shows within weeks which step deserves the automation' },
    moves: [
      {
        what: 'Trace the last ten finished changes from decision to use and mark each idle stretch',
        measure: 'idle time as a share of lead time',
      },
      {
        what: 'Set a limit on items in progress per team and hold it through one planning round',
        measure: 'median age of open work',
      },
      {
        what: 'Publish lead time beside change failures, so that speed is not bought with rework',
        measure: 'both trends over six weeks',
      },
    ],
    reversal: 'the trace shows little idle time, because then scope or skill is the limit',
  },
  {
    id: 'ownership',
    signs:
      /\b(?:nobody (?:owns|knows|decides)|no one (?:owns|decides)|who (?:decides|owns)|whose|owners?(?:hip)?|accountab\w+|approv(?:al|als|es|ed|e)|sign-?off|decision rights|veto|committee|raci|responsib\w+|each reject)\b/gi,
    frameworks: ['raci'],
    core: 'whose word is final, and on what',
    insight:
      'When several people can stop a thing and none can start it, the absence of a decider is being covered by meetings. More consultation lengthens the queue of opinions.',
    options: [
      {
        name: 'Name one decider per decision type, with a short list of people heard first',
        gain: 'decisions get a date and an author',
        cost: 'someone loses an informal veto and will notice',
      },
      {
        name: 'Push the decision to the team and publish the limits',
        gain: 'speed, and judgment grows where the facts are',
        cost: 'uneven outcomes while people learn the limits',
      },
      {
        name: 'Escalate contested cases to a standing forum',
        gain: 'consistency and a record',
        cost: 'the forum becomes the place where everything waits',
      },
    ],
    choice: {
      option: 0,
      because: 'it is the cheapest change that ends the loop, and it can be narrowed to the decisions that hurt',
    },
    moves: [
      {
        what: 'List the last five decisions that stalled and who could say no to each',
        measure: 'holders of a veto per decision',
      },
      {
        what: 'Write one name beside each decision type and have {sponsor|the most senior person involved} confirm it in public',
        measure: 'decision types with exactly one name',
      },
      {
        what: 'Give contested points a time limit, after which the named person decides',
        measure: 'days from question to decision',
      },
    ],
    reversal:
      'a law or a contract prescribes joint consent, because then the process must be made quick rather than single-headed',
  },
  {
    id: 'growth',
    signs:
      /\b(?:acqui(?:red?|sition)|merg(?:ed|er|ing)|doubl(?:e|ed|ing)|reorg\w*|restructur\w*|from \w+ to \w+ (?:people|engineers|teams)|scal(?:e|ing) (?:the )?(?:team|org|company)|span of control|direct (?:reports|leads)|overnight|layers?)\b/gi,
    frameworks: ['mckinsey-7s'],
    core: 'which structure the next size needs, and which habits of the present size must go',
    insight:
      'Structures break at the joints first: decisions that used to be made in a corridor now need a place. New boxes do not help until it is clear which decisions leave your desk.',
    options: [
      {
        name: 'Insert a leadership layer by product or domain',
        gain: 'your own attention stops being the limit',
        cost: 'distance from the work, and some good engineers become uneasy managers',
      },
      {
        name: 'Regroup teams around outcomes first, appoint leads afterwards',
        gain: 'the structure follows the work',
        cost: 'a quarter of ambiguity about who reports where',
      },
      {
        name: 'Leave the lines and delegate decisions explicitly',
        gain: 'reversible, and it starts this week',
        cost: 'too little when span of control is the true limit',
      },
    ],
    choice: {
      option: 2,
      because:
        'delegated decisions show you which boundaries and which leads hold before you draw them in an org chart',
    },
    moves: [
      {
        what: 'List every decision that came to you in the last fortnight and mark those another person could have made',
        measure: 'decisions per week that still reach you',
      },
      {
        what: 'Hand over the marked group to named people in {team|the teams} with a limit and a review date',
        measure: 'handed-over decisions you had to reverse',
      },
      {
        what: 'Draw the target structure from what held, and talk to those who lose scope before announcing it',
        measure: 'regretted departures in the following quarter',
      },
    ],
    reversal:
      'the new people work in a product that shares nothing with the old, in which case a clean boundary now is kinder',
  },
  {
    id: 'adoption',
    signs:
      /\b(?:adopt(?:s|ed|ion|ing)?|roll-?out|rolled out|resist(?:s|ed|ance)?|ignor(?:e|es|ed|ing)|nobody (?:uses|reads|repeats|follows)|old way|change fatigue|transformation|buy-?in|culture|stuck on|back to (?:the )?old|change programme?)\b/gi,
    frameworks: ['adkar', 'kotter-8-step', 'organizational-transformation', 'scaling-up-excellence'],
    core: 'what people would have to stop doing, and why the old way still pays better',
    insight:
      'A change that is known and still not practised has passed the awareness problem. What remains is the price of the new behavior in an ordinary week, and whether anyone respected has paid it.',
    options: [
      {
        name: 'Make the new way the easiest way, one team at a time',
        gain: 'behavior changes without a campaign, and each team is a reference for the next',
        cost: 'slow to show on an organization-wide chart',
      },
      {
        name: 'Set a date after which the old way ends',
        gain: 'clarity, and the double running cost stops',
        cost: 'you spend authority, and the exceptions define you',
      },
      {
        name: 'Recruit a coalition of respected practitioners',
        gain: 'peers carry the argument where slides do not',
        cost: 'they need time taken from delivery, and they will ask for changes',
      },
    ],
    choice: {
      option: 0,
      because: 'observed use in one team convinces more people than another announcement to all of them',
    },
    moves: [
      {
        what: 'Watch three people do the task the old way and the new way, and count the extra steps',
        measure: 'extra steps and minutes of the new way',
      },
      {
        what: 'Remove the worst of those obstacles together with {team|one willing team}',
        measure: 'share of that team still using it after four weeks, unasked',
      },
      {
        what: 'Let that team show it to the next, with {sponsor|your sponsor} in the room',
        measure: 'teams that join without being told',
      },
    ],
    reversal: 'the people concerned say they do not see why, because then explain before you simplify',
  },
  {
    id: 'merger',
    isEvent: true,
    signs:
      /\b(?:acquir(?:e|ed|es|ing)|acquisitions?|mergers?|merged with|bought (?:a|an|another|the) (?:company|competitor|start-?up)|post-merger|integrat(?:e|ing) (?:them|their)|both companies|two companies|the acquired|adquisici[oó]n|acquis(?:e|ition)|übernahme|übernommen)\b/gi,
    frameworks: ['conways-law'],
    core: 'what has to be one company, and by when, and what may stay two',
    insight:
      'Nobody integrates a company; you integrate a product, a team or a system, each for a reason of its own. What customers see and what an auditor asks about come first; whose build tool survives can wait, and the people you bought leave over how it is decided more often than over what.',
    options: [
      {
        name: 'Fold them into your teams and your way of working at once',
        gain: 'one way of working, and no second platform to pay for',
        cost: 'the people and the habits you paid for go first, while delivery stands still on both sides',
      },
      {
        name: 'Join them seam by seam, each for a reason you can write down',
        gain: 'customers see one company early, and each step can be stopped when it stops paying',
        cost: 'two stacks for longer, and a list of seams that needs one owner with authority on both sides',
      },
      {
        name: 'Let them run as they are, with security, pay and planning in common',
        gain: 'what worked goes on working, and you learn what you bought',
        cost: 'the double cost stays, and after a year it has friends',
      },
    ],
    choice: {
      option: 1,
      because:
        'the seams differ in what they are worth, and you can take the two that customers and auditors meet first',
    },
    moves: [
      {
        what: 'Talk with every one of their leads about what they would leave over, and promise in writing what will not change this year',
        measure: 'share of their key people still there at six and twelve months',
      },
      {
        what: 'List the seams (sign-in, billing, data, on-call, release, career levels), and give each a verdict, a reason and one owner: join, bridge or leave',
        measure: 'seams with an owner and a date, and those joined without a lost release',
      },
      {
        what: 'Join one seam that customers see with a team from both sides, and write down what it cost',
        measure: 'planned against real effort of that seam, and releases either side missed meanwhile',
      },
    ],
    reversal:
      'the deal was for their people alone, in which case keep their team whole and move the work to it; or if one platform has to be switched off by a date you do not set',
  },
];
