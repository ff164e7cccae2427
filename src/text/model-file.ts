import { readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';

/**
 * A fitted model, as the fitting scripts have written it.
 *
 * @param file Its path, `.json.gz`: a model is half as large in the package.
 */
export function readModel(file: string): unknown {
  return JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));
}

/** The bytes of a model file: the same for the same model. */
export function modelBytes(model: unknown): Buffer {
  return gzipSync(JSON.stringify(model), { level: 9 });
}
