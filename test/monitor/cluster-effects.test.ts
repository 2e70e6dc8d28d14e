import { describe, expect, test } from 'vitest';
import { JOBS } from '../../src/api/resources.ts';
import { KubeError } from '../../src/kube/errors.ts';
import type { Target } from '../../src/monitor/core/actions/request.ts';
import type { ClusterEffect } from '../../src/monitor/core/effect.ts';
import { PATCH_EXECUTION, PATCH_EXECUTION_STATUS } from '../../src/monitor/core/permissions.ts';
import { embeddedTestCluster } from '../client/support/test-cluster.ts';
import { openEffectsFixture, targetOf } from './support/effects-fixture.ts';

const cluster = embeddedTestCluster();

describe('reconnect', () => {
  test('retries the login and then every watch', async () => {
    await using fixture = await openEffectsFixture(cluster());
    const retried: string[] = [];
    fixture.context.retryLogin = () => retried.push('login');
    for (const name of ['executions', 'suspensions']) {
      fixture.context.retriable.add({ retryNow: () => retried.push(name) });
    }
    await fixture.perform({ kind: 'reconnect' });
    expect(retried).toEqual(['login', 'executions', 'suspensions']);
  });
});

describe('permissions', () => {
  const learn = (namespace: string): ClusterEffect => ({
    kind: 'learnPermissions',
    namespace,
    permissions: [PATCH_EXECUTION_STATUS, PATCH_EXECUTION],
  });

  test('are told one by one, and why one is denied', async () => {
    await using fixture = await openEffectsFixture(cluster());
    const rule = (verb: string, resource: string) => ({
      verbs: [verb],
      apiGroups: ['kontinue.cloud'],
      resources: [resource],
    });
    const resourceRules = [rule('patch', 'executions/status'), rule('get', 'executions')];
    fixture.transport.send = async () => ({
      status: 201,
      body: { status: { resourceRules } } as never,
      headers: {},
      serverTime: undefined,
      warnings: [],
    });
    await fixture.perform(learn('payments'));
    expect(fixture.messages).toEqual([
      {
        kind: 'permissionsLearned',
        namespace: 'payments',
        known: [
          { permission: PATCH_EXECUTION_STATUS, access: { kind: 'allowed' } },
          {
            permission: PATCH_EXECUTION,
            access: { kind: 'denied', why: 'no RBAC rule grants patch executions' },
          },
        ],
      },
    ]);
  });

  test('that cannot be asked for are unknown, which turns nothing off', async () => {
    await using fixture = await openEffectsFixture(cluster());
    fixture.transport.before = () => {
      throw new KubeError('Unavailable', 'the server is starting');
    };
    await fixture.perform(learn('payments'));
    expect(fixture.messages).toEqual([
      {
        kind: 'permissionsLearned',
        namespace: 'payments',
        known: [
          { permission: PATCH_EXECUTION_STATUS, access: { kind: 'unknown' } },
          { permission: PATCH_EXECUTION, access: { kind: 'unknown' } },
        ],
      },
    ]);
  });

  test('are asked for in the background', async () => {
    await using fixture = await openEffectsFixture(cluster());
    await fixture.perform(learn(fixture.stage.namespace));
    expect(fixture.transport.requests.map(({ priority }) => priority)).toEqual(['background']);
  });
});

