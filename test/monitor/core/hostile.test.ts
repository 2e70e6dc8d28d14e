import { describe, expect, it } from 'vitest';
import type { Execution } from '../../../src/api/execution.ts';
import type { Job } from '../../../src/api/job.ts';
import type { Suspension } from '../../../src/api/suspension.ts';
import { executionsTable } from '../../../src/cli/list/table.ts';
import { paintFor, paintLine } from '../../../src/cli/paint.ts';
import { pageLines } from '../../../src/cli/show/page.ts';
import { PANES } from '../../../src/monitor/core/layout.ts';
import type { State } from '../../../src/monitor/core/state.ts';
import { view } from '../../../src/monitor/core/view.ts';
import { monitor, press } from '../../support/monitor.ts';
import {
  ago,
  execution,
  HOUR,
  job,
  MINUTE,
  NOW,
  suspension,
  treeOf,
} from '../../support/objects.ts';

/** What a hostile server may put anywhere. */
const VALUES: readonly (readonly [string, unknown])[] = [
  ['a text with sequences', '\x1b]0;owned\x07\x1b[31m\x9b2J\u202e\ud800\r\nx'],
  ['a huge number', 123456789012345678901234567890n],
  ['a number', -1.5e300],
  ['a date beyond all dates', '9999-12-31T23:59:59Z'],
  ['no time at all', '0001-01-01T00:00:00Z'],
];
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

const attempts = [
  { phase: 'Failed', message: 'timeout', startedAt: ago(9 * MINUTE), finishedAt: ago(8 * MINUTE) },
  { phase: 'Failed', message: 'refused', startedAt: ago(7 * MINUTE), finishedAt: ago(6 * MINUTE) },
];
const root = execution({
  name: 'root',
  created: ago(HOUR),
  labels: { 'kontinue.cloud/worker-group': 'gpu', 'kontinue.cloud/schedule': 'nightly' },
  spec: {
    arguments: { cluster: 'eu' },
    retry: { retries: 3, backoff: '10m', childPolicy: 'RetryAll' },
    timeout: { overall: '2h', attempt: '20m' },
    ttl: { archiveAfter: '1d', deleteAfter: '7d' },
    mutex: { name: 'orders' },
  },
  status: {
    phase: 'Backoff',
    message: 'tries again',
    startedAt: ago(7 * MINUTE),
    finishedAt: ago(6 * MINUTE),
    workerName: 'worker-1',
    progress: { current: 3, max: 8 },
    attempts,
  },
});
const child = execution({
  name: 'root-child',
  parent: root,
  phase: 'Suspended',
  status: { startedAt: ago(MINUTE), attempts: [{ startedAt: ago(MINUTE) }] },
});
const asked = suspension({ name: 'ask', parent: child, message: 'Go on?', resumeAt: ago(-HOUR) });
const work = job({
  name: 'work',
  parent: root,
  status: { startTime: ago(MINUTE), active: 1, conditions: [] },
});

type Path = readonly string[];

/** Every place in an object that holds a text or a number. */
function leaves(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, part]) => leaves(part, [...path, key]));
}

function replaced<T>(object: T, path: Path, value: unknown): T {
  const copy = structuredClone(object);
  const last = path.at(-1) ?? '';
  const owner = path
    .slice(0, -1)
    .reduce<Record<string, unknown>>(
      (at, key) => at[key] as Record<string, unknown>,
      copy as Record<string, unknown>,
    );
  owner[last] = value;
  return copy;
}

/** Every text of every pane, whatever has the focus, and of the dialogs. */
function drawn(state: State): readonly string[] {
  const states = [
    ...PANES.map((focus): State => ({ ...state, focus })),
    { ...press(state, 'tab'), size: { width: 200, height: 50 } },
    press(state, 'ctrl-k'),
    press(state, 'ctrl-x'),
    press(state, 's'),
    press(state, 'o', 'o', 'ctrl-w'),
    press(state, 'tab', 'x', 'j'),
    press(state, 'tab', 'x', 'G'),
  ];
  return states.flatMap((one) =>
    view(one, NOW).panes.flatMap(({ border, content }) => [
      ...(border ? [...border.title, ...(border.note ?? [])] : []).map(({ text }) => text),
      ...(content.kind === 'rows' ? content.rows.flatMap((row) => row.spans) : []).map(
        ({ text }) => text,
      ),
    ]),
  );
}

/** What `list` and `show` print. */
function printed(executions: readonly Execution[], others: readonly (Suspension | Job)[]) {
  const paint = paintFor({}, { variables: {}, home: '' });
  const options = { namespaces: true, functions: new Map(), now: NOW, paint, ascii: false };
  const [first = root, ...rest] = executions;
  const tree = treeOf(first, [...rest, ...others]);
  const sight = {
    ...{ tree, functions: new Map(), others: executions },
    ...{ now: NOW, zone: 'utc' as const, ascii: false },
  } as const;
  const tables = [true, false].map((wide) => executionsTable(executions, { ...options, wide }));
  const page = pageLines(sight, 120).map((line) => paintLine(line, paint));
  return [...tables.flatMap((table) => table.split('\n')), ...page];
}

const objects = { root, child, asked, work };
const places = Object.entries(objects).flatMap(([name, object]) =>
  leaves(object).map((path) => ({ name, path, place: `${name}.${path.join('.')}` })),
);

/** Of metadata an API server knows the types itself, whatever the definitions say. */
const placesFor = (value: unknown) =>
  places.filter(({ path }) => path[0] !== 'metadata' || typeof value === 'string');

describe.each(VALUES)('%s', (_, value) => {
  it.each(placesFor(value))('in $place is drawn and printed as plain text', ({ name, path }) => {
    const all = {
      ...objects,
      [name]: replaced(objects[name as keyof typeof objects], path, value),
    };
    const executions = [all.root, all.child];
    const scene = { executions, suspensions: [all.asked], jobs: [all.work] };
    for (const text of drawn(monitor({ ...scene, namespaces: [] }))) {
      expect(text).not.toMatch(UNSAFE);
    }
    for (const line of printed(executions, [all.asked, all.work])) {
      expect(line).not.toMatch(UNSAFE);
      expect(line).not.toMatch(/NaN|Invalid Date|\d{5,}d\b/);
    }
  });
});
