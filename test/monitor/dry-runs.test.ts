import { describe, expect, test } from 'vitest';
import { errorFromAnswer } from '../../src/kube/http/status.ts';
import type { InterventionRequest } from '../../src/monitor/core/actions/request.ts';
import type { ClusterEffect } from '../../src/monitor/core/effect.ts';
import { embeddedTestCluster } from '../client/support/test-cluster.ts';
import { type EffectsFixture, openEffectsFixture, targetOf } from './support/effects-fixture.ts';

const cluster = embeddedTestCluster();

const check = (request: InterventionRequest, revision = 0): ClusterEffect => {
  return { kind: 'check', id: 7, revision, request };
};

/** To cancel an execution that runs and has a child that runs. */
async function cancelDeploy({ stage }: EffectsFixture): Promise<InterventionRequest> {
  const deploy = await stage.execution('deploy', { status: { phase: 'Executing' } });
  await stage.execution('deploy-0', { parent: deploy, status: { phase: 'Executing' } });
  return { action: 'cancel', target: targetOf(deploy), message: '', descendants: true };
}

const writes = ({ transport }: EffectsFixture) =>
  transport.requests.filter(({ method }) => method !== 'GET');

describe('a dry run', () => {
  test('says that the server would accept it, and changes nothing', async () => {
    await using fixture = await openEffectsFixture(cluster());
    const request = await cancelDeploy(fixture);
    const before = await fixture.stage.client.get('deploy');
    await fixture.perform(check(request));
    expect(fixture.messages).toEqual([
      {
        kind: 'interventionChecked',
        id: 7,
        revision: 0,
        outcome: { kind: 'allowed', message: '' },
      },
    ]);
    expect(await fixture.stage.client.get('deploy')).toEqual(before);
    expect(fixture.lines).toEqual([]);
  });

  test('is one request that says so, about what was named alone', async () => {
    await using fixture = await openEffectsFixture(cluster());
    await fixture.perform(check(await cancelDeploy(fixture)));
    expect(writes(fixture).map(({ method, query }) => [method, query?.dryRun])).toEqual([
      ['PATCH', 'All'],
    ]);
    expect(fixture.transport.requests.map(({ path }) => path.includes('deploy-0'))).toEqual([
      false,
      false,
    ]);
  });

  test('says why the server would refuse it', async () => {
    await using fixture = await openEffectsFixture(cluster());
    const request = await cancelDeploy(fixture);
    const target = { ...request.target, phase: 'Suspended' };
    await fixture.perform(check({ ...request, target }));
    const message = expect.stringContaining('its phase was Suspended and is Executing now');
    expect(fixture.messages).toMatchObject([{ outcome: { kind: 'refused', message } }]);
  });

  test('says what the server would warn about', async () => {
    await using fixture = await openEffectsFixture(cluster());
    const request = await cancelDeploy(fixture);
    const { send } = fixture.transport;
    fixture.transport.send = async (sent) => {
      const answer = await send<never>(sent);
      return sent.method === 'PATCH' ? { ...answer, warnings: ['one', 'two'] } : answer;
    };
    await fixture.perform(check(request));
    expect(fixture.messages).toMatchObject([{ outcome: { kind: 'allowed', message: 'one; two' } }]);
  });

  /** Answers every write as a real API server does, over the wire form of its Status. */
  const refuseWrites = (fixture: EffectsFixture, code: number, reason: string, message: string) => {
    fixture.transport.before = ({ method, path }) => {
      if (method === 'GET') return;
      const subject = { server: 'https://server', contextName: '', userName: 'ada', what: path };
      const status = { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, reason, code };
      const request = { mayChange: false, renewable: false };
      throw errorFromAnswer(subject, code, {}, JSON.stringify(status), request);
    };
  };

  test('that a webhook with side effects keeps from being made leaves the question open', async () => {
    await using fixture = await openEffectsFixture(cluster());
    const request = await cancelDeploy(fixture);
    const message = 'admission webhook "audit.example.com" does not support dry run';
    refuseWrites(fixture, 400, 'BadRequest', message);
    await fixture.perform(check(request));
    expect(fixture.messages).toMatchObject([{ outcome: { kind: 'unchecked', message } }]);
  });

  test('that a webhook denies is refused, whatever the webhook says', async () => {
    await using fixture = await openEffectsFixture(cluster());
    const request = await cancelDeploy(fixture);
    const denial =
      'admission webhook "audit.example.com" denied the request: this does not support dry run';
    refuseWrites(fixture, 403, 'Forbidden', denial);
    await fixture.perform(check(request));
    expect(fixture.messages).toMatchObject([{ outcome: { kind: 'refused' } }]);
  });
});

describe('while the user types', () => {
  test('the newest request alone is checked, once it has stood for a moment', async () => {
    await using fixture = await openEffectsFixture(cluster());
    const { clock, messages } = fixture;
    const request = await cancelDeploy(fixture);
    const first = fixture.perform(check(request, 1));
    await clock.advance(149);
    const second = fixture.perform(check(request, 2));
    await clock.advance(1);
    await first;
    expect(fixture.transport.requests).toEqual([]);
    await clock.advance(148);
    expect(fixture.transport.requests).toEqual([]);
    await clock.advance(1);
    await second;
    expect(messages).toMatchObject([{ revision: 2, outcome: { kind: 'allowed' } }]);
    expect(writes(fixture)).toHaveLength(1);
  });

  test('a dialog that opens is checked at once', async () => {
    await using fixture = await openEffectsFixture(cluster());
    await fixture.perform(check(await cancelDeploy(fixture), 0));
    expect(fixture.clock.sleeps).toEqual([]);
    expect(fixture.messages).toHaveLength(1);
  });
});
