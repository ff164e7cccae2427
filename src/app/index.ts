export { AppModule } from './app.module.js';
export { createApp, endOnSignals } from './http-server.js';
