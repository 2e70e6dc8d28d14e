import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { providerCredential } from '../../../src/kube/connection/auth-provider.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { failure } from '../raw-exchange.ts';

let clock: FakeClock;
let folder: string;

beforeEach(async () => {
  clock = new FakeClock();
  folder = await mkdtemp(join(tmpdir(), 'provider-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

const source = (provider: object) =>
  providerCredential({
    userName: 'ada',
    user: {},
    provider: { ...provider },
    signal: new AbortController().signal,
    clock,
  });

test('a user of an older kind shows the token that client-node finds', async () => {
  const expiry = new Date(Date.now() + 3_600_000).toISOString();
  const config = { 'access-token': 't', expiry };
  const it = source({ name: 'gcp', config });
  const proof = await it.get();
  expect(proof).toEqual({ authorization: 'Bearer t' });
  expect(await it.get()).toBe(proof);
});

test('a user of a kind that is not known is told to log in', async () => {
  await expect(source({ name: 'zzz' }).get()).rejects.toMatchObject({
    code: 'Credentials',
    message:
      'The auth provider zzz of user ada gave no credentials. Log in again with the tool that made them.',
  });
});

test('a provider whose command fails is asked again after 30 seconds, once for all requests', async () => {
  const command = join(folder, 'login');
  const runs = async () => (await readFile(join(folder, 'runs'), 'utf8')).length;
  await writeFile(command, `#!/bin/sh\nprintf x >> ${join(folder, 'runs')}\nexit 1\n`);
  await chmod(command, 0o755);
  const it = source({ name: 'gcp', config: { 'cmd-path': command } });
  const errors = await Promise.all([failure(it.get()), failure(it.get())]);
  errors.push(await failure(it.get()));
  expect(errors.map(({ code, renewable }) => ({ code, renewable }))).toEqual(
    Array(3).fill({ code: 'Credentials', renewable: true }),
  );
  expect(await runs()).toBe(1);
  await clock.advance(30_000);
  await failure(it.get());
  expect(await runs()).toBe(2);
  it.retryNow?.();
  await failure(it.get());
  expect(await runs()).toBe(3);
});
