import { describe, expect, it } from 'vitest';
import { streamsOf } from '../../../src/monitor/core/logs/state.ts';
import {
  changes,
  executionsOf,
  gone,
  monitor,
  press,
  told,
  withTree,
} from '../../support/monitor.ts';
import { ago, execution, job, MINUTE, suspension } from '../../support/objects.ts';

const first = execution({
  name: 'first',
  phase: 'Executing',
  created: ago(MINUTE),
  status: { workerName: 'worker-1' },
});
const second = execution({ name: 'second', phase: 'Executing', created: ago(2 * MINUTE) });
const child = execution({
  name: 'child',
  phase: 'Executing',
  parent: first,
  created: ago(3 * MINUTE),
});
const childJob = job({ name: 'child-job', parent: child, created: ago(2 * MINUTE) });
const firstJob = job({ name: 'first-job', parent: first, created: ago(MINUTE) });
const executions = [first, second, child];

const treeTarget = (state: ReturnType<typeof monitor>) => state.tree.target?.name;
const logTarget = (state: ReturnType<typeof monitor>) => {
  const { target } = state.logs;
  return `${target?.kind} ${streamsOf(target).join(',')}`;
};

describe('the tree', () => {
  it('is that of the execution under the cursor', () => {
    const state = monitor({ executions });
    expect(treeTarget(state)).toBe('first');
    expect(treeTarget(press(state, 'j'))).toBe('second');
    expect(treeTarget(press(state, 'j', 'k'))).toBe('first');
  });

  it('is none when nothing is selected', () => {
    const state = monitor({ executions });
    expect(treeTarget(told(state, gone(first), gone(second), gone(child)))).toBeUndefined();
    expect(treeTarget(monitor())).toBeUndefined();
  });

  it('is that of the root when a child is selected', () => {
    const flat = press(monitor({ executions }), 'o', 'o', 'G');
    expect(executionsOf(flat).shown[executionsOf(flat).scroll.cursor]).toBe(child);
    expect(treeTarget(flat)).toBe('first');
  });

  it('has the child selected, then', () => {
    const scene = { executions, jobs: [childJob, firstJob] };
    const flat = withTree(press(monitor(scene), 'o', 'o', 'G'), scene);
    expect(flat.tree.rows[flat.tree.scroll.cursor]?.key).toBe('Execution/uid-payments-child');
    expect(logTarget(flat)).toBe('jobs child-job');
  });

  it('is that of a root with a long name, too', () => {
    const long = execution({ name: 'settle-orders-'.repeat(6), created: ago(0) });
    const theirs = execution({ name: 'theirs', parent: long, created: ago(9 * MINUTE) });
    const flat = press(monitor({ executions: [long, theirs] }), 'o', 'o', 'G');
    expect(treeTarget(flat)).toBe(long.metadata.name);
  });

  it('is that of the child itself when its root is not there', () => {
    const flat = press(monitor({ executions: [child] }), 'o', 'o');
    expect(treeTarget(flat)).toBe('child');
  });
});

describe('the log', () => {
  const scene = { executions, jobs: [firstJob, childJob] };
  const state = { ...monitor(scene), focus: 'tree' } as const;

  it('is that of every job of the execution, in the order of their making', () => {
    expect(logTarget(state)).toBe('jobs child-job,first-job');
  });

  it('is that of the job under the cursor, or of the jobs below it', () => {
    expect(logTarget(press(state, 'j'))).toBe('jobs child-job');
    expect(logTarget(press(state, 'j', 'j'))).toBe('jobs child-job');
    expect(logTarget(press(state, 'G'))).toBe('jobs first-job');
  });

  it('is that of the worker where there is no job', () => {
    const lonely = monitor({ executions: [first] });
    expect(lonely.logs.target).toEqual({
      kind: 'worker',
      about: 'Execution/uid-payments-first',
      namespace: 'payments',
      pod: 'worker-1',
      mention: 'first',
    });
  });

  it('is none where there is neither, and until the tree is known', () => {
    expect(monitor({ executions: [second] }).logs.target).toBeUndefined();
    expect(told(monitor(), changes(first)).logs.target).toBeUndefined();
  });

  it('of a suspension is that of the worker of its execution', () => {
    const approve = suspension({ name: 'approve', parent: first });
    const waiting = monitor({ executions: [first], suspensions: [approve] });
    expect(logTarget(press({ ...waiting, focus: 'tree' }, 'j'))).toBe('worker worker-1');
  });

  it('follows twenty jobs at most, the newest', () => {
    const jobs = Array.from({ length: 25 }, (_, i) =>
      job({ name: `j${i}`, parent: second, created: ago((25 - i) * MINUTE) }),
    );
    const { target } = monitor({ executions: [second], jobs }).logs;
    expect(target?.kind === 'jobs' && target.jobs).toEqual(
      Array.from({ length: 20 }, (_, i) => `j${i + 5}`),
    );
  });

  it('stays, and its lines with it, while the execution goes on', () => {
    const later = { ...first, status: { ...first.status, message: 'step 2' } };
    expect(told(state, changes(later)).logs).toBe(state.logs);
  });
});
