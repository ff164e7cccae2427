/**
 * Composition: {@link createApp} puts the service together from top to bottom (HTTP server, fast path, hooks, Nest
 * application, GraphQL), {@link AppModule} the Nest modules, {@link endOnSignals} closes it in order. Nothing here
 * decides anything about a question except the fast path, which takes the pipeline's own steps before the framework.
 */
export { AppModule } from './app.module.js';
export { createApp } from './create-app.js';
export { endOnSignals } from './graceful-shutdown.js';
