import { EXIT } from './cli/index.js';
import { PRODUCT_VERSION, tolerateClosedOutputs } from './core/index.js';

const HELP = `claude-director ${PRODUCT_VERSION}: strategic guidance by a deadline, with a receipt

  claude-director [serve]            start the service: the page, REST, GraphQL and MCP
      --port <port> --host <host>    where it listens (default: 127.0.0.1:3000)
      --data <folder>                where its data is
      --config <file>                its configuration (default: director.yaml here, if present)
  claude-director ask "<question>"   answer a question; "-" reads it from standard input
      --role <role>                  who asks, for example "VP Engineering"
      --class <class>                critical, strategic, enhanced, multi-persona or auto
      --deadline-ms <ms>             shorten the deadline
      --persona <id>                 who shall answer; may be given several times
      --no-enhance                   without MCP servers
      --json                         the answer as JSON, as over REST
  claude-director mcp                serve an MCP client over standard input and output
      --print-config <client>        print the configuration of claude-code, cursor or claude-desktop
  claude-director report             how well a running service does: recommendations, tables
      --url <url>                    where it is; as configured here by default
      --key <key>                    an API key, where keys are asked for
      --json                         the report as JSON, as over REST
  claude-director migrate            bring the tables of the database up to date
  claude-director keys create        make an API key, which is printed this once
      --tenant <tenant>              whose data its bearer sees (default: default)
      --label <text>                 what it is for
      --entitlement <name>           ask, critical, auditor or admin; may be given several times
      --expires-days <days>          never, if not given
  claude-director keys list          list the keys, of one --tenant or all
  claude-director keys rotate <id>   replace a key; the old one stays valid for --grace-minutes (default: 60)
  claude-director keys revoke <id>   refuse a key from now on
  claude-director audit verify       check the audit trail, of one --tenant or all
      --head <hash>                  with an event that an earlier check of the tenant has printed
  claude-director audit export       print the audit trail of one --tenant as lines of JSON
      --from <time> --to <time>      events from one time up to another
      --file <file>                  into a new file
  claude-director data export        print the conversations of a --tenant, or of one --subject of it, as lines of JSON
      --file <file>                  into a new file
  claude-director data erase         delete them for good; --yes confirms it
  claude-director backup <file>      copy the SQLite database, also of a running service, into a new file
  claude-director restore <file>     put such a copy in its place, and check the audit trails in it
  claude-director journal list       what the database refused for what is in it, as lines of JSON
  claude-director journal replay     write it where it belongs
  claude-director config             print the effective configuration, secrets redacted
  claude-director --help | --version

Exit codes: 0 answered in time or done, 1 not answered, late or not whole, 2 wrong usage or configuration.
`;

/** Each command loads only what it needs, so that the greeting of an MCP client is not delayed. */
async function run([command, ...args]: readonly string[]): Promise<number> {
  switch (command) {
    case 'ask':
      return (await import('./cli/ask-command.js')).ask(args);
    case 'mcp':
      return (await import('./cli/mcp-command.js')).mcp(args);
    case 'report':
      return (await import('./cli/report-command.js')).report(args);
    case 'migrate':
      return (await import('./cli/migrate-command.js')).migrate();
    case 'keys':
      return (await import('./cli/keys-command.js')).keys(args);
    case 'audit':
      return (await import('./cli/audit-command.js')).audit(args);
    case 'data':
      return (await import('./cli/data-command.js')).data(args);
    case 'backup':
      return (await import('./cli/backup-command.js')).backup(args);
    case 'restore':
      return (await import('./cli/backup-command.js')).restore(args);
    case 'journal':
      return (await import('./cli/journal-command.js')).journal(args);
    case 'config':
      return (await import('./cli/config-command.js')).config();
    case '--version':
      process.stdout.write(`${PRODUCT_VERSION}\n`);
      return EXIT.answered;
    case '--help':
    case '-h':
    case 'help':
      process.stdout.write(HELP);
      return EXIT.answered;
    case 'serve':
      return (await import('./cli/serve-command.js')).serve(args);
    case undefined:
      return (await import('./cli/serve-command.js')).serve([]);
    default:
      if (command.startsWith('-')) return (await import('./cli/serve-command.js')).serve([command, ...args]);
      process.stderr.write(`there is no command ${JSON.stringify(command)}\n\n${HELP}`);
      return EXIT.usage;
  }
}

tolerateClosedOutputs();
const words = process.argv.slice(2);
const isServing = words[0] === undefined || words[0] === 'serve' || words[0].startsWith('-');
const code = await run(words).catch(async (error: unknown) => {
  const { reportError } = await import('./cli/report-error.js');
  return reportError(error);
});
// What a service that did not start has opened would keep the process alive.
if (code !== EXIT.answered && isServing) process.exit(code);
// An output that failed has set it already.
process.exitCode ||= code;
