import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { loadFrameworkLibrary } from '../../frameworks/index.js';
import { PERSONAS } from '../../personas/index.js';
import { caseOfDilemma } from '../cases/dilemmas.js';
import { type AdviceCase, CaseLibrary } from '../cases/index.js';
import { CaseModel } from '../reading/case-model.js';
import type { Concept, ConceptNames } from './concept.js';
import type { Dilemma } from './dilemma.js';
import { speechOf, tradesOf } from './content.js';
import type { Plan, PlanSigns } from './plan.js';
import { planOf } from './plans.js';
import { bodiesIn, mistakesIn } from './schema.js';

const bodiesOf = (kind: 'cases' | 'dilemmas') => {
  const folder = join(import.meta.dirname, kind);
  return readdirSync(folder).flatMap((name) =>
    bodiesIn(readFileSync(join(folder, name), 'utf8')).map((body) => {
      const area = name.replace('.jsonl', '');
      return { area, file: `${area}/${(body as { id: string }).id}`, body };
    }),
  );
};
const cases = bodiesOf('cases') as { area: string; file: string; body: AdviceCase }[];
const dilemmas = bodiesOf('dilemmas') as { area: string; file: string; body: Dilemma }[];
const VERDICT =
  /^(?:yes|no|not|only|neither|don't|do not|never|probably|almost|mostly|both|it depends|rather|now|sometimes|seldom|rarely|partly|hardly|first|wait)\b/i;

describe('playbook content', () => {
  it('has no mistake', () => {
    expect(mistakesIn(import.meta.dirname)).toEqual([]);
  });

  it('has speech for each persona', () => {
    expect(new Set(PERSONAS.map(speechOf)).size).toBe(PERSONAS.length);
  });

  it('knows what alternatives gain and cost, without case', () => {
    const [rewrite, hire, unknown] = tradesOf(['REWRITE it', 'contratar a dos personas', 'purple']);
    expect(rewrite).toMatchObject({ undo: 5 });
    expect(hire?.gain).toContain('capacity');
    expect(unknown).toBeUndefined();
  });
});

describe('concepts', () => {
  const folder = join(import.meta.dirname, 'concepts');
  const parsed = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const names = parsed('names.json') as ConceptNames[];
  const bodies = new Map(
    [...new Set(names.map(({ area }) => area))].flatMap((area) =>
      (parsed(`${area}.json`) as Concept[]).map((body) => [`${area}/${body.id}`, body] as const),
    ),
  );

  it('are at least 200, each with names and a body in the file of its area', () => {
    expect(names.length).toBeGreaterThanOrEqual(200);
    expect([...bodies.keys()].toSorted()).toEqual(names.map(({ area, id }) => `${area}/${id}`).toSorted());
  });

  it('share no name, also not with frameworks in full', () => {
    const all = names.flatMap(({ names: own, ambiguous = [] }) => [...own, ...ambiguous]);
    expect(all.filter((name, at) => all.indexOf(name) !== at)).toEqual([]);
  });

  it('refer to concepts and frameworks that exist', () => {
    const library = loadFrameworkLibrary();
    const known = new Set(names.map(({ id }) => id));
    const others = [...bodies.values()].flatMap(({ differs = {} }) => Object.keys(differs));
    expect(others.filter((id) => !known.has(id) && library.get(id) === undefined)).toEqual([]);
    for (const language of ['de', 'es', 'fr'])
      expect(Object.keys(parsed(`short.${language}.json`) as object).filter((id) => !known.has(id))).toEqual([]);
  });

  it('have at most one slot in their first step', () => {
    expect([...bodies.values()].filter(({ start }) => (start.match(/[{}]/g)?.length ?? 0) > 2)).toEqual([]);
  });
});

describe('plans', () => {
  const signs = JSON.parse(readFileSync(join(import.meta.dirname, 'plans/signs.json'), 'utf8')) as PlanSigns[];

  it('are at least 50, each with signs and a body', () => {
    const files = readdirSync(join(import.meta.dirname, 'plans')).filter((name) => name !== 'signs.json');
    expect(signs.length).toBeGreaterThanOrEqual(50);
    expect(files.toSorted()).toEqual(signs.map(({ id }) => `${id}.json`).toSorted());
  });

  it('are found by each of their signs, unless a sentence names more of another', () => {
    const own = signs.map(({ id, signs: [first = ''] }) => [id, planOf(first.replaceAll('*', '')).plan.id]);
    expect(own.filter(([id, found]) => id !== found)).toEqual([]);
  });

  it('share no sentence', () => {
    const sentences = signs.flatMap(({ id }) => {
      const { first, phases, risk, ask } = JSON.parse(
        readFileSync(join(import.meta.dirname, `plans/${id}.json`), 'utf8'),
      ) as Plan;
      return [first, risk, ask, ...phases.map((phase) => phase.do)].filter((text) => text.length > 60);
    });
    expect(sentences.filter((text, at) => sentences.indexOf(text) !== at)).toEqual([]);
  });
});

describe('cases', () => {
  it('are at least 150, each in the file of its area', () => {
    expect(cases.length).toBeGreaterThanOrEqual(150);
    expect(cases.filter(({ area, body }) => area !== body.area)).toEqual([]);
  });

  it('are told in at least 40 ways that the model is fitted on', () => {
    const folder = join(import.meta.dirname, '../../../test/eval/train/phrasings');
    const told = ({ file }: { file: string }) =>
      (JSON.parse(readFileSync(join(folder, `${file}.json`), 'utf8')) as { phrasings: string[] }).phrasings;
    expect(cases.filter((one) => told(one).length < 40).map(({ file }) => file)).toEqual([]);
  });

  it('are those that the model recognizes', () => {
    const names = [...cases, ...dilemmas].map(({ file }) => file);
    expect([...new CaseModel().keys].toSorted()).toEqual(names.toSorted());
  });

  it('refer only to frameworks, personas, options and cases that exist', () => {
    const library = loadFrameworkLibrary();
    const personas = new Set(PERSONAS.map(({ id }) => id));
    const ids = new Set(cases.map(({ body }) => body.id));
    const unknown = cases.flatMap(({ file, body }) => [
      ...body.frameworks.filter((id) => library.get(id) === undefined).map((id) => `${file}: framework ${id}`),
      ...[...body.personas, ...body.second.map(({ persona }) => persona)]
        .filter((id) => !personas.has(id))
        .map((id) => `${file}: persona ${id}`),
      ...body.choose
        .filter(({ option }) => !body.options.some(({ id }) => id === option))
        .map(({ option }) => `${file}: option ${option}`),
      ...body.contrary.filter((it) => !ids.has(it.case)).map((it) => `${file}: case ${it.case}`),
    ]);
    expect(unknown).toEqual([]);
  });

  it('decide in every situation, and name only the fact that they test', () => {
    for (const { file, body } of cases) {
      expect([file, body.choose.at(-1)?.when]).toEqual([file, undefined]);
      expect([file, body.choose.slice(0, -1).every(({ when }) => when !== undefined)]).toEqual([file, true]);
      for (const { when, why } of body.choose) {
        const named = [...why.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
        expect([file, named.filter((name) => name !== when?.fact)]).toEqual([file, []]);
      }
    }
  });

  it('begin every verdict with a verdict', () => {
    const others = cases.flatMap(({ file, body }) =>
      [body.verdict, ...body.verdicts.map(({ say }) => say)]
        .filter((say) => !VERDICT.test(say))
        .map((say) => `${file}: ${say}`),
    );
    expect(others).toEqual([]);
  });

  it('share no sentence', () => {
    const seen = new Map<string, string>();
    const shared: string[] = [];
    for (const { file, body } of cases) {
      const own = new Set(
        [
          body.stake,
          body.changes,
          body.refused,
          body.words,
          ...body.mistakes,
          ...body.choose.map(({ why }) => why),
          ...body.moves.map(({ what }) => what),
          ...body.objections.map(({ reply }) => reply),
          ...body.options.flatMap((option) => [option.for, option.against]),
        ].filter((sentence) => sentence.length > 45),
      );
      for (const sentence of own) {
        const other = seen.get(sentence);
        if (other !== undefined) shared.push(`${file} and ${other}: ${sentence}`);
        seen.set(sentence, file);
      }
    }
    expect(shared).toEqual([]);
  });

  it('are plans of the whole time', () => {
    for (const { file, body } of cases) {
      const sum = body.plan.reduce((total, { share }) => total + share, 0);
      expect([file, Math.abs(sum - 1) < 0.011]).toEqual([file, true]);
    }
  });
});

describe('dilemmas', () => {
  it('are at least 300, each in the file of its area, with an id that no case has', () => {
    expect(dilemmas.length).toBeGreaterThanOrEqual(300);
    expect(dilemmas.filter(({ area, body }) => area !== body.area)).toEqual([]);
    const ids = [...cases, ...dilemmas].map(({ body: { id } }) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });

  it('refer only to personas that exist, and nearly all closed ones begin with a verdict', () => {
    const personas = new Set(PERSONAS.map(({ id }) => id));
    expect(dilemmas.filter(({ body }) => body.personas.some((id) => !personas.has(id)))).toEqual([]);
    // A choice is answered by what to choose, and “what to do about …” by what to do.
    const closed = dilemmas.filter(({ body: { said } }) => said.startsWith('whether ') && !said.includes(' or '));
    const open = closed.filter(({ body: { verdict } }) => !VERDICT.test(verdict));
    expect(open.length).toBeLessThan(closed.length / 20);
  });

  it('are found by id without the rest of their file', () => {
    const library = new CaseLibrary(dilemmas.map(({ body: { area, id } }) => `${area}/${id}`));
    for (const { body } of dilemmas) expect(library.get(body.id)).toEqual(caseOfDilemma(body));
  });

  it('let facts choose among their own sides', () => {
    const rules = dilemmas.flatMap(({ body: { id, sides, choose = [] } }) =>
      choose.map(({ side, when, verdict, advice }) => ({
        id,
        side,
        sides: sides.length,
        when,
        text: verdict + advice,
      })),
    );
    expect(rules.filter(({ side, sides }) => side > sides)).toEqual([]);
    expect(rules.filter(({ when }) => when.says === undefined && when.fact === undefined)).toEqual([]);
    const untested = rules.filter(({ text, when }) =>
      (text.match(/\{\w+\}/g) ?? []).some((it) => it !== `{${when.fact}}`),
    );
    expect(untested).toEqual([]);
  });

  it('share no sentence', () => {
    const sentences = dilemmas.flatMap(({ body }) =>
      [body.verdict, body.advice, body.stake, body.changes, body.mistake, body.refused, body.words]
        .concat(body.sides.flatMap((side) => [side.for, side.against]))
        .concat((body.choose ?? []).flatMap(({ verdict, advice }) => [verdict, advice]))
        .filter((sentence) => sentence.length > 45),
    );
    expect(sentences.filter((sentence, at) => sentences.indexOf(sentence) !== at)).toEqual([]);
  });
});

describe('mistakesIn', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'content-'));
    for (const name of [
      'speech.json',
      'phrases.json',
      'plans',
      'news.json',
      'voices.json',
      'obstacles.json',
      'trades.json',
      'concepts',
      'cases/people.jsonl',
      'dilemmas/people.jsonl',
    ])
      cpSync(join(import.meta.dirname, name), join(folder, name), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each<[string, string, RegExp | string, string, string]>([
    ['a missing rule', 'speech.json', /"rule": "[^"]*",/, '', 'diego.rule: expected a string'],
    ['an unknown field', 'phrases.json', '"english"', '"englisch": {}, "english"', 'englisch: no such field'],
    ['a number out of range', 'trades.json', '"undo": 5', '"undo": 6', '[0].undo: expected a number of at most 5'],
    [
      'an unknown fact',
      'cases/people.jsonl',
      '"fact":"weeksLeft"',
      '"fact":"weeks"',
      '[2].choose[0].when.fact: expected ',
    ],
  ])('names file and path of %s', (_mistake, name, search, replacement, message) => {
    const file = join(folder, name);
    const text = readFileSync(file, 'utf8');
    const edited = text.replace(search, replacement);
    expect(edited).not.toBe(text);
    writeFileSync(file, edited);
    expect(mistakesIn(folder)).toEqual([expect.stringContaining(`${file}: ${message}`)]);
  });
});
