import { countOf, plain } from '../../facts/index.js';

/** How the text should be, as far as the asker says so. */
export interface DraftStyle {
  readonly isFirm: boolean;
  readonly isWarm: boolean;
  readonly isFormal: boolean;
  readonly isShort: boolean;
  readonly maxWords?: number;
  readonly lines?: number;
  readonly bullets?: number;
  readonly slides?: number;
}

/** Tone and length. */
export function styleOf(text: string): DraftStyle {
  const read = plain(text);
  const count = (pattern: RegExp) => countOf(pattern.exec(read)?.[1] ?? '');
  const maxWords =
    count(
      /\b(?:max(?:imum)?\.?|at most|under|no more than|up to|less than|in|hochstens|maximal|maximo|moins de)\s+(\d+)\s+(?:words|palabras|mots|worter)/,
    ) ?? count(/\b(\d+) words(?: max| at most|,? tops)?/);
  const lines = count(
    /\b(one|two|three|four|five|six|\d+|dos|tres|deux|trois|zwei|drei)[- ](?:lines?|liner|sentences?|zeilen|satze|lineas|frases|lignes|phrases)\b/,
  );
  const bullets = count(
    /\b(two|three|four|five|six|seven|\d+|tres|cuatro|trois|quatre|drei|vier)(?: short)?[- ](?:bullets?|points|puntos|puces|stichpunkte)\b/,
  );
  const slides = count(/\b(one|two|three|four|five|\d+)[- ]slides?/);
  return {
    isFirm:
      /\b(?:firm|no wriggle|clear|final|no excuses|tough|strict|direct|blunt|no discussion|non-negotiable|bestimmt|firme|ferme|klar|unmissverstandlich)\b/.test(
        read,
      ),
    isWarm:
      /\b(?:warm|friendly|kind|personal|nice|gentle|heartfelt|empath\w+|freundlich|amable|cercano|chaleureux|aimable|herzlich|polite\w*)\b/.test(
        read,
      ),
    isFormal: /\b(?:formal|official|offiziell|formell|formel|oficial)\b/.test(read),
    isShort: /\b(?:short|brief|concise|crisp|quick|kurz|corto|breve|court)\b/.test(read),
    ...(maxWords === undefined ? {} : { maxWords }),
    ...(lines === undefined ? {} : { lines }),
    ...(bullets === undefined ? {} : { bullets }),
    ...(slides === undefined ? {} : { slides }),
  };
}
