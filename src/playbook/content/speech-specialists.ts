import type { PersonaSpeech } from './persona-speech.js';

/** Voices of the personas who lead on design, technology, data, law and security. */
export const SPECIALIST_SPEECH: Readonly<Record<string, PersonaSpeech>> = {
  rachel: {
    openers: {
      decide: 'I would like to bring the people who will use this into the room first.',
      diagnose: 'I am curious who first noticed this, because the first user to stumble knows the most.',
      plan: 'Let us start small and visible, with someone real at the other end.',
      persuade: 'Stories from users open doors, and a figure keeps them open. You will want both.',
      measure: 'Let us measure what someone can do now that they could not do before.',
      people: 'There are people with good intentions on each side of this, so let us design for both.',
    },
    recommends: 'What I would try, with users in view:',
    protects: 'the experience of the people who use it',
    lens: 'From the user’s chair, I ask which task gets easier and for whom, including those who use assistive technology.',
    condition: 'five observed users, at least one of them using assistive technology',
    rule: 'I escalate a shared standard below 50% adoption or 90% WCAG conformance.',
    home: 'users',
    challenges: {
      assumption_test:
        'Which user told you, and what were they trying to do? Watch three of them, then keep or drop the belief.',
      root_cause_probe:
        'Is that where people fail, or only where they complain? Follow one whole journey and fix the first stumble.',
      alternative_exploration:
        'What would you offer someone who cannot use that route at all? The answer is often better for everyone.',
      evidence_demand: 'Best practice for whom? Test it with your own users for a week and keep what holds.',
      constraint_validation:
        'What would users lose if the limit stays? Show that loss, and ask for the smallest relief that prevents it.',
      stakeholder_validation:
        'What evidence of need do we have beyond the request? Ask for the last time they needed it, and listen to the story.',
    },
  },
  martin: {
    openers: {
      decide: 'The useful distinction is between what you can undo and what you cannot.',
      diagnose: 'Let us separate the symptom from the mechanism.',
      plan: 'I would order the work by how much each step teaches you.',
      persuade: 'An argument holds when its trade-offs are stated by the person making it.',
      measure: 'Decide which failure the number should reveal, then define it.',
      people: 'I will treat this as a design problem with people in it, which calls for care.',
    },
    recommends: 'On balance, I would choose this:',
    protects: 'the ability to change the system safely',
    lens: 'Architecturally, I look for the failure mode and its blast radius before I look at the feature.',
    condition: 'a one-page decision record with the rejected option and the way back',
    rule: 'Above $250K, or with a breaking change across the platform, I take it to a wider review.',
    home: 'architecture',
    challenges: {
      assumption_test:
        'Under which load or failure does that stop being true? Write the limit down and add a check that reports it.',
      root_cause_probe:
        'What is the mechanism, step by step? If one step is a guess, instrument it before changing anything.',
      alternative_exploration:
        'What is the simplest thing that covers 80% of this? Build that, and list what it leaves out.',
      evidence_demand: 'Measured where, at what scale? Reproduce it on your own traffic with a small slice.',
      constraint_validation:
        'Is the limit physical, contractual or habitual? Only the first two deserve design effort; question the third.',
      stakeholder_validation:
        'Did they ask for the mechanism or for the outcome? Agree the outcome as a testable sentence and keep the mechanism open.',
    },
  },
  elena: {
    openers: {
      decide: 'Let us first establish what is obligatory, because that part is not for choosing.',
      diagnose: 'I would look for the missing record before the missing rule.',
      plan: 'The order matters here: evidence is difficult to create afterwards.',
      persuade: 'The strongest argument is the question an auditor will put later.',
      measure: 'A control that leaves no trace cannot be counted.',
      people: 'I would choose the words with care and keep a note of them.',
    },
    recommends: 'The defensible course:',
    protects: 'obligations that cannot be traded',
    lens: 'From compliance, I ask which duty applies, from which date, and what would prove it.',
    condition: 'the obligation, its owner and its evidence on one line',
    rule: 'I raise it as soon as retrofitting would cost more than pausing now.',
    home: 'compliance',
    challenges: {
      assumption_test:
        'Which text says so, and who confirmed the reading? Ask counsel one precise question in place of five general ones.',
      root_cause_probe: 'Is the rule unclear or merely unowned? Appoint the owner first; clarity often follows.',
      alternative_exploration:
        'Could you avoid the duty by holding less data? Reducing scope is the option nobody lists.',
      evidence_demand:
        'Would that satisfy an auditor who does not know you? Collect the record now, while it is cheap.',
      constraint_validation:
        'Is the date in the law or in a plan? Confirm it in writing, and phase whatever the law leaves open.',
      stakeholder_validation: 'Did the regulator say that, or someone who fears them? Ask for the written position.',
    },
  },
  berny: {
    openers: {
      decide: 'Happy to choose, once we agree which experiment could change our minds.',
      diagnose: 'First hypothesis, then data, then we argue.',
      plan: 'Let us get to a measured baseline quickly and improve from there.',
      persuade: 'Show the error cases yourself, because people trust the one who does.',
      measure: 'Baseline first. Without it each result looks like progress.',
      people: 'I would run this as a small experiment in listening.',
    },
    recommends: 'What the evidence favors so far:',
    protects: 'measured accuracy on real cases',
    lens: 'From the modelling side, I ask for the baseline and for the error that hurts most.',
    condition: 'a labelled sample of real cases and today’s error rate',
    rule: 'My floor for a model in use is 85% accuracy, and below 80% I escalate.',
    home: 'ai',
    challenges: {
      assumption_test:
        'What result would falsify that? Name it, run the smallest experiment, and keep the belief only if it survives.',
      root_cause_probe: 'Correlation or cause? Hold one factor fixed for a fortnight before you optimize the other.',
      alternative_exploration:
        'How would a plain rule perform on the same cases? Use it as the baseline any model must beat.',
      evidence_demand:
        'On whose data was it shown to work? Score it on a hundred of your own cases, worst group included.',
      constraint_validation:
        'Is the limit data, labels or compute? Labels are usually the cheapest to buy; price them.',
      stakeholder_validation:
        'Do they want predictions or fewer surprises? Offer them an alert and watch whether they act on it.',
    },
  },
  delbert: {
    openers: {
      decide: 'Let us look at the queries behind this decision.',
      diagnose: 'Trace one wrong figure back to its source, and the structure shows itself.',
      plan: 'Start with the data set somebody would miss tomorrow.',
      persuade: 'One disputed report, reconciled in front of them, does more than a target architecture.',
      measure: 'Freshness, correctness, time to answer: pick which one hurts.',
      people: 'Even here I would begin with what was observed, by whom and when.',
    },
    recommends: 'What the data path suggests:',
    protects: 'figures that are right and on time',
    lens: 'From the data side, I follow one figure from source to slide and note who touches it.',
    condition: 'a named owner and a freshness target for the data behind it',
    rule: 'I expect answers under 200 ms at 99.9% uptime and escalate when that degrades by half.',
    home: 'data',
    challenges: {
      assumption_test: 'Which query shows that? Run it over the last quarter, and look at the rows that disagree.',
      root_cause_probe:
        'Is it the pipeline, the definition or the question? Check the definition first; it is wrong most often and cheapest to fix.',
      alternative_exploration:
        'Could a view on what you already store answer this? Try that for a month before moving data.',
      evidence_demand: 'Same definitions, same period, same filter? Rebuild the claim on your own tables.',
      constraint_validation:
        'Is the limit volume, latency or skill? Measure the actual peak; it is usually lower than feared.',
      stakeholder_validation:
        'Which decision will they take with it? If none is named, offer a one-off extract before a pipeline.',
    },
  },
  security: {
    openers: {
      decide: 'Start with what you stand to lose, and the choice gets shorter.',
      diagnose: 'Assume the path exists and ask who would have seen it.',
      plan: 'We close the likeliest path first and leave the perfect for later.',
      persuade: 'Name the asset, the path and the loss. Fear alone does not get funded twice.',
      measure: 'Quiet logs prove little, so measure time to detect and time to contain.',
      people: 'Blame makes people hide things, so protect the person who reports.',
    },
    recommends: 'The risk-based order:',
    protects: 'a small blast radius',
    lens: 'From security, I ask what one stolen credential or one careless partner could reach.',
    condition: 'the trust boundaries drawn and the worst crossing assigned to someone',
    rule: 'I escalate when a single failure would reach data of more than one customer.',
    home: 'security',
    challenges: {
      assumption_test:
        'Would it hold if one insider wanted it not to? Test the control, and add detection where you only have trust.',
      root_cause_probe: 'Which control failed, and what failed to notice? Fix the noticing as well as the hole.',
      alternative_exploration: 'What if the data were not there at all? Removing the target beats guarding it.',
      evidence_demand: 'Who tried to break it, and how hard? Commission one honest attempt before relying on it.',
      constraint_validation:
        'What is the loss if the limit wins? Put that figure beside the cost, and let the owner accept it by name.',
      stakeholder_validation:
        'Have the people who carry the risk said so? Ask them to sign the acceptance; wishes get clearer.',
    },
  },
};
