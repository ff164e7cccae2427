import { describe, expect, it } from '@jest/globals';

import { taskIn } from './background-task.js';
import { readDialogue, textOf } from './dialogue.js';

const user = (content: string) => ({ role: 'user', content });
const system = (content: string) => ({ role: 'system', content });

describe('readDialogue', () => {
  it('takes the last message of a user for the question, and those before it for what was said', () => {
    const said = [user('One?'), { role: 'assistant', content: 'Two.' }, user('Three?'), { role: 'tool', content: 'x' }];
    expect(readDialogue(said)).toMatchObject({ question: 'Three?', earlier: ['One?'], length: 15 });
  });

  it('reads the latest twelve of what was said before', () => {
    const said = Array.from({ length: 30 }, (_, at) => user(String(at)));
    expect(readDialogue(said)).toMatchObject({
      question: '29',
      earlier: said.slice(17, 29).map(({ content }) => content),
    });
  });

  it('reads a question out of what clients put around it', () => {
    const context = '<context>\n<source id="1">Ask them for "everything".</source>\n</context>';
    const task = '### Task:\nRespond to the user query using the provided context.\n';
    for (const wrapped of [
      `${task}${context}\n\nShall we buy?`,
      `${task}${context}\n\n<user_query>\nShall we buy?\n</user_query>`,
      '<task>\nShall we buy?\n</task>\n<environment_details>\n# Open tabs\n</environment_details>',
    ]) {
      expect(readDialogue([user(wrapped)]).question).toBe('Shall we buy?');
    }
    expect(readDialogue([user('### Task: shall we buy?')]).question).toBe('### Task: shall we buy?');
  });

  it('reads the answers that people give to a coding assistant', () => {
    const said = '[plan_mode_respond] Result:\n\n<user_message>\nWhere do we start?\n</user_message>';
    expect(readDialogue([user(`${said}\n<environment_details>\nx\n</environment_details>`)]).question).toBe(
      'Where do we start?',
    );
  });

  it.each([
    ['# Current Mode\nPLAN MODE', 'plan_mode_respond'],
    ['# Current Mode\nACT MODE', 'attempt_completion'],
  ])('knows the tool as which a coding assistant wants an answer: %s', (mode, name) => {
    const tools = system('## attempt_completion\nUsage:\n<attempt_completion>\n<result>…');
    const asked = user(`<task>Why?</task>\n<environment_details>\n${mode}\n</environment_details>`);
    expect(readDialogue([tools, asked]).tool?.name).toBe(name);
    expect(readDialogue([asked]).tool).toBeUndefined();
  });

  it.each([
    ['The user is a VP of Engineering.', 'VP of Engineering'],
    ['You assist the CTO of a bank. Be brief.', 'CTO of a bank'],
    ["I'm an engineering manager", 'engineering manager'],
    ['My role is Director of Platform.', 'Director of Platform'],
    ['You are a helpful assistant.', undefined],
    ['You are a senior engineer who writes tests.', undefined],
  ])('takes who asks from a system message: %s', (text, role) => {
    expect(readDialogue([system(text), user('Shall we buy?')]).role).toBe(role);
  });

  it.each([
    ['<user_query>', '### Task:\n<context></context>'],
    ['<context>', '### Task:\n'],
    ['<environment_details>', ''],
    ['</task>  ', '<task>'],
    ['\n', 'USER:'],
    ['The user is a ', ''],
  ])('reads a hostile text of many %s in time that grows with its length', (mark, beginning) => {
    const text = beginning + mark.repeat(250_000 / mark.length);
    // A quadratic pattern would take longer than a test may.
    expect(readDialogue([user(text), system(text)]).length).toBe(2 * text.length);
    expect(taskIn(`### Task:\n<chat_history>${text}`, undefined)?.kind).toBe('title');
  });

  it('takes nothing for a question that no user says', () => {
    expect(readDialogue([system('Hello.'), user('  '), { role: 'user', content: null }]).question).toBe('');
  });
});

describe('textOf', () => {
  it('joins the texts of all parts', () => {
    expect(textOf(['a', { type: 'text', text: 'b' }, { type: 'image_url' }, { type: 'input_text', text: 'c' }])).toBe(
      'a\n\nb\n\nc',
    );
  });
});
