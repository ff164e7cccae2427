// Fits one model beside another: `workerData` holds the arguments of fitSparse, the message is its result.
import { parentPort, workerData } from 'node:worker_threads';

import { fitSparse } from './linear-fit.mjs';

parentPort?.postMessage(fitSparse(workerData.groups, workerData.options), []);
