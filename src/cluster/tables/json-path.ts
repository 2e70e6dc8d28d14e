/** One step into a value: a field, or an index into a list. */
type Step = string | number;

const STEP = /\.([A-Za-z0-9_-]+)|\['((?:[^'\\]|\\.)*)'\]|\[(\d+)\]/gy;

/**
 * Reads the simple JSON paths that printer columns and selectable fields may use:
 * `.spec.function`, `.metadata.labels['kontinue.cloud/root']`, `.status.attempts[0].phase`.
 * Throws on any other.
 */
export function jsonPath(path: string): (object: unknown) => unknown {
  const steps = stepsOf(path);
  if (!steps) {
    throw new Error(`cannot read the JSON path ${path}: only fields and indexes are supported`);
  }
  return (object) => steps.reduce<unknown>(takeStep, object);
}

/** Whether a JSON path is one of those. */
export function isJsonPath(path: string): boolean {
  return stepsOf(path) !== undefined;
}

function stepsOf(path: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  let end = 0;
  for (const match of path.matchAll(STEP)) {
    const [whole, field, quoted, index] = match;
    steps.push(index === undefined ? (field ?? quoted?.replaceAll('\\', '') ?? '') : Number(index));
    end = match.index + whole.length;
  }
  return end === path.length && steps.length > 0 ? steps : undefined;
}

function takeStep(value: unknown, step: Step): unknown {
  if (value === null || typeof value !== 'object') return undefined;
  if (Array.isArray(value)) return typeof step === 'number' ? value[step] : undefined;
  return Object.hasOwn(value, step) ? (value as Record<string, unknown>)[step] : undefined;
}
