import { describe, expect, test } from 'vitest';
import { KontinueError } from '../../src/client/errors/kontinue-error.ts';
import type { AuditEntry } from '../../src/monitor/audit.ts';
import type { InterventionRequest } from '../../src/monitor/core/actions/request.ts';
import { type Recorder, recordWrite } from '../../src/monitor/recorded-write.ts';
import { embeddedTestCluster } from '../client/support/test-cluster.ts';
import { openTestNamespace, type TestNamespace } from '../client/support/test-namespace.ts';

const ground = embeddedTestCluster();

/** A write of ada that cancels an execution, and the lines that it leaves. */
async function prepare(stage: TestNamespace) {
  const { metadata } = await stage.execution('deploy-1', { status: { phase: 'Executing' } });
  const lines: AuditEntry[] = [];
  const on: Recorder = {
    client: stage.client,
    audit: { record: async (entry) => void lines.push(entry) },
    user: () => 'ada',
    context: 'prod',
    server: 'https://server',
  };
  const { name, namespace = '', uid = '' } = metadata;
  const target = {
    kind: 'Execution',
    namespace,
    name,
    uid,
    phase: 'Executing',
    attempt: 1,
  } as const;
  const request: InterventionRequest = {
    action: 'cancel',
    target,
    message: '',
    descendants: false,
  };
  return { on, lines, request };
}

describe('the record of a write', () => {
  test.each([
    [true, 'done'],
    [false, 'partial'],
  ])('says whether all of it was done: %s', async (isComplete, outcome) => {
    await using stage = await openTestNamespace(ground());
    const { on, lines, request } = await prepare(stage);
    const write = async () => ({
      text: 'canceled deploy-1',
      warnings: ['one was left'],
      isComplete,
    });
    expect(await recordWrite(on, request, write)).toMatchObject({ kind: 'done', notes: [] });
    const words = 'canceled deploy-1 · one was left';
    expect(lines).toMatchObject([
      { user: 'ada', context: 'prod', request, outcome, message: words },
    ]);
  });

  test.each(['unknown', 'partial'] as const)(
    'says what a failed write may have done: %s',
    async (outcome) => {
      await using stage = await openTestNamespace(ground());
      const { on, lines, request } = await prepare(stage);
      const error = new KontinueError('no answer came', { code: 'Timeout', outcome });
      const recorded = await recordWrite(on, request, () => Promise.reject(error));
      expect(recorded).toEqual({ kind: 'failed', error, notes: [] });
      expect(lines).toMatchObject([{ outcome, message: 'no answer came' }]);
    },
  );

  test('has a failure that changed nothing', async () => {
    await using stage = await openTestNamespace(ground());
    const { on, lines, request } = await prepare(stage);
    await recordWrite(on, request, () => Promise.reject(new Error('broken')));
    expect(lines).toMatchObject([{ outcome: 'failed', message: 'broken' }]);
  });
});
