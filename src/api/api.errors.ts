import { AppError } from '../core/index.js';

/** No framework of that id is in the library. */
export class FrameworkNotFoundError extends AppError {
  readonly code = 'FRAMEWORK_NOT_FOUND';

  constructor(readonly frameworkId: string) {
    super(`there is no framework ${JSON.stringify(frameworkId.slice(0, 64))}`);
  }
}

/** A request under a host name, or from a web page, that is not ours: it may come from a page that rebinds its name. */
export class HostNotAllowedError extends AppError {
  readonly code = 'SITE_NOT_ALLOWED';

  constructor(
    readonly header: 'Host' | 'Origin',
    readonly found: string,
    setting: 'http.allowedHosts' | 'http.corsOrigins' = 'http.allowedHosts',
  ) {
    super(`header ${header}: ${JSON.stringify(found.slice(0, 255))} is not listed in ${setting}`);
  }
}

/** As many connections of a kind are open as may be; it is likely to pass. */
export class ConnectionsExhaustedError extends AppError {
  readonly code = 'CONNECTIONS_EXHAUSTED';
  /** When trying again is worth it, milliseconds from now. */
  readonly retryAfterMs = 1_000;

  constructor(readonly maxConnections: number) {
    super(`all ${maxConnections} connections are taken`);
  }
}
