import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inClusterConfig } from '../../../src/kube/connection/in-cluster.ts';

test('a pod finds its own cluster, namespace and rotating token', async () => {
  const account = await mkdtemp(join(tmpdir(), 'kube-account-'));
  await writeFile(join(account, 'namespace'), 'team-a\n');
  await writeFile(join(account, 'token'), 't');
  const variables = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' };
  const config = await inClusterConfig({ variables, home: '/' }, account);
  expect(config?.clusters.get('in-cluster')).toEqual({
    server: 'https://[fd00::1]:443',
    'certificate-authority': join(account, 'ca.crt'),
  });
  expect(config?.users.get('in-cluster')).toEqual({ tokenFile: join(account, 'token') });
  expect(config?.contexts.get('in-cluster')).toMatchObject({ namespace: 'team-a' });
  const named = { ...variables, POD_NAMESPACE: 'team-b' };
  const other = await inClusterConfig({ variables: named, home: '/' }, account);
  expect(other?.contexts.get('in-cluster')).toMatchObject({ namespace: 'team-b' });
  await rm(account, { recursive: true });
});

test('a pod without an account has none', async () => {
  const variables = { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '443' };
  expect(await inClusterConfig({ variables, home: '/' }, '/nowhere')).toBeUndefined();
});

test('outside of a pod there is none', async () => {
  expect(await inClusterConfig({ variables: {}, home: '/' })).toBeUndefined();
});
