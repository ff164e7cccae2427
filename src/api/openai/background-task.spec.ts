import { describe, expect, it } from '@jest/globals';

import { performTask, taskIn } from './background-task.js';

const nothing = () => ({ strategic: false, frameworks: [], runnersUp: [], elapsedMs: 0 });
const scaffold = (task: string, format = '') =>
  `### Task:\n${task}\n### Output:\n${format}\n<chat_history>\nUSER: Shall we buy or build it?\nASSISTANT: Build.\n</chat_history>`;

describe('taskIn', () => {
  it.each([
    ['Generate a concise, 3-5 word title with an emoji summarizing the chat history.', 'title'],
    ['Generate 1-3 broad tags categorizing the main themes of the chat history.', 'tags'],
    ['Suggest 3-5 relevant follow-up questions or prompts that the user might ask.', 'follow-ups'],
    ['Analyze the chat history to determine the necessity of generating search queries.', 'queries'],
    ['You are an autocompletion system. Continue the text.', 'completion'],
    ['Generate a detailed prompt for am image generation task.', 'image'],
    ['Write a headline for this talk.', 'title'],
  ])('knows the prompts of Open WebUI: %s', (task, kind) => {
    expect(taskIn(scaffold(task), undefined)).toMatchObject({ kind, subject: 'Shall we buy or build it?' });
  });

  it.each([
    'Provide a concise, 5-word-or-less title for the conversation, using title case conventions. Only return the title itself.\n\nConversation:\nUser: Shall we buy or build it?\nAI: Build.',
    'Analyze this conversation and provide:\n1. The detected language of the conversation\n2. A concise title\n\nUser: Shall we buy or build it?\nAI: Build.',
  ])('knows the prompts of LibreChat: %#', (prompt) => {
    expect(taskIn(prompt, undefined)).toMatchObject({ kind: 'title', subject: 'Shall we buy or build it?' });
  });

  it('knows a task by its header, whatever the prompt says', () => {
    expect(taskIn('Nenne drei Fragen.', 'follow_up_generation')?.kind).toBe('follow-ups');
    expect(taskIn('Shall we buy?', '')).toBeUndefined();
    expect(taskIn('Shall we buy?', 'constructor')).toBeUndefined();
  });

  it.each([
    '### Task:\nRespond to the user query using the provided context.\n<context>x</context>\nShall we buy?',
    '### Task: help me decide whether we buy or build',
    'Suggest 3-5 relevant follow-up questions for my board meeting',
    'Give me a concise title for the reorg announcement',
  ])('takes no question for a task: %s', (question) => {
    expect(taskIn(question, undefined)).toBeUndefined();
  });
});

describe('performTask', () => {
  it('replies in JSON where the client parses it, and in words elsewhere', () => {
    const task = { kind: 'title', subject: 'Why did the team leave us so early?', wantsJson: true } as const;
    expect(performTask(task, nothing)).toBe('{"title":"Why did the team leave"}');
    expect(performTask({ ...task, subject: '??', wantsJson: false }, nothing)).toBe('Question to the director');
    expect(performTask({ kind: 'queries', subject: '', wantsJson: false }, nothing)).toBe('{"queries":[]}');
    expect(performTask({ kind: 'emoji', subject: '', wantsJson: false }, nothing)).toBe('🎯');
  });
});
