import { describe, expect, it } from 'vitest';
import type { State } from '../../../src/monitor/core/state.ts';
import { wanted } from '../../../src/monitor/core/subscription.ts';
import { blankMonitor, monitor, press, told } from '../../support/monitor.ts';
import { ago, execution, job, MINUTE } from '../../support/objects.ts';

const root = execution({ name: 'root', phase: 'Executing', created: ago(MINUTE) });
const scene = { executions: [root], jobs: [job({ name: 'work', parent: root })] };

const tick = { kind: 'tick', key: 'tick' };
const watches = (key: string, namespace: string | undefined) =>
  ['Execution', 'Suspension', 'Function'].map((of) => {
    return { kind: 'watch', key: `watch:${of}/${key}`, of, namespace };
  });
const payments = watches('payments', 'payments');

describe('what the monitor wants to hear of', () => {
  it('is the passing of time alone, until it is connected', () => {
    expect(wanted(blankMonitor())).toEqual([tick]);
    const failed = told(blankMonitor(), { kind: 'connectFailed', message: 'no such context' });
    expect(wanted(failed)).toEqual([tick]);
  });

  it('includes the engine of patterns from the first prompt or the first live list on', () => {
    const state: State = { ...blankMonitor(), compile: undefined };
    const patterns = { kind: 'patterns', key: 'patterns' };
    expect(wanted(state)).not.toContainEqual(patterns);
    expect(wanted(press(state, '/'))).toContainEqual(patterns);
    expect(wanted({ ...monitor(scene), compile: undefined })).toContainEqual(patterns);
    expect(wanted(monitor(scene))).not.toContainEqual(patterns);
  });

  it('is each namespace that is shown', () => {
    expect(wanted(monitor({ namespaces: ['payments', 'billing'] }))).toEqual([
      tick,
      ...payments,
      ...watches('billing', 'billing'),
    ]);
  });

  it('is everything at once when all namespaces are', () => {
    expect(wanted(monitor({ namespaces: [] }))).toEqual([tick, ...watches('*', undefined)]);
  });

  it('is the tree of the selected execution, its workers, and the log below it', () => {
    expect(wanted(monitor(scene))).toEqual([
      tick,
      ...payments,
      {
        kind: 'tree',
        key: 'tree:1:payments/root',
        target: { namespace: 'payments', name: 'root' },
      },
      { kind: 'workers', key: 'workers:payments', namespace: 'payments' },
      {
        kind: 'log',
        key: 'log:1:jobs:Execution/uid-payments-root:work',
        target: 'jobs:Execution/uid-payments-root',
        of: 'job',
        namespace: 'payments',
        name: 'work',
      },
    ]);
  });

  it('is one stream more when a job joins, and the same ones beside it', () => {
    const joined = monitor({
      ...scene,
      jobs: [...scene.jobs, job({ name: 'more', parent: root })],
    });
    const logs = (state: State) =>
      wanted(state)
        .filter((s) => s.kind === 'log')
        .map((s) => s.key);
    expect(logs(joined)).toEqual(expect.arrayContaining(logs(monitor(scene))));
    expect(logs(joined)).toHaveLength(2);
  });

  it('changes with the cursor, and in nothing but what it is on', () => {
    const other = execution({ name: 'other', created: ago(2 * MINUTE) });
    const state = monitor({ ...scene, executions: [root, other] });
    expect(wanted(press(state, 'j')).map((s) => s.key)).toEqual([
      'tick',
      ...payments.map(({ key }) => key),
      'tree:2:payments/other',
      'workers:payments',
    ]);
  });

  it('has a key of its own for each, and the same ones as long as nothing changes', () => {
    const state = monitor(scene);
    const keys = wanted(state).map((s) => s.key);
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of ['T', 'f', 'tab', '?', '/', 'ctrl-k']) {
      expect(wanted(press(state, key)).map((s) => s.key)).toEqual(keys);
    }
  });
});
