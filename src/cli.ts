import { PRODUCT_VERSION } from './api/product-version.js';
import { EXIT } from './cli/usage.js';

const HELP = `claude-director ${PRODUCT_VERSION}: strategic guidance by a deadline, with a receipt

  claude-director ask "<question>"   answer a question; "-" reads it from standard input
      --role <role>                  who asks, for example "VP Engineering"
      --class <class>                critical, strategic, enhanced, multi-persona or auto
      --deadline-ms <ms>             shorten the deadline
      --persona <id>                 who shall answer; may be given several times
      --no-enhance                   without MCP servers
      --json                         the answer as JSON, as over REST
  claude-director mcp                serve an MCP client over standard input and output
      --print-config <client>        print the configuration of claude-code, cursor or claude-desktop
  claude-director config             print the effective configuration, secrets redacted
  claude-director --help | --version

Exit codes: 0 answered in time, 1 not answered or late, 2 wrong usage or configuration.
`;

/** Each command loads what it needs: an MCP client waits for nothing but its greeting. */
async function run([command, ...args]: readonly string[]): Promise<number> {
  switch (command) {
    case 'ask':
      return (await import('./cli/ask-command.js')).ask(args);
    case 'mcp':
      return (await import('./cli/mcp-command.js')).mcp(args);
    case 'config':
      return (await import('./cli/config-command.js')).config();
    case '--version':
      process.stdout.write(`${PRODUCT_VERSION}\n`);
      return EXIT.answered;
    case '--help':
    case undefined:
      process.stdout.write(HELP);
      return command === undefined ? EXIT.usage : EXIT.answered;
    default:
      process.stderr.write(`there is no command ${JSON.stringify(command)}\n\n${HELP}`);
      return EXIT.usage;
  }
}

process.exitCode = await run(process.argv.slice(2)).catch(async (error: unknown) => {
  const { report } = await import('./cli/report.js');
  return report(error);
});
