import { showCard } from './card.js';
import { duration, el, listOf, numberOf, rowsOf, section, textOf } from './dom.js';
import { fieldsOf, type Fields } from './host.js';

const countOf = (value: unknown) => numberOf(value) ?? 0;

function longDuration(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes < 2) return duration(ms);
  return minutes < 120 ? `${Math.round(minutes)} min` : `${Math.round(minutes / 60)} h`;
}

/** A row of figures, of which the first names it. */
function row([name = '', ...figures]: readonly string[]): Node {
  return el('tr', {}, el('th', { scope: 'row' }, name), ...figures.map((figure) => el('td', {}, figure)));
}

function table(caption: string, columns: readonly string[], rows: readonly (readonly string[])[]): readonly Node[] {
  if (rows.length === 0) return [];
  const head = el('tr', {}, ...columns.map((column) => el('th', { scope: 'col' }, column)));
  const parts = [el('caption', {}, caption), el('thead', {}, head), el('tbody', {}, ...rows.map(row))];
  // Wider than a narrow card: it is scrolled, by keyboard too.
  return [
    el('div', { class: 'scrolls', tabindex: '0', role: 'group', 'aria-label': caption }, el('table', {}, ...parts)),
  ];
}

function classRow({ class: name, deadlineMs, count, inTime, refused, p95Ms }: Fields): readonly string[] {
  const asked = countOf(count);
  const p95 = numberOf(p95Ms);
  return [
    textOf(name),
    asked === 0 ? '–' : `${Math.round((countOf(inTime) / asked) * 1_000) / 10} %`,
    String(asked),
    String(countOf(refused)),
    p95 === undefined ? '–' : duration(p95),
    duration(countOf(deadlineMs)),
  ];
}

function serverRow({ server, breaker, used, lost, inFlight }: Fields): readonly string[] {
  return [textOf(server), textOf(breaker), String(countOf(used)), String(countOf(lost)), String(countOf(inFlight))];
}

function facts({ admission, answerCache, memory, uptimeMs }: Fields): Node {
  const { inFlight, capacity, queued, shedTotal } = fieldsOf(admission);
  const { hits, misses } = fieldsOf(answerCache);
  const entries: readonly (readonly [string, string])[] = [
    ['In progress', `${countOf(inFlight)} of ${countOf(capacity)}`],
    ['Waiting', String(countOf(queued))],
    ['Turned away', String(countOf(shedTotal))],
    ['From the cache', `${countOf(hits)} of ${countOf(hits) + countOf(misses)}`],
    ['Memory', textOf(memory)],
    ['Running for', longDuration(countOf(uptimeMs))],
  ];
  return el('dl', {}, ...entries.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))));
}

showCard({
  name: 'board',
  waiting: () => 'Reading the report …',
  show: (report) => {
    if (!Array.isArray(report['classes'])) return undefined;
    return [
      el('h1', {}, 'Deadlines kept'),
      ...table(
        'Classes',
        ['Class', 'In time', 'Asked', 'Refused', 'p95', 'Deadline'],
        rowsOf(report['classes']).map(classRow),
      ),
      facts(report),
      ...table(
        'MCP servers',
        ['Server', 'Circuit', 'Used', 'Lost', 'Open calls'],
        rowsOf(report['mcpServers']).map(serverRow),
      ),
      ...section(
        'Recommendations',
        listOf(report['recommendations']).map((advice) => el('li', {}, textOf(advice))),
      ),
    ];
  },
  refresh: () => ({ label: 'Refresh', tool: 'performance', args: {} }),
});
