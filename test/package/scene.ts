import type { Execution } from '../../src/api/execution.ts';
import { HIDDEN_ANNOTATION } from '../../src/api/labels.ts';
import {
  EXECUTIONS,
  FUNCTIONS,
  JOBS,
  PODS,
  SCHEDULED_EXECUTIONS,
  SUSPENSIONS,
} from '../../src/api/resources.ts';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { execution, job, kontinueFunction, suspension } from '../support/objects.ts';

const namespace = 'default';

/**
 * What the examples find: a deployment that waits for an approval in its child, with a job that has
 * written a log; a failed nightly run; two functions, one hidden; and a schedule. A worker completes
 * whatever is spawned.
 */
export function setScene({ storage, logs }: Cluster): void {
  const parent: Execution = storage.create(
    EXECUTIONS,
    execution({ name: 'deploy-7', namespace, phase: 'Executing' }),
  );
  const child: Execution = storage.create(
    EXECUTIONS,
    execution({ name: 'deploy-7-0', function: 'approve', phase: 'Suspended', parent }),
  );
  storage.create(SUSPENSIONS, suspension({ name: 'deploy-7-0-approval', parent: child }));
  storage.create(JOBS, job({ name: 'deploy-7-job', parent }));
  const labels = { 'batch.kubernetes.io/job-name': 'deploy-7-job' };
  const pod = {
    metadata: { name: 'deploy-7-job-x', namespace, labels },
    spec: { containers: [{ name: 'main' }] },
    status: {
      phase: 'Running',
      containerStatuses: [{ name: 'main', restartCount: 0, state: { running: {} } }],
    },
  };
  storage.create(PODS, pod);
  for (const line of ['preparing', 'applying', 'applied']) {
    logs.append(namespace, 'deploy-7-job-x', 'main', line);
  }
  const nightly = { name: 'nightly-3', function: 'report', namespace, phase: 'Failed' };
  storage.create(EXECUTIONS, execution(nightly));
  storage.create(FUNCTIONS, kontinueFunction({ name: 'deploy-cluster', namespace }));
  const annotations = { [HIDDEN_ANNOTATION]: 'true' };
  storage.create(FUNCTIONS, kontinueFunction({ name: 'approve', namespace, annotations }));
  storage.create(SCHEDULED_EXECUTIONS, {
    metadata: { name: 'nightly', namespace },
    spec: { schedule: '0 3 * * *', function: 'report' },
  });
  storage.onChange(({ type, resource, object }) => {
    if (resource.plural !== EXECUTIONS.plural) return;
    if (type === 'ADDED') complete({ storage }, object.metadata.name);
  });
}

/** What a worker writes in the end. */
export function complete({ storage }: Pick<Cluster, 'storage'>, name: string): void {
  const result = { clusterId: 'c-1', endpoint: 'https://c-1.example' };
  storage.update(EXECUTIONS, namespace, name, (stored) => ({
    ...stored,
    status: { phase: 'Completed', finishedAt: stored.metadata.creationTimestamp, result },
  }));
}
