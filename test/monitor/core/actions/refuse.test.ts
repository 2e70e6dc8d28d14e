import { describe, expect, it } from 'vitest';
import { PHASES } from '../../../../src/api/phase.ts';
import { disabledReason } from '../../../../src/monitor/core/actions/refuse.ts';
import { ACTIONS } from '../../../../src/monitor/core/actions/registry.ts';
import type { ActionId, ActionKind } from '../../../../src/monitor/core/actions/request.ts';
import {
  ASKED_PERMISSIONS,
  accessTo,
  PATCH_EXECUTION,
  PATCH_EXECUTION_STATUS,
  PATCH_SUSPENSION_STATUS,
  type Permission,
} from '../../../../src/monitor/core/permissions.ts';
import type { Subject } from '../../../../src/monitor/core/resources/kinds.ts';
import { withTable } from '../../../../src/monitor/core/table/requery.ts';
import {
  changes,
  executionsOf,
  feed,
  key,
  monitor,
  play,
  type Scene,
  told,
} from '../../../support/monitor.ts';
import { execution, job, NOW, SECOND, suspension } from '../../../support/objects.ts';

/** A selected execution in a phase, with an open approval and a job below it. */
function scene(phase: string, more: Scene = {}): Scene {
  const root = execution({ name: 'deploy', phase });
  return {
    executions: [root],
    suspensions: [suspension({ name: 'approve', parent: root })],
    jobs: [job({ name: 'work', parent: root })],
    ...more,
  };
}

const IDS = Object.values(ACTIONS).map(({ id }) => id);

const ENDED = new Set(['Completed', 'Failed', 'Canceled', 'Skipped']);

describe('an action', () => {
  it.each([...PHASES, 'Draining'])('in %s is off unless its precondition holds', (phase) => {
    const state = monitor(scene(phase));
    const possible = IDS.filter((action) => disabledReason(state, action) === undefined);
    const open = ['cancel', 'skip', 'resume'];
    const again = phase === 'Failed' || phase === 'Canceled' ? ['retry'] : [];
    expect(possible.toSorted()).toEqual((ENDED.has(phase) ? again : open).toSorted());
  });

  it.each<[string, ActionId, string]>([
    ['Failed', 'cancel', 'deploy already failed; r retries it'],
    ['Skipped', 'skip', 'deploy was already skipped'],
    [
      'Completed',
      'retry',
      'only a Failed or Canceled execution can be retried: deploy is Completed',
    ],
  ])('in %s says why %s is off', (phase, action, words) => {
    expect(disabledReason(monitor(scene(phase)), action)).toBe(words);
  });

  it.each(IDS)('is off while only reading is allowed: %s', (action) => {
    const state = monitor(scene('Executing', { setup: { readOnly: true } }));
    expect(disabledReason(state, action)).toBe(
      `read-only: ${action} is off (started with --readonly)`,
    );
  });

  it.each(IDS)('is off where nothing is selected: %s', (action) => {
    expect(disabledReason(monitor(), action)).toBe(
      `nothing is selected, so there is nothing to ${action}`,
    );
  });

  it.each(IDS)('is off while the API server does not answer: %s', (action) => {
    const lastByteAt = NOW - 43 * SECOND;
    const state = told(
      monitor(scene('Executing')),
      feed('executions/payments', { phase: 'reconnecting', lastByteAt }),
    );
    expect(disabledReason(state, action)).toBe(
      'writes are disabled while the API server does not answer (stale 43s)',
    );
  });

  it('is off while a write to the same object is under way, and not while another is', () => {
    const [busy] = play(monitor(scene('Executing')), key('ctrl-k'), key('tab'), key('enter'));
    expect(busy.pending).toHaveLength(1);
    expect(disabledReason(busy, 'skip')).toBe('a write to deploy is still in progress');
    const other = told(busy, changes(execution({ name: 'a', created: '2027-01-01T00:00:00Z' })));
    const table = { ...executionsOf(other), scroll: { cursor: 0, top: 0 } };
    const elsewhere = withTable(other, 'executions', table);
    expect(disabledReason(elsewhere, 'skip')).toBeUndefined();
  });
});

