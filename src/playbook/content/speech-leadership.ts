import type { PersonaSpeech } from './persona-speech.js';

/** Voices of the personas who lead on organization, strategy and business. */
export const LEADERSHIP_SPEECH: Readonly<Record<string, PersonaSpeech>> = {
  diego: {
    openers: {
      decide: 'Good question to stop on before anyone redraws a chart.',
      diagnose: 'Let me slow this down for a moment, because the pattern matters more than the last incident.',
      plan: 'Right, let us get you moving without a grand plan nobody reads.',
      persuade: 'Before we work on the argument, let us be honest about who has to live with it.',
      measure: 'Numbers help a team when the team believes in them, so let us start there.',
      people: 'This is the part of the job nobody trains you for, and you are right to prepare it.',
    },
    recommends: 'Here is what I would do in your seat:',
    protects: 'the flow of work and the people doing it',
    lens: 'From the team side, I look at where work crosses a boundary and whether anyone has to be a hero to get it over.',
    condition: 'to hear the two teams describe the same hand-off in their own words',
    rule: 'When coordination takes more than 20% of the week I redesign the boundary; a 15% drop in velocity is enough for a review.',
    home: 'waiting',
    challenges: {
      assumption_test:
        'Who has tested that lately, and with which team? If nobody has, try it with one team before building on it.',
      root_cause_probe:
        'Is this the right problem or just the interesting one? Ask what happened before it became visible, and repair that instead.',
      alternative_exploration:
        'What would you do if that route were closed tomorrow? Sketch the second-best way on half a page; it often borrows less from your heroes.',
      evidence_demand:
        'It worked somewhere; did that somewhere look like your teams? Borrow the principle and pilot the practice.',
      constraint_validation:
        'Who set that limit, and would they move it for a better outcome? Offer them a smaller scope at the same date and watch which one they defend.',
      stakeholder_validation:
        'Have they told you, or has someone told you about them? Two direct conversations this week beat another round of guessing.',
    },
  },
  camille: {
    openers: {
      decide: 'Let me take this at the level where it will be judged.',
      diagnose: 'I have watched organizations mistake this for an execution problem. Some were right.',
      plan: 'You need a sequence that survives contact with the executive team.',
      persuade: 'They will not remember your argument. They will remember the choice you put to them.',
      measure: 'Choose the number as if you had to defend it a year from now.',
      people: 'Conversations of this kind set the tone far beyond the room, so it deserves thought.',
    },
    recommends: 'My counsel:',
    protects: 'strategic coherence and the credibility of the leadership',
    lens: 'At the executive level, I ask what we stop funding in order to do this and how it reads on one slide.',
    condition: 'a named executive sponsor and a sentence on what we give up',
    rule: 'Above $1M it goes to the board; below 30% adoption after six months it needs a sponsor or an ending.',
    home: 'direction',
    challenges: {
      assumption_test:
        'Would you sign that sentence on a board slide? If it needs a footnote, write the footnote first and decide after.',
      root_cause_probe:
        'Is that the cause or the place where it became embarrassing? Look one level up, at the choice that made it rational.',
      alternative_exploration:
        'What is the opportunity cost, and who has priced the option of doing nothing? Put a partner or a smaller stake beside it.',
      evidence_demand:
        'Whose evidence is that, and what would have counted against it? Ask for one case that failed, and compare.',
      constraint_validation:
        'Is it a law of nature or a position in a negotiation? Bring two versions, inside and outside the limit, and let the owner choose.',
      stakeholder_validation:
        'Which executive said so, in which words? Confirm it in person; a ten-minute call is cheaper than a reversal.',
    },
  },
  alvaro: {
    openers: {
      decide: 'Every option here is a bet, so let us see the odds and the stake.',
      diagnose: 'Follow the value: it tends to leak where nobody sends an invoice.',
      plan: 'A plan is an allocation with dates, so let us allocate.',
      persuade: 'Nobody ever bought an architecture diagram. Let us find what they would buy.',
      measure: 'If the number cannot change a decision, it is decoration.',
      people: 'People decisions are investments too, with slower returns and worse data.',
    },
    recommends: 'Where I would put the money:',
    protects: 'the return on what we invest',
    lens: 'Commercially, I ask who pays for this today, in money or in patience, and what they would pay to have it gone.',
    condition: 'one number that says what the status quo costs per quarter',
    rule: 'I review any investment that returns less than 20% within twelve months.',
    home: 'case',
    challenges: {
      assumption_test:
        'Where is the money in that belief? Put a price on being wrong, then decide how much checking it deserves.',
      root_cause_probe:
        'Who pays for this problem today? If nobody does, it may be a nuisance; solve the one with a bill attached.',
      alternative_exploration:
        'Is it a must-have or a nice-to-have with good manners? Price the modest version and see who still asks for the large one.',
      evidence_demand:
        'Proven at what margin? Ask for the before-and-after figures, or run a trial small enough to lose.',
      constraint_validation:
        'Budgets move for returns. State what the next tranche would earn, and ask again with that on the table.',
      stakeholder_validation:
        'Did they say they want it, or that they would pay for it? Ask for a trade: what would they give up to have it?',
    },
  },
  marcus: {
    openers: {
      decide: 'Great, a choice people will have to live with. Let us make it one they can pick up.',
      diagnose: 'When the slides are fine and the behavior is not, the behavior is telling you something.',
      plan: 'Let us build momentum you can see by the end of the month.',
      persuade: 'You will not convince everyone, and luckily you do not have to.',
      measure: 'Count what people do when nobody is watching. That is the number.',
      people: 'Change happens one honest conversation at a time, and this sounds like one of them.',
    },
    recommends: 'The move that creates pull:',
    protects: 'real adoption by the people affected',
    lens: 'From the adoption side, I ask what an ordinary person does differently on a Tuesday afternoon.',
    condition: 'three practitioners who will use it first and speak about it honestly',
    rule: 'If usage needs a reminder after four weeks, I change the product and not the campaign.',
    home: 'adoption',
    challenges: {
      assumption_test:
        'Does behavior really follow from that? Watch three people for an hour, and let what you see edit the plan.',
      root_cause_probe:
        'Do people not know, not want or not manage? Find out which before fixing; each has its own remedy.',
      alternative_exploration:
        'What if you made the old way slightly harder instead of the new way louder? Try both on small groups.',
      evidence_demand: 'Who adopted it and kept it for half a year? Talk with someone who dropped it, and use that.',
      constraint_validation:
        'Does the limit apply to the whole rollout or only to the first wave? Start with a group it does not bind.',
      stakeholder_validation:
        'Enthusiasm in a survey or use in the logs? Invite five of them to co-design it, and see who comes.',
    },
  },
  david: {
    openers: {
      decide: 'Numbers first, then opinions.',
      diagnose: 'Somewhere in this there is a line item that explains most of it.',
      plan: 'Let us put dates and amounts next to each step, even rough ones.',
      persuade: 'Finance says yes to ranges and stop rules, and distrusts precision.',
      measure: 'Pick the unit first; the metric follows.',
      people: 'I will keep the figures modest here, because this one is not settled by arithmetic.',
    },
    recommends: 'What the arithmetic supports:',
    protects: 'total cost and payback',
    lens: 'Financially, I separate what is spent once from what returns each month, including the people.',
    condition: 'total cost over three years with the assumptions in view',
    rule: 'I look at payback before return: a good ratio that arrives late still has to be financed.',
    home: 'spend',
    challenges: {
      assumption_test:
        'What does the total cost become if that is wrong by half? Show the range, and fund only the part that survives it.',
      root_cause_probe:
        'Is the cost driver volume, price or waste? Split the figure in those three before choosing a cure.',
      alternative_exploration:
        'What is the payback of the cheapest option, doing nothing included? Put that in the first column.',
      evidence_demand:
        'Do you have the figures before and after, on the same definition? If not, budget a measured trial.',
      constraint_validation: 'Is the ceiling cash, headcount or run rate? They can be traded; ask which one binds.',
      stakeholder_validation:
        'Has the budget holder said so in writing? Ask what evidence would release the next amount.',
    },
  },
  sofia: {
    openers: {
      decide: 'Before we compare, let us look at how you would get out again.',
      diagnose: 'Commercial trouble has a clause behind it more often than a culprit.',
      plan: 'Sequence is leverage, so let us use your calendar and not theirs.',
      persuade: 'The other side has targets as well. Let us use that.',
      measure: 'A service level without a consequence is a wish.',
      people: 'Relationships outlast contracts, so let us look after this one.',
    },
    recommends: 'The position I would take:',
    protects: 'bargaining power and a way out',
    lens: 'On the supplier side, I ask what it costs to leave, because that sets the price of staying.',
    condition: 'the exit terms on paper before the price',
    rule: 'I sign nothing whose exit has not been costed, however good the discount.',
    home: 'vendor',
    challenges: {
      assumption_test:
        'Is that in the contract or in the sales deck? Have it written in, or price the risk that it is absent.',
      root_cause_probe:
        'Is the product failing you, or the way it was bought? Read the terms before you change the supplier.',
      alternative_exploration:
        'Who else was asked? A second credible quote is the least expensive negotiator you can hire.',
      evidence_demand: 'Can you speak with a customer who left them? Ask for that reference instead of the happy one.',
      constraint_validation:
        'Whose quarter end is that deadline? If it is theirs, waiting a week may be worth a discount.',
      stakeholder_validation: 'Did users ask for this tool or for the job it does? Trial two on the same job.',
    },
  },
};
