import { expect, test } from 'vitest';
import { KubeError } from '../../src/kube/errors.ts';
import type { Msg } from '../../src/monitor/core/message.ts';
import { identify } from '../../src/monitor/identify.ts';
import { embeddedTestCluster } from '../client/support/test-cluster.ts';
import {
  openSubscriptionFixture,
  type SubscriptionFixture,
} from './support/subscription-fixture.ts';

const cluster = embeddedTestCluster();

async function ask({ client }: SubscriptionFixture) {
  const messages: Msg[] = [];
  const users: string[] = [];
  const { signal } = new AbortController();
  await identify(
    client,
    (msg) => messages.push(msg),
    signal,
    (user) => users.push(user),
  );
  return { messages, users };
}

test('the user and the version are asked for in the background', async () => {
  await using fixture = await openSubscriptionFixture(cluster());
  await ask(fixture);
  expect(fixture.transport.requests.map(({ path, priority }) => [path, priority])).toEqual([
    ['/apis/authentication.k8s.io/v1/selfsubjectreviews', 'background'],
    ['/version', 'background'],
  ]);
});

test.each([
  ['selfsubjectreviews', ['versionLearned'], []],
  ['/version', ['identityLearned'], ['admin']],
])('what the server does not answer at %s stays unknown', async (part, kinds, users) => {
  await using fixture = await openSubscriptionFixture(cluster());
  fixture.transport.before = ({ path }) => {
    if (path.includes(part)) throw new KubeError('Forbidden', 'no');
  };
  const asked = await ask(fixture);
  expect(asked.messages.map(({ kind }) => kind)).toEqual(kinds);
  expect(asked.users).toEqual(users);
});
