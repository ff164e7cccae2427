import { showCard } from './card.js';
import { duration, el, listOf, numberOf, rowsOf, section, textOf } from './dom.js';
import { fieldsOf, type Fields } from './host.js';

/** How long the finished version is waited for, milliseconds. */
const WAIT_MS = 15_000;
/** More of a question is not repeated. */
const MAX_QUESTION_LENGTH = 200;

function heading({ status, version, receipt }: Fields): readonly Node[] {
  const { met, elapsedMs, class: requestClass } = fieldsOf(receipt);
  const elapsed = numberOf(elapsedMs);
  const facts = [
    textOf(requestClass),
    elapsed === undefined ? '' : `answered after ${duration(elapsed)}`,
    `version ${numberOf(version) ?? 1}`,
  ];
  return [
    el(
      'p',
      { class: 'badges' },
      met === true ? el('strong', { class: 'good' }, 'In time') : el('strong', { class: 'bad' }, 'Late'),
      ...(status === 'partial' ? [el('strong', { class: 'warn' }, 'Partial')] : []),
    ),
    el('p', { class: 'facts' }, facts.filter((fact) => fact !== '').join(' · ')),
  ];
}

function action({ when, what, measure }: Fields): Node {
  return el('li', {}, el('span', { class: 'when' }, textOf(when)), ' ', textOf(what), el('small', {}, textOf(measure)));
}

function framework({ id, confidence, quote }: Fields): Node {
  const name = textOf(id);
  const share = Math.min(1, Math.max(0, numberOf(confidence) ?? 0));
  const meter = el('meter', { min: '0', max: '1', value: String(share), 'aria-label': `confidence in ${name}` });
  const words = textOf(quote);
  return el(
    'li',
    {},
    el('span', { class: 'name' }, name.replaceAll('-', ' ')),
    meter,
    el('span', { class: 'share' }, `${Math.round(share * 100)} %`),
    ...(words === '' ? [] : [el('q', {}, words)]),
  );
}

showCard({
  name: 'receipt',
  waiting: ({ question }) => {
    const text = textOf(question).slice(0, MAX_QUESTION_LENGTH);
    return text === '' ? 'Answering …' : `Answering: ${text} …`;
  },
  show: (answer) => {
    if (typeof answer['answer'] !== 'string') return undefined;
    const { actions, missing, receipt } = answer;
    return [
      el('h1', {}, 'Receipt'),
      ...heading(answer),
      ...section('Actions', rowsOf(actions).map(action), 'ol'),
      ...section('Frameworks, and the words that say so', rowsOf(fieldsOf(receipt)['frameworks']).map(framework)),
      ...section(
        'Missing',
        listOf(missing).map((effect) => el('li', {}, textOf(effect))),
      ),
    ];
  },
  refresh: ({ answer, status }) =>
    status === 'partial'
      ? { label: 'Get the finished version', tool: 'get_answer', args: { id: answer, waitMs: WAIT_MS } }
      : undefined,
});
