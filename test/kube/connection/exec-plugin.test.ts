import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunInteractive } from '../../../src/kube/connection/connection-options.ts';
import { pluginCredential } from '../../../src/kube/connection/exec-plugin.ts';
import type { KubeError } from '../../../src/kube/errors.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { until } from '../../support/until.ts';

let folder: string;
let clock: FakeClock;
let ending: AbortController;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kube-plugin-'));
  clock = new FakeClock();
  ending = new AbortController();
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

const source = (
  command: string,
  more: object = {},
  cluster: object = {},
  runInteractive?: RunInteractive,
) =>
  pluginCredential({
    exec: { apiVersion: 'client.authentication.k8s.io/v1', command, ...more },
    cluster: { ...cluster },
    variables: { PATH: process.env.PATH },
    runInteractive,
    signal: ending.signal,
    clock,
  });

/** A person at the terminal, who counts how often it is taken from them. */
function person(): { readonly run: RunInteractive; readonly lent: () => number } {
  let lent = 0;
  return {
    run: (run) => {
      lent += 1;
      return run();
    },
    lent: () => lent,
  };
}

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
    expect(error.cause).toMatchObject({ code: 'ENOENT' });
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
    await clock.advance(30_000);
    expect(await it.get()).toEqual({ authorization: 'Bearer t' });
  });

  test('because nobody can answer it says so, and runs where somebody can', async () => {
    const command = await plugin(credential({ token: 't' }));
    const exec = { command, interactiveMode: 'Always' };
    const error = await failure(source(command, exec).get());
    expect(error.message).toContain('asks a person for input');
    const { run, lent } = person();
    expect(await source(command, exec, {}, run).get()).toEqual({ authorization: 'Bearer t' });
    expect(lent()).toBe(1);
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

  test('is ended with the connection, so that nobody waits for it', async () => {
    const it = source(await plugin('exec sleep 600'));
    const failed = failure(it.get());
    await until(() => clock.pending === 1);
    ending.abort(new Error('closed'));
    expect((await failed).message).toBe('closed');
    expect(clock.pending).toBe(0);
  });

  test('because it may not be run is told from one that is not there', async () => {
    await writeFile(join(folder, 'plugin'), '#!/bin/sh\n');
    expect((await failure(source(join(folder, 'plugin')).get())).message).toBe(
      `The credential plugin ${folder}/plugin of the kubeconfig cannot be started (EACCES). Is it a program that this user may run?`,
    );
  });

  test('is told in one line, whatever it said on how many', async () => {
    const it = source(await plugin('printf "expired.\\nlog in.\\n" >&2; exit 1'));
    expect((await failure(it.get())).message).toBe(
      `The credential plugin ${folder}/plugin failed (1): expired. log in. Run it in a terminal to log in.`,
    );
  });

  test('because its token is none is told without the token', async () => {
    const error = await failure(source(await plugin(credential({ token: 'a b' }))).get());
    expect(error.message).toContain('plugin holds a space');
    expect(error.message).not.toContain('a b');
  });
});

