import { describe, expect, test } from 'vitest';
import { EXECUTIONS } from '../../../src/api/resources.ts';
import type { TestCluster } from '../../client/support/test-cluster.ts';
import { openTestNamespace } from '../../client/support/test-namespace.ts';
import { openMonitor } from '../program.ts';

/** What a person sees happen, on any API server. */
export function watchingScenarios(ground: () => TestCluster): void {
  const admin = (namespace: string) => [
    '--kubeconfig',
    ground().kubeconfig('admin'),
    '-n',
    namespace,
  ];

  describe('a person watches', () => {
    test('executions appear, move and go as they do in the cluster', async () => {
      await using stage = await openTestNamespace(ground());
      await using monitor = openMonitor(admin(stage.namespace));
      await monitor.sees('● live', 'no executions in namespace');

      await stage.execution('orders-1', { spec: { function: 'settle' } });
      await monitor.sees(/orders-1 +settle +○ Pending/);
      await stage.setStatus(EXECUTIONS, 'orders-1', {
        phase: 'Executing',
        startedAt: '2026-11-22T10:00:00Z',
        progress: { current: 1, max: 4 },
      });
      await monitor.sees(/orders-1 +settle +● Executing .*1\/4/);
      await stage.delete(EXECUTIONS, 'orders-1');
      await monitor.loses('orders-1');
      await monitor.sees('no executions in namespace');
      expect(await monitor.quit()).toBe(0);
    });

    test('the tree of the selected execution grows as children are made', async () => {
      await using stage = await openTestNamespace(ground());
      const root = await stage.execution('deploy-1', { status: { phase: 'Executing' } });
      await using monitor = openMonitor(admin(stage.namespace));
      await monitor.sees('╮╭─ Tree', /▌.*● deploy-1/);

      const child = await stage.execution('deploy-1-roll', {
        parent: root,
        status: { phase: 'Suspended' },
      });
      await monitor.sees(/└.*◐ roll/);
      await stage.suspension('deploy-1-roll-approve', { parent: child });
      await monitor.sees(/◆ approve +needs a human/, 'approval pending');
      await stage.execution('deploy-1-verify', {
        parent: root,
        status: { phase: 'Failed', message: 'no pods' },
      });
      await monitor.sees(/✖ verify +Failed/);
    });

    test('a filter narrows the list while it is typed, and esc gives the rest back', async () => {
      await using stage = await openTestNamespace(ground());
      for (const name of ['alpha', 'beta', 'gamma']) await stage.execution(name);
      await using monitor = openMonitor(admin(stage.namespace));
      await monitor.sees('alpha', 'beta', 'gamma', '3 roots');

      monitor.press('/');
      monitor.type('bet');
      await monitor.sees('1 of 3 roots');
      await monitor.loses('gamma');
      monitor.press('enter', 'esc');
      await monitor.sees('gamma', '3 roots');
    });

    test('a paste into the list does nothing, whatever keys are in it', async () => {
      await using stage = await openTestNamespace(ground());
      for (const name of ['alpha', 'beta']) await stage.execution(name);
      await using monitor = openMonitor(admin(stage.namespace));
      await monitor.sees('alpha', 'beta', '2 roots');
      monitor.type('\x1b[200~q\x0b\t\r:q\r\x1b[201~');
      await monitor.sees('pasted text acts only in text fields', '2 roots');
      await monitor.loses('─ Cancel');
      monitor.press('/');
      monitor.type('\x1b[200~alp\nha\x1b[201~');
      await monitor.sees('/alp ha');
    });

    test('a search goes through the tree and the help', async () => {
      await using stage = await openTestNamespace(ground());
      const root = await stage.execution('deploy-1', { status: { phase: 'Executing' } });
      for (const n of [1, 2, 3, 4]) {
        await stage.execution(`deploy-1-node-${n}`, {
          parent: root,
          status: { phase: 'Completed' },
        });
      }
      await using monitor = openMonitor(admin(stage.namespace));
      await monitor.sees('─ Tree', /▸ .* ×4/);
      monitor.press('tab', '/');
      monitor.type('node-3');
      monitor.press('enter');
      await monitor.sees(/▌.*node-3/);
      monitor.press('?', '/');
      monitor.type('reconnect');
      monitor.press('enter');
      await monitor.sees(/ctrl-r +reconnect now/);
      monitor.press('q', 'q');
      await monitor.sees('? help');
    });

    test('everything is within reach at 80×24', async () => {
      await using stage = await openTestNamespace(ground());
      const root = await stage.execution('deploy-1', {
        status: {
          phase: 'Executing',
          startedAt: '2026-11-22T10:00:00Z',
          attempts: [
            {
              phase: 'Failed',
              message: 'connection timeout',
              startedAt: '2026-11-22T09:00:00Z',
              finishedAt: '2026-11-22T09:01:00Z',
            },
            { phase: 'Executing', startedAt: '2026-11-22T10:00:00Z' },
          ],
        },
      });
      await stage.suspension('deploy-1-approve', { parent: root });
      await using monitor = openMonitor(admin(stage.namespace), {
        size: { width: 80, height: 24 },
      });
      await monitor.sees('─ Executions', '─ Tree', /◆ approve/);
      monitor.press('tab', 'tab');
      await monitor.sees('─ Attempts', 'connection timeout', /1m00s/);
      monitor.press('tab');
      await monitor.sees('─ Progress', 'attempt');
      monitor.press('tab', 'f');
      await monitor.sees('─ Logs');
      await monitor.loses('─ Executions');
      monitor.pty.resize({ width: 120, height: 30 });
      monitor.press('esc');
      await monitor.sees('─ Executions', '─ Tree', '─ Attempts', '─ Progress', '─ Logs');
    });

    test('what the cluster sends is text, whatever it looks like', async () => {
      await using stage = await openTestNamespace(ground());
      const message = 'a\x1b]0;owned\x07b\x1b[31mc\u009b6nd {bold}e{/bold} \u202eevil';
      await stage.execution('odd', { status: { phase: 'Failed', message } });
      await using monitor = openMonitor(admin(stage.namespace), {
        size: { width: 200, height: 50 },
      });
      await monitor.sees(/odd/, 'abcd {bold}e{/bold} evil');
      expect(monitor.pty.screen.titles).toEqual([]);
      expect(monitor.pty.screen.replies).toEqual([]);
    });
  });
}
