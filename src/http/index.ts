/**
 * What rooms share about HTTP requests: the fields they carry through guards, interceptors and handlers, the preferences
 * that callers state in headers, and the headers every reply has. Pure functions; no state.
 */
export { requireReadableBody } from './body-format.js';
export type { Headers } from './caller-limit.js';
export { CLIENT_GONE, NO_ROUTE, operationNamed, requestEnded, type EndedRequest } from './http-events.js';
export { BodyFormatError, HeaderInvalidError } from './http.errors.js';
export {
  httpExchange,
  type Authorization,
  type EarlySteps,
  type GraphqlContext,
  type HeaderWriter,
  type HttpExchange,
} from './http-exchange.js';
export { addToHeader } from './list-header.js';
export { readPreferences } from './request-preferences.js';
export { securityHeaders } from './security-headers.js';
