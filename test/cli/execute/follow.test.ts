import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { Execution } from '../../../src/api/execution.ts';
import { EXECUTIONS } from '../../../src/api/resources.ts';
import { followExecution, type ReadKey, waitQuietly } from '../../../src/cli/execute/follow.ts';
import type { FollowView } from '../../../src/cli/execute/view.ts';
import { systemClock } from '../../../src/kube/clock.ts';
import { embeddedTestCluster } from '../../client/support/test-cluster.ts';
import { openTestNamespace, type TestNamespace } from '../../client/support/test-namespace.ts';
import { until } from '../../support/until.ts';

const testCluster = embeddedTestCluster();

/** What was shown, in text. */
function recorder() {
  const shown: string[] = [];
  const view: FollowView = {
    tree: (tree) => shown.push(`tree ${tree.root().phase}`),
    log: () => undefined,
    note: (text) => shown.push(text),
    question: (text) => shown.push(text === undefined ? 'answered' : 'asked'),
    end: () => shown.push('end'),
  };
  return { shown, view };
}

async function follow(fixture: TestNamespace, readKey: ReadKey | undefined) {
  const execution = await fixture.execution('greet-1', { status: { phase: 'Executing' } });
  const interrupts = new EventEmitter();
  const { shown, view } = recorder();
  const cancel = async (shown: Execution) => void (await fixture.client.cancel(shown));
  const options = { view, cancel, interrupts, readKey, clock: systemClock };
  const ended = followExecution(fixture.client, execution, options);
  await until(() => shown.includes('tree Executing'));
  return { ended, shown, interrupts };
}

/** Nobody answers until the question is over. */
const nobody: ReadKey = (signal) =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined)));

describe('an interrupt', () => {
  test('detaches where there is nobody to ask', async () => {
    await using fixture = await openTestNamespace(testCluster());
    const { ended, shown, interrupts } = await follow(fixture, undefined);
    interrupts.emit('SIGINT');
    expect(await ended).toBeUndefined();
    expect(shown.at(-1)).toBe('end');
    expect(interrupts.listenerCount('SIGINT')).toBe(0);
  });

  test('a second one detaches without an answer', async () => {
    await using fixture = await openTestNamespace(testCluster());
    const { ended, shown, interrupts } = await follow(fixture, nobody);
    interrupts.emit('SIGINT');
    interrupts.emit('SIGINT');
    expect(await ended).toBeUndefined();
    expect(shown.slice(-3)).toEqual(['asked', 'answered', 'end']);
  });

  test('asks, and an end meanwhile takes the question back', async () => {
    await using fixture = await openTestNamespace(testCluster());
    const { ended, shown, interrupts } = await follow(fixture, nobody);
    interrupts.emit('SIGINT');
    await fixture.setStatus(EXECUTIONS, 'greet-1', { phase: 'Completed' });
    expect((await ended)?.status?.phase).toBe('Completed');
    expect(shown).toContain('tree Completed');
    expect(shown.slice(-2)).toEqual(['answered', 'end']);
  });

  test('a cancel that is refused is told, and following goes on', async () => {
    await using fixture = await openTestNamespace(testCluster(), { readOnly: true });
    const { ended, shown, interrupts } = await follow(fixture, async () => 'c');
    interrupts.emit('SIGINT');
    await until(() => shown.some((text) => /^It was not canceled: .*read-only/.test(text)));
    await fixture.setStatus(EXECUTIONS, 'greet-1', { phase: 'Failed' });
    expect((await ended)?.status?.phase).toBe('Failed');
  });

  test('ends a quiet wait', async () => {
    await using fixture = await openTestNamespace(testCluster());
    const execution = await fixture.execution('greet-1');
    const interrupts = new EventEmitter();
    const ended = waitQuietly(fixture.client, execution, interrupts);
    interrupts.emit('SIGINT');
    expect(await ended).toBeUndefined();
    expect(interrupts.listenerCount('SIGINT')).toBe(0);
  });
});

test('an execution that is deleted meanwhile is an error', async () => {
  await using fixture = await openTestNamespace(testCluster());
  const { ended, shown } = await follow(fixture, undefined);
  await fixture.delete(EXECUTIONS, 'greet-1');
  await expect(ended).rejects.toThrow('There is no execution');
  expect(shown.at(-1)).toBe('end');
});
