import type { Execution } from '../../../src/api/execution.ts';
import { NO_CHILDREN } from '../../../src/worker/protocol/children.ts';
import { decideCascade } from '../../../src/worker/protocol/ending/cascade.ts';
import { judgeAttemptTimeout } from '../../../src/worker/protocol/ending/timeout.ts';

const MINUTE = 60_000;

/** Plays the end of a tree, and an attempt that was taken over. */
export function judgeEndings(): string | undefined {
  return judgeCascade() ?? judgeWaits() ?? judgeTakeOver();
}

function execution(name: string, phase: string, owner?: string): Execution {
  const reference = { apiVersion: 'kontinue.cloud/v1alpha1', kind: 'Execution', controller: true };
  const ownerReferences = owner ? [{ ...reference, name: owner, uid: owner }] : [];
  return {
    metadata: { name, uid: name, ownerReferences },
    spec: { function: 'f', timeout: { attempt: '10m' } },
    status: { phase, startedAt: '1970-01-01T00:01:00Z' },
  };
}

const ownersOf = (executions: readonly Execution[]) => ({
  find: (uid: string) => executions.find(({ metadata }) => metadata.uid === uid),
  isGone: () => false,
});

function judgeCascade(): string | undefined {
  const executions = [
    execution('root', 'Canceled'),
    execution('child', 'Completed', 'root'),
    execution('grandchild', 'Executing', 'child'),
  ].map((it) => ({
    ...it,
    metadata: { ...it.metadata, annotations: { 'kontinue.cloud/spawned': 'true' } },
  }));
  const writes = decideCascade({ ...NO_CHILDREN, executions }, ownersOf(executions), MINUTE);
  return writes.length === 1 ? undefined : 'something runs on below a canceled execution';
}

function judgeWaits(): string | undefined {
  for (const phase of ['Completed', 'Failed']) {
    const root = execution('root', phase);
    const { ownerReferences = [] } = execution('wait', '', 'root').metadata;
    const suspensions = [{ metadata: { name: 'wait', uid: 'wait', ownerReferences } }];
    const writes = decideCascade({ ...NO_CHILDREN, suspensions }, ownersOf([root]), MINUTE);
    if (writes.length !== 1) return `a suspension stays open below an execution that is ${phase}`;
  }
  return undefined;
}

function judgeTakeOver(): string | undefined {
  const running = execution('root', 'Executing');
  const early = judgeAttemptTimeout(running, 8 * MINUTE, 12 * MINUTE);
  if (early) return 'an attempt timed out though it was taken over a moment ago';
  const late = judgeAttemptTimeout(running, 8 * MINUTE, 18 * MINUTE);
  return late ? undefined : 'an attempt that was taken over never timed out';
}
