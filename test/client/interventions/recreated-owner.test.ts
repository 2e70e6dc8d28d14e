import { expect, test } from 'vitest';
import { EXECUTIONS } from '../../../src/api/resources.ts';
import { Client } from '../../../src/client/client.ts';
import { AlreadyTerminalError } from '../../../src/client/errors/object-errors.ts';
import type { Request, Transport } from '../../../src/kube/http/transport.ts';
import { rejection } from '../support/rejection.ts';
import { embeddedTestCluster } from '../support/test-cluster.ts';
import { openTestNamespace } from '../support/test-namespace.ts';

const testCluster = embeddedTestCluster();

test('no approval goes to an execution that was made again under the name of the owner', async () => {
  await using fixture = await openTestNamespace(testCluster());
  const parent = await fixture.execution('deploy', { status: { phase: 'Suspended' } });
  const approve = await fixture.suspension('approve', { parent });
  const { transport: inner } = fixture.client;
  const owner = fixture.pathOf(EXECUTIONS, 'deploy');
  // The garbage collector would take the suspension with its owner: only the answer says so here.
  const transport: Transport = {
    async send<T>(request: Request) {
      const answer = await inner.send<T>(request);
      if (request.path !== owner) return answer;
      const text = JSON.stringify(answer.body);
      const body = JSON.parse(text.replaceAll(parent.metadata.uid ?? '', 'another'));
      return { ...answer, body };
    },
    open: (request) => inner.open(request),
    lastAnswerAt: undefined,
    close: () => inner.close(),
  };
  const client = Client.from(transport, { namespace: fixture.namespace });
  const error = await rejection(client.resumeSuspension(approve), AlreadyTerminalError);
  expect(error.phase).toBeUndefined();
  expect((await fixture.client.getSuspension('approve')).status).toBeUndefined();
  expect((await fixture.client.resumeSuspension(approve)).status?.phase).toBe('Completed');
});
