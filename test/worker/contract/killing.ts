import { describe, expect, test } from 'vitest';
import type { Execution } from '../../../src/api/execution.ts';
import type { TestCluster } from '../../client/support/test-cluster.ts';
import { openWorkerFixture } from '../support/fixture.ts';
import { WorkerProcess } from '../support/worker-process.ts';

const CHILDREN = 12;
const KILLS = 6;
/** The worker dies within every fourth run of a step, until it died that often. */
const STEPS_PER_KILL = 4;

/**
 * Each step notes its key with a text that no other run of it has, and returns that text. Some kill
 * their worker instead, as `kill -9` does.
 */
function functions(ledger: string): string {
  return `
    import { appendFileSync, readFileSync } from 'node:fs';
    import { randomUUID } from 'node:crypto';
    import { setTimeout } from 'node:timers/promises';
    import { defineFunction } from 'kontinue/worker';

    const work = async ({ idempotencyKey }) => {
      const own = randomUUID();
      const ledger = ${JSON.stringify(ledger)};
      appendFileSync(ledger, idempotencyKey + ' ' + own + '\\n');
      const runs = readFileSync(ledger, 'utf8').split('\\n').length - 1;
      if (runs % ${STEPS_PER_KILL} === 0 && runs <= ${KILLS * STEPS_PER_KILL}) process.kill(process.pid, 'SIGKILL');
      await setTimeout(20);
      return own;
    };
    export const leaf = defineFunction('leaf', {}, async (ctx) => [
      await ctx.step('first', work),
      await ctx.step('second', work),
    ]);
    export const all = defineFunction('all', {}, (ctx) =>
      ctx.executeParallel(Array.from({ length: ${CHILDREN} }, () => ({ function: leaf, arguments: {} })), { atOnce: 4 }));
  `;
}

/** What a worker's successors find after it was killed. */
export function killingContract(testCluster: () => TestCluster): void {
  describe('a worker that is killed again and again', () => {
    test('makes no child twice, runs no recorded step again, and ends with the right result', async () => {
      await using fixture = await openWorkerFixture(testCluster());
      const { namespace, ledger } = fixture;
      await using worker = await WorkerProcess.prepare({
        kubeconfig: testCluster().kubeconfig('admin'),
        namespace,
        functions: functions(ledger),
      });
      await fixture.start('root', 'all');
      for (let kill = 0; kill < KILLS; kill++) {
        worker.start();
        await worker.killed();
      }
      worker.start();
      const { status } = await fixture.ended('root');
      const leaves = (await fixture.client.list()).filter(({ spec }) => spec.function === 'leaf');
      const lastRuns = new Map(
        (await fixture.notes()).map((line): [string, string] => {
          const [key = '', own = ''] = line.split(' ');
          return [key, own];
        }),
      );
      const recorded = (leaf: Execution) =>
        ['first', 'second'].map((step) => lastRuns.get(`${leaf.metadata.uid}/${step}`));
      const byNumber = leaves.toSorted((a, b) => numberOf(a) - numberOf(b));
      expect(byNumber.map(numberOf)).toEqual(Array.from({ length: CHILDREN }, (_, i) => i + 1));
      expect(status).toMatchObject({ phase: 'Completed', result: byNumber.map(recorded) });
      // A child that was made again would have another uid.
      expect(lastRuns.size).toBe(2 * CHILDREN);
      expect(status?.resumptions).toBeGreaterThan(1);
    });
  });
}

function numberOf({ metadata }: Execution): number {
  return Number(metadata.name.split('-').at(-1));
}
