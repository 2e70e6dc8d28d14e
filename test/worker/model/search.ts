export interface Move<S> {
  readonly label: string;
  readonly state: S;
}

/** A system of states, and what must hold in it. */
export interface Model<S> {
  readonly start: S;
  /** Everything in a state: objects that stay the same where nothing changed, and plain values. */
  readonly parts: (state: S) => readonly unknown[];
  readonly moves: (state: S) => Iterable<Move<S>>;
  /** What is wrong in a state; undefined if nothing is. */
  readonly check: (state: S) => string | undefined;
  /** What every state must still be able to reach. */
  readonly isGoal: (state: S) => boolean;
}

export interface Report {
  readonly states: number;
  readonly edges: number;
  /** What is wrong, and how it came about; undefined where all states were visited and hold. */
  readonly violation: string | undefined;
}

const MOST_STATES = 2_000_000;

/** Visits every state, breadth first, to the fixpoint; ends at the first violation. */
export function search<S>({ start, parts, moves, check, isGoal }: Model<S>): Report {
  const numbers = new Map<string, number>();
  const parents: number[] = [];
  const labels: string[] = [];
  const from: number[] = [];
  const to: number[] = [];
  const goals: number[] = [];
  let queue: [number, S][] = [];

  const trail = (number: number): string => {
    const steps: string[] = [];
    for (let at = number; at > 0; at = parents[at] ?? 0) steps.push(labels[at] ?? '');
    return steps.reverse().join(' → ');
  };
  const report = (violation?: string): Report => ({
    states: numbers.size,
    edges: to.length,
    violation,
  });
  const add = (state: S, parent: number, label: string): number => {
    const key = keyOf(parts(state));
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const number = numbers.size;
    numbers.set(key, number);
    parents.push(parent);
    labels.push(label);
    queue.push([number, state]);
    return number;
  };

  add(start, 0, '');
  while (queue.length > 0) {
    const round = queue;
    queue = [];
    for (const [number, state] of round) {
      try {
        const wrong = check(state);
        if (wrong !== undefined) return report(`${wrong}: ${trail(number)}`);
        if (isGoal(state)) goals.push(number);
        for (const move of moves(state)) {
          from.push(number);
          to.push(add(move.state, number, move.label));
        }
      } catch (error) {
        return report(`${error}: ${trail(number)}`);
      }
      if (numbers.size > MOST_STATES) return report('no fixpoint');
    }
  }
  const stuck = findStuck(numbers.size, from, to, goals);
  return report(stuck === undefined ? undefined : `no way to the goal: ${trail(stuck)}`);
}

/** The first state from which no goal can be reached. */
function findStuck(
  count: number,
  from: number[],
  to: number[],
  goals: number[],
): number | undefined {
  const before: number[][] = Array.from({ length: count }, () => []);
  for (const [edge, target] of to.entries()) before[target]?.push(from[edge] ?? 0);
  const reaches = new Uint8Array(count);
  const queue = [...goals];
  for (const goal of goals) reaches[goal] = 1;
  for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
    for (const earlier of before[state] ?? []) {
      if (reaches[earlier]) continue;
      reaches[earlier] = 1;
      queue.push(earlier);
    }
  }
  const stuck = reaches.indexOf(0);
  return stuck < 0 ? undefined : stuck;
}

const forms = new Map<string, number>();
interface Part {
  readonly form: number;
  readonly tokens: readonly string[];
}

const readParts = new WeakMap<object, Part>();

/**
 * A state in short. Versions and uids are compared for equality only: each becomes the place where it
 * first stands. Parts never change and stand in many states: each is read once.
 */
function keyOf(parts: readonly unknown[]): string {
  const places = new Map<string, number>();
  const place = (token: string): number => {
    const known = places.get(token);
    if (known !== undefined) return known;
    places.set(token, places.size);
    return places.size - 1;
  };
  return parts
    .map(readPart)
    .map(({ form, tokens }) => `${form}:${tokens.map(place)}`)
    .join(' ');
}

function readPart(part: unknown): Part {
  const isShared = typeof part === 'object' && part !== null;
  const known = isShared ? readParts.get(part) : undefined;
  if (known) return known;
  const tokens: string[] = [];
  const text = (JSON.stringify(part) ?? '').replace(/\b[vu]\d+\b/g, (token) => {
    tokens.push(token);
    return '#';
  });
  const form = forms.get(text) ?? forms.size;
  forms.set(text, form);
  const read = { form, tokens };
  if (isShared) readParts.set(part, read);
  return read;
}
