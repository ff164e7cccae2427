import { COMMANDS, type Command } from './commands.js';
import { EXIT, UsageError } from './usage.js';

/** `claude-director completion`: prints what makes a shell complete commands, options and their values. */
export function completion([shell, ...rest]: string[]): number {
  const write = shell === undefined || rest.length > 0 ? undefined : SHELLS.get(shell);
  if (write === undefined) throw new UsageError('completion takes bash, zsh or fish');
  process.stdout.write(write());
  return EXIT.answered;
}

const commands = Object.entries<Command>(COMMANDS);
const wordsOf = ({ actions = [], options }: Command) =>
  [...actions, ...Object.keys(options).map((name) => `--${name}`), '--help'].join(' ');
/** Options of a command whose values are known. */
const closedOptions = ({ options }: Command) =>
  Object.entries(options).flatMap(([name, { value }]) =>
    typeof value === 'object' ? [{ name, values: value.join(' ') }] : [],
  );

const SHELLS: ReadonlyMap<string, () => string> = new Map([
  ['bash', bash],
  // zsh runs completions of bash.
  ['zsh', () => `autoload -U +X bashcompinit && bashcompinit\n${bash()}`],
  ['fish', fish],
]);

function bash(): string {
  const values = commands.flatMap(([name, command]) =>
    closedOptions(command).map((option) => `    ${name}:--${option.name}) words="${option.values}" ;;`),
  );
  return `_claude_director() {
  local words command=\${COMP_WORDS[1]} word=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${[...Object.keys(COMMANDS), '--help', '--version'].join(' ')}" -- "$word"))
    return
  fi
  case "$command" in
${commands.map(([name, command]) => `    ${name}) words="${wordsOf(command)}" ;;`).join('\n')}
  esac
  case "$command:$previous" in
${values.join('\n')}
    *:--key-file|*:--config|*:--data) COMPREPLY=($(compgen -f -- "$word")); return ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -F _claude_director claude-director
`;
}

function fish(): string {
  const seen = (name: string) => `__fish_seen_subcommand_from ${name}`;
  const lines = commands.flatMap(([name, command]) => [
    `complete -c claude-director -n __fish_use_subcommand -f -a ${name} -d '${command.about.replaceAll("'", '')}'`,
    ...(command.actions ?? []).map((action) => `complete -c claude-director -n '${seen(name)}' -f -a ${action}`),
    ...Object.entries(command.options).map(([option, { value, about }]) => {
      const closed = typeof value === 'object' ? ` -x -a '${value.join(' ')}'` : value === undefined ? '' : ' -r';
      return `complete -c claude-director -n '${seen(name)}' -l ${option}${closed} -d '${about.replaceAll("'", '')}'`;
    }),
  ]);
  return `${lines.join('\n')}\n`;
}
