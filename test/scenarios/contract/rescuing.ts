import { describe, expect, test } from 'vitest';
import { EXECUTIONS, SUSPENSIONS } from '../../../src/api/resources.ts';
import type { TestCluster } from '../../client/support/test-cluster.ts';
import { openTestNamespace, type TestNamespace } from '../../client/support/test-namespace.ts';
import { type Monitor, openMonitor } from '../program.ts';

interface Stored {
  readonly spec: { readonly retry?: { readonly childPolicy?: string } };
  readonly status: {
    readonly phase: string;
    readonly message?: string;
    readonly result?: unknown;
    readonly retries?: number;
  };
}

/** What a person does to executions, on any API server. */
export function rescuingScenarios(ground: () => TestCluster): void {
  const open = (stage: TestNamespace, ...args: readonly string[]): Monitor =>
    openMonitor(['--kubeconfig', ground().kubeconfig('admin'), '-n', stage.namespace, ...args]);
  const stored = async (stage: TestNamespace, name: string): Promise<Stored> =>
    (await stage.raw.get(stage.pathOf(EXECUTIONS, name))).json<Stored>();

  describe('a person rescues', () => {
    test('cancel: asks first, says who does the rest, writes the reason, and leaves a record', async () => {
      await using stage = await openTestNamespace(ground());
      await stage.execution('deploy-1', { status: { phase: 'Executing' } });
      await using monitor = open(stage);
      await monitor.sees(/▌.*deploy-1/, '╭─ Tree');
      await monitor.sees(/▌● deploy-1/);
      monitor.press('ctrl-k');
      await monitor.sees('╭─ Cancel', 'Nothing runs below it', 'would accept it (dry run)');
      monitor.press('ctrl-k', 'y', 'enter');
      await monitor.loses('╭─ Cancel');
      expect((await stored(stage, 'deploy-1')).status.phase).toBe('Executing');

      monitor.press('ctrl-k');
      await monitor.sees('╭─ Cancel');
      monitor.press('tab', 'tab');
      monitor.type('wrong region');
      await monitor.sees(/reason +wrong region/, 'would accept it (dry run)');
      monitor.press('tab', 'tab', 'enter');
      await monitor.sees('canceled deploy-1', /deploy-1 .*⊘ Canceled/);
      const { status } = await stored(stage, 'deploy-1');
      expect(status).toMatchObject({ phase: 'Canceled' });
      expect(status.message).toMatch(/^Canceled by .*: wrong region$/);
      const events = await stage.raw.get(`/api/v1/namespaces/${stage.namespace}/events`);
      expect(events.list().items).toMatchObject([
        { reason: 'Canceled', message: expect.stringMatching(/ canceled deploy-1$/) },
      ]);
      expect(monitor.audit()).toMatchObject([
        {
          outcome: 'done',
          request: { action: 'cancel', target: { name: 'deploy-1' }, message: 'wrong region' },
        },
      ]);
    });

    test('skip: takes a result as JSON and refuses what is none', async () => {
      await using stage = await openTestNamespace(ground());
      await stage.execution('step-1', { status: { phase: 'Executing' } });
      await using monitor = open(stage);
      await monitor.sees(/▌● step-1/);
      monitor.press('ctrl-x');
      await monitor.sees('╭─ Skip', 'would accept it (dry run)');
      monitor.press('tab', 'tab');
      monitor.type('{"ok": ');
      await monitor.sees('the result is not JSON');
      monitor.type('true}');
      await monitor.sees(`'{"ok":true}'`, 'would accept it (dry run)');
      monitor.press('tab', 'tab', 'tab', 'enter');
      await monitor.sees('skipped step-1', /step-1 .*» Skipped/);
      expect((await stored(stage, 'step-1')).status).toMatchObject({
        phase: 'Skipped',
        result: { ok: true },
      });
    });

    test('suspensions: lists what waits in a view, and approves there', async () => {
      await using stage = await openTestNamespace(ground());
      const root = await stage.execution('deploy-1', { status: { phase: 'Suspended' } });
      await stage.suspension('deploy-1-approve', { parent: root });
      await using monitor = open(stage);
      await monitor.sees(/deploy-1 .*Suspended/);
      monitor.press(':');
      monitor.type('susp');
      monitor.press('enter');
      await monitor.sees('Suspensions', '1 suspension', /▌ deploy-1-approve .*approval/);
      monitor.press('s');
      await monitor.sees('╭─ Resume', 'would accept it (dry run)');
      monitor.press('tab', 'enter');
      await monitor.sees('resumed deploy-1-approve', 'nothing waits');
      const approved = await stage.raw.get(stage.pathOf(SUSPENSIONS, 'deploy-1-approve'));
      expect(approved.json<Stored>().status.phase).toBe('Completed');
      monitor.press('[');
      await monitor.sees('╭─ Tree', /▌.*deploy-1/);
    });

    test('retry: offers to run failed children again, and the attempt is granted', async () => {
      await using stage = await openTestNamespace(ground());
      const root = await stage.execution('deploy-1', {
        status: { phase: 'Failed', message: 'child failed', finishedAt: '2026-11-22T10:00:00Z' },
      });
      await stage.execution('deploy-1-verify', { parent: root, status: { phase: 'Failed' } });
      await using monitor = open(stage);
      await monitor.sees(/▌.*✖ deploy-1/, /✖ verify/);
      monitor.press('r');
      await monitor.sees('╭─ Retry', 'runs 1 failed or canceled child again', '(dry run)');
      monitor.press('tab', 'enter');
      await monitor.sees('retried deploy-1', /deploy-1 .*○ Pending/);
      const { spec, status } = await stored(stage, 'deploy-1');
      expect(status).toMatchObject({ phase: 'Pending', retries: 1 });
      expect(spec.retry?.childPolicy).toBe('RetryFailed');
    });

    test('resume: gives the approval that the cursor is on', async () => {
      await using stage = await openTestNamespace(ground());
      const root = await stage.execution('deploy-1', { status: { phase: 'Suspended' } });
      await stage.suspension('deploy-1-approve', { parent: root });
      await using monitor = open(stage);
      await monitor.sees(/◆ approve/, '1 approval pending');
      monitor.press('tab', 'j', 's');
      await monitor.sees('╭─ Resume', 'Approves approve', '(dry run)');
      monitor.press('tab', 'enter');
      await monitor.sees('resumed deploy-1-approve');
      await monitor.loses('approval pending');
      const suspension = await stage.raw.get(stage.pathOf(SUSPENSIONS, 'deploy-1-approve'));
      expect(suspension.json<Stored>().status.phase).toBe('Completed');
    });

    test('a write is refused when the execution is no longer what the question showed', async () => {
      await using stage = await openTestNamespace(ground());
      await stage.execution('deploy-1', { status: { phase: 'Executing' } });
      await using monitor = open(stage);
      await monitor.sees(/▌● deploy-1/);
      monitor.press('ctrl-k');
      await monitor.sees('╭─ Cancel', '(dry run)');
      await stage.setStatus(EXECUTIONS, 'deploy-1', { phase: 'Completed' });
      await monitor.sees(/deploy-1 .*✔ Completed/);
      monitor.press('tab', 'enter');
      await monitor.sees(/Completed/, /deploy-1.*(changed|ended|is Completed)/);
      expect((await stored(stage, 'deploy-1')).status.phase).toBe('Completed');
    });

    test('read-only: nothing is asked and nothing is written', async () => {
      await using stage = await openTestNamespace(ground());
      await stage.execution('deploy-1', { status: { phase: 'Executing' } });
      await using monitor = open(stage, '--readonly');
      await monitor.sees(' RO ', /▌.*deploy-1/);
      for (const key of ['ctrl-k', 'ctrl-x', 'r', 's']) {
        monitor.press(key);
        await monitor.sees('read-only: ');
      }
      expect((await stored(stage, 'deploy-1')).status.phase).toBe('Executing');
    });

    test('an action that RBAC forbids says so at once', async () => {
      await using stage = await openTestNamespace(ground());
      await stage.execution('deploy-1', { status: { phase: 'Executing' } });
      await using monitor = openMonitor([
        '--kubeconfig',
        ground().kubeconfig('viewer'),
        '-n',
        stage.namespace,
      ]);
      await monitor.sees(/▌.*deploy-1/);
      await monitor.loses('ctrl-k cancel');
      monitor.press('ctrl-k');
      await monitor.sees(/viewer may not cancel in namespace/);
    });
  });
}
