import { cpus } from 'node:os';

import { pinToCore } from './process-cost.mjs';

/** Where what is measured runs, and where the requests come from: not the same core, where there are two. */
export const [SERVICE_CORE, CLIENT_CORE] = cpus().length > 1 ? [1, 0] : [0, 0];

/** Pins this process to where the requests come from; what it starts from now on too, unless that is pinned itself. */
export function pinClient() {
  pinToCore(CLIENT_CORE);
}
