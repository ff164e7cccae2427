import { EXIT } from './cli/index.js';
import { isCommand, type CommandName } from './cli/commands.js';
import { PRODUCT_VERSION, tolerateClosedOutputs } from './core/index.js';

type Run = (args: string[]) => number | Promise<number>;

/** Each command loads only what it needs, so that the greeting of an MCP client is not delayed. */
const LOADERS: Readonly<Record<CommandName, () => Promise<Run>>> = {
  serve: async () => (await import('./cli/serve-command.js')).serve,
  ask: async () => (await import('./cli/ask-command.js')).ask,
  chat: async () => (await import('./cli/chat-command.js')).chat,
  plan: async () => (await import('./cli/plan-command.js')).plan,
  detect: async () => (await import('./cli/detect-command.js')).detect,
  history: async () => (await import('./cli/history-command.js')).history,
  mcp: async () => (await import('./cli/mcp-command.js')).mcp,
  report: async () => (await import('./cli/report-command.js')).report,
  keys: async () => (await import('./cli/keys-command.js')).keys,
  audit: async () => (await import('./cli/audit-command.js')).audit,
  data: async () => (await import('./cli/data-command.js')).data,
  backup: async () => (await import('./cli/backup-command.js')).backup,
  restore: async () => (await import('./cli/backup-command.js')).restore,
  journal: async () => (await import('./cli/journal-command.js')).journal,
  migrate: async () => (await import('./cli/migrate-command.js')).migrate,
  config: async () => (await import('./cli/config-command.js')).config,
  completion: async () => (await import('./cli/completion-command.js')).completion,
};

async function run(words: readonly string[]): Promise<number> {
  const [first = 'serve'] = words;
  if (first === '--version' || first === '-v') return print(`${PRODUCT_VERSION}\n`);
  if (first === '--help' || first === '-h' || first === 'help') return helpFor(words[1]);
  // Options without a command are those of the default.
  const [name = 'serve', ...args] = first.startsWith('-') ? ['serve', ...words] : words;
  if (!isCommand(name)) {
    const { helpOfAll } = await import('./cli/help.js');
    process.stderr.write(`there is no command ${JSON.stringify(name)}\n\n${helpOfAll()}`);
    return EXIT.usage;
  }
  const end = args.indexOf('--');
  const options = end === -1 ? args : args.slice(0, end);
  if (options.includes('--help') || options.includes('-h')) return helpFor(name);
  const command = await LOADERS[name]();
  try {
    return await command(args);
  } catch (error) {
    const code = await exitCodeOf(error);
    // What a service that did not start has opened would keep the process alive.
    if (name === 'serve') process.exit(code);
    return code;
  }
}

async function exitCodeOf(error: unknown): Promise<number> {
  const { reportError } = await import('./cli/report-error.js');
  return reportError(error);
}

async function helpFor(name: string | undefined): Promise<number> {
  const { helpOf, helpOfAll } = await import('./cli/help.js');
  return print(name !== undefined && isCommand(name) ? helpOf(name) : helpOfAll());
}

function print(text: string): number {
  process.stdout.write(text);
  return EXIT.answered;
}

tolerateClosedOutputs();
const code = await run(process.argv.slice(2)).catch(exitCodeOf);
// An output that failed has set it already.
process.exitCode ||= code;
