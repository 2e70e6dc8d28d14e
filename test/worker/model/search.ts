export interface Move<S> {
  readonly label: string;
  readonly state: S;
}

/** A state taken apart: objects that stay the same where nothing changed, and plain values. */
export interface Parts {
  readonly shared: readonly unknown[];
  /** What each worker holds. Workers are interchangeable: their names are `w0`, `w1` and so on. */
  readonly workers: readonly (readonly unknown[])[];
}

/** A system of states, and what must hold in it. */
export interface Model<S> {
  readonly start: S;
  /** Everything in a state. */
  readonly parts: (state: S) => Parts;
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

const partsRead = new WeakMap<object, Part>();

/**
 * A state in short. Versions, uids and workers are compared for equality only: each becomes the place
 * where it first stands. Of two states that differ only in which worker does what, one is visited.
 * Parts never change and stand in many states: each is read once.
 */
function keyOf({ shared, workers }: Parts): string {
  const head = shared.map(readPart);
  const members = workers
    .map((parts, index) => readParts([`w${index}`, ...parts]))
    .sort((one, other) => (one.form < other.form ? -1 : Number(one.form > other.form)));
  const forms = `${head.map(({ form }) => form)} ${members.map(({ form }) => form)}`;
  const keys = orders(members).map((order) => {
    const places = new Map<string, number>();
    const place = (token: string): number => {
      const known = places.get(token);
      if (known !== undefined) return known;
      places.set(token, places.size);
      return places.size - 1;
    };
    return [...head, ...order].map(({ tokens }) => `${tokens.map(place)}`).join(' ');
  });
  return `${forms}:${keys.length === 1 ? keys[0] : keys.sort()[0]}`;
}

/** The orders that workers of the same form can stand in. */
function orders(members: readonly Member[]): readonly (readonly Member[])[] {
  const [first, second] = members;
  if (members.length !== 2 || first?.form !== second?.form) return [members];
  return [members, members.toReversed()];
}

interface Member {
  readonly form: string;
  readonly tokens: readonly string[];
}

function readParts(parts: readonly unknown[]): Member {
  const read = parts.map(readPart);
  return {
    form: read.map(({ form }) => form).join(),
    tokens: read.flatMap(({ tokens }) => tokens),
  };
}

function readPart(part: unknown): Part {
  const isShared = typeof part === 'object' && part !== null;
  const known = isShared ? partsRead.get(part) : undefined;
  if (known) return known;
  const tokens: string[] = [];
  const text = (JSON.stringify(part) ?? '').replace(/\b[vuw]\d+\b/g, (token) => {
    tokens.push(token);
    return '#';
  });
  const form = forms.get(text) ?? forms.size;
  forms.set(text, form);
  const read = { form, tokens };
  if (isShared) partsRead.set(part, read);
  return read;
}
