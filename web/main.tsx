import { render } from 'preact';

import { viewOf } from './app/registry.js';
import { startRouter } from './app/router.js';
import { Shell } from './app/shell.js';
import { startShortcuts } from './app/shortcuts.js';

const root = document.querySelector('#app');
if (root !== null) {
  startRouter((path) => viewOf(path) !== undefined);
  startShortcuts();
  render(<Shell />, root);
}
