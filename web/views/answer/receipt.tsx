import { OUTCOMES, originOf, STAGES } from '../../answers/plain-words.js';
import type { Answer } from '../../api/contract.js';
import { words } from '../../api/library.js';
import { personaName } from '../../api/library.js';
import { percent } from '../../components/evidence-text.js';
import { Panel } from '../../components/panel.js';
import { duration } from '../../components/problem-view.js';

interface Bar {
  readonly name: string;
  readonly startMs: number;
  readonly durationMs: number;
  readonly kind: 'stage' | 'mcp' | 'lost';
}

/** How the answer came about: when what happened, who wrote it, where it came from. */
export function Receipt({ answer: { receipt, version } }: { readonly answer: Answer }) {
  const { class: level, deadlineMs, elapsedMs, met, personas, reading, requestedClass } = receipt;
  const bars = barsOf(receipt);
  const spanMs = Math.max(elapsedMs, ...bars.map(({ startMs, durationMs }) => startMs + durationMs), 0.001);
  return (
    <Panel
      title="Receipt"
      class="receipt"
      actions={<span class={`tag ${met ? 'tag-good' : 'tag-warn'}`}>{met ? 'in time' : 'late'}</span>}
    >
      <p class="receipt-sum">
        Answered after <b>{duration(elapsedMs)}</b> of {duration(deadlineMs)}.
      </p>
      <div class="deadline" aria-hidden="true">
        <span class="deadline-used" style={{ width: `${Math.min(100, (elapsedMs / deadlineMs) * 100)}%` }} />
      </div>
      <table class="waterfall">
        <caption class="visually-hidden">What happened when</caption>
        <thead class="visually-hidden">
          <tr>
            <th scope="col">Step</th>
            <th scope="col">When</th>
            <th scope="col">Took</th>
          </tr>
        </thead>
        <tbody>
          {bars.map(({ name, startMs, durationMs, kind }) => (
            <tr key={name} class={`bar-${kind}`}>
              <th scope="row">{name}</th>
              <td class="bar-cell">
                <span class="visually-hidden">after {duration(startMs)}</span>
                <span
                  class="bar"
                  style={{ left: `${(startMs / spanMs) * 100}%`, width: `${(durationMs / spanMs) * 100}%` }}
                />
              </td>
              <td class="number">{duration(durationMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl class="facts">
        <Fact name="Class">
          {level}
          {requestedClass === 'auto' || requestedClass === level ? '' : ` (you asked for ${requestedClass})`}
        </Fact>
        <Fact name="Read as">
          {reading.situation === null ? 'nothing certain' : words(reading.situation)}, {percent(reading.confidence)}
          {reading.second === null ? '' : `; else ${words(reading.second).toLowerCase()}`}
        </Fact>
        {personas.length === 0 ? null : (
          <Fact name="Written by">
            {personas.map(({ id, role, backend }) => `${personaName(id)} (${role}, ${backend})`).join(', ')}
          </Fact>
        )}
        <Fact name="Origin">{originOf(receipt)}</Fact>
        <Fact name="Version">
          {version}
          {receipt.durable ? ', stored' : ', not stored yet'}
        </Fact>
        <Fact name="Request">
          <code>{receipt.requestId}</code>
        </Fact>
      </dl>
    </Panel>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Stages, and below the one in which they were asked, the MCP servers. */
function barsOf({ enhancements, stages }: Answer['receipt']): Bar[] {
  const calls = (startMs: number): Bar[] =>
    enhancements.map(({ server, outcome, durationMs }) => ({
      name: `${server}: ${OUTCOMES[outcome]}`,
      startMs,
      durationMs,
      kind: ['used', 'cached', 'nothing'].includes(outcome) ? 'mcp' : 'lost',
    }));
  return [...stages]
    .sort((a, b) => a.startMs - b.startMs)
    .flatMap(({ name, startMs, durationMs }): Bar[] => [
      { name: STAGES[name], startMs, durationMs, kind: 'stage' },
      ...(name === 'enhance' ? calls(startMs) : []),
    ]);
}
