import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import type uPlot from 'uplot';

import { Table } from '../../components/table.js';

import { reloads, samples, WINDOW_MS } from './live-feed.js';

/** One line of a plot. */
export interface Series {
  /** Name of the value in a sample. */
  readonly value: string;
  readonly label: string;
  /** A level that is not crossed in good times: drawn broken. */
  readonly isLimit?: boolean;
}

export interface PlotProps {
  readonly title: string;
  /** What it means when it moves, in a sentence. */
  readonly note: string;
  readonly unit: string;
  readonly series: readonly Series[];
  /** Called with the time of a point that is picked. */
  readonly pick: (at: number) => void;
}

const HEIGHT = 168;
/** Shown at least, seconds: a tab that was just opened has little to show. */
const MIN_SPAN_S = 60;
const MAX_TABLE_ROWS = 30;

/** The last 15 minutes of some values, as lines and as a table. */
export function Plot({ title, note, unit, series, pick }: PlotProps) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const scheme = useScheme();
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    let plot: uPlot | undefined;
    let isGone = false;
    const draw = async () => {
      const { default: UPlot } = await import('uplot');
      if (isGone) return;
      plot = new UPlot(optionsOf(series, element, pick), dataOf(series), element);
      element.dataset['state'] = 'drawn';
    };
    void draw();
    const resize = new ResizeObserver(() => plot?.setSize({ width: element.clientWidth, height: HEIGHT }));
    resize.observe(element);
    const unsubscribe = samples.subscribe(() => plot?.setData(dataOf(series)));
    return () => {
      isGone = true;
      unsubscribe();
      resize.disconnect();
      plot?.destroy();
    };
  }, [scheme, series.map(({ value }) => value).join()]);
  const latest = samples.value.at(-1)?.values ?? {};
  return (
    <figure class="plot" aria-labelledby={id}>
      <figcaption>
        <h3 id={id}>{title}</h3>
        <p class="note">{note}</p>
      </figcaption>
      <ul class="plot-legend list-plain">
        {series.map(({ isLimit, label, value }, at) => (
          <li key={value} class={`hue-${at % 5}${isLimit === true ? ' is-limit' : ''}`}>
            <span>{label}</span> <strong>{shown(latest[value], unit)}</strong>
          </li>
        ))}
      </ul>
      <div ref={box} class="plot-box" aria-hidden="true" />
      <PlotTable title={title} unit={unit} series={series} pick={pick} />
    </figure>
  );
}

function PlotTable({ title, unit, series, pick }: Omit<PlotProps, 'note'>) {
  const isOpen = useSignal(false);
  const step = Math.max(1, Math.ceil(samples.value.length / MAX_TABLE_ROWS));
  const rows = isOpen.value ? samples.value.toReversed().filter((_, at) => at % step === 0) : [];
  return (
    <details class="plot-table" onToggle={({ currentTarget }) => (isOpen.value = currentTarget.open)}>
      <summary>As a table</summary>
      {isOpen.value ? (
        <Table
          caption={`${title}, latest first`}
          isCaptionHidden
          rows={rows}
          keyOf={({ at }) => String(at)}
          columns={[
            {
              title: 'Time',
              isName: true,
              cell: ({ at }) => (
                <button type="button" class="button-link" onClick={() => pick(at)} title="Answers of this moment">
                  {clock(at)}
                </button>
              ),
            },
            ...series.map(({ label, value }) => ({
              title: label,
              isNumber: true as const,
              cell: ({ values }: (typeof rows)[number]) => shown(values[value], unit),
            })),
          ]}
        />
      ) : null}
    </details>
  );
}

function dataOf(series: readonly Series[]): uPlot.AlignedData {
  const all = samples.peek();
  return [
    all.map(({ at }) => at / 1_000),
    ...series.map(({ value }) => all.map(({ values }) => values[value] ?? null)),
  ] as uPlot.AlignedData;
}

function optionsOf(series: readonly Series[], box: HTMLElement, pick: (at: number) => void): uPlot.Options {
  const [ink, line] = [colour(box, '--ink-soft'), colour(box, '--line')];
  const axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { show: false }, font: '11px system-ui' };
  return {
    width: box.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    padding: [8, 8, 0, 0],
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
    scales: {
      x: {
        time: true,
        range: (_plot, min, max) => [Math.max(max - WINDOW_MS / 1_000, Math.min(min, max - MIN_SPAN_S)), max],
      },
      y: { range: (_plot, _min, max) => [0, max === null || max <= 0 ? 1 : max * 1.15] },
    },
    series: [
      {},
      ...series.map(({ isLimit, label }, at) => ({
        label,
        stroke: colour(box, `--hue-${at % 5}`),
        width: 1.75,
        points: { show: false },
        ...(isLimit === true ? { dash: [5, 5] } : {}),
      })),
    ],
    axes: [
      { ...axis, space: 70, values: (_plot, ticks) => ticks.map((tick) => axisTime(tick * 1_000)) },
      { ...axis, size: 44, space: 28 },
    ],
    hooks: {
      ready: [
        (plot) => {
          plot.over.addEventListener('click', () => {
            const at = plot.cursor.idx == null ? undefined : plot.data[0][plot.cursor.idx];
            if (at !== undefined) pick(Math.round(at * 1_000));
          });
        },
      ],
      draw: [(plot) => drawReloads(plot, ink)],
    },
  };
}

/** A broken line where the configuration was reloaded. */
function drawReloads(plot: uPlot, ink: string): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = ink;
  ctx.setLineDash([2, 4]);
  for (const at of reloads.peek()) {
    const x = plot.valToPos(at / 1_000, 'x', true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}

/** A canvas knows no custom properties: what one stands for in this scheme. */
function colour(box: HTMLElement, name: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  box.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

/** Changes with the scheme of the system. */
function useScheme(): boolean {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const isDark = useSignal(dark.matches);
  useEffect(() => {
    const update = () => (isDark.value = dark.matches);
    dark.addEventListener('change', update);
    return () => dark.removeEventListener('change', update);
  }, []);
  return isDark.value;
}

/** Seconds only where they differ from those of the minute. */
function axisTime(at: number): string {
  const text = clock(at);
  return text.endsWith(':00') ? text.slice(0, 5) : text;
}

export function clock(at: number): string {
  return new Date(at).toLocaleTimeString('en-GB');
}

/** "12 %", "1.5 /s", "—" for nothing. */
export function shown(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined) return '–';
  const number = value >= 100 || Number.isInteger(value) ? Math.round(value) : Number(value.toFixed(1));
  return unit === '' ? String(number) : `${number} ${unit}`;
}
