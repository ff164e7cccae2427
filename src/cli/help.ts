import { PRODUCT_VERSION } from '../core/index.js';

import { COMMANDS, type Command, type CommandName, type CommandOption } from './commands.js';

const EXIT_CODES =
  'Exit codes: 0 answered in time or done, 1 not answered, late or not whole, 2 wrong usage or configuration.';

/** What every command is for. */
export function helpOfAll(): string {
  const commands = Object.entries(COMMANDS).map(([name, { about }]): [string, string] => [name, about]);
  return `claude-director ${PRODUCT_VERSION}: strategic guidance by a deadline, with a receipt

${aligned(commands, '  claude-director ')}

claude-director <command> --help shows options and examples; --version the version.

${EXIT_CODES}
The environment is that of the service; NO_COLOR turns color off.
`;
}

/** How one command is used. */
export function helpOf(name: CommandName): string {
  const { about, operands, options, examples }: Command = COMMANDS[name];
  const rows = Object.entries(options).map(([option, details]): [string, string] => [
    `--${option}${valueOf(details)}`,
    details.about,
  ]);
  return `claude-director ${name}: ${about}

  claude-director ${[name, ...(rows.length === 0 ? [] : ['[options]']), ...(operands === undefined ? [] : [operands])].join(' ')}

${rows.length === 0 ? '' : `${aligned(rows, '  ')}\n\n`}Examples:

${examples.map((example) => `  ${example}`).join('\n')}

${EXIT_CODES}
`;
}

function valueOf({ value }: CommandOption): string {
  return value === undefined ? '' : ` ${typeof value === 'string' ? value : value.join('|')}`;
}

const MAX_NAME_COLUMNS = 24;

function aligned(rows: readonly (readonly [string, string])[], margin: string): string {
  const width = Math.min(MAX_NAME_COLUMNS, Math.max(...rows.map(([name]) => name.length)));
  return rows
    .map(([name, text]) => {
      const head = `${margin}${name.padEnd(width)}`;
      return name.length > width ? `${head}\n${' '.repeat(margin.length + width)}  ${text}` : `${head}  ${text}`;
    })
    .join('\n');
}
