import { ConsoleLogger, type LoggerService, type LogLevel } from '@nestjs/common';
import { Logger, PinoLogger } from 'nestjs-pino';

import type { AppConfig } from '../config/index.js';

const LEVELS = ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'] as const satisfies readonly LogLevel[];
const PINO_LEVELS = {
  fatal: 'fatal',
  error: 'error',
  warn: 'warn',
  log: 'info',
  debug: 'debug',
  verbose: 'trace',
} as const;

/** What gives away that something is secret, within a text: keys of ours and of model services, tokens, passwords in URLs. */
const SECRETS =
  /\bcdk_\w+|\bsk-[\w-]{8,}|\bBearer\s+\S+|\beyJ[\w-]+\.[\w-]+\.[\w-]*|(?<=:\/\/[^\s/@:]{0,64}:)[^\s/@]+(?=@)/gi;
const REDACTED = '[redacted]';
const SECRET_FIELDS = ['authorization', 'cookie', 'password', 'apiKey', 'key', 'sha256', 'token'];

/** Removes secrets from a text, and line breaks, which could forge log lines. */
export function redactText(text: string): string {
  return text.replaceAll(SECRETS, REDACTED);
}

/** Logs lines of JSON without secrets; readable lines at a terminal. */
export function createLogger(level: AppConfig['logLevel'], output: NodeJS.WriteStream): LoggerService {
  if (output.isTTY) return new ConsoleLogger({ logLevels: LEVELS.slice(0, LEVELS.indexOf(level) + 1) });
  return new Logger(
    new PinoLogger({
      pinoHttp: {
        level: PINO_LEVELS[level],
        base: null,
        redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: REDACTED },
        hooks: { streamWrite: redactText },
      },
    }),
    {},
  );
}
