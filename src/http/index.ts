export type { Headers } from './caller-limit.js';
export { httpExchange, type HttpExchange } from './http-exchange.js';
export { readPreferences } from './request-preferences.js';
export { securityHeaders } from './security-headers.js';

export { HeaderInvalidError } from './http.errors.js';
