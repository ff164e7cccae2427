export { NotEntitledError, UnauthenticatedError } from './access.errors.js';
export { Public } from './access.guard.js';
export { AccessModule } from './access.module.js';
export { Authenticator } from './authenticator.js';
