import { describe, expect, it } from '@jest/globals';

import { planOf } from '../content/plans.js';
import { agendaOf, sessionIn } from './agenda.js';
import { notesNamed, obstaclesNamed } from './named-obstacles.js';

describe('what a plan says to the circumstances', () => {
  const text =
    'Need to move 90 cron jobs off an old machine. About 20 of them nobody knows whose they are. ' +
    'Some send payment files to the bank, and the audit in March wants the machine gone.';

  it('stands beside the asker’s own words, in its phase and in their order', () => {
    const lines = obstaclesNamed(text, ['By May', 'By June', 'By July (to 3 July)', 'By August']).split('\n- ');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toMatch(/^\*\*“About 20 of them nobody knows whose they are”\*\* \(by May\): Give each a name/);
    expect(lines[2]).toMatch(/payment files to the bank”\*\* \(by July\): Move these last/);
    expect(lines[3]).toMatch(/the audit in March wants the machine gone”\*\* \(by August\)/);
  });

  it('is empty where nothing stands in the way', () => {
    expect(obstaclesNamed('We introduce a new form next year.')).toBe('');
  });

  it('says back the part of a request that tells something', () => {
    const notes = [{ signs: ['kpis'], say: 'Sort those you have.' }];
    expect(notesNamed(notes, 'What is it, is it for us, we already have 11 KPIs')).toContain(
      '“we already have 11 KPIs”',
    );
  });
});

describe('the kind of a plan', () => {
  it('is named by what is to be brought about', () => {
    const text =
      'We have to move 60 people from Slack to Teams by March because the group says so. Engineers are furious, and the on-call alerts run over it. Roadmap please.';
    expect(planOf(text).plan.id).toBe('tool-switch');
    expect(planOf('We acquired a firm of 16 last month. I was told to integrate the engineering teams.').plan.id).toBe(
      'acquired-team',
    );
  });

  it('is any undertaking where a sign is only said in passing', () => {
    const text =
      'We want to bring order into the archive of drawings by summer, how do we sequence it? The cupboard stands in the branches office, next to the room of the works council and the kitchen.';
    expect(planOf(text).plan.id).toBe('undertaking');
  });
});

describe('an agenda', () => {
  it('shares the time of a session among the steps', () => {
    expect(sessionIn('how would I do one with my leads in a 2h session?')).toBe(120);
    expect(sessionIn('the outage took 2h')).toBeUndefined();
    const agenda = agendaOf(
      [
        { name: 'Draw', means: 'draw it.' },
        { name: 'Judge', means: 'judge it.' },
      ],
      60,
    );
    expect(agenda).toContain('- **0:05–0:30** Draw: draw it.');
    expect(agenda).toMatch(/–1:00\*\* What we do differently/);
  });
});
