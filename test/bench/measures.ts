/** What is measured, in the order of the table. */
export const MEASURES = {
  firstFrame: { title: 'start → first frame', unit: 'ms' },
  firstRows: { title: 'start → first rows', unit: 'ms' },
  allRows: { title: 'start → all rows, live', unit: 'ms' },
  firstBytes: { title: 'bytes until then', unit: 'B' },
  keyToPaint: { title: 'key → paint', unit: 'ms' },
  keyBytes: { title: 'bytes of a key’s frame', unit: 'B' },
  updateToPaint: { title: 'update → paint', unit: 'ms' },
  updateBytes: { title: 'bytes of an update’s frame', unit: 'B' },
  rss: { title: 'RSS, settled', unit: 'MB' },
  idleCpu: { title: 'idle: CPU', unit: '%' },
  idleBytes: { title: 'idle: to the terminal', unit: 'B/s' },
  busyRate: { title: 'busy: updates answered', unit: '/s' },
  busyCpu: { title: 'busy: CPU', unit: '%' },
  busyBytes: { title: 'busy: to the terminal', unit: 'B/s' },
  busyRss: { title: 'busy: RSS', unit: 'MB' },
  bareList: { title: 'bare pages + JSON.parse', unit: 'ms' },
  list: { title: 'list', unit: 'ms' },
  listRatio: { title: 'list / bare pages', unit: '×' },
  libraryHeap: { title: 'heap of a watch, per execution', unit: 'KB' },
  monitorHeap: { title: 'heap of the monitor’s, per execution', unit: 'KB' },
  idleWatchCpu: { title: 'idle watch: CPU it adds', unit: '%' },
  watchRate2000: { title: 'events taken, at 2,000', unit: '/s' },
  watchCpu2000: { title: 'CPU then', unit: '%' },
  watchRate5000: { title: 'events taken, at 5,000', unit: '/s' },
  watchCpu5000: { title: 'CPU then', unit: '%' },
} as const satisfies Readonly<Record<string, { title: string; unit: string }>>;

export type Measure = keyof typeof MEASURES;

/** Everything that was seen of a measure, all runs together. */
export type Samples = Map<Measure, number[]>;

/** Adds what was seen. */
export function record(samples: Samples, measure: Measure, value: number): void {
  const known = samples.get(measure);
  if (known) known.push(value);
  else samples.set(measure, [value]);
}

/** The least, the middle and the greatest of some values. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** Undefined of nothing. */
export function spread(values: readonly number[]): Spread | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const min = sorted[0];
  const max = sorted.at(-1);
  const low = sorted[(sorted.length - 1) >> 1];
  const high = sorted[sorted.length >> 1];
  if (min === undefined || max === undefined || low === undefined || high === undefined) {
    return undefined;
  }
  return { min, median: (low + high) / 2, max };
}

const IDLE = { idleCpu: 0.5, idleBytes: 200 };
const LIBRARY = {
  listRatio: 1.5,
  libraryHeap: 2,
  monitorHeap: 0.4,
  watchCpu2000: 8,
  watchCpu5000: 15,
};
const TARGETS: Readonly<Record<number, Partial<Record<Measure, number>>>> = {
  100: { firstRows: 350, rss: 100, ...IDLE },
  10000: { firstRows: 400, rss: 140, updateToPaint: 150, ...IDLE, ...LIBRARY },
};

/** The most that a measure should be, on the real server, with so many executions; of a reflector, with a firehose. */
export function targetOf(measure: Measure, size: number): number | undefined {
  return TARGETS[size]?.[measure];
}
