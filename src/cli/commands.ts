import { MCP_CLIENTS } from './client-config.js';

/** An option as `parseArgs` takes it, and as help and completion show it. */
export interface CommandOption {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  /** What stands for the value, or the values that it may have. */
  readonly value?: string | readonly string[];
  readonly about: string;
}

export interface Command {
  readonly about: string;
  /** What follows the options. */
  readonly operands?: string;
  /** First operands that are fixed words. */
  readonly actions?: readonly string[];
  readonly options: Readonly<Record<string, CommandOption>>;
  readonly examples: readonly string[];
}

const CLASSES = ['critical', 'strategic', 'enhanced', 'multi-persona', 'auto'];
const QUESTION = '"Our squads keep waiting on the infra group. What should we change?"';

const json = { type: 'boolean', about: 'as JSON, as over REST' } as const;
const tenant = { type: 'string', value: '<tenant>', about: 'whose (default: default)' } as const;

const file = { type: 'string', value: '<file>', about: 'into a new file; - is standard output, the default' } as const;

/** Where a running service is, and the key with which it is asked. */
const remote = {
  url: { type: 'string', value: '<url>', about: 'a running service, instead of answering in this process' },
  'key-file': { type: 'string', value: '<file>', about: 'a file with an API key; else DIRECTOR_KEY is taken' },
} as const;

/** What a question is asked with. */
const asking = {
  role: { type: 'string', value: '<role>', about: 'who asks, for example "VP Engineering"' },
  class: { type: 'string', value: CLASSES, about: 'the deadline' },
  persona: { type: 'string', multiple: true, value: '<id>', about: 'who shall answer; may be given several times' },
  'no-enhance': { type: 'boolean', about: 'without MCP servers' },
} as const;

