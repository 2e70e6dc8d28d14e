/** Milliseconds in each unit. `d` and `w` are kontinue's own; Go does not know them. */
const UNIT: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Every duration that readers accept, as the CRD schema's pattern (contract: Durations). */
export const DURATION_PATTERN =
  '^([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h|d|w)(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h|d|w))*$|^0$';

const TERM = /([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h|d|w)/g;
const WHOLE = new RegExp(DURATION_PATTERN);

/**
 * Milliseconds of a Go duration string, with `d` and `w` read as well: `1h30m`, `500ms`, `7d`
 * (contract: Durations). A malformed or negative one is undefined: readers show it as written.
 */
export function parseDuration(text: string | undefined): number | undefined {
  if (text === undefined || !WHOLE.test(text)) return undefined;
  let total = 0;
  for (const [, value, unit] of text.matchAll(TERM)) {
    total += Number(value) * (UNIT[unit ?? ''] ?? Number.NaN);
  }
  return Number.isFinite(total) ? total : undefined;
}

/**
 * Milliseconds as a duration in the form Go writes and decodes (contract: Durations): hours at the
 * most, no days (`7d` is `168h0m0s` in Go's own words; the trailing zero units are left out, which
 * Go reads the same).
 */
export function formatGoDuration(milliseconds: number): string {
  if (milliseconds === 0) return '0s';
  if (milliseconds < 1_000) return `${Number(milliseconds.toFixed(6))}ms`;
  const hours = Math.floor(milliseconds / 3_600_000);
  const minutes = Math.floor((milliseconds % 3_600_000) / 60_000);
  const seconds = Number(((milliseconds % 60_000) / 1_000).toFixed(9));
  return `${hours ? `${hours}h` : ''}${minutes ? `${minutes}m` : ''}${seconds ? `${seconds}s` : ''}`;
}
