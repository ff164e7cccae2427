export {
  type CatalogEdition,
  FrameworkCatalog,
  LibraryWatcher,
  type LibraryWatcherOptions,
  type ReloadOutcome,
} from './catalog.js';
export {
  type DetectedFramework,
  detectedFrameworkSchema,
  type Detection,
  detectionSchema,
  type Evidence,
  evidenceSchema,
  type RunnerUp,
  runnerUpSchema,
} from './detection.js';
export { FrameworkDetector } from './detector.js';
export { type Framework, frameworkSchema } from './framework.js';
export { FrameworksModule } from './frameworks.module.js';
export { LibraryError, type LibraryMistake } from './library-file.js';
export { FrameworkLibrary, type LibraryOptions, loadFrameworkLibrary } from './library.js';
