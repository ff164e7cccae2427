import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import type { AppConfig } from '../../config/index.js';
import { PRODUCT_VERSION } from '../../core/index.js';

import type { Style } from './style.js';

const QUESTION = 'Our three squads keep waiting on the infra group for every deploy. What should we change?';
/** The page for people, where the build has one. */
const CONSOLE = join(import.meta.dirname, '../../console/manifest.json');

/** What a service that has started says about itself. */
export interface BannerFacts {
  readonly url: string;
  /** The page for people; undefined where there is none. */
  readonly page: string | undefined;
  readonly readyMs: number;
  /** Where data is. */
  readonly data: string;
  readonly on: readonly string[];
  /** What is off, with how to turn it on. */
  readonly off: readonly string[];
  /** A command that asks the first question. */
  readonly try: string;
  readonly tryNote: string | undefined;
}

export function bannerFacts(config: AppConfig, url: string, readyMs: number): BannerFacts {
  const { services, models, mcp, auth, graphql, dataDir, store } = config;
  const isOpen = auth === 'anonymous';
  const key = isOpen ? '' : '-H "authorization: Bearer $DIRECTOR_KEY" ';
  const builtin = mcp.servers.filter(({ transport }) => transport === 'builtin').map(({ id }) => id);
  const others = mcp.servers.filter(({ transport }) => transport !== 'builtin').map(({ id }) => id);
  const features: readonly (readonly [isOn: boolean, on: string, off: string])[] = [
    [true, 'playbook', ''],
    [
      models.backends.length > 0,
      `models (${models.backends.map(({ id }) => id).join(', ')})`,
      'models: set ANTHROPIC_API_KEY or OPENAI_BASE_URL',
    ],
    [builtin.length > 0, builtin.join(', '), 'built-in servers'],
    [others.length > 0, `MCP servers: ${others.join(', ')}`, 'MCP servers: mcp.servers in director.yaml'],
    [!isOpen, 'keys', 'keys: set DIRECTOR_AUTH=required'],
    [services.redisUrl !== undefined, 'Redis', 'Redis: set REDIS_URL'],
    [graphql.enabled, 'GraphQL', 'GraphQL'],
    [services.otlpUrl !== undefined, 'traces', 'traces: set OTEL_EXPORTER_OTLP_ENDPOINT'],
  ];
  return {
    url,
    page: config.console.enabled && existsSync(CONSOLE) ? `${url}/` : undefined,
    readyMs: Math.round(readyMs),
    data: services.databaseUrl === undefined ? (store.file === ':memory:' ? 'in memory' : dataDir) : 'PostgreSQL',
    on: features.flatMap(([isOn, on]) => (isOn ? [on] : [])),
    off: features.flatMap(([isOn, , off]) => (isOn ? [] : [off])),
    try: `curl -s ${url}/v1/answers ${key}-H 'content-type: application/json' -d '{"question":"${QUESTION}"}'`,
    tryNote: isOpen ? undefined : 'with a key in DIRECTOR_KEY; `claude-director keys create` makes one',
  };
}

/** For a log: one line of JSON like its others, written at every log level. */
export function bannerLine({ url, ...facts }: BannerFacts): string {
  const time = new Date().toISOString();
  return `${JSON.stringify({ level: 'info', time, context: 'Start', url, ...facts, msg: `ClaudeDirector answers on ${url}` })}\n`;
}

/** For people at a terminal. */
export function bannerPage(facts: BannerFacts, style: Style): string {
  const rows: readonly (readonly [string, string])[] = [
    ...(facts.page === undefined ? [] : ([['Open', style.bold(facts.page)]] as const)),
    ['API', `${facts.url}/v1/answers, reference: ${facts.url}/docs`],
    ['MCP', `${facts.url}/mcp`],
    ['Data', facts.data.replace(homedir(), '~')],
    ['On', facts.on.join(', ')],
    ['Off', style.dim(facts.off.join('; '))],
  ];
  const table = rows.filter(([, text]) => text !== '').map(([name, text]) => `  ${style.dim(name.padEnd(6))}${text}`);
  const note = facts.tryNote === undefined ? '' : ` (${facts.tryNote})`;
  return `
${style.bold(`ClaudeDirector ${PRODUCT_VERSION}`)} answers on ${style.bold(facts.url)}, ready in ${(facts.readyMs / 1_000).toFixed(1)} s

${table.join('\n')}

Try${note}:

  ${facts.try}

`;
}