describe('a write', () => {
  const cancel = (target: Target): ClusterEffect => ({
    kind: 'intervene',
    id: 7,
    request: { action: 'cancel', target, message: 'wrong region', descendants: false },
  });

  test('that is done is told, and leaves a line in the audit and an Event', async () => {
    await using fixture = await openEffectsFixture(cluster());
    const { stage } = fixture;
    const deploy = await stage.execution('deploy', { status: { phase: 'Executing' } });
    await fixture.perform(cancel(targetOf(deploy)));
    expect(fixture.messages).toEqual([
      { kind: 'interventionDone', id: 7, message: 'canceled deploy' },
    ]);
    expect((await stage.client.get('deploy')).status).toMatchObject({
      phase: 'Canceled',
      message: 'Canceled by ada: wrong region',
    });
    expect(fixture.lines).toMatchObject([
      { user: 'ada', context: 'prod', outcome: 'done', message: 'canceled deploy' },
    ]);
    const events = fixture.transport.requests.filter(({ path }) => path.endsWith('/events'));
    expect(events).toHaveLength(1);
  });

  test('that is refused is told with its reason, and is in the audit all the same', async () => {
    await using fixture = await openEffectsFixture(cluster());
    const deploy = await fixture.stage.execution('deploy', { status: { phase: 'Completed' } });
    await fixture.perform(cancel(targetOf(deploy)));
    const message = expect.stringContaining('it has already ended and cannot be canceled');
    expect(fixture.messages).toEqual([{ kind: 'interventionFailed', id: 7, message }]);
    expect(fixture.lines).toMatchObject([{ outcome: 'failed', message }]);
  });

  test('is refused when the object is no longer as its dialog showed it', async () => {
    await using fixture = await openEffectsFixture(cluster());
    const deploy = await fixture.stage.execution('deploy', { status: { phase: 'Executing' } });
    await fixture.perform(cancel({ ...targetOf(deploy), phase: 'Suspended' }));
    expect(fixture.messages).toMatchObject([
      { message: expect.stringContaining('its phase was Suspended and is Executing now') },
    ]);
  });

  test.each([
    ['done', 'Executing', 'interventionDone'],
    ['refused', 'Completed', 'interventionFailed'],
  ])('that is %s says when it could not be recorded', async (_, phase, kind) => {
    await using fixture = await openEffectsFixture(cluster());
    const deploy = await fixture.stage.execution('deploy', { status: { phase } });
    fixture.context.audit = { record: () => Promise.reject(new Error('the disk is full')) };
    await fixture.perform(cancel(targetOf(deploy)));
    const message = expect.stringMatching(
      /deploy.* · not recorded in the audit: the disk is full$/,
    );
    expect(fixture.messages).toEqual([{ kind, id: 7, message }]);
  });

  test('says what the server warned about', async () => {
    await using fixture = await openEffectsFixture(cluster());
    const deploy = await fixture.stage.execution('deploy', { status: { phase: 'Executing' } });
    const { send } = fixture.transport;
    fixture.transport.send = async (request) => {
      const answer = await send<never>(request);
      return request.method === 'PATCH' ? { ...answer, warnings: ['deprecated'] } : answer;
    };
    await fixture.perform(cancel(targetOf(deploy)));
    expect(fixture.messages).toMatchObject([{ message: 'canceled deploy · deprecated' }]);
  });
});

describe('the YAML of an object', () => {
  test.each(['Execution', 'Suspension', 'Job'] as const)('of kind %s is read', async (of) => {
    await using fixture = await openEffectsFixture(cluster());
    const { stage } = fixture;
    await stage.execution('deploy');
    await stage.suspension('deploy');
    await stage.job('deploy');
    const { namespace } = stage;
    await fixture.perform({ kind: 'readYaml', key: 'k', of, namespace, name: 'deploy' });
    expect(fixture.messages).toEqual([{ kind: 'textRead', key: 'k', lines: expect.any(Array) }]);
    const [message] = fixture.messages;
    const lines = message?.kind === 'textRead' ? message.lines : [];
    expect(lines).toEqual(expect.arrayContaining([`kind: ${of}`, '  name: deploy']));
    expect(lines.at(-1)).not.toBe('');
    expect(fixture.transport.requests.map(({ priority }) => priority)).toEqual(['interactive']);
  });

  test('that cannot be read is told with its reason', async () => {
    await using fixture = await openEffectsFixture(cluster());
    const { namespace } = fixture.stage;
    await fixture.perform({ kind: 'readYaml', key: 'k', of: 'Job', namespace, name: 'none' });
    expect(fixture.messages).toEqual([
      { kind: 'textFailed', key: 'k', message: expect.stringContaining(`There is no job`) },
    ]);
    expect(fixture.transport.requests.map(({ path }) => path)).toEqual([
      fixture.stage.pathOf(JOBS, 'none'),
    ]);
  });
});
