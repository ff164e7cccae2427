import { describe, expect, it } from '@jest/globals';

import { newsOf } from '../reading/conversation/news.js';
import { candidatesReply } from './candidates-reply.js';
import { newsReply, wordsAfterNews } from './news-reply.js';
import { ownFigure } from './own-figure.js';
import { objectionOf } from './stance.js';

function answerTo(asked: string, said: string): string {
  const news = newsOf(asked, said);
  const parts = news === undefined ? undefined : newsReply({ news, asked, said, writer: undefined });
  return parts?.sections.join('\n\n') ?? '';
}

describe('newsReply', () => {
  it('says what a freeze does to a request for a post, with its end', () => {
    const text = answerTo("Just heard there's a hiring freeze till March. Does that change it?", 'I want a second PM.');
    expect(text).toMatch(/^Yes, it changes\. With hiring stopped until March/);
    expect(text).toContain('first in line when hiring opens in March');
  });

  it('reckons a share that was raised', () => {
    expect(answerTo('CFO now says 30%', 'AWS is 92k/mo. CFO wants 20% off')).toContain(
      '30% in place of 20%: of 92k a month that is 27.6k a month, and no longer 18.4k',
    );
  });

  it('answers both, a figure and a stop', () => {
    const text = answerTo('now they say 12% and the hiring of the 2 open positions is stopped', 'They want 8% of 4.1m');
    expect(text).toMatch(/492k/);
    expect(text).toMatch(/hiring stopped/i);
  });

  it('leaves no slot open and says nothing twice', () => {
    for (const message of [
      'Ines resigned',
      'legal said no',
      'procurement signed the renewal',
      'the CPO got replaced',
    ]) {
      const text = answerTo(message, 'Ines fights it. Legal is nervous.');
      expect({ message, text }).toMatchObject({ text: expect.not.stringMatching(/[{}]|undefined|^$/) });
    }
  });

  it('has words for those who counted on what was refused', () => {
    const news = newsOf('Legal came back: no, not before October.', 'Open source?');
    expect(news === undefined ? undefined : wordsAfterNews(news)?.sections[0]).toContain('in October');
    expect(newsOf('Legal came back: no, not before October.', 'Open source?')?.kind).toBe('refused');
  });
});

describe('objectionOf', () => {
  it('answers what the person named stands for, with the figure of the asker', () => {
    const said =
      "About a third of what we shipped has under 50 users. My boss is the CPO, she's proud of running lean.";
    const text = objectionOf('she', said)?.sections.join(' ');
    expect(text).toContain('“running lean”');
    expect(text).toContain('“About a third of what we shipped has under 50 users”');
  });

  it('takes no stance of the asker for one of another', () => {
    expect(objectionOf('she', 'My boss is the CPO. I think she is busy.')).toBeUndefined();
    expect(objectionOf('ceo', 'I say our problem is focus.')).toBeUndefined();
  });
});

describe('ownFigure', () => {
  it('takes what was found, and not what is wished for', () => {
    expect(ownFigure('I want to move our 2 engineers. Product teams wait about 3 weeks for a change.')).toBe(
      'Product teams wait about 3 weeks for a change',
    );
    expect(ownFigure('How many of 5 do I need?')).toBeUndefined();
  });
});

describe('candidatesReply', () => {
  it('ranks parts of a system by what they share', () => {
    const [first] = candidatesReply(
      ['billing', 'user/auth', 'PDF generation', 'notifications'],
      'Our monolith, or services?',
    ).sections;
    expect(first).toMatch(/^Notifications first/);
  });

  it('ranks other things by what was told of them, and says so where nothing was', () => {
    const said = 'Our biggest customer (18% of revenue) wants SSO by 1 June. Billing is due in June too.';
    const text = candidatesReply(['billing', 'SSO', 'export'], said).sections.join('\n');
    expect(text).toMatch(/^\*\*SSO\*\* first/);
    expect(text).toContain('Of export you name neither');
    expect(candidatesReply(['a rota', 'a wiki', 'a course'], said).sections[0]).toContain('without guessing');
  });
});
