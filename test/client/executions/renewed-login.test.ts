import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { EXECUTIONS } from '../../../src/api/resources.ts';
import type { ExecutionTree } from '../../../src/api/tree.ts';
import { KontinueError } from '../../../src/client/errors/kontinue-error.ts';
import { Cluster } from '../../../src/cluster/cluster.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { until } from '../../support/until.ts';
import { counting } from '../support/counting.ts';
import { rejection } from '../support/rejection.ts';
import { testClusterOf } from '../support/test-cluster.ts';
import { fastClient, openTestNamespace } from '../support/test-namespace.ts';

const RULES = [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }];
const USERS = ['admin', 'ada'].map((name) => ({ name, rules: RULES }));

/** The shortest pause before a client tries refused credentials again. */
const LOGIN_PAUSE_MS = 5_000;

/** How the user says who they are: by a file that others replace, or by a plugin that reads it. */
type Login = 'a token file' | 'a credential plugin';

/** A cluster, and a client of a user whose login expires and is renewed. */
async function openLogin(login: Login) {
  const cluster = await Cluster.start({ users: USERS });
  const testCluster = await testClusterOf(cluster);
  const fixture = await openTestNamespace(testCluster);
  const folder = await temporaryFolder();
  const tokenFile = join(folder.path, 'token');
  const plugin = join(folder.path, 'plugin');
  const kubeconfig = join(folder.path, 'config');
  const config = () => parse(cluster.kubeconfig('ada'));
  const token = (): string => config().users[0].user.token;
  const logIn = () => writeFile(tokenFile, `${token()}\n`);
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: plugin,
    interactiveMode: 'Never',
  };
  const user = login === 'a token file' ? { tokenFile } : { exec };
  const credential = '{"kind":"ExecCredential","status":{"token":"%s"}}';
  await writeFile(
    plugin,
    `#!/bin/sh\nread -r token < ${tokenFile} || exit 1\nprintf '${credential}' "$token"\n`,
  );
  await chmod(plugin, 0o755);
  await logIn();
  await writeFile(kubeconfig, stringify({ ...config(), users: [{ name: 'ada', user }] }));
  const clock = new FakeClock();
  const { namespace } = fixture;
  const connected = await fastClient(kubeconfig, { namespace, clock });
  const { client, open } = counting({ client: connected, namespace, clock });
  return {
    fixture,
    clock,
    client,
    logIn,
    /** Ends the login and what is open. Resolves when the client waits for another login. */
    async expire() {
      await until(() => open() > 0);
      // What a stream begins with has come before the answer to a later request.
      await client.list();
      cluster.revokeToken('ada');
      const pauses = clock.sleeps.length;
      cluster.faults.cutStreams('reset');
      await until(() => clock.sleeps.slice(pauses).some((ms) => ms >= LOGIN_PAUSE_MS), clock);
    },
    /** The file that the login is read from is gone, too: the plugin fails. */
    logOut: () => rm(tokenFile),
    async [Symbol.asyncDispose]() {
      await client.close();
      await fixture[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
      await testCluster[Symbol.asyncDispose]();
      await cluster.stop();
      expect(clock.pending).toBe(0);
    },
  };
}

describe.each<Login>(['a token file', 'a credential plugin'])(
  'after %s was refused and renewed',
  (login) => {
    test('a wait goes on', async () => {
      await using own = await openLogin(login);
      const { fixture, client, clock } = own;
      const execution = await fixture.execution('deploy', { status: { phase: 'Executing' } });
      const waiting = client.waitForExecution(execution);
      await own.expire();
      await fixture.setStatus(EXECUTIONS, 'deploy', { phase: 'Completed', result: 7 });
      await own.logIn();
      let ended = false;
      void waiting.then(() => {
        ended = true;
      });
      await until(() => ended, clock);
      expect((await waiting).status?.result).toBe(7);
    });

    test('so do many, which share a watch', async () => {
      await using own = await openLogin(login);
      const { fixture, client, clock } = own;
      const names = Array.from({ length: 8 }, (_, i) => `deploy-${i}`);
      const executions = await Promise.all(
        names.map((name) => fixture.execution(name, { status: { phase: 'Executing' } })),
      );
      let ended = 0;
      const waiting = executions.map(async (each) => {
        await client.waitForExecution(each);
        ended += 1;
      });
      await own.expire();
      for (const name of names) await fixture.setStatus(EXECUTIONS, name, { phase: 'Completed' });
      await own.logIn();
      await until(() => ended === names.length, clock);
      await Promise.all(waiting);
    });

    test('a watched tree goes on from what it knew, and says meanwhile why it stands still', async () => {
      await using own = await openLogin(login);
      const { fixture, client, clock } = own;
      const root = await fixture.execution('deploy', { status: { phase: 'Executing' } });
      const watcher = await client.watchTree('deploy');
      const trees: ExecutionTree[] = [];
      const errors: KontinueError[] = [];
      watcher.onUpdate((tree) => trees.push(tree));
      watcher.onError((error) => errors.push(error));
      await until(async () => {
        await clock.advance(60);
        return trees.length > 0;
      });
      await own.expire();
      expect(errors.length).toBeGreaterThan(0);
      await fixture.execution('deploy-0', { parent: root });
      await own.logIn();
      await until(async () => {
        if (clock.isSleeping) await clock.skipSleep();
        await clock.advance(60);
        return trees.at(-1)?.root().children.length === 1;
      });
      await watcher.stop();
    });
  },
);

test('a wait outlasts a plugin that fails, and fails when no login came for ten minutes', async () => {
  await using own = await openLogin('a credential plugin');
  const { fixture, client, clock } = own;
  const execution = await fixture.execution('deploy', { status: { phase: 'Executing' } });
  const failed = rejection(client.waitForExecution(execution), KontinueError);
  let isOver = false;
  void failed.finally(() => {
    isOver = true;
  });
  await own.expire();
  await own.logOut();
  const start = clock.now();
  await until(() => isOver, clock);
  const minutes = (clock.now() - start) / 60_000;
  expect(minutes).toBeGreaterThanOrEqual(9);
  expect(minutes).toBeLessThan(15);
  expect((await failed).message).toContain('The credential plugin');
});
