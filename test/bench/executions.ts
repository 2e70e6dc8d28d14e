import type { Execution } from '../../src/api/execution.ts';
import { WORKER_GROUP_LABEL } from '../../src/api/labels.ts';
import type { Phase } from '../../src/api/phase.ts';
import { API_VERSION } from '../../src/api/resources.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** What still runs began so long ago, each a little after the one before it. */
export const OPEN_AGE = 3 * HOUR;
/** What has ended began so long ago. */
export const ENDED_AGE = 9 * HOUR;
const MOST_OPEN = 50;
const STEPS = 400;
const FUNCTIONS = ['settle-orders', 'fetch-prices', 'ledger-close', 'run-tests', 'roll-nodes'];

/** How every seeded execution is called, and nothing else on the screen. */
export const SEEDED_NAME = /\b[a-z]+-[a-z]+-\d{5}\b/;

/** How many of a set still run: 50, and a fifth of a small set. */
export function openCount(size: number): number {
  return Math.min(MOST_OPEN, Math.floor(size / 5));
}

/** The namespace that holds a set of this size. */
export function namespaceOf(size: number): string {
  return `bench-${size}`;
}

/** The names of those that run: the newest, hence the top of the list. */
export function openNames(size: number): readonly string[] {
  return Array.from({ length: openCount(size) }, (_, i) => nameOf(size - 1 - i));
}

/**
 * The executions of a set, oldest first: roots of about 1.7 KB as JSON, nearly all of them ended. The
 * same but for their times whenever they are made.
 */
export function seededExecutions(size: number, now: number): readonly Execution[] {
  const firstOpen = size - openCount(size);
  return Array.from({ length: size }, (_, i) => seeded(i, size, i >= firstOpen, now));
}

function nameOf(index: number): string {
  return `${FUNCTIONS[index % FUNCTIONS.length]}-${String(index).padStart(5, '0')}`;
}

function seeded(index: number, size: number, open: boolean, now: number): Execution {
  const name = nameOf(index);
  const begun = now - (open ? OPEN_AGE : ENDED_AGE) + (index % 60) * MINUTE;
  const phase = open ? 'Executing' : ending(index);
  const times = {
    startedAt: instant(begun + 12 * MINUTE),
    ...(open ? {} : { finishedAt: instant(begun + 40 * MINUTE) }),
  };
  const attempts = [
    {
      phase: 'Failed',
      message: 'connection to ledger.payments.svc:5432 was reset by the peer',
      startedAt: instant(begun),
      finishedAt: instant(begun + 11 * MINUTE),
    },
    { phase, message: words(phase), ...times },
  ] as const;
  return {
    apiVersion: API_VERSION,
    kind: 'Execution',
    metadata: {
      name,
      namespace: namespaceOf(size),
      labels: { [WORKER_GROUP_LABEL]: 'payments', 'app.example.com/team': 'settlement' },
      annotations: { 'app.example.com/requested-by': 'nightly@payments.example.com' },
    },
    spec: {
      function: name.slice(0, -6),
      arguments: {
        account: `DE89-3704-0044-${String(index).padStart(8, '0')}`,
        currencies: ['EUR', 'USD', 'CHF', 'JPY'],
        window: { from: '2026-11-21T00:00:00Z', to: '2026-11-22T00:00:00Z', zone: 'Europe/Berlin' },
        ledgers: ['main', 'suspense', 'fees', 'interest'].map((name) => `${name}.payments.example`),
        comment: 'Settles what the day left open; asks a person where a sum is above the limit.',
        notify: { channel: '#settlement', onFailure: true, people: ['ada', 'grace'] },
      },
      retry: { retries: 3, backoff: '30s', childPolicy: 'RetryFailed' },
      timeout: { overall: '24h', attempt: '12h' },
      ttl: { archiveAfter: '168h', deleteAfter: '720h' },
    },
    status: {
      phase,
      message: words(phase),
      workerName: `payments-worker-${index % 4}`,
      ...times,
      attempts,
      progress: { current: open ? 100 + (index % 200) : STEPS, max: STEPS },
      resumptions: 1,
      state: {
        cursor: index * 31,
        shard: `shard-${index % 16}`,
        ledger: { open: 12, posted: 388 },
      },
      ...(open ? {} : { result: { settled: 388, skipped: 12, checksum: `9f2c${index}` } }),
    },
  };
}

function ending(index: number): Phase {
  if (index % 17 === 0) return 'Failed';
  return index % 53 === 0 ? 'Canceled' : 'Completed';
}

function words(phase: Phase): string {
  return phase === 'Executing' ? 'posting entries to the ledger' : 'all entries were looked at';
}

function instant(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
