import type { AnswerForm } from '../reading/conversation/answer-form.js';
import { type AnswerParts, bulletList, closed, plainSentences, partsOf } from './parts.js';

const MAX_BULLETS = 7;
const MAX_ROWS = 8;
/** Of a shorter answer. */
const MAX_SECTIONS = 3;
const MAX_WORDS = 75;

/** An answer in the form that is wished for; what is in that form already stays. */
export function shaped(parts: AnswerParts, form: AnswerForm): AnswerParts {
  if (form.sentences !== undefined) return inSentences(parts, form.sentences);
  if (form.words !== undefined) return withinWords(parts, form.words);
  const made = form.isShorter ? shorter(parts) : parts;
  if (form.isTable) return { ...made, sections: [tableOf(made)] };
  return form.isList ? { ...made, sections: [bulletList(pointsOf(made).slice(0, form.points ?? MAX_BULLETS))] } : made;
}

/** So many sentences: the first, and of those after it such as keep the whole short. */
function inSentences(parts: AnswerParts, count: number): AnswerParts {
  const [first = '', ...rest] = plainSentences(parts).map(firstClause);
  const kept = [first];
  let words = wordsIn(first);
  for (const sentence of rest) {
    if (kept.length >= count) break;
    if (words + wordsIn(sentence) > count * WORDS_OF_A_SENTENCE) continue;
    kept.push(sentence);
    words += wordsIn(sentence);
  }
  return partsOf([kept.join(' ').replaceAll(/[“”]/g, '')]);
}
/** A long sentence up to its semicolon. */
function firstClause(sentence: string): string {
  const [clause = ''] = sentence.split(/;\s/);
  const isCut = wordsIn(sentence) > WORDS_OF_A_SENTENCE && clause !== sentence && wordsIn(clause) >= WORDS_OF_A_CLAUSE;
  return isCut ? closed(clause) : sentence;
}
const WORDS_OF_A_CLAUSE = 8;
const WORDS_OF_A_SENTENCE = 26;
const wordsIn = (text: string): number => text.split(/\s+/).length;

/** The first sentence of each of the first sections, two points of a list. */
function shorter({ sections, ...rest }: AnswerParts): AnswerParts {
  const all = sections.slice(0, MAX_SECTIONS).map((section) => {
    const lines = section.split('\n').filter((line) => line.trim() !== '');
    const points = lines.filter((line) => isPoint(line));
    if (points.length > 0) return points.slice(0, 2).map(withoutMeasure).join('\n');
    return sentencesOf(section)[0] ?? '';
  });
  let words = 0;
  const made = all.filter((section, at) => {
    words += wordsIn(section);
    return at === 0 || words <= MAX_WORDS;
  });
  return { ...partsOf(made), ...rest, sections: made.filter((one) => one !== '') };
}

/** Whole sentences as far as the words reach; one that is too long by itself is kept. */
function withinWords(parts: AnswerParts, most: number): AnswerParts {
  const kept: string[] = [];
  let count = 0;
  for (const sentence of pointsOf(parts).map((one) => one.replaceAll('**', ''))) {
    const words = sentence.split(/\s+/).length;
    if (kept.length > 0 && count + words > most) break;
    kept.push(closed(sentence));
    count += words;
  }
  return partsOf([kept.join(' ')]);
}

const isPoint = (line: string): boolean => /^(?:- |\d+\. |\|)/.test(line);
const withoutMeasure = (line: string): string => line.replace(/\s*\*Done when:\*.*$/, '');
const sentencesOf = (text: string): string[] => text.split(/(?<=[.!?…]["”)]?)\s+/).filter((one) => one.trim() !== '');

/** Sentences and points of lists, without headings. */
function pointsOf({ sections }: AnswerParts): string[] {
  return sections.flatMap((section) =>
    section
      .split('\n')
      .filter((line) => line.trim() !== '' && !/^\*\*[^*]+\*\*$/.test(line.trim()))
      .flatMap((line) =>
        isPoint(line) ? [withoutMeasure(line.replace(/^(?:- |\d+\. )/, ''))] : [line.replace(/^> ?/, '')],
      ),
  );
}

/** One row for each point, what is before its colon or in bold in the first column. */
function tableOf(parts: AnswerParts): string {
  const rows = pointsOf(parts)
    .slice(0, MAX_ROWS)
    .map((point) => {
      const labelled = /^\*\*(.+?)[.:]?\*\*[.:]?\s*(.*)$/.exec(point);
      const [label, text] = labelled === null ? ['', point] : [labelled[1] ?? '', labelled[2] ?? ''];
      return `| ${cell(label)} | ${cell(text)} |`;
    });
  return ['| | |', '|---|---|', ...rows].join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '/').replaceAll('**', '').trim();
