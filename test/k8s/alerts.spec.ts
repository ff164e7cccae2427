import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from '@jest/globals';
import { parse, stringify } from 'yaml';

import { METRIC_GROUPS } from '../../src/monitoring/metrics.js';
import { ROOT } from '../support/child.js';
import { MANIFESTS } from '../support/manifests/build.js';
import { describeWith, promtool } from '../support/services.js';

interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly labels?: { readonly severity: string };
  readonly annotations?: { readonly summary: string; readonly description: string; readonly runbook_url: string };
}

interface AlertTests {
  readonly tests: readonly {
    readonly alert_rule_test: readonly { readonly alertname: string; readonly exp_alerts: readonly unknown[] }[];
  }[];
}

const MONITORING = join(MANIFESTS, 'overlays/monitoring');
const TESTS = join(import.meta.dirname, 'alerts.test.yaml');
const { spec } = parse(readFileSync(join(MONITORING, 'prometheus-rule.yaml'), 'utf8')) as {
  readonly spec: { readonly groups: readonly { readonly rules: readonly Rule[] }[] };
};
const rules = spec.groups.flatMap((group) => group.rules);
const alerts = rules.filter(({ alert }) => alert !== undefined);
const { tests } = parse(readFileSync(TESTS, 'utf8')) as AlertTests;

/** Metrics of Prometheus itself, of the runtime's default collectors and of kube-state-metrics. */
const FROM_ELSEWHERE = /^(up|process_\w+|nodejs_\w+|kube_(?:deployment|horizontalpodautoscaler)_\w+)$/;
/** Where the address of a copy of this repository belongs. */
const HOME = 'https://github.com/you/claude-director/blob/main/';
const known = new Set([
  ...METRIC_GROUPS.flatMap(({ definitions }) =>
    definitions.flatMap(({ name, type }) =>
      type === 'histogram' ? ['_bucket', '_sum', '_count'].map((suffix) => name + suffix) : [name],
    ),
  ),
  ...rules.flatMap(({ record }) => record ?? []),
]);

/** Names in an expression that would have to be metrics. */
function metricsIn(expression: string): string[] {
  const bare = expression
    .replaceAll(/\{[^}]*\}|\[[^\]]*\]|"[^"]*"/g, ' ')
    .replaceAll(/\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ');
  return [...bare.matchAll(/[a-zA-Z_:][\w:]*(?!\w*\s*\()/g)]
    .map(([name]) => name)
    .filter((name) => /_|:|^up$/.test(name) && !bare.includes(`${name}(`));
}

describe('alerts', () => {
  it.each(alerts.map(({ alert, ...rule }) => [String(alert), rule] as const))(
    '%s says how bad it is and what to do',
    (_name, { labels, annotations }) => {
      expect(['page', 'ticket']).toContain(labels?.severity);
      expect(annotations?.summary).toBeTruthy();
      expect(annotations?.description).toBeTruthy();
      // Whoever is paged opens it from a telephone.
      expect(annotations?.runbook_url.startsWith(HOME)).toBe(true);
      expect(existsSync(join(ROOT, String(annotations?.runbook_url.slice(HOME.length))))).toBe(true);
    },
  );

  it.each(rules.map(({ alert, record, expr }) => [String(alert ?? record), expr] as const))(
    '%s keeps installations apart',
    (_name, expr) => {
      const groups = [...expr.matchAll(/\bby \(([^)]*)\)/g)].map(([, labels]) => String(labels));
      expect(groups.filter((labels) => !labels.startsWith('namespace, job'))).toEqual([]);
      expect(expr).not.toMatch(/\b(?:sum|avg|min|max|count|group)\s*\(/);
    },
  );

  it('are all listed in the runbooks', () => {
    const index = readFileSync(join(ROOT, 'docs/runbooks/README.md'), 'utf8');
    expect(alerts.map(({ alert }) => String(alert)).filter((alert) => !index.includes(`\`${alert}\``))).toEqual([]);
  });

  it('are each tested to fire', () => {
    const firing = tests.flatMap((test) =>
      test.alert_rule_test.filter(({ exp_alerts: expected }) => expected.length > 0),
    );
    expect([...new Set(firing.map(({ alertname }) => alertname))].toSorted()).toEqual(
      alerts.map(({ alert }) => String(alert)).toSorted(),
    );
  });

  it('ask for metrics that exist', () => {
    const asked = rules.flatMap(({ expr }) => metricsIn(expr));
    expect(asked.length).toBeGreaterThan(rules.length);
    expect(asked.filter((name) => !known.has(name) && !FROM_ELSEWHERE.test(name))).toEqual([]);
  });
});

describe('the dashboard', () => {
  const { panels } = JSON.parse(readFileSync(join(MONITORING, 'dashboard.json'), 'utf8')) as {
    readonly panels: readonly {
      readonly title: string;
      readonly targets?: readonly { readonly expr: string; readonly exemplar?: boolean }[];
    }[];
  };

  it('asks for metrics that exist', () => {
    const asked = panels.flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => metricsIn(expr)));
    expect(asked.length).toBeGreaterThan(15);
    expect(asked.filter((name) => !known.has(name) && !FROM_ELSEWHERE.test(name))).toEqual([]);
  });

  it('shows the chosen installation only', () => {
    const asked = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    const unscoped = asked.flatMap(
      (expr) => expr.match(/(?:claude_director_[\w:]+|\bup|\bprocess_\w+)(?!\w*\{namespace=)(?![\w:])/g) ?? [],
    );
    expect(unscoped).toEqual([]);
  });

  it('leads from latencies to traces', () => {
    const quantiles = panels.flatMap(({ targets = [] }) => targets.filter(({ expr }) => expr.includes('_quantile(')));
    expect(quantiles.length).toBeGreaterThan(3);
    expect(quantiles.filter(({ exemplar }) => exemplar !== true)).toEqual([]);
  });

  it('has a panel with a metric of every alert of this service', () => {
    const shown = new Set(panels.flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => metricsIn(expr))));
    const blind = alerts.filter(({ expr }) => {
      const asked = metricsIn(expr).filter((name) => !name.startsWith('kube_'));
      return asked.length > 0 && !asked.some((name) => shown.has(name));
    });
    expect(blind.map(({ alert }) => alert)).toEqual([]);
  });

  it('has every panel that a runbook sends to', () => {
    const titles = panels.map(({ title }) => title);
    const index = readFileSync(join(ROOT, 'docs/runbooks/README.md'), 'utf8');
    const pages = [...index.matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, page]) =>
      readFileSync(join(ROOT, 'docs/runbooks', String(page)), 'utf8'),
    );
    const named = pages.flatMap((page) => [...page.matchAll(/[Pp]anel _([^_]+)_/g)].map(([, title]) => String(title)));
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !titles.some((title) => title.startsWith(name)))).toEqual([]);
  });
});

describeWith(promtool, 'alerts in Prometheus', () => {
  const folder = mkdtempSync(join(tmpdir(), 'director-alerts-'));
  writeFileSync(join(folder, 'rules.yaml'), stringify(spec));
  copyFileSync(TESTS, join(folder, 'alerts.test.yaml'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (...args: string[]) => execFileSync(promtool ?? 'promtool', args, { cwd: folder, encoding: 'utf8' });

  it('are valid rules', () => {
    expect(run('check', 'rules', 'rules.yaml')).toContain(`SUCCESS: ${rules.length} rules found`);
  });

  it('fire and clear when they should', () => {
    expect(run('test', 'rules', 'alerts.test.yaml')).toContain('SUCCESS');
  });
});
