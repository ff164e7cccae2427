export {
  FrameworkCatalog,
  LibraryWatcher,
  type CatalogEdition,
  type LibraryWatcherOptions,
  type ReloadOutcome,
} from './catalog.js';
export {
  detectedFrameworkSchema,
  detectionSchema,
  evidenceSchema,
  runnerUpSchema,
  type DetectedFramework,
  type Detection,
  type Evidence,
  type RunnerUp,
} from './detection.js';
export { FrameworkDetector } from './detector.js';
export { frameworkSchema, type Framework } from './framework.js';
export { LibraryError, type LibraryMistake } from './library-file.js';
export { FrameworkLibrary, loadFrameworkLibrary, type LibraryOptions } from './library.js';
export { FrameworksModule } from './frameworks.module.js';
