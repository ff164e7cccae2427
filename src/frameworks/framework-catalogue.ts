import { FrameworkDetector } from './detector.js';
import type { FrameworkLibrary } from './library.js';

/** The library in force and the detector made for it; both change together or not at all. */
export class FrameworkCatalogue {
  #current: { readonly library: FrameworkLibrary; readonly detector: FrameworkDetector };

  constructor(library: FrameworkLibrary) {
    this.#current = { library, detector: new FrameworkDetector(library) };
  }

  get library(): FrameworkLibrary {
    return this.#current.library;
  }

  get detector(): FrameworkDetector {
    return this.#current.detector;
  }

  /** Puts another library in force, for requests that start from now on. */
  replace(library: FrameworkLibrary): void {
    this.#current = { library, detector: new FrameworkDetector(library) };
  }
}
