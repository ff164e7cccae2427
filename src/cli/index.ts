/**
 * cli: the commands of `claude-director`. Each command is one file, loaded only when it is used; `output/` renders for a
 * terminal.
 *
 * `serve` starts the service; `ask` and `mcp` answer in this process with the pipeline of the service; `report` asks a running service over HTTP;
 * `keys`, `audit` and `migrate` work on the database of the service, beside it. Failure: a usage, input or configuration
 * error exits with 2 and its message; everything else exits with 1, a defect with its text, because there is no log.
 */
export { EXIT } from './usage.js';
