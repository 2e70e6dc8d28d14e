import type { Execution } from '../../src/api/execution.ts';
import type { Job } from '../../src/api/job.ts';
import type { Suspension } from '../../src/api/suspension.ts';
import { targetKey } from '../../src/monitor/core/logs/state.ts';
import type { State } from '../../src/monitor/core/state.ts';
import { feed, monitor, type Scene, told } from './monitor.ts';
import { ago, ended, execution, HOUR, job, MINUTE, SECOND, suspension } from './objects.ts';

/** What somebody on call sees at night: a bit of everything that can happen. */
const deploy = execution({
  name: 'deploy-cluster-7f3',
  function: 'deploy-cluster',
  phase: 'Suspended',
  created: ago(17 * MINUTE),
  spec: { retry: { retries: 3 }, timeout: { overall: '1h', attempt: '15m' } },
  status: {
    workerName: 'worker-6b9f',
    message: 'deploying to production',
    startedAt: ago(12 * MINUTE + 4 * SECOND),
    progress: { current: 4, max: 9 },
    attempts: [
      {
        phase: 'Failed',
        message: 'connection timeout',
        startedAt: ago(17 * MINUTE),
        finishedAt: ago(16 * MINUTE),
      },
      { phase: 'Suspended', startedAt: ago(12 * MINUTE + 4 * SECOND) },
    ],
  },
});

const rollNodes = execution({
  name: 'deploy-cluster-7f3-4',
  function: 'roll-nodes',
  phase: 'Executing',
  parent: deploy,
  created: ago(6 * MINUTE),
  status: { startedAt: ago(6 * MINUTE) },
});

const prepared = [1, 2, 3].map((n) =>
  execution({
    name: `deploy-cluster-7f3-${n}`,
    function: 'prepare',
    phase: 'Completed',
    parent: deploy,
    created: ago((12 - n) * MINUTE),
    status: { startedAt: ago((12 - n) * MINUTE), finishedAt: ago((11 - n) * MINUTE) },
  }),
);

const drains = Array.from({ length: 40 }, (_, i) =>
  execution({
    name: `deploy-cluster-7f3-4-${i}`,
    function: 'drain',
    phase: i === 17 ? 'Failed' : i < 31 ? 'Completed' : 'Executing',
    parent: rollNodes,
    created: ago(5 * MINUTE - i * SECOND),
    status: {
      startedAt: ago(5 * MINUTE - i * SECOND),
      ...(i < 31 && { finishedAt: ago(4 * MINUTE - i * SECOND) }),
      ...(i === 17 && { message: 'pod disruption budget of ledger' }),
    },
  }),
);

const helm = job({
  name: 'deploy-cluster-7f3-5',
  parent: deploy,
  created: ago(2 * MINUTE),
  status: { active: 1, startTime: ago(2 * MINUTE) },
});

const approve = suspension({
  name: 'deploy-cluster-7f3-approve-prod',
  parent: deploy,
  created: ago(4 * MINUTE),
  message: 'ship 2026.11.22?',
});

const others: readonly Execution[] = [
  execution({
    name: 'ledger-close-2026-11',
    function: 'ledger-close',
    phase: 'Suspended',
    created: ago(3 * HOUR),
    status: {
      startedAt: ago(3 * HOUR),
      progress: { current: 5, max: 6 },
      workerName: 'worker-6b9f',
    },
  }),
  execution({
    name: 'fetch-prices-x9',
    function: 'fetch-prices',
    phase: 'Backoff',
    created: ago(22 * MINUTE),
    spec: { retry: { retries: 4, backoff: '1m' } },
    status: {
      startedAt: ago(3 * MINUTE),
      message: '429 from upstream',
      progress: { current: 2, max: 6 },
      attempts: [9, 3].map((m) => ({
        phase: 'Failed',
        message: '429 from upstream',
        startedAt: ago(m * MINUTE),
        finishedAt: ago(m === 3 ? 19 * SECOND : 8 * MINUTE),
      })),
    },
  }),
  execution({
    name: 'orders-eu-17',
    function: 'settle-orders',
    phase: 'Executing',
    created: ago(31 * MINUTE),
    spec: { mutex: { name: 'orders-eu' } },
    status: { startedAt: ago(30 * MINUTE), progress: { current: 812, max: 1000 } },
  }),
  execution({
    name: 'orders-eu-18',
    function: 'settle-orders',
    created: ago(29 * MINUTE),
    spec: { mutex: { name: 'orders-eu' } },
  }),
  execution({
    name: 'nightly-tests-29384',
    function: 'run-tests',
    phase: 'Failed',
    created: ago(5 * HOUR),
    spec: { retry: { retries: 2 } },
    status: {
      startedAt: ago(2 * HOUR),
      finishedAt: ago(HOUR),
      message: '3 of 412 tests failed',
      progress: { current: 4, max: 6 },
      attempts: [5, 4, 2].map((h) => ({
        phase: 'Failed',
        startedAt: ago(h * HOUR),
        finishedAt: ago((h - 1) * HOUR),
      })),
    },
  }),
  execution({
    name: 'backup-29383',
    function: 'backup',
    phase: 'Completed',
    created: ago(26 * HOUR),
    status: { startedAt: ago(26 * HOUR), finishedAt: ago(25 * HOUR) },
  }),
];

const sleep = suspension({
  name: 'ledger-close-2026-11-6',
  parent: others[0] ?? deploy,
  resumeAt: ago(-(3 * HOUR + 18 * MINUTE)),
});

const suspensions: readonly Suspension[] = [approve, sleep];
const finished: Job = job({
  name: 'deploy-cluster-7f3-0',
  parent: deploy,
  created: ago(12 * MINUTE),
  status: ended('Complete', '', ago(11 * MINUTE)),
});

export const NIGHT: Scene = {
  executions: [deploy, ...others, rollNodes, ...prepared, ...drains],
  suspensions,
  jobs: [helm, finished],
  workers: { kind: 'seen', live: new Map([['default', ['worker-6b9f']]]), unsure: new Set() },
};

/** A monitor in that night, with a log that has said something. */
export function nightShift(more: Scene = {}): State {
  const state = monitor({ ...NIGHT, ...more });
  const lines = [
    ['deploy-cluster-7f3-0', 'images pulled'],
    ['deploy-cluster-7f3-5', 'Release "payments" has been upgraded'],
    ['deploy-cluster-7f3-5', 'waiting for rollout: \x1b[33m3 of 5\x1b[0m updated'],
    ['deploy-cluster-7f3-5', 'waiting for rollout: \x1b[32m4 of 5\x1b[0m updated'],
  ] as const;
  return told(state, feed('suspensions/payments'), {
    kind: 'logReceived',
    target: targetKey(state.logs.target),
    entries: lines.map(([source, text]) => {
      return { kind: 'line', source, timestamp: ago(MINUTE), text };
    }),
  });
}
