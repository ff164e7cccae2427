import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parse, stringify } from 'yaml';

import { MANIFESTS } from './manifests/build.js';
import { promtool } from './services.js';

/** How often Prometheus evaluates and scrapes here, and how many such minutes before the second scrape, and after it. */
const MINUTES_BEFORE = 10;
const MINUTES_AFTER = 25;

/**
 * The alerts that fire when what was scraped of one replica goes on: counters grow from the first scrape to the second
 * within a minute, and so on every minute; gauges stay as they are in the second, unless they say for how long.
 *
 * @param scrapes Texts of `/metrics`, before a fault and during it.
 * @returns names without their prefix, in alphabetical order.
 */
export function alertsFiring([before, during]: readonly [string, string]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'director-firing-'));
  try {
    const { spec } = parse(readFileSync(join(MANIFESTS, 'overlays/monitoring/prometheus-rule.yaml'), 'utf8'));
    writeFileSync(join(folder, 'rules.yaml'), stringify(spec));
    const at = `${MINUTES_BEFORE + MINUTES_AFTER}m`;
    const expr = 'count by (alertname) (ALERTS{alertstate="firing"})';
    const test = {
      interval: '1m',
      input_series: seriesOf(before, during),
      promql_expr_test: [{ expr, eval_time: at, exp_samples: [] }],
    };
    const suite = { rule_files: ['rules.yaml'], evaluation_interval: '1m', tests: [test] };
    writeFileSync(join(folder, 'suite.yaml'), stringify(suite, { lineWidth: 0 }));
    const { stdout, stderr } = spawnSync(promtool ?? 'promtool', ['test', 'rules', 'suite.yaml'], {
      cwd: folder,
      encoding: 'utf8',
    });
    const said = stdout + stderr;
    // Nothing is expected, so that what there is comes back as the difference.
    if (!said.includes('SUCCESS') && !said.includes('got:')) throw new Error(said);
    return [...said.matchAll(/alertname="ClaudeDirector(\w+)"/g)].map(([, name]) => String(name)).toSorted();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function seriesOf(before: string, during: string): { readonly series: string; readonly values: string }[] {
  const [first, second] = [samplesOf(before), samplesOf(during)];
  const counters = new Set([...during.matchAll(/^# TYPE (\S+) (?:counter|histogram)$/gm)].map(([, name]) => name));
  const isCounter = (series: string) => counters.has(String(/^\w+/.exec(series)).replace(/_(?:bucket|sum|count)$/, ''));
  const scraped = [...second].map(([series, value]) => {
    if (series.endsWith('_blocked_seconds') && value > 0)
      return { series: placed(series), values: `0+60x${MINUTES_BEFORE + MINUTES_AFTER}` };
    if (!isCounter(series)) return { series: placed(series), values: `${value}x${MINUTES_BEFORE + MINUTES_AFTER}` };
    const start = first.get(series) ?? 0;
    const growth = `${value}+${value - start}x${MINUTES_AFTER}`;
    return { series: placed(series), values: `${start}x${MINUTES_BEFORE - 1} ${growth}` };
  });
  return [{ series: placed('up'), values: `1x${MINUTES_BEFORE + MINUTES_AFTER}` }, ...scraped];
}

function samplesOf(text: string): Map<string, number> {
  const lines = text.split('\n').filter((line) => /^(?:claude_director|process)_/.test(line));
  return new Map(
    lines.map((line): [string, number] => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}

/** With the labels that Prometheus adds to what it scrapes. */
function placed(series: string): string {
  const [, name = '', labels = ''] = /^(\w+)(?:\{(.*)\})?$/.exec(series) ?? [];
  const own = labels === '' ? '' : `,${labels}`;
  return `${name}{namespace="director",job="claude-director",instance="10.0.0.1:3000",pod="a"${own}}`;
}
