/**
 * The framework library and the detector that finds its frameworks in a text.
 *
 * The library is data: one JSON file per framework in `library/`, and a user's own folder. Detection tokenizes the text,
 * finds names in a prefix tree over glued spellings (with spelling correction, and context words that confirm or veto
 * ordinary words), scores the situation with a linear model over hashed features, and adds symptom matches for
 * frameworks outside the model. Confidences are calibrated; evidence quotes the text.
 *
 * Synchronous and linear in the text. `FrameworkCatalog.current` is an immutable pair of library and detector; a changed
 * folder replaces the pair. A mistake in a file, reported with its line, prevents the start, and at runtime leaves the
 * current pair in use.
 */
export { FrameworkCatalog } from './catalog.js';
export {
  type DetectedFramework,
  detectedFrameworkSchema,
  type Detection,
  detectionSchema,
  type Evidence,
  evidenceSchema,
  runnerUpSchema,
} from './detection.js';
export { FrameworkDetector } from './detector.js';
export { type Framework, frameworkSchema } from './framework.js';
export { FrameworksModule } from './frameworks.module.js';
export { LibraryError } from './library-file.js';
export { FrameworkLibrary, loadFrameworkLibrary } from './library.js';
