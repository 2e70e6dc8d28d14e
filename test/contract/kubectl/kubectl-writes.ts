import { afterEach, describe, expect, test, vi } from 'vitest';
import { until } from '../../real-cluster/until.ts';
import type { PodCluster } from '../support/pod-fixture.ts';
import type { WireObject } from '../support/wire.ts';
import { manifest, openKubectlFixture } from './kubectl-fixture.ts';
import { hasKubectl } from './kubectl-program.ts';

const ownedBy = ({ apiVersion, kind, metadata: { name, uid } }: WireObject) => ({
  ownerReferences: [{ apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true }],
});

/** What kubectl changes on the cluster, beyond the simplest: ways to delete, to try, to edit. */
export function kubectlWritesContract(ground: () => PodCluster): void {
  describe.skipIf(!hasKubectl())('kubectl that changes things', () => {
    afterEach(() => {
      vi.unstubAllEnvs();
    });

    test.each(['background', 'foreground'])(
      'deletes children with their owner, in the %s',
      async (how) => {
        await using desk = await openKubectlFixture(ground());
        const { room, kubectl } = desk;
        await room.make('child', { metadata: ownedBy(await room.make('root')) });
        expect(await kubectl.say(['delete', 'exec', 'root', `--cascade=${how}`])).toMatch(
          /^execution\.kontinue\.cloud "root" deleted/,
        );
        expect(await room.find('root')).toBeUndefined();
        if (how === 'foreground') expect(await room.find('child')).toBeUndefined();
        await until(
          'the child goes',
          async () => (await room.find('child')) === undefined || undefined,
        );
      },
    );

    test('leaves children behind as orphans', async () => {
      await using desk = await openKubectlFixture(ground());
      const { room, kubectl } = desk;
      await room.make('child', { metadata: ownedBy(await room.make('root')) });
      await kubectl.say(['delete', 'exec', 'root', '--cascade=orphan']);
      expect(await room.find('root')).toBeUndefined();
      expect((await room.find('child'))?.metadata.ownerReferences).toBeUndefined();
    });

    test('tries a write on the server without making it', async () => {
      await using desk = await openKubectlFixture(ground());
      const { room, kubectl } = desk;
      const before = await room.make('a');
      const tries: readonly (readonly [readonly string[], string, string])[] = [
        [['create', '-f', '-'], manifest('b'), 'b created'],
        [['apply', '-f', '-'], manifest('b'), 'b created'],
        [
          ['patch', 'exec', 'a', '--type=merge', '-p', '{"spec":{"function":"g"}}'],
          '',
          'a patched',
        ],
        [['label', 'exec', 'a', 'x=y'], '', 'a labeled'],
        [['replace', '-f', '-'], manifest('a', { function: 'g' }), 'a replaced'],
      ];
      for (const [args, input, words] of tries) {
        // Not every kubectl says of every verb that it only tried.
        expect(await kubectl.say([...args, '--dry-run=server'], input)).toMatch(
          new RegExp(String.raw`^execution\.kontinue\.cloud/${words}( \(server dry run\))?\n$`),
        );
      }
      expect(await kubectl.say(['delete', 'exec', 'a', '--dry-run=server'])).toMatch(
        /^execution\.kontinue\.cloud "a" deleted .*\(server dry run\)\n$/,
      );
      expect((await room.list()).items).toEqual([expect.objectContaining({ spec: before.spec })]);
      expect(await room.find('a')).toEqual(before);
      const wrong = await kubectl.run(
        ['create', '--dry-run=server', '-f', '-'],
        manifest('c', { retry: { retries: -1 } }),
      );
      expect(wrong.code).toBe(1);
      expect(wrong.err).toContain('spec.retry.retries: Invalid value: -1');
    });

    test('shows what an apply would change, by its exit code as well', async () => {
      await using desk = await openKubectlFixture(ground());
      const { room, kubectl } = desk;
      await kubectl.say(['apply', '-f', '-'], manifest('a'));
      const same = await kubectl.run(['diff', '-f', '-'], manifest('a'));
      expect([same.code, same.out]).toEqual([0, '']);
      const other = await kubectl.run(['diff', '-f', '-'], manifest('a', { function: 'g' }));
      expect(other.code).toBe(1);
      expect(other.out).toMatch(/^- {2}function: f\n\+ {2}function: g$/m);
      expect((await room.find('a'))?.spec).toEqual({ function: 'f' });
    });

    test('applies on the server: what it says is its own, and it names who owns the rest', async () => {
      await using desk = await openKubectlFixture(ground());
      const { room, kubectl } = desk;
      const apply = (body: string, ...more: string[]) =>
        kubectl.run(['apply', '--server-side', ...more, '-f', '-'], body);
      const applied = 'execution.kontinue.cloud/a serverside-applied\n';
      expect((await apply(manifest('a'))).out).toBe(applied);
      const other = manifest('a', { function: 'g' });
      const differs = await kubectl.run(['diff', '--server-side', '-f', '-'], other);
      expect(differs.code).toBe(1);
      expect(differs.out).toMatch(/^- {2}function: f\n\+ {2}function: g$/m);
      const refused = await apply(other, '--field-manager=me');
      expect(refused.code).toBe(1);
      expect(refused.err).toContain(
        'Apply failed with 1 conflict: conflict with "kubectl": .spec.function',
      );
      expect((await room.find('a'))?.spec).toEqual({ function: 'f' });
      expect((await apply(other, '--field-manager=me', '--force-conflicts')).out).toBe(applied);
      expect((await room.find('a'))?.spec).toEqual({ function: 'g' });
      expect((await apply(manifest('a', { foo: 1 }))).err).toContain(
        '.spec.foo: field not declared in schema',
      );
    });

    test('takes over on the server what it applied before on the client', async () => {
      await using desk = await openKubectlFixture(ground());
      const { room, kubectl } = desk;
      await kubectl.say(['apply', '-f', '-'], manifest('a'));
      await kubectl.say(['apply', '--server-side', '-f', '-'], manifest('a', { function: 'g' }));
      const { metadata, spec } = (await room.find('a')) ?? {};
      expect(spec).toEqual({ function: 'g' });
      expect(metadata?.managedFields?.map(({ manager }) => manager)).toEqual([
        'kubectl-last-applied',
        'kubectl',
      ]);
      const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';
      expect(metadata?.annotations?.[lastApplied]).toContain('"spec":{"function":"g"}');
    });

    test('is warned of fields that a kind does not know, or refused', async () => {
      await using desk = await openKubectlFixture(ground());
      const { room, kubectl } = desk;
      const container = { name: 'main', image: 'busybox', imag: 'x' };
      const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' } };
      const bodies = [
        [manifest('a', { foo: 1 }), 'spec.foo'],
        [JSON.stringify({ ...pod, spec: { containers: [container] } }), 'spec.containers[0].imag'],
      ] as const;
      for (const [body, field] of bodies) {
        const create = (how: string) =>
          kubectl.run(['create', `--validate=${how}`, '--dry-run=server', '-f', '-'], body);
        const refused = await create('strict');
        expect(refused.code).toBe(1);
        expect(refused.err).toContain(`strict decoding error: unknown field "${field}"`);
        expect((await create('warn')).err).toBe(`Warning: unknown field "${field}"\n`);
        expect((await create('ignore')).err).toBe('');
      }
      expect((await room.list()).items).toEqual([]);
    });

    test('replaces an object whole, unless another did meanwhile', async () => {
      await using desk = await openKubectlFixture(ground());
      const { room, kubectl } = desk;
      const { metadata } = await room.make('a', { spec: { retry: { retries: 1 } } });
      const replace = (body: string) => kubectl.run(['replace', '-f', '-'], body);
      expect((await replace(manifest('a', { function: 'g' }))).out).toBe(
        'execution.kontinue.cloud/a replaced\n',
      );
      expect((await room.find('a'))?.spec).toEqual({ function: 'g' });
      const { name, resourceVersion } = metadata;
      const late = { ...JSON.parse(manifest('a')), metadata: { name, resourceVersion } };
      const refused = await replace(JSON.stringify(late));
      expect(refused.code).toBe(1);
      expect(refused.err).toContain('the object has been modified; please apply your changes');
      expect((await replace(manifest('nobody'))).err).toContain(
        'executions.kontinue.cloud "nobody" not found',
      );
    });

    test('edits an object in an editor', async () => {
      await using desk = await openKubectlFixture(ground());
      const { room, kubectl } = desk;
      await room.make('a');
      await room.setStatus('a', { phase: 'Executing' });
      vi.stubEnv('KUBE_EDITOR', String.raw`sed -i s/function:\ f/function:\ g/`);
      expect(await kubectl.say(['edit', 'exec', 'a'])).toBe('execution.kontinue.cloud/a edited\n');
      expect(await room.find('a')).toMatchObject({
        spec: { function: 'g' },
        status: { phase: 'Executing' },
      });
      vi.stubEnv('KUBE_EDITOR', 'true');
      expect((await kubectl.run(['edit', 'exec', 'a'])).err).toContain(
        'Edit cancelled, no changes',
      );
    });

    test('watches what it is asked to print: names, or kinds of change', async () => {
      await using desk = await openKubectlFixture(ground());
      const { room, kubectl } = desk;
      await room.make('a');
      const names = kubectl.start(['get', 'exec', '-w', '-o', 'name']);
      const events = kubectl.start(['get', 'exec', 'a', '-w', '--output-watch-events']);
      await names.says(/^execution\.kontinue\.cloud\/a$/m);
      await events.says(/^ADDED +a +f/m);
      await room.setStatus('a', { phase: 'Executing' });
      await events.says(/^MODIFIED +a +f +Executing/m);
      await room.make('b');
      await names.says(/^execution\.kontinue\.cloud\/b$/m);
      await room.admin.delete(`${room.executions}/a`);
      await events.says(/^DELETED +a +f +Executing/m);
      expect(events.output).not.toContain(' b ');
    });

    test('sorts, shows labels, and prints lists whole', async () => {
      await using desk = await openKubectlFixture(ground());
      const { room, kubectl } = desk;
      await room.make('a', { spec: { function: 'z' }, metadata: { labels: { team: 'x' } } });
      await room.make('b');
      const sorted = await kubectl.say(['get', 'exec', '--sort-by=.spec.function', '--no-headers']);
      expect(sorted).toMatch(/^b +f +\S+\na +z +\S+\n$/);
      expect(await kubectl.say(['get', 'exec', '-L', 'team', '--show-labels'])).toMatch(
        /^NAME .* AGE +TEAM +LABELS\na .* x +team=x\nb .* +<none>\n$/,
      );
      const list = JSON.parse(await kubectl.say(['get', 'exec', '-o', 'json']));
      expect(list).toMatchObject({
        kind: 'List',
        items: [{ kind: 'Execution' }, { kind: 'Execution' }],
      });
      const all = await kubectl.say(['get', 'all', '-o', 'name']);
      expect(all).toBe('execution.kontinue.cloud/a\nexecution.kontinue.cloud/b\n');
    });
  });
}
