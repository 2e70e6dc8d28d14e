import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KubeError } from '../../src/kube/errors.ts';
import { pluginProof } from '../../src/kube/exec-plugin.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { until } from '../support/until.ts';

let folder: string;
let clock: FakeClock;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kube-plugin-'));
  clock = new FakeClock();
});

afterEach(async () => {
  await rm(folder, { recursive: true });
  expect(clock.pending).toBe(0);
});

/** A plugin that appends a line per run to `runs`, and then does this. */
async function plugin(script: string): Promise<string> {
  const file = join(folder, 'plugin');
  await writeFile(file, `#!/bin/sh\necho run >> '${folder}/runs'\n${script}\n`);
  await chmod(file, 0o755);
  return file;
}

const credential = (status: object) =>
  `cat <<'END'\n${JSON.stringify({ kind: 'ExecCredential', status })}\nEND`;

const runs = async () => (await readFile(join(folder, 'runs'), 'utf8')).trim().split('\n').length;

const source = (command: string, more: object = {}, cluster: object = {}) =>
  pluginProof({
    exec: { apiVersion: 'client.authentication.k8s.io/v1', command, ...more },
    cluster: { ...cluster },
    variables: { PATH: process.env.PATH },
    runInteractive: undefined,
    clock,
  });

const failure = (promise: Promise<unknown>): Promise<KubeError> =>
  promise.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => error as KubeError,
  );

describe('a credential plugin', () => {
  test('runs once for all who wait for it, and is not asked again without need', async () => {
    const it = source(await plugin(credential({ token: 't' })));
    const proofs = await Promise.all(Array.from({ length: 10 }, () => it.get()));
    await clock.advance(10 * 86_400_000);
    proofs.push(await it.get());
    expect(new Set(proofs).size).toBe(1);
    expect(proofs[0]).toEqual({ authorization: 'Bearer t' });
    expect(await runs()).toBe(1);
  });

  test('runs again ten seconds before its credential expires', async () => {
    const expirationTimestamp = new Date(clock.now() + 60_000).toISOString();
    const it = source(await plugin(credential({ token: 't', expirationTimestamp })));
    await it.get();
    await clock.advance(49_000);
    await it.get();
    expect(await runs()).toBe(1);
    await clock.advance(1_000);
    await it.get();
    expect(await runs()).toBe(2);
  });

  test('runs again, once, when its credential is refused', async () => {
    const it = source(await plugin(credential({ token: 't' })));
    const refused = await it.get();
    expect([it.invalidate(refused), it.invalidate(refused)]).toEqual([true, true]);
    await Promise.all([it.get(), it.get()]);
    expect(await runs()).toBe(2);
    it.invalidate(refused);
    await it.get();
    expect(await runs()).toBe(2);
  });

  test('may give a certificate', async () => {
    const status = { clientCertificateData: 'C', clientKeyData: 'K' };
    expect(await source(await plugin(credential(status))).get()).toEqual({ cert: 'C', key: 'K' });
  });

  test('is told about the cluster, gets its variables, and nothing to read', async () => {
    const script = `cat > '${folder}/input'; echo "$KUBERNETES_EXEC_INFO" > '${folder}/info'; echo "$A-$1" > '${folder}/given'`;
    const command = await plugin(`${script}\n${credential({ token: 't' })}`);
    const more = { args: ['arg'], env: [{ name: 'A', value: 'a' }], provideClusterInfo: true };
    await source(command, more, { server: 'https://s' }).get();
    const file = (name: string) => readFile(join(folder, name), 'utf8');
    expect(await file('input')).toBe('');
    expect(await file('given')).toBe('a-arg\n');
    expect(JSON.parse(await file('info'))).toEqual({
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      spec: { interactive: false, cluster: { server: 'https://s' } },
    });
  });
});

describe('a credential plugin that does not work', () => {
  test('because it is not there is named, with the hint of the kubeconfig', async () => {
    const error = await failure(
      source('no-such-plugin', { installHint: 'Get it at example.dev' }).get(),
    );
    expect(error.code).toBe('Credentials');
    expect(error.message).toBe(
      'The credential plugin no-such-plugin of the kubeconfig is not installed or not on the PATH. Get it at example.dev',
    );
  });

  test('says why', async () => {
    const error = await failure(source(await plugin('echo "please log in" >&2; exit 3')).get());
    expect(error.message).toContain('failed (3): please log in');
  });

  test('because it prints something else does not repeat it', async () => {
    const error = await failure(source(await plugin('echo s3cret')).get());
    expect(error.message).toContain('printed no usable ExecCredential');
    expect(error.message).not.toContain('s3cret');
  });

  test('because it hangs is ended after a minute, and may be tried again', async () => {
    const it = source(await plugin('exec sleep 600'));
    const failed = failure(it.get());
    await until(() => clock.pending === 1);
    await clock.advance(60_000);
    expect((await failed).message).toContain('did not finish within 60 s');
    await plugin(credential({ token: 't' }));
    expect(await it.get()).toEqual({ authorization: 'Bearer t' });
  });

  test('because nobody can answer it says so, and runs where somebody can', async () => {
    const command = await plugin(credential({ token: 't' }));
    const exec = { command, interactiveMode: 'Always' };
    const error = await failure(source(command, exec).get());
    expect(error.message).toContain('asks a person for input');
    let lent = 0;
    const it = pluginProof({
      exec,
      cluster: {},
      variables: {},
      runInteractive: (run) => {
        lent += 1;
        return run();
      },
      clock,
    });
    expect(await it.get()).toEqual({ authorization: 'Bearer t' });
    expect(lent).toBe(1);
  });

  test('is not waited for by a request that was aborted', async () => {
    const it = source(await plugin(credential({ token: 't' })));
    const controller = new AbortController();
    const waiting = it.get(controller.signal);
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    expect(await it.get()).toEqual({ authorization: 'Bearer t' });
    expect(await runs()).toBe(1);
  });
});
