import { describe, expect, test } from 'vitest';
import type { Execution } from '../../src/api/execution.ts';
import { Client } from '../../src/client/client.ts';
import { ConflictError } from '../../src/client/errors/object-errors.ts';
import { KubeError } from '../../src/kube/errors.ts';
import type { ActionId, InterventionRequest } from '../../src/monitor/core/actions/request.ts';
import { intervene } from '../../src/monitor/intervene.ts';
import { withConcurrentWriter } from '../client/support/concurrent-writer.ts';
import { rejection } from '../client/support/rejection.ts';
import { embeddedTestCluster } from '../client/support/test-cluster.ts';
import { openTestNamespace } from '../client/support/test-namespace.ts';

const ground = embeddedTestCluster();

/** What a person decides on an execution as a dialog showed it: in that phase, at its first attempt. */
function request(action: ActionId, { metadata }: Execution, phase: string): InterventionRequest {
  const { namespace = '', name, uid = '' } = metadata;
  const target = { kind: 'Execution', namespace, name, uid, phase, attempt: 1 } as const;
  switch (action) {
    case 'cancel':
      return { action, target, message: '', descendants: false };
    case 'skip':
      return { action, target, message: '', result: undefined };
    case 'retry':
      return { action, target, childPolicy: undefined };
    case 'resume':
      return { action, target, recursive: true };
  }
}

/** Done by ada, on the condition that the object is still as the dialog showed it. */
function asShown({ target: { phase, attempt } }: InterventionRequest) {
  return { user: 'ada', dryRun: false, expected: { phase, attempt } };
}

describe('an intervention', () => {
  test.each([
    ['cancel', 'Suspended', 'canceled deploy'],
    ['skip', 'Suspended', 'skipped deploy'],
    ['retry', 'Failed', 'retried deploy'],
    ['resume', 'Suspended', 'resumed approve'],
  ] as const)('stops what is not as its dialog showed it: %s', async (action, phase, words) => {
    await using stage = await openTestNamespace(ground());
    const execution = await stage.execution('deploy', { status: { phase } });
    await stage.suspension('approve', { parent: execution });
    const stale = request(action, execution, 'Executing');
    const error = await rejection(intervene(stage.client, stale, asShown(stale)), ConflictError);
    expect(error.message).toContain(`its phase was Executing and is ${phase} now`);
    expect(await stage.client.get('deploy')).toEqual(execution);
    expect((await stage.client.getSuspension('approve')).status).toBeUndefined();
    const fresh = request(action, execution, phase);
    expect((await intervene(stage.client, fresh, asShown(fresh))).text).toBe(words);
  });

  test('that canceled, but not all that is below, says both', async () => {
    await using stage = await openTestNamespace(ground());
    const execution = await stage.execution('deploy', { status: { phase: 'Executing' } });
    await stage.execution('deploy-0', { parent: execution, status: { phase: 'Executing' } });
    const refusing = withConcurrentWriter(stage.client.transport, async (patch) => {
      if (patch > 1) throw new KubeError('Forbidden', 'ada may not');
    });
    const client = Client.from(refusing, { namespace: stage.namespace });
    const cancel = { ...request('cancel', execution, 'Executing'), descendants: true };
    const outcome = await intervene(client, cancel, asShown(cancel));
    expect(outcome).toMatchObject({ text: 'canceled deploy', isComplete: false });
    expect(outcome.warnings).toEqual([
      expect.stringMatching(/^not everything below it was stopped: .*ada may not/s),
    ]);
    expect((await stage.client.get('deploy')).status?.phase).toBe('Canceled');
    expect((await stage.client.get('deploy-0')).status?.phase).toBe('Executing');
  });
});
