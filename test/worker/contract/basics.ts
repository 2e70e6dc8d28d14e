import { describe, expect, test } from 'vitest';
import { SUSPENSIONS } from '../../../src/api/resources.ts';
import { defineFunction } from '../../../src/worker/functions/define-function.ts';
import type { TestCluster } from '../../client/support/test-cluster.ts';
import { openWorkerFixture } from '../support/fixture.ts';

/** What a worker does with functions that nothing disturbs. */
export function basicsContract(testCluster: () => TestCluster): void {
  describe('a worker', () => {
    test('claims an execution, and completes it with what its function returns', async () => {
      await using fixture = await openWorkerFixture(testCluster());
      const hello = defineFunction('hello', {}, (_, { name }) => `Hello, ${String(name)}!`);
      const { worker } = await fixture.work([hello]);
      await fixture.start('greet', 'hello', { arguments: { name: 'ada' } });
      const { status } = await fixture.ended('greet');
      expect(status).toMatchObject({
        phase: 'Completed',
        result: 'Hello, ada!',
        workerName: worker.name,
        resumptions: 1,
        attempts: [{ phase: 'Completed' }],
      });
    });

    test('records steps under their names, and runs each once', async () => {
      await using fixture = await openWorkerFixture(testCluster());
      const pay = defineFunction('pay', {}, async (ctx) => {
        const charge = await ctx.step('charge', async (step) => {
          await fixture.note(`charge ${step.idempotencyKey}`);
          return { id: 'ch_1', amount: 1200 };
        });
        await ctx.step('mail', () => fixture.note('mail'));
        return charge.amount;
      });
      await fixture.work([pay]);
      const { metadata } = await fixture.start('order', 'pay');
      const { status } = await fixture.ended('order');
      expect(status?.result).toBe(1200);
      expect(status?.state).toMatchObject({ charge: { id: 'ch_1', amount: 1200 } });
      expect(await fixture.notes()).toEqual([`charge ${metadata.uid}/charge`, 'mail']);
    });

    test('runs children, in order and side by side, and gives their results', async () => {
      await using fixture = await openWorkerFixture(testCluster());
      const double = defineFunction('double', {}, (_, { n }) => Number(n) * 2);
      const sum = defineFunction('sum', {}, async (ctx) => {
        const first = await ctx.execute(double, { n: 1 });
        const named = await ctx.execute(double, { n: 2 }, { name: 'two' });
        const rest = await ctx.executeParallel(
          [3, 4, 5].map((n) => ({ function: double, arguments: { n } })),
        );
        return [first, named, ...rest];
      });
      await fixture.work([double, sum]);
      await fixture.start('total', 'sum');
      expect((await fixture.ended('total')).status?.result).toEqual([2, 4, 6, 8, 10]);
      const names = (await fixture.client.list()).map(({ metadata }) => metadata.name);
      expect(names.sort()).toEqual([
        'total',
        'total-1',
        'total-2',
        'total-3',
        'total-4',
        'total-two',
      ]);
    });

    test('sleeps in a suspension, and goes on when it is over', async () => {
      await using fixture = await openWorkerFixture(testCluster());
      const nap = defineFunction('nap', {}, async (ctx) => {
        await ctx.sleep('1s', { name: 'rest' });
        return 'awake';
      });
      await fixture.work([nap]);
      await fixture.start('tired', 'nap');
      const { status } = await fixture.seen('tired', ({ status }) => status?.phase === 'Suspended');
      expect(status?.result).toBeUndefined();
      expect((await fixture.ended('tired')).status?.result).toBe('awake');
    });

    test('waits for an answer by kubectl, and puts back one that its schema refuses', async () => {
      await using fixture = await openWorkerFixture(testCluster());
      const schema = {
        '~standard': {
          version: 1,
          vendor: 'test',
          validate: (value: unknown) =>
            value === 'yes' ? { value } : { issues: [{ message: 'expected yes' }] },
        },
      } as const;
      const ask = defineFunction('ask', {}, (ctx) =>
        ctx.suspend({ name: 'approve', message: 'Go?', schema }),
      );
      await fixture.work([ask]);
      await fixture.start('release', 'ask');
      await fixture.seen('release', ({ status }) => status?.phase === 'Suspended');
      const answer = async (value: string) => {
        await fixture.until(() => fixture.exists(SUSPENSIONS, 'release-approve'));
        await fixture.setStatus(SUSPENSIONS, 'release-approve', { phase: 'Completed', value });
      };
      await answer('no');
      await fixture.until(async () => {
        const { status } = await fixture.readSuspension('release-approve');
        return status?.phase === 'Suspended' && status.message?.includes('expected yes') === true;
      });
      await answer('yes');
      expect((await fixture.ended('release')).status?.result).toBe('yes');
    });

    test('tries a failed execution again, as often as its spec allows, and keeps its steps', async () => {
      await using fixture = await openWorkerFixture(testCluster());
      const flaky = defineFunction('flaky', {}, async (ctx) => {
        await ctx.step('once', () => fixture.note('once'));
        if (ctx.attempts < 2) throw new Error(`attempt ${ctx.attempts} failed`);
        return ctx.attempts;
      });
      await fixture.work([flaky]);
      await fixture.start('try', 'flaky', { retry: { retries: 2, backoff: '10ms' } });
      const { status } = await fixture.ended('try');
      expect(status).toMatchObject({
        phase: 'Completed',
        result: 2,
        attempts: [{ message: 'attempt 0 failed' }, { message: 'attempt 1 failed' }, {}],
      });
      expect(await fixture.notes()).toEqual(['once']);
    });

    test('aborts the signal of an execution that is canceled, and writes nothing more to it', async () => {
      await using fixture = await openWorkerFixture(testCluster());
      const endless = defineFunction('endless', {}, (ctx) =>
        ctx.step('wait', async (step) => {
          await fixture.note('began');
          await new Promise((resolve) => step.signal.addEventListener('abort', resolve));
          await fixture.note(`aborted: ${step.signal.reason.name}`);
          return 'not recorded';
        }),
      );
      await fixture.work([endless]);
      const execution = await fixture.start('loop', 'endless');
      await fixture.until(async () => (await fixture.notes()).length === 1);
      await fixture.client.cancel(execution);
      await fixture.until(async () => (await fixture.notes()).length === 2);
      expect(await fixture.notes()).toEqual(['began', 'aborted: CanceledError']);
      const { status } = await fixture.client.get('loop');
      expect(status).toMatchObject({ phase: 'Canceled' });
      expect(status?.state).toBeUndefined();
    });

    test('lets go of what it has when it stops, and another one goes on at once', async () => {
      await using fixture = await openWorkerFixture(testCluster());
      let isOpen = false;
      const gate = defineFunction('gate', {}, async (ctx) => {
        await ctx.step('first', () => fixture.note('first'));
        await ctx.step('second', async () => {
          await fixture.note('second');
          if (!isOpen) await new Promise(() => {});
        });
        return 'through';
      });
      const first = await fixture.work([gate], { name: 'one', lease: '1h' });
      await fixture.start('walk', 'gate');
      await fixture.until(async () => (await fixture.notes()).includes('second'));
      isOpen = true;
      await first.stop();
      await fixture.work([gate], { name: 'two', lease: '1h' });
      const { status } = await fixture.ended('walk');
      expect(status).toMatchObject({ result: 'through', workerName: 'two', resumptions: 2 });
      expect(await fixture.notes()).toEqual(['first', 'second', 'second']);
    });
  });
}
