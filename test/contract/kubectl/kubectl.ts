import { describe, expect, test } from 'vitest';
import { API_VERSION, executionBody } from '../support/api-fixture.ts';
import type { PodCluster } from '../support/pod-fixture.ts';
import { manifest, openKubectlFixture } from './kubectl-fixture.ts';
import { hasKubectl } from './kubectl-program.ts';

/** At this verbosity kubectl says which requests were answered. */
const TELL_REQUESTS = '-v=6';
const IS_WATCHING = /watch=true.*200 OK/;

/** The words of each line of a table. */
const table = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.trim().split(/ {2,}/));

/** What kubectl says on the cluster, verb by verb. */
export function kubectlContract(ground: () => PodCluster): void {
  const there = hasKubectl();

  describe.skipIf(!there)(`kubectl${there ? '' : ', which is not on the path,'}`, () => {
    test('gets objects as a table, wider if asked, and by name', async () => {
      await using desk = await openKubectlFixture(ground());
      const { room, kubectl } = desk;
      expect((await kubectl.run(['get', 'executions'])).err).toMatch(/^No resources found in /);
      await room.make('a');
      await room.setStatus('a', { phase: 'Executing', workerName: 'w1' });
      const age = expect.stringMatching(/^\d+s$/);
      const narrow = ['NAME', 'FUNCTION', 'PHASE', 'PROGRESS', 'OF', 'AGE'];
      expect(table(await kubectl.say(['get', 'exec']))).toEqual([
        narrow,
        ['a', 'f', 'Executing', age],
      ]);
      expect(table(await kubectl.say(['get', 'exec', 'a', '-o', 'wide']))).toEqual([
        [...narrow, 'STARTED', 'FINISHED', 'WORKER', 'MESSAGE'],
        ['a', 'f', 'Executing', age, 'w1'],
      ]);
      expect(await kubectl.say(['get', 'kontinue', '-o', 'name'])).toBe(
        'execution.kontinue.cloud/a\n',
      );
      expect(await kubectl.say(['get', 'exec', 'a', '-o', 'jsonpath={.status.phase}'])).toBe(
        'Executing',
      );
    });

    test('selects by label and by field', async () => {
      await using desk = await openKubectlFixture(ground());
      const { room, kubectl } = desk;
      await room.make('a', { metadata: { labels: { team: 'x' } } });
      await room.make('b', { spec: { function: 'g' } });
      const names = (...args: string[]) => kubectl.say(['get', 'exec', '-o', 'name', ...args]);
      expect(await names('-l', 'team=x')).toBe('execution.kontinue.cloud/a\n');
      expect(await names('--field-selector', 'spec.function=g')).toBe(
        'execution.kontinue.cloud/b\n',
      );
      const wrong = await kubectl.run(['get', 'exec', '--field-selector', 'spec.no=f']);
      expect(wrong.code).toBe(1);
      expect(wrong.err).toContain('field label not supported: spec.no');
    });

    test('says what there is not, and what one may not', async () => {
      await using desk = await openKubectlFixture(ground(), 'viewer');
      const { room, kubectl } = desk;
      const missing = await kubectl.run(['get', 'exec', 'nobody']);
      expect([missing.code, missing.err]).toEqual([
        1,
        'Error from server (NotFound): executions.kontinue.cloud "nobody" not found\n',
      ]);
      await room.make('a');
      const refused = await kubectl.run(['delete', 'exec', 'a']);
      expect(refused.code).toBe(1);
      expect(refused.err).toMatch(
        /^Error from server \(Forbidden\): executions.kontinue.cloud "a" is forbidden: User "[^"]*viewer" cannot delete resource/,
      );
      const unknown = await kubectl.run(['get', 'nothings']);
      expect(unknown.err).toBe('error: the server doesn\'t have a resource type "nothings"\n');
    });

    test('watches: a line for each change', async () => {
      await using desk = await openKubectlFixture(ground());
      const { room, kubectl } = desk;
      await room.make('a');
      const watch = kubectl.start(['get', 'exec', '--watch']);
      await watch.says(/^a +f +\d+s/m);
      await room.setStatus('a', { phase: 'Executing' });
      await watch.says(/^a +f +Executing/m);
      await room.make('b');
      await watch.says(/^b +f/m);
      expect(watch.output.match(/^NAME/gm)).toHaveLength(1);
    });

    test('describes an object, with what has happened to it', async () => {
      await using desk = await openKubectlFixture(ground());
      const { room, kubectl } = desk;
      const { metadata } = await room.make('a');
      const { name, uid } = metadata;
      const event = {
        metadata: { name: 'a.1' },
        involvedObject: {
          apiVersion: API_VERSION,
          kind: 'Execution',
          namespace: room.namespace,
          name,
          uid,
        },
        type: 'Normal',
        reason: 'Canceled',
        message: 'by ada: too slow',
        source: { component: 'kontinue' },
        firstTimestamp: metadata.creationTimestamp,
        lastTimestamp: metadata.creationTimestamp,
        count: 1,
      };
      (await room.admin.post(`/api/v1/namespaces/${room.namespace}/events`, event)).object();
      const said = await kubectl.say(['describe', 'exec', 'a']);
      expect(said).toMatch(/^Name: +a\nNamespace: +test-/);
      expect(said).toMatch(/^Spec:\n {2}Function: +f$/m);
      expect(said).toMatch(/^ {2}Normal +Canceled +\S+ +kontinue +by ada: too slow$/m);
      expect(await kubectl.say(['get', 'events'])).toMatch(
        /^\S+ +Normal +Canceled +execution\/a +by ada: too slow$/m,
      );
    });

    test('applies: creates, leaves alone, changes', async () => {
      await using desk = await openKubectlFixture(ground());
      const { room, kubectl } = desk;
      const apply = (spec: object) => kubectl.say(['apply', '-f', '-'], manifest('a', spec));
      expect(await apply({})).toBe('execution.kontinue.cloud/a created\n');
      const made = await room.find('a');
      expect(await apply({})).toBe('execution.kontinue.cloud/a unchanged\n');
      expect(await room.find('a')).toEqual(made);
      expect(await apply({ function: 'g' })).toBe('execution.kontinue.cloud/a configured\n');
      expect((await room.find('a'))?.spec).toEqual({ function: 'g' });
      const wrong = await kubectl.run(['apply', '-f', '-'], manifest('b', { nonsense: 1 }));
      expect(wrong.code).toBe(1);
      expect(wrong.err).toContain('strict decoding error: unknown field "spec.nonsense"');
    });

    test('creates under a name that the server makes', async () => {
      await using desk = await openKubectlFixture(ground());
      const { kubectl } = desk;
      const body = { ...executionBody(''), metadata: { generateName: 'run-' } };
      const said = await kubectl.say(['create', '-f', '-'], JSON.stringify(body));
      expect(said).toMatch(/^execution\.kontinue\.cloud\/run-[a-z0-9]{5} created\n$/);
    });

    test('patches the status, labels and annotates', async () => {
      await using desk = await openKubectlFixture(ground());
      const { room, kubectl } = desk;
      await room.make('a');
      const body = JSON.stringify({ status: { phase: 'Executing' } });
      const patch = ['patch', 'exec', 'a', '--subresource=status', '--type=merge', '-p', body];
      expect(await kubectl.say(patch)).toBe('execution.kontinue.cloud/a patched\n');
      expect(await kubectl.say(patch)).toBe('execution.kontinue.cloud/a patched (no change)\n');
      expect(await kubectl.say(['label', 'exec', 'a', 'team=x'])).toMatch(/ labeled\n$/);
      expect(await kubectl.say(['annotate', 'exec', 'a', 'note=y'])).toMatch(/ annotated\n$/);
      expect(await room.find('a')).toMatchObject({
        metadata: { labels: { team: 'x' }, annotations: { note: 'y' } },
        status: { phase: 'Executing' },
      });
      const strategic = await kubectl.run(['patch', 'exec', 'a', '-p', '{"spec":{}}']);
      expect(strategic.err).toContain('the body of the request was in an unknown format');
    });

    test('waits until a field says so', async () => {
      await using desk = await openKubectlFixture(ground());
      const { room, kubectl } = desk;
      await room.make('a');
      const wanted = '--for=jsonpath={.status.phase}=Completed';
      const wait = kubectl.start(['wait', 'exec/a', wanted, '--timeout=30s', TELL_REQUESTS]);
      await wait.says(IS_WATCHING);
      await room.setStatus('a', { phase: 'Executing' });
      await room.setStatus('a', { phase: 'Completed' });
      const { code, out } = await wait.ended;
      expect([code, out]).toEqual([0, 'execution.kontinue.cloud/a condition met\n']);
    });

    test('deletes, and waits until what is held on to has gone', async () => {
      await using desk = await openKubectlFixture(ground());
      const { room, kubectl } = desk;
      await room.make('a');
      expect(await kubectl.say(['delete', 'exec', 'a'])).toMatch(
        /^execution\.kontinue\.cloud "a" deleted/,
      );
      expect(await room.find('a')).toBeUndefined();
      await room.make('held', { metadata: { finalizers: ['example.com/hold'] } });
      await kubectl.say(['delete', 'exec', 'held', '--wait=false']);
      const gone = ['wait', 'exec/held', '--for=delete', '--timeout=30s', TELL_REQUESTS];
      const wait = kubectl.start(gone);
      await wait.says(IS_WATCHING);
      await room.admin.mergePatch(`${room.executions}/held`, { metadata: { finalizers: null } });
      const { code, out } = await wait.ended;
      expect([code, out]).toEqual([0, 'execution.kontinue.cloud/held condition met\n']);
    });

    test('shows a log, and follows one', async (context) => {
      const { log } = ground();
      if (!log) return context.skip('only where a test can write what a container writes');
      await using desk = await openKubectlFixture(ground());
      const { room, kubectl } = desk;
      const { metadata } = await room.run('live', 'running', ['live', 'other']);
      const { name } = metadata;
      const tail = await kubectl.say(['logs', name, '-c', 'other', '--tail=1']);
      expect(tail).toMatch(/^step 200 of 200/);
      // Of a log that is empty not even the head is answered.
      log(`it begins in ${room.namespace}`);
      const follow = kubectl.start(['logs', '--follow', name, '-c', 'live', TELL_REQUESTS]);
      await follow.says(/follow=true.*200 OK/);
      log(`it goes on in ${room.namespace}`);
      await follow.says(new RegExp(`^it goes on in ${room.namespace}$`, 'm'));
    });

    test('shows the logs of all containers, each line with its pod and container', async () => {
      await using desk = await openKubectlFixture(ground());
      const { room, kubectl } = desk;
      const { metadata } = await room.run('quick', 'completed', ['main', 'other'], ['prepare']);
      const lines = (
        await kubectl.say(['logs', metadata.name, '--all-containers', '--prefix', '--tail=1'])
      ).split('\n');
      // kubectl asks for the containers in no fixed order.
      expect(new Set(lines.map((line) => line.split(' ', 1).join()))).toEqual(
        new Set([
          `[pod/${metadata.name}/prepare]`,
          `[pod/${metadata.name}/main]`,
          `[pod/${metadata.name}/other]`,
          '',
        ]),
      );
      expect(lines).toHaveLength(4);
      const init = await kubectl.say(['logs', metadata.name, '-c', 'prepare', '--tail=1']);
      expect(init).toMatch(/^step 200 of 200/);
    });

    test('explains fields', async () => {
      await using desk = await openKubectlFixture(ground());
      const said = await desk.kubectl.say(['explain', 'executions.spec.retry.retries']);
      expect(said).toContain('KIND:       Execution');
      expect(said).toContain('FIELD: retries <integer>');
      expect(said).toContain('Automatic retries after the first attempt. Left out: 0.');
      const owner = await desk.kubectl.say(['explain', 'executions.metadata.ownerReferences.uid']);
      expect(owner).toContain('FIELD: uid <string>');
    });

    test('says who one is, and what one may', async () => {
      await using desk = await openKubectlFixture(ground());
      await using reading = await openKubectlFixture(ground(), 'viewer');
      const { kubectl } = desk;
      const whoami = await kubectl.say(['auth', 'whoami']);
      expect(whoami).toMatch(/^Username +admin$/m);
      const other = await kubectl.say(['auth', 'whoami', '--as=ada', '--as-group=ops']);
      expect(other).toMatch(/^Username +ada\nGroups +\[ops system:authenticated\]$/m);
      const ask = ['auth', 'can-i', 'patch', 'executions.kontinue.cloud', '--subresource=status'];
      expect((await kubectl.run(ask)).out).toBe('yes\n');
      expect(await reading.kubectl.run(ask)).toMatchObject({ code: 1, out: 'no\n' });
      const rules = await kubectl.say(['auth', 'can-i', '--list']);
      expect(rules).toMatch(/^\*\.\* +\[\] +\[\] +\[\*\]$/m);
      expect(rules).toMatch(/^ +\[\*\] +\[\] +\[\*\]$/m);
    });

    test('lists the kinds', async () => {
      await using desk = await openKubectlFixture(ground());
      const said = await desk.kubectl.say(['api-resources', '--api-group=kontinue.cloud']);
      const wide = await desk.kubectl.say(['api-resources', '--categories=all', '-o', 'wide']);
      expect(wide).toMatch(
        /^executions +exec .* delete,deletecollection,get,list,patch,create,update,watch +kontinue,all$/m,
      );
      expect(table(said)).toEqual([
        ['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND'],
        ['archivedexecutions', 'arch', API_VERSION, 'true', 'ArchivedExecution'],
        ['executions', 'exec', API_VERSION, 'true', 'Execution'],
        ['functions', 'fn', API_VERSION, 'true', 'Function'],
        ['scheduledexecutions', 'sched', API_VERSION, 'true', 'ScheduledExecution'],
        ['suspensions', 'susp', API_VERSION, 'true', 'Suspension'],
      ]);
    });
  });
}
