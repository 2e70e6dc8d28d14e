import { distance } from 'fastest-levenshtein';

/** Which share of its letters may differ for one name to be taken for another: two swapped ones of five. */
const TOLERANCE = 0.4;

/** The candidate that a mistyped name most likely means; undefined if none is near. Case does not count. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.floor(name.length * TOLERANCE) + 1;
  for (const candidate of candidates) {
    const letters = distance(name.toLowerCase(), candidate.toLowerCase());
    if (letters >= least) continue;
    least = letters;
    best = candidate;
  }
  return best;
}
