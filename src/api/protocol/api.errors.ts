import { AppError } from '../../core/index.js';

/** The library has no framework of that id. */
export class FrameworkNotFoundError extends AppError {
  readonly code = 'FRAMEWORK_NOT_FOUND';

  constructor(readonly frameworkId: string) {
    super(`framework ${JSON.stringify(frameworkId.slice(0, 64))} not found`);
  }
}

/** A model of the OpenAI-compatible endpoint that does not exist. */
export class ModelNotFoundError extends AppError {
  readonly code = 'MODEL_NOT_FOUND';

  constructor(
    readonly model: string,
    readonly known: readonly string[],
  ) {
    super(`the model ${JSON.stringify(model.slice(0, 64))} does not exist; there are ${known.join(', ')}`);
  }
}

/** A request with a `Host` or `Origin` that is not allowed: it may come from a page that rebinds its DNS name. */
export class HostNotAllowedError extends AppError {
  readonly code = 'HOST_NOT_ALLOWED';

  constructor(
    readonly header: 'Host' | 'Origin',
    readonly found: string,
    setting: 'http.allowedHosts' | 'http.corsOrigins' = 'http.allowedHosts',
  ) {
    super(`header ${header}: ${JSON.stringify(found.slice(0, 255))} is not listed in ${setting}`);
  }
}

/** The maximum of connections is open; likely to pass. */
export class ConnectionsExhaustedError extends AppError {
  readonly code = 'CONNECTIONS_EXHAUSTED';
  /** When trying again is worth it, milliseconds from now. */
  readonly retryAfterMs = 1_000;

  constructor(readonly maxConnections: number) {
    super(`all ${maxConnections} connections are in use`);
  }
}

/** GET is for reading: an operation that changes something needs POST. */
export class MethodNotAllowedError extends AppError {
  readonly code = 'METHOD_NOT_ALLOWED';

  constructor() {
    super('GET executes queries only');
  }
}