describe('a permission', () => {
  const without = (phase: string, ...denied: readonly Permission[]) =>
    monitor(scene(phase, { denied }));

  it.each<[ActionId, Permission, string, string]>([
    ['cancel', PATCH_EXECUTION_STATUS, 'Executing', 'patch executions/status'],
    ['skip', PATCH_EXECUTION_STATUS, 'Executing', 'patch executions/status'],
    ['retry', PATCH_EXECUTION_STATUS, 'Failed', 'patch executions/status'],
    ['resume', PATCH_SUSPENSION_STATUS, 'Executing', 'patch suspensions/status'],
  ])('that %s lacks turns it off, and is named', (action, permission, phase, name) => {
    expect(disabledReason(without(phase, permission), action)).toBe(
      `ada may not ${action} in namespace payments: no RBAC rule grants ${name}`,
    );
  });

  it('that is unknown leaves every action on: the server decides', () => {
    for (const [action, phase] of [
      ['cancel', 'Executing'],
      ['retry', 'Failed'],
      ['resume', 'Executing'],
    ] as const) {
      const unknown = { ...monitor(scene(phase)), permissions: new Map() };
      expect(disabledReason(unknown, action)).toBeUndefined();
    }
  });

  it('to one thing does not turn off another', () => {
    const approving = without('Executing', PATCH_SUSPENSION_STATUS);
    expect(disabledReason(approving, 'cancel')).toBeUndefined();
    const canceling = without('Executing', PATCH_EXECUTION_STATUS);
    expect(disabledReason(canceling, 'resume')).toBeUndefined();
    expect(disabledReason(without('Failed', PATCH_EXECUTION), 'retry')).toBeUndefined();
  });

  it('in one namespace says nothing about another', () => {
    const access = { kind: 'denied', why: 'no RBAC rule grants it' } as const;
    const elsewhere = told(monitor(scene('Executing')), {
      kind: 'permissionsLearned',
      namespace: 'billing',
      known: [{ permission: PATCH_EXECUTION_STATUS, access }],
    });
    expect(disabledReason(elsewhere, 'cancel')).toBeUndefined();
    expect(accessTo(elsewhere.permissions, PATCH_EXECUTION_STATUS, 'billing')).toEqual(access);
  });

  it('is asked for if an action needs it', () => {
    const subjects: readonly Subject<ActionKind>[] = [
      { kind: 'Execution', object: execution() },
      { kind: 'Suspension', object: suspension() },
    ];
    const needed = Object.values(ACTIONS).flatMap((action) =>
      subjects.flatMap((subject) => action.needs(subject)),
    );
    expect(needed.length).toBeGreaterThan(0);
    expect(needed.filter((permission) => !ASKED_PERMISSIONS.includes(permission))).toEqual([]);
  });
});

describe('resume', () => {
  it('is off where nothing below is suspended', () => {
    const state = monitor(scene('Executing', { suspensions: [] }));
    expect(disabledReason(state, 'resume')).toBe('nothing below deploy is suspended');
  });

  it('is off for an execution that has ended, and on for what still waits below it', () => {
    const root = execution({ name: 'deploy', phase: 'Failed' });
    const child = execution({ name: 'child', phase: 'Suspended', parent: root });
    const own = suspension({ name: 'own', parent: root });
    const below = suspension({ name: 'below', parent: child });
    const resume = (...suspensions: (typeof own)[]) =>
      disabledReason(monitor({ executions: [root, child], suspensions }), 'resume');
    expect(resume(own)).toBe('deploy already failed; r retries it');
    expect(resume(own, below)).toBeUndefined();
  });

  it('is on until the tree is known', () => {
    const state = told(monitor(), changes(execution({ phase: 'Suspended' })));
    expect(disabledReason(state, 'resume')).toBeUndefined();
  });

  it('of a suspension in the tree is on while that is open', () => {
    const root = execution({ name: 'deploy', phase: 'Suspended' });
    const at = (phase: string) => {
      const approve = suspension({ name: 'approve', parent: root, phase });
      return told(
        { ...monitor({ executions: [root], suspensions: [approve] }), focus: 'tree' },
        key('j'),
      );
    };
    expect(disabledReason(at('Suspended'), 'resume')).toBeUndefined();
    expect(disabledReason(at('Completed'), 'resume')).toBe('approve is already Completed');
  });

  it('of a suspension whose owner has ended is off: the approval would go to a dead execution', () => {
    const root = execution({ name: 'deploy', phase: 'Failed' });
    const approve = suspension({ name: 'approve', parent: root });
    const state = told(
      { ...monitor({ executions: [root], suspensions: [approve] }), focus: 'tree' },
      key('j'),
    );
    expect(disabledReason(state, 'resume')).toBe(
      'cannot resume approve: its execution deploy already failed',
    );
  });
});