describe('a credential plugin that may talk to the person (IfAvailable)', () => {
  /** Gives a credential only where somebody listens. */
  const talker = (otherwise: string) =>
    plugin(
      `case "$KUBERNETES_EXEC_INFO" in *'"interactive":true'*) ${credential({ token: 't' })}\n;; *) ${otherwise};; esac`,
    );
  const mayTalk = { interactiveMode: 'IfAvailable' };

  test('does without while it can', async () => {
    const { run, lent } = person();
    await source(await plugin(credential({ token: 't' })), mayTalk, {}, run).get();
    expect(lent()).toBe(0);
  });

  test.each([
    ['fails without', 'exit 1'],
    ['prints nothing of use', 'echo none'],
  ])('calls the person if it %s', async (_, otherwise) => {
    const { run, lent } = person();
    const it = source(await talker(otherwise), mayTalk, {}, run);
    expect(await it.get()).toEqual({ authorization: 'Bearer t' });
    expect([lent(), await runs()]).toEqual([1, 2]);
  });

  test('calls the person if it says something and goes on', async () => {
    const { run, lent } = person();
    const it = source(await talker('echo "your code is 42" >&2; exec sleep 600'), mayTalk, {}, run);
    const got = it.get();
    await until(() => clock.pending === 2);
    await clock.advance(3_000);
    expect(await got).toEqual({ authorization: 'Bearer t' });
    expect(lent()).toBe(1);
  });

  test('calls nobody if it is not there at all, or must not talk (Never)', async () => {
    const { run, lent } = person();
    await failure(source('no-such-plugin', mayTalk, {}, run).get());
    await failure(source(await talker('exit 1'), { interactiveMode: 'Never' }, {}, run).get());
    await failure(source(await talker('exit 1'), mayTalk).get());
    expect(lent()).toBe(0);
  });

  test('leaves a person who did not log in alone for a minute', async () => {
    const { run, lent } = person();
    const it = source(await plugin('exit 1'), mayTalk, {}, run);
    await failure(it.get());
    await clock.advance(30_000);
    expect((await failure(it.get())).message).toContain('failed (1)');
    expect(lent()).toBe(1);
    await clock.advance(60_000);
    await failure(it.get());
    expect(lent()).toBe(2);
    const must = source(await plugin('exit 1'), { interactiveMode: 'Always' }, {}, run);
    await failure(must.get());
    expect((await failure(must.get())).message).toContain('failed (1)');
    expect(lent()).toBe(3);
  });
});

describe('a login that fails', () => {
  const FAILING = 'echo "session expired, run: corp-login" >&2; exit 1';

  test('is not tried again and again, however many ask for it', async () => {
    const it = source(await plugin(FAILING));
    const messages = new Set<string>();
    for (let second = 0; second < 180; second += 1) {
      const asked = await Promise.all([failure(it.get()), failure(it.get())]);
      for (const { message } of asked) messages.add(message);
      await clock.advance(1_000);
    }
    // At once, after 30 seconds, and a minute after that.
    expect(await runs()).toBe(3);
    expect([...messages]).toEqual([expect.stringContaining('session expired, run: corp-login')]);
  });

  test('is tried every five minutes where nobody can ask for it, and at once where one does', async () => {
    const it = source(await plugin(FAILING));
    for (const pause of [0, 30_000, 60_000, 300_000, 300_000]) {
      await clock.advance(pause);
      await failure(it.get());
    }
    expect(await runs()).toBe(5);
    await failure(it.get());
    expect(await runs()).toBe(5);
    it.retryNow?.();
    await failure(it.get());
    expect(await runs()).toBe(6);
  });

  test('waits for the user after three pauses, where there is one', async () => {
    const { run } = person();
    const it = source(await plugin(FAILING), { interactiveMode: 'Never' }, {}, run);
    for (const pause of [0, 30_000, 60_000, 300_000, 3_600_000]) {
      await clock.advance(pause);
      await failure(it.get());
    }
    expect(await runs()).toBe(4);
    it.retryNow?.();
    await failure(it.get());
    expect(await runs()).toBe(5);
  });

  test('includes one whose credentials the server refuses again and again', async () => {
    const it = source(await plugin(credential({ token: 't' })));
    it.invalidate(await it.get());
    it.invalidate(await it.get());
    expect((await failure(it.get())).message).toContain('The server refuses the credentials');
    expect(await runs()).toBe(2);
    await clock.advance(30_000);
    await it.get();
    expect(await runs()).toBe(3);
  });
});

test('what a plugin says on standard error is heard as it comes, and not said twice', async () => {
  const heard: string[] = [];
  const it = pluginCredential({
    exec: {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: await plugin('echo "code: ABCD-1234" >&2; exit 1'),
    },
    cluster: {},
    variables: { PATH: process.env.PATH },
    runInteractive: undefined,
    onMessage: (text) => heard.push(text),
    signal: ending.signal,
    clock,
  });
  const { message } = await failure(it.get());
  expect(heard.join('')).toBe('code: ABCD-1234\n');
  expect(message).not.toContain('ABCD-1234');
});
