import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Kubeconfig, readKubeconfig } from '../../../src/kube/connection/kubeconfig.ts';
import { hasKubectl, kubectlConfig } from '../../contract/kubectl/kubectl-program.ts';

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'kube-config-'));
});

afterEach(() => rm(home, { recursive: true }));

async function file(name: string, text: string): Promise<string> {
  const path = join(home, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  return path;
}

const FIRST = `
clusters:
- name: one
  cluster: {server: https://first}
users:
- name: ada
  user: {token: first}
contexts:
- name: dev
  context: {cluster: one, user: ada}
`;

const SECOND = `
clusters:
- name: one
  cluster: {server: https://second, insecure-skip-tls-verify: true}
- name: two
  cluster: {server: https://two, tls-server-name: name}
- cluster: {server: https://nameless}
users:
- name: ada
  user: {username: ada, password: second}
- name: bob
  user: {token: bob}
contexts:
- name: dev
  context: {cluster: two, user: bob, namespace: second}
- name: prod
  context: {cluster: two, user: bob}
current-context: dev
`;

const THIRD = 'current-context: prod\nkind: Config\n';
const MERGED_KEYS = `
clusters:
- name: one
  cluster: &base {server: https://base}
- name: two
  cluster: {<<: *base, tls-server-name: name}
---
clusters:
- name: second-document
  cluster: {server: https://ignored}
`;
const NULLS = 'clusters: null\nusers: ~\ncontexts: []\ncurrent-context: dev\n';
const BARE = 'clusters:\n- name: bare\ncontexts:\n- name: bare\n';

describe('several files are merged', () => {
  test('so that of each name the first entry counts, whole', async () => {
    const merged = await readKubeconfig(
      [await file('first', FIRST), join(home, 'missing'), await file('second', SECOND)],
      false,
    );
    expect(merged.clusters.get('one')).toEqual({ server: 'https://first' });
    expect(merged.clusters.get('two')).toMatchObject({ server: 'https://two' });
    expect(merged.users.get('ada')).toMatchObject({ token: 'first' });
    expect(merged.users.get('ada')).not.toHaveProperty('username');
    expect(merged.contexts.get('dev')).toEqual({ cluster: 'one', user: 'ada' });
    expect(merged.currentContext).toBe('dev');
  });

  test('and each path starts from the folder of its own file', async () => {
    const user = 'client-certificate: c.crt, client-key: ../k.key, tokenFile: /abs/token';
    const merged = await readKubeconfig(
      [
        await file('a/config', `users:\n- name: ada\n  user: {${user}}`),
        await file('b/config', 'clusters:\n- name: k\n  cluster: {certificate-authority: ca.crt}'),
      ],
      false,
    );
    expect(merged.users.get('ada')).toMatchObject({
      'client-certificate': join(home, 'a/c.crt'),
      'client-key': join(home, 'k.key'),
      tokenFile: '/abs/token',
    });
    expect(merged.clusters.get('k')).toEqual({ 'certificate-authority': join(home, 'b/ca.crt') });
  });

  test('and so does a plugin given by a path, but not one that is on the PATH', async () => {
    const users = ['./plugin', 'bin/plugin', '/abs/plugin', 'plugin'].map(
      (command) => `- name: ${command}\n  user: {exec: {command: ${command}}}`,
    );
    const { users: read } = await readKubeconfig(
      [await file('a/config', `users:\n${users.join('\n')}`)],
      true,
    );
    expect([...read.values()].map(({ exec }) => exec)).toEqual([
      { command: join(home, 'a/plugin') },
      { command: join(home, 'a/bin/plugin') },
      { command: '/abs/plugin' },
      { command: 'plugin' },
    ]);
  });
});

describe.skipIf(!hasKubectl())('kubectl', () => {
  /** What kubectl makes of these files. */
  function seenByKubectl(files: readonly string[]): Seen | undefined {
    const said = kubectlConfig(files);
    if (said === undefined) return undefined;
    const view = JSON.parse(said);
    const byName = (list: string, field: string) =>
      Object.fromEntries((view[list] ?? []).map((e: Named) => [e.name, e[field]]));
    return {
      clusters: byName('clusters', 'cluster'),
      users: byName('users', 'user'),
      contexts: byName('contexts', 'context'),
      current: view['current-context'],
    };
  }

  interface Seen {
    readonly clusters: object;
    readonly users: object;
    readonly contexts: object;
    readonly current: string;
  }
  type Named = Readonly<Record<string, string>>;

  function seen({ clusters, users, contexts, currentContext }: Kubeconfig): Seen {
    return {
      clusters: Object.fromEntries(clusters),
      users: Object.fromEntries(users),
      contexts: Object.fromEntries(contexts),
      current: currentContext,
    };
  }

  /** kubectl writes out the settings that must be there, though empty. */
  const without = (seen: Seen): Seen =>
    JSON.parse(JSON.stringify(seen, (_, value) => (value === '' ? undefined : value)));

  test.each<[string, readonly string[]]>([
    ['two files', [FIRST, SECOND]],
    ['the same, turned round', [SECOND, FIRST]],
    ['a current context alone, first', [THIRD, SECOND]],
    ['an empty file, and one of nothing but nulls', ['', NULLS, SECOND]],
    ['aliases and a second document', [MERGED_KEYS, FIRST]],
    ['entries without settings', [BARE, FIRST]],
  ])('sees the same in %s', async (_, texts) => {
    const files = await Promise.all(texts.map((text, i) => file(`config-${i}`, text)));
    const theirs = seenByKubectl(files);
    expect(theirs).toBeDefined();
    expect(without(seen(await readKubeconfig(files, false)))).toEqual(theirs && without(theirs));
  });

  test.each([
    ['a name twice', 'clusters: [{name: a, cluster: {}}, {name: a, cluster: {}}]'],
    [
      'a namespace that is a number',
      'contexts: [{name: c, context: {cluster: k, namespace: 123}}]',
    ],
    ['a name that is a number', 'users: [{name: 7, user: {token: t}}]'],
    ['a list that is none', 'clusters: 5'],
    ['a text', 'just text'],
  ])('refuses %s, and so do we', async (_, text) => {
    const path = await file('config', text);
    expect(seenByKubectl([path])).toBeUndefined();
    await expect(readKubeconfig([path], true)).rejects.toMatchObject({ code: 'Config' });
  });
});

describe('a file that is no kubeconfig is told with what is wrong', () => {
  test.each([
    ['clusters: [{name: a}, {name: a}]', 'it has the cluster a twice'],
    [
      'contexts: [{name: c, context: {namespace: 123}}]',
      'namespace of the context c is not a text: put it in quotes',
    ],
    ['users: [{name: 7}]', 'name of the user 7 is not a text: put it in quotes'],
    ['users: [{name: u, user: {token: 123}}]', 'token of the user u is not a text'],
    ['clusters: 5', 'its clusters are not a list'],
    ['a: 1', 'it has no clusters, users or contexts'],
  ])('%s', async (text, words) => {
    const path = await file('config', text);
    await expect(readKubeconfig([path], true)).rejects.toThrow(
      `${path} is not a kubeconfig: ${words}`,
    );
  });

  test('a folder', async () => {
    await expect(readKubeconfig([home], true)).rejects.toThrow(
      `The file ${home} cannot be read: it is a folder. Check the path.`,
    );
  });
});