/** Every command: its options, as it parses them, and what help and completion say. */
export const COMMANDS = {
  serve: {
    about: 'start the service; the default',
    options: {
      port: { type: 'string', value: '<port>', about: 'where it listens (default: 3000; 0 takes a free one)' },
      host: { type: 'string', value: '<address>', about: 'where it listens (default: 127.0.0.1)' },
      data: { type: 'string', value: '<folder>', about: 'where its data is' },
      config: { type: 'string', value: '<file>', about: 'its configuration (default: director.yaml here, if present)' },
    },
    examples: ['claude-director', 'claude-director serve --port 4000 --data ./data'],
  },
  ask: {
    about: 'answer a question; "-" reads it from standard input',
    operands: '"<question>"',
    options: {
      ...asking,
      'deadline-ms': { type: 'string', value: '<ms>', about: 'shorten the deadline' },
      conversation: { type: 'string', value: '<id>', about: 'continue a conversation of the service' },
      'no-cache': { type: 'boolean', about: 'a fresh answer' },
      ...remote,
      stream: { type: 'boolean', about: 'show the answer as it is written; with --json, its events; needs --url' },
      json,
    },
    examples: [
      `claude-director ask ${QUESTION}`,
      'pbpaste | claude-director ask - --class strategic --json',
      `claude-director ask --url http://127.0.0.1:3000 --stream ${QUESTION}`,
    ],
  },
  chat: {
    about: 'ask one question after the other; /help says more',
    options: { ...asking, ...remote },
    examples: ['claude-director chat', 'claude-director chat --url http://127.0.0.1:3000 --role CTO'],
  },
  plan: {
    about: 'say what would happen to a question, without answering it',
    operands: '"<question>"',
    options: { ...asking, ...remote, json },
    examples: [`claude-director plan ${QUESTION}`],
  },
  detect: {
    about: 'find the frameworks that apply to a text, with the words that say so',
    operands: '"<text>"',
    options: { json },
    examples: ['claude-director detect - < memo.txt'],
  },
  history: {
    about: 'list conversations, or show one',
    operands: '[<id>]',
    options: { tenant, ...remote, json },
    examples: ['claude-director history', 'claude-director history cnv_01m8nb500apmaaww8ta8yjr8t4'],
  },
  mcp: {
    about: 'serve an MCP client over standard input and output',
    options: {
      'print-config': { type: 'string', value: [...MCP_CLIENTS], about: 'print the configuration of a client instead' },
    },
    examples: ['claude-director mcp --print-config claude-code > .mcp.json'],
  },
  report: {
    about: 'how well a running service does: recommendations, tables',
    options: {
      url: { type: 'string', value: '<url>', about: 'where it is; as configured here by default' },
      key: { type: 'string', value: '<key>', about: 'an API key; better in a file or in DIRECTOR_KEY' },
      'key-file': remote['key-file'],
      json,
    },
    examples: ['claude-director report --url http://127.0.0.1:3000'],
  },
  keys: {
    about: 'make, list, replace and revoke API keys',
    operands: 'create | list | rotate <id> | revoke <id>',
    actions: ['create', 'list', 'rotate', 'revoke'],
    options: {
      tenant: { type: 'string', value: '<tenant>', about: 'whose data its bearer sees (default: default)' },
      label: { type: 'string', value: '<text>', about: 'what it is for' },
      entitlement: {
        type: 'string',
        multiple: true,
        value: ['ask', 'critical', 'auditor', 'admin'],
        about: 'what it may; may be given several times',
      },
      'expires-days': { type: 'string', value: '<days>', about: 'never, if not given' },
      'grace-minutes': {
        type: 'string',
        value: '<minutes>',
        about: 'how long a replaced key stays valid (default: 60)',
      },
      json: { type: 'boolean', about: 'as JSON' },
    },
    examples: ['claude-director keys create --label laptop > key', 'claude-director keys revoke key_01k3v9'],
  },
  audit: {
    about: 'check the audit trail, or hand it out as lines of JSON or to syslog',
    operands: 'verify | export',
    actions: ['verify', 'export'],
    options: {
      tenant: { type: 'string', value: '<tenant>', about: 'one tenant; verify checks all by default' },
      head: { type: 'string', value: '<hash>', about: 'an event that an earlier check has printed' },
      from: { type: 'string', value: '<time>', about: 'export: events from this time on' },
      to: { type: 'string', value: '<time>', about: 'export: events up to this time' },
      file,
      syslog: { type: 'string', value: '<address>', about: 'export: to udp://host:514 or tcp://host:601 instead' },
    },
    examples: ['claude-director audit verify', 'claude-director audit export --tenant acme > audit.jsonl'],
  },
  data: {
    about: 'what is stored of a tenant or of one of its callers, as lines of JSON, or gone for good',
    operands: 'export | erase',
    actions: ['export', 'erase'],
    options: {
      tenant: { type: 'string', value: '<tenant>', about: 'whose data it is; required' },
      subject: { type: 'string', value: '<subject>', about: 'one caller of the tenant' },
      file,
      yes: { type: 'boolean', about: 'erase: confirms it' },
    },
    examples: ['claude-director data export --tenant acme --file acme.jsonl'],
  },
  backup: {
    about: 'copy the SQLite database, also of a running service, into a new file',
    operands: '<file>',
    options: {},
    examples: ['claude-director backup director-backup.db'],
  },
  restore: {
    about: 'put such a copy in its place, and check the audit trails in it',
    operands: '<file>',
    options: {},
    examples: ['claude-director restore director-backup.db'],
  },
  journal: {
    about: 'what the database refused for what is in it; write it again',
    operands: 'list | replay',
    actions: ['list', 'replay'],
    options: {},
    examples: ['claude-director journal list'],
  },
  migrate: {
    about: 'bring the tables of the database up to date',
    options: {},
    examples: ['claude-director migrate'],
  },
  config: {
    about: 'print the effective configuration, secrets redacted',
    options: {},
    examples: ['claude-director config'],
  },
  completion: {
    about: 'print the completion of a shell',
    operands: 'bash | zsh | fish',
    actions: ['bash', 'zsh', 'fish'],
    options: {},
    examples: ['source <(claude-director completion bash)', 'claude-director completion fish | source'],
  },
} as const satisfies Readonly<Record<string, Command>>;

export type CommandName = keyof typeof COMMANDS;

export function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}
