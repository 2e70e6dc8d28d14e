import { describe, expect, test } from 'vitest';
import type { TestCluster, TestUser } from '../../client/support/test-cluster.ts';
import { RawClient } from '../../contract/support/raw-client.ts';
import { openMonitor } from '../program.ts';

/** A ground whose API server can be taken away and given back. */
export interface FragileCluster extends TestCluster {
  kill(): Promise<void>;
  /** Resolves when `/readyz` answers ok. */
  start(): Promise<void>;
}

/** How long after `/readyz` the monitor may take to be live again. */
const LIVE_WITHIN_MS = 5_000;

/** What a person sees when the API server goes and comes back, on any API server. */
export function losingScenarios(
  ground: () => FragileCluster,
  options: { readonly times: number; readonly users: readonly TestUser[] },
): void {
  /** With a connection of its own: those from before the server went are dead. */
  const write = async (run: (raw: RawClient) => Promise<unknown>) => {
    const raw = new RawClient(ground().kubeconfig('admin'));
    await run(raw).finally(() => raw.close());
  };

  describe('the API server goes and comes back', () => {
    test.each(options.users)(
      'under %s: rows stay, nothing is missed or doubled',
      async (user) => {
        const namespace = 'team-a';
        const path = `/apis/kontinue.cloud/v1alpha1/namespaces/${namespace}/executions`;
        const make = (name: string) =>
          write(async (raw) => {
            const body = {
              apiVersion: 'kontinue.cloud/v1alpha1',
              kind: 'Execution',
              metadata: { name },
              spec: { function: 'survive' },
            };
            (await raw.post(path, body)).object();
          });
        const remove = (name: string) => write((raw) => raw.delete(`${path}/${name}`));
        const prefix = `kept-by-${user}`;
        await make(`${prefix}-0`);
        await using monitor = openMonitor(
          ['--kubeconfig', ground().kubeconfig(user), '-n', namespace],
          { size: { width: 200, height: 50 } },
        );
        try {
          await monitor.sees(`${prefix}-0`, '● live');
          for (let round = 1; round <= options.times; round++) {
            await ground().kill();
            try {
              await monitor.sees(/● stale \d+s/, `${prefix}-${round - 1}`);
              monitor.press('ctrl-k');
              await monitor.sees('writes are disabled while the API server does not answer');
            } finally {
              await ground().start();
            }
            const ready = performance.now();
            await monitor.sees('● live');
            expect(performance.now() - ready).toBeLessThan(LIVE_WITHIN_MS);

            await remove(`${prefix}-${round - 1}`);
            await make(`${prefix}-${round}`);
            await monitor.sees(`${prefix}-${round}`);
            await monitor.loses(new RegExp(`${prefix}-${round - 1}\\b`));
            expect(rowsOf(monitor.pty.screen.lines(), prefix)).toBe(1);
          }
        } finally {
          await remove(`${prefix}-${options.times}`);
        }
      },
      30_000 + options.times * 30_000,
    );

    test('an execution that is followed is followed on, and the loss is told once', async () => {
      const path = '/apis/kontinue.cloud/v1alpha1/namespaces/team-a/executions/followed';
      const setPhase = (phase: string) =>
        write((raw) => raw.mergePatch(`${path}/status`, { status: { phase } }));
      await using terminal = openMonitor([
        ...['execute', 'survive', '--name', 'followed', '-n', 'team-a'],
        ...['--kubeconfig', ground().kubeconfig('admin')],
      ]);
      try {
        await terminal.sees(/○ followed +Pending/);
        await setPhase('Executing');
        await terminal.sees(/● followed +Executing/);
        await ground().kill();
        try {
          await terminal.sees('The connection to https://');
        } finally {
          await ground().start();
        }
        await setPhase('Completed');
        expect((await terminal.pty.ended).code).toBe(0);
        await terminal.sees(/✔ followed +Completed/);
        const told = terminal.pty.screen.text().match(/The connection to https:/g);
        expect(told).toHaveLength(1);
      } finally {
        await write((raw) => raw.delete(path));
      }
    }, 60_000);
  });
}

/** How many rows of the list are of such executions; the other panes repeat their names. */
function rowsOf(lines: readonly string[], prefix: string): number {
  return lines.filter((line) => line.slice(0, 40).includes(prefix.slice(0, 16))).length;
}
