import { describe, expect, test } from 'vitest';
import { until } from '../real-cluster/until.ts';
import { type ContractCluster, namesOf, openApiFixture } from './support/api-fixture.ts';

const FAR_AHEAD = 1_000_000_000;

/** Lists: whole, in pages, at a version, and by selectors. */
export function listingContract(ground: () => ContractCluster): void {
  describe('a list', () => {
    test('has every object by name, each with its type, at a version', async () => {
      await using room = await openApiFixture(ground());
      await room.make('b');
      const last = await room.make('a');
      const list = await room.list();
      expect(list.kind).toBe('ExecutionList');
      expect(namesOf(list)).toEqual(['a', 'b']);
      expect(list.items.map((item) => item.kind)).toEqual(['Execution', 'Execution']);
      expect(Number(list.metadata.resourceVersion)).toBeGreaterThanOrEqual(
        Number(last.metadata.resourceVersion),
      );
      expect(list.metadata.continue).toBe('');
    });

    test('of an empty namespace has no items, and a version all the same', async () => {
      await using room = await openApiFixture(ground());
      const list = await room.list();
      expect(list.items).toEqual([]);
      expect(Number(list.metadata.resourceVersion)).toBeGreaterThan(0);
    });

    test('over all namespaces is sorted by namespace first', async () => {
      await using one = await openApiFixture(ground());
      await using other = await openApiFixture(ground());
      const labels = { pair: one.namespace };
      await one.make('z', { metadata: { labels } });
      await other.make('a', { metadata: { labels } });
      const path = `/apis/kontinue.cloud/v1alpha1/executions?labelSelector=pair=${one.namespace}`;
      const { items } = (await one.admin.get(path)).list();
      const rooms = items.map(({ metadata }) => metadata.namespace);
      expect(rooms).toEqual([one.namespace, other.namespace].sort());
    });

    test('comes in pages of one snapshot, whatever happens between them', async () => {
      await using room = await openApiFixture(ground());
      for (const name of ['a', 'b', 'c', 'd', 'e']) await room.make(name);
      const first = await room.list('?limit=2');
      expect(namesOf(first)).toEqual(['a', 'b']);
      expect(first.metadata.remainingItemCount).toBe(3);

      await room.admin.delete(`${room.executions}/c`);
      await room.make('bb');
      const second = await room.list(`?limit=2&continue=${first.metadata.continue}`);
      expect(namesOf(second)).toEqual(['c', 'd']);
      expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
      expect(second.metadata.remainingItemCount).toBe(1);

      const third = await room.list(`?limit=2&continue=${second.metadata.continue}`);
      expect(namesOf(third)).toEqual(['e']);
      expect(third.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
      expect(third.metadata.continue).toBe('');
      expect(third.metadata.remainingItemCount).toBeUndefined();
      expect(namesOf(await room.list())).toEqual(['a', 'b', 'bb', 'd', 'e']);
    });

    test('that is filtered does not say how many remain', async () => {
      await using room = await openApiFixture(ground());
      for (const name of ['a', 'b', 'c'])
        await room.make(name, { metadata: { labels: { x: '1' } } });
      const page = await room.list('?limit=1&labelSelector=x=1');
      expect(namesOf(page)).toEqual(['a']);
      expect(page.metadata.continue).not.toBe('');
      expect(page.metadata.remainingItemCount).toBeUndefined();
      const rest = await room.list(`?labelSelector=x=1&continue=${page.metadata.continue}`);
      expect(namesOf(rest)).toEqual(['b', 'c']);
      const byField = await room.list('?limit=1&fieldSelector=spec.function=f');
      expect(byField.metadata.continue).not.toBe('');
      expect(byField.metadata.remainingItemCount).toBeUndefined();
    });

    test('at any version is not cut into pages', async () => {
      await using room = await openApiFixture(ground());
      for (const name of ['a', 'b', 'c']) await room.make(name);
      await until('the list at any version has all', async () => {
        const list = await room.list('?limit=1&resourceVersion=0');
        return namesOf(list).join() === 'a,b,c' ? list : undefined;
      });
    });

    test('at an exact version is as it was then', async () => {
      await using room = await openApiFixture(ground());
      const { metadata } = await room.make('a');
      await room.setStatus('a', { phase: 'Executing' });
      await room.make('b');
      const exact = `?resourceVersionMatch=Exact&resourceVersion=${metadata.resourceVersion}`;
      const list = await room.list(exact);
      expect(namesOf(list)).toEqual(['a']);
      expect(list.items[0]?.status).toBeUndefined();
      expect(list.metadata.resourceVersion).toBe(metadata.resourceVersion);
    });

    test('not older than a version has at least what was there', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      const { metadata } = await room.make('b');
      const match = `?resourceVersionMatch=NotOlderThan&resourceVersion=${metadata.resourceVersion}`;
      expect(namesOf(await room.list(match))).toEqual(['a', 'b']);
    });
  });

  describe('a list by selectors', () => {
    test.each([
      ['team=pay', 'a'],
      ['team==pay', 'a'],
      ['team!=pay', 'b,c'],
      ['team', 'a,b'],
      ['!team', 'c'],
      ['team in (pay,ship)', 'a,b'],
      ['team notin (pay)', 'b,c'],
      ['team,tier=1', 'b'],
      ['team=pay,tier=1', ''],
      ['tier>0', 'b'],
      ['constructor', 'b'],
      ['constructor=x', 'b'],
      ['!constructor', 'a,c'],
      ['toString', ''],
    ])('finds the labels %s', async (selector, names) => {
      await using room = await openApiFixture(ground());
      await room.make('a', { metadata: { labels: { team: 'pay' } } });
      const labels = { team: 'ship', tier: '1', constructor: 'x' };
      await room.make('b', { metadata: { labels } });
      await room.make('c');
      const list = await room.list(`?labelSelector=${encodeURIComponent(selector)}`);
      expect(namesOf(list).join()).toBe(names);
    });

    test.each([
      ['metadata.name=a', 'a'],
      ['metadata.name!=a', 'b,c'],
      ['spec.function=deploy', 'a,b'],
      ['status.phase=Failed', 'b'],
      ['status.phase!=Failed', 'a,c'],
      ['status.phase=', 'a,c'],
      ['spec.function=deploy,status.phase!=Failed', 'a'],
    ])('finds the fields %s', async (selector, names) => {
      await using room = await openApiFixture(ground());
      await room.make('a', { spec: { function: 'deploy' } });
      await room.make('b', { spec: { function: 'deploy' } });
      await room.make('c');
      await room.setStatus('b', { phase: 'Failed' });
      const list = await room.list(`?fieldSelector=${encodeURIComponent(selector)}`);
      expect(namesOf(list).join()).toBe(names);
    });

    test('finds one namespace among all', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      const path = `/apis/kontinue.cloud/v1alpha1/executions?fieldSelector=metadata.namespace=${room.namespace}`;
      expect(namesOf((await room.admin.get(path)).list())).toEqual(['a']);
    });

    test.each(['status.workerName', 'constructor'])(
      'refuses the field %s, which the kind does not declare',
      async (field) => {
        await using room = await openApiFixture(ground());
        const answer = await room.admin.get(`${room.executions}?fieldSelector=${field}=w`);
        const failure = answer.failure(400);
        expect(failure.reason).toBe('BadRequest');
        expect(failure.message).toContain(`field label not supported: ${field}`);
      },
    );

    test('refuses a malformed field selector', async () => {
      await using room = await openApiFixture(ground());
      const answer = await room.admin.get(`${room.executions}?fieldSelector=metadata.name`);
      expect(answer.failure(400).reason).toBe('BadRequest');
    });

    const LONG = 'x'.repeat(64);
    test.each([
      ['a=b=c', "found '=', expected: ',' or 'end of string'"],
      ['a,,b', "found ',', expected: identifier after ','"],
      [',a', "found ',', expected: !, identifier, or 'end of string'"],
      ['a in b', "unable to parse requirement: found 'b' expected: '('"],
      ['a in (b c)', "unable to parse requirement: found 'c', expected: ',' or ')'"],
      ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
      ['!', "unable to parse requirement: found '', expected: identifier"],
      [
        'a>x',
        "values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer",
      ],
      ['-=', '<nil>: Invalid value: "-": name part must consist of alphanumeric characters'],
      ['a/b/c=d', '<nil>: Invalid value: "a/b/c": a valid label key must consist of alphanumeric'],
      [
        'a=-b',
        'values[0][a]: Invalid value: "-b": a valid label must be an empty string or consist',
      ],
      [`a=${LONG}`, `values[0][a]: Invalid value: "${LONG}": must be no more than 63 bytes`],
    ])('refuses the label selector %s, and says why', async (selector, words) => {
      await using room = await openApiFixture(ground());
      const query = `?labelSelector=${encodeURIComponent(selector)}`;
      const { reason, message } = (await room.admin.get(room.executions + query)).failure(400);
      expect(reason).toBe('BadRequest');
      expect(message).toContain(words);
    });
  });

  describe('one object', () => {
    test.each([
      ['resourceVersion=1000000000', 504, 'Too large resource version: 1000000000, current: '],
      ['resourceVersion=x', 500, 'resourceVersion: Invalid value: "x"'],
    ])('cannot be had at %s', async (query, code, words) => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      const answer = await room.admin.get(`${room.executions}/a?${query}`);
      expect(answer.failure(code).message).toContain(words);
    });
  });

  describe('a list that cannot be had', () => {
    test('is not handed out at a version that lies ahead', async () => {
      await using room = await openApiFixture(ground());
      const answer = await room.admin.get(`${room.executions}?resourceVersion=${FAR_AHEAD}`);
      const failure = answer.failure(504);
      expect(failure.reason).toBe('Timeout');
      expect(failure.message).toContain(`Too large resource version: ${FAR_AHEAD}, current: `);
      expect(failure.details?.causes?.[0]?.reason).toBe('ResourceVersionTooLarge');
      expect(failure.details?.retryAfterSeconds).toBe(1);
    });

    test.each([
      ['continue=garbage', 400, 'continue key is not valid'],
      ['resourceVersion=x', 400, 'resourceVersion: Invalid value: "x"'],
      ['resourceVersionMatch=Exact', 422, 'unless resourceVersion is provided'],
      ['resourceVersion=0&resourceVersionMatch=Exact', 422, 'forbidden for resourceVersion "0"'],
      ['resourceVersion=5&resourceVersionMatch=Some', 422, 'Unsupported value: "Some"'],
      ['sendInitialEvents=true', 422, 'sendInitialEvents is forbidden for list'],
      ['limit=x', 400, 'x'],
    ])('refuses %s with %d', async (query, code, words) => {
      await using room = await openApiFixture(ground());
      const answer = await room.admin.get(`${room.executions}?${query}`);
      expect(answer.failure(code).message).toContain(words);
    });
  });
}
