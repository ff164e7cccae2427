import { describe, expect, it } from '@jest/globals';

import { readFacts } from '../../../facts/index.js';
import { writeSummary } from '../summarise.js';

const TODAY = new Date('2026-11-30');
const summary = (text: string) => writeSummary({ text, facts: readFacts(text, TODAY) })?.markdown ?? '';

describe('a summary by the shape of its source', () => {
  it('leads with the gap to the budget, then its causes by size, then what remains', () => {
    const lines = summary(
      '5 lines for the CFO:\ntravel cost May 60k, April 45k, budget 50k\n- +4k new fares, permanent\n- +11k sales meeting, one-off\n- rail card from 1 June, saves 2k\n- Omar thinks hotels get dearer, no number yet',
    ).split('\n');
    expect(lines[0]).toBe('Travel cost May: 60k, 10k over the budget of 50k, 15k more than in April (45k).');
    expect(lines[1]).toMatch(/^That rise is explained in full\. 11k: sales meeting, one-off; 4k: new fares/);
    expect(lines[2]).toBe(
      'Without the 11k that is over and with the 2k still to be saved, 47k remain, 3k under budget.',
    );
    expect(lines.at(-1)).not.toContain('Omar');
    expect(lines.length).toBeLessThanOrEqual(5);
  });

  it('groups what several people said, counts, and names no one', () => {
    const made = summary(
      'want themes for my managers, anonymous:\n1 review takes 4 days. 2 pay is low. 3 review again, "it\'s always Ulf". 4 likes the team. 5 on-call every second week. 6 slow reviews, pay too',
    );
    expect(made).toMatch(/\*\*Code review\*\*, 3 of 6: /);
    expect(made).toContain('**Pay**, 2 of 6');
    expect(made).not.toContain('Ulf');
    expect(made).toContain('one remark names a person');
  });

  it('finds the matter that notes share where it is none of work', () => {
    expect(
      summary(
        'themes from 5 customer calls please, no names:\n1 export takes an hour. 2 wants invoices in Dutch. 3 export fails above 5k rows. 4 nothing new. 5 export broken again',
      ),
    ).toContain('**Export**, 3 of 5');
  });

  it('says what results mean, the greatest fall first', () => {
    const made = summary(
      'Survey of my unit (50 people, 80% answered), what do I put on the one slide? Overall 66 (company 70, last year 71). Team spirit 85 (+2). Pay 50 (-12). Tools 61 (-1). Comments: lots about the bonus, one about plants.',
    );
    expect(made).toMatch(/^- \*\*What fell is pay, not team spirit\*\*/);
    expect(made).toContain('Overall 66: 4 below the company (70), 5 below last year (71).');
    expect(made).toContain('40 of 50 people answered');
    expect(made).not.toContain('plants');
  });

  it('gives those who decide what is asked, why now, the cost, and what is open', () => {
    const made = summary(
      "boil this thread down to a decision for the board:\nIda: the lease ends 30 June, notice is 3 months\nBo: staying costs 9k a month\nIda: I'd renew for one year\nBo: who pays the repairs? Ida: nobody knows",
    );
    expect(made).toMatch(/^- \*\*Decision asked\.\*\* Renew for one year\./);
    expect(made).toContain('**Why now.** The lease ends 30 June');
    expect(made).toContain('**What it costs.** Staying costs 9k a month.');
    expect(made).toContain('**Open.**');
    expect(made).not.toMatch(/\b(?:Ida|Bo)\b/);
  });

  it('looks back without blame', () => {
    const made = summary(
      'retro notes, something I can send to the execs w/o anybody getting blamed:\n- launch slipped 3 wks -> 7 wks\n- Mia: no test data until week 4\n- good: no downtime\n- action: ??? ran out of time',
    );
    expect(made).toContain('from 3 to 7 weeks (4 weeks more)');
    expect(made).toContain('**Why.** No test data until week 4.');
    expect(made).toContain('No actions agreed yet.');
    expect(made).not.toContain('Mia');
  });

  it('adds what is spent and what is to come, in the language of the source', () => {
    expect(
      summary(
        'Résume en 2 points pour la direction :\nprojet stock : budget 100 k€, dépensé 80 k€, reste à faire 35 k€\n- livraison le 3 mai, deux équipes concernées, formation en avril pour les magasins',
      ),
    ).toContain('À terminaison 115 k€ (80 k€ dépensés, 35 k€ restants), soit 15 k€ de plus');
  });
});
