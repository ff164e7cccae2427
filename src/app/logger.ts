import { ConsoleLogger, type LoggerService, type LogLevel } from '@nestjs/common';
import { Logger, PinoLogger } from 'nestjs-pino';
import pino from 'pino';

import type { AppConfig } from '../config/index.js';
import { currentTrace } from '../core/index.js';

const LEVELS = ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'] as const satisfies readonly LogLevel[];
const PINO_LEVELS = {
  fatal: 'fatal',
  error: 'error',
  warn: 'warn',
  log: 'info',
  debug: 'debug',
  verbose: 'trace',
} as const;

/** Secrets within a text: API keys of this service and of model providers, tokens, passwords in URLs. */
const SECRETS =
  /\bcdk_\w+|\bsk-[\w-]{8,}|\bBearer\s+\S+|\beyJ[\w-]+\.[\w-]+\.[\w-]*|(?<=:\/\/[^\s/@:]{0,64}:)[^\s/@]+(?=@)/gi;
const REDACTED = '[redacted]';
const SECRET_FIELDS = ['authorization', 'cookie', 'password', 'apiKey', 'key', 'sha256', 'token'];

/** Removes secrets from a text, and line breaks, which would let a caller forge log lines. */
export function redactText(text: string): string {
  return text.replaceAll(SECRETS, REDACTED);
}

/** What the framework says about its own start: some 70 lines. A bundler may have renamed its classes. */
const FRAMEWORK = /^_?(?:InstanceLoader|NestApplication|NestFactory|RouterExplorer|RoutesResolver)\d*$/;

/** Logs JSON lines without secrets, with the trace they belong to; at a terminal, readable ones. What the framework says is at `debug`. */
export function createLogger(level: AppConfig['logLevel'], output: NodeJS.WriteStream): LoggerService {
  const logger = createOutput(level, output);
  return {
    log: (message: unknown, ...rest: unknown[]) =>
      FRAMEWORK.test(String(rest.at(-1))) ? logger.debug?.(message, ...rest) : logger.log(message, ...rest),
    error: (message: unknown, ...rest: unknown[]) => logger.error(message, ...rest),
    warn: (message: unknown, ...rest: unknown[]) => logger.warn(message, ...rest),
    debug: (message: unknown, ...rest: unknown[]) => logger.debug?.(message, ...rest),
    verbose: (message: unknown, ...rest: unknown[]) => logger.verbose?.(message, ...rest),
    fatal: (message: unknown, ...rest: unknown[]) => logger.fatal?.(message, ...rest),
  };
}

function createOutput(level: AppConfig['logLevel'], output: NodeJS.WriteStream): LoggerService {
  if (output.isTTY) return new ConsoleLogger({ logLevels: LEVELS.slice(0, LEVELS.indexOf(level) + 1) });
  return new Logger(
    new PinoLogger({
      pinoHttp: {
        level: PINO_LEVELS[level],
        base: null,
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }) },
        mixin: traceIds,
        redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: REDACTED },
        hooks: { streamWrite: redactText },
      },
    }),
    {},
  );
}

/** As OpenTelemetry names them in logs. */
function traceIds(): object {
  const trace = currentTrace();
  return trace === undefined ? {} : { trace_id: trace.traceId, span_id: trace.spanId };
}
