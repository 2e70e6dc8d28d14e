import { describe, expect, it } from 'vitest';
import type { Dialog } from '../../../../src/monitor/core/actions/dialog.ts';
import type { Field } from '../../../../src/monitor/core/actions/field.ts';
import type { ActionId } from '../../../../src/monitor/core/actions/request.ts';
import type { Effect } from '../../../../src/monitor/core/effect.ts';
import { findLayer } from '../../../../src/monitor/core/layers/stack.ts';
import { PATCH_EXECUTION } from '../../../../src/monitor/core/permissions.ts';
import type { State } from '../../../../src/monitor/core/state.ts';
import type { WorkerLiveness } from '../../../../src/monitor/core/worker-liveness.ts';
import {
  changes,
  key,
  monitor,
  play,
  press,
  published,
  type Scene,
  told,
  withTree,
} from '../../../support/monitor.ts';
import { ended, execution, job, kontinueFunction, suspension } from '../../../support/objects.ts';

const KEYS: Readonly<Record<ActionId, string>> = {
  cancel: 'ctrl-k',
  skip: 'ctrl-x',
  retry: 'r',
  resume: 's',
};

function dialogOf(state: State): Dialog {
  const dialog = findLayer(state, 'dialog')?.content;
  if (dialog === undefined) throw new Error('no dialog is open');
  return dialog;
}

const open = (scene: Scene, action: ActionId) => dialogOf(press(monitor(scene), KEYS[action]));

/** The dialog of an action on the node of a name in the tree. */
function openInTree(scene: Scene, name: string, action: ActionId): Dialog {
  const unfolded = press({ ...monitor(scene), focus: 'tree' }, 'x');
  const rows = unfolded.tree.rows.findIndex(({ key: node }) => node?.endsWith(`-${name}`));
  return dialogOf(press(unfolded, ...Array<string>(rows).fill('j'), KEYS[action]));
}

const labels = (dialog: Dialog) => dialog.fields.map((field) => field.label);

function choice(dialog: Dialog): Extract<Field, { kind: 'choice' }> {
  const field = dialog.fields.find((f) => f.kind === 'choice');
  if (field?.kind !== 'choice') throw new Error('no choice');
  return field;
}

const chosen = (dialog: Dialog) => {
  const { options, index } = choice(dialog);
  return options[index];
};

const seen = (live: Record<string, string[]>): WorkerLiveness => ({
  kind: 'seen',
  live: new Map(Object.entries(live)),
  unsure: new Set(),
});

const running = execution({ name: 'deploy', phase: 'Executing' });
const child = execution({ name: 'child', phase: 'Executing', parent: running });
const tree: Scene = {
  executions: [
    running,
    child,
    execution({ name: 'done', phase: 'Completed', parent: running }),
    execution({ name: 'broke', phase: 'Failed', parent: running }),
  ],
  suspensions: [suspension({ name: 'approve', parent: child })],
  jobs: [
    job({ name: 'a', parent: child, status: { active: 1 } }),
    job({ name: 'b', parent: running, status: { active: 1 } }),
    job({ name: 'c', parent: running, status: ended('Complete') }),
  ],
};
const BELOW = '1 execution, 2 jobs, 1 suspension';
const STOPPED = 'stop 1 execution and 2 jobs, and close 1 suspension';

describe('a dialog that is opened', () => {
  it('holds on to the object as it looks now', () => {
    expect(open(tree, 'cancel')).toMatchObject({
      action: 'cancel',
      target: {
        kind: 'Execution',
        namespace: 'payments',
        name: 'deploy',
        uid: 'uid-payments-deploy',
        phase: 'Executing',
        attempt: 1,
      },
      check: undefined,
    });
  });

  it('asks for a dry run of what would be done as it stands', () => {
    const [state, effects] = play(monitor(tree), key('ctrl-k'));
    const { id, target } = dialogOf(state);
    expect(effects).toEqual([
      {
        kind: 'check',
        id,
        revision: 0,
        request: { action: 'cancel', target, message: '', descendants: false },
      },
    ] satisfies Effect[]);
  });

  it('has another number each time', () => {
    const first = press(monitor(tree), 'ctrl-k');
    const second = press(first, 'esc', 'ctrl-k');
    expect(dialogOf(second).id).not.toBe(dialogOf(first).id);
  });
});

describe('to cancel', () => {
  it('says what will be stopped, and by whom, and what is kept', () => {
    const workers = seen({ default: ['worker-abc', 'worker-def'] });
    expect(open({ ...tree, workers }, 'cancel').effect).toEqual([
      `worker-abc will ${STOPPED}; keeps 3 finished`,
    ]);
  });

  it('says that what is below runs on when no worker is seen, and offers to cancel it too', () => {
    const workers = seen({ cpu: ['worker-abc'] });
    const gpu = {
      ...running,
      metadata: { ...running.metadata, labels: { 'kontinue.cloud/worker-group': 'gpu' } },
    };
    const dialog = open({ ...tree, executions: [gpu, child], workers }, 'cancel');
    expect(dialog.effect).toEqual([
      `No live worker of group gpu found: ${BELOW} will stay open; keeps 1 finished`,
    ]);
    expect(labels(dialog)).toEqual(['reason', 'include descendants']);
  });

  it('counts the workers of its function where the execution names no group', () => {
    const functions = [kontinueFunction({ workerGroup: 'gpu' })];
    const workers = seen({ default: ['w'] });
    const state = told(monitor({ ...tree, workers }), published('payments', ...functions));
    expect(dialogOf(press(state, KEYS.cancel)).effect).toEqual([
      `No live worker of group gpu found: ${BELOW} will stay open; keeps 3 finished`,
    ]);
  });

  it('offers nothing of the kind when it is unknown who lives, or when a worker does', () => {
    expect(labels(open(tree, 'cancel'))).toEqual(['reason']);
    expect(open(tree, 'cancel').effect).toEqual([
      `A worker, if one runs, will ${STOPPED}; keeps 3 finished`,
    ]);
    expect(labels(open({ ...tree, workers: seen({ default: ['w'] }) }, 'cancel'))).toEqual([
      'reason',
    ]);
  });

  it('offers nothing of the kind when nothing runs below', () => {
    const dialog = open({ executions: [running], workers: seen({}) }, 'cancel');
    expect(labels(dialog)).toEqual(['reason']);
    expect(dialog.effect).toEqual(['Nothing runs below it']);
  });

  it('says so while the tree is not known', () => {
    const state = press(monitor({ ...tree, executions: [] }), 'j');
    const [listed] = play(state, changes(running));
    expect(dialogOf(press(listed, 'ctrl-k')).effect).toEqual([
      'Its tree is still loading, so it is unknown what runs below it',
    ]);
  });
});

const STAYS = 'automatic retries will use this policy too';

describe('to retry', () => {
  const failed = (policy?: 'None' | 'RetryFailed' | 'RetryAll') =>
    execution({
      name: 'deploy',
      phase: 'Failed',
      spec: policy ? { retry: { childPolicy: policy } } : {},
      status: { attempts: [{ phase: 'Failed' }, { phase: 'Failed' }] },
    });
  const below = (parent: ReturnType<typeof failed>, ...phases: string[]): Scene => ({
    executions: [parent, ...phases.map((phase, i) => execution({ name: `c${i}`, phase, parent }))],
  });

  it('preselects RetryFailed under None with a failed or canceled child, and says why', () => {
    for (const phase of ['Failed', 'Canceled']) {
      const dialog = open(below(failed(), 'Completed', phase), 'retry');
      expect(chosen(dialog)?.policy).toBe('RetryFailed');
      expect(choice(dialog).options.map((option) => option.detail)).toEqual([
        '1 failed or canceled child only replays its failure',
        `runs 1 failed or canceled child again (None only replays its failure); ${STAYS}`,
        `runs all 2 children again; ${STAYS}`,
      ]);
    }
  });

  it('says of each policy which approvals stay granted', () => {
    const parent = failed();
    const suspensions = [
      suspension({ name: 'a', parent, phase: 'Completed' }),
      suspension({ name: 'b', parent, phase: 'Completed' }),
      suspension({ name: 'open', parent }),
      suspension({ name: 'slept', parent, phase: 'Completed', resumeAt: '2026-11-22T12:00:00Z' }),
    ];
    const dialog = open({ ...below(parent, 'Failed', 'Failed'), suspensions }, 'retry');
    expect(choice(dialog).options.map((option) => option.detail)).toEqual([
      '2 failed or canceled children only replay their failures; 2 approvals stay granted',
      `runs 2 failed or canceled children again (None only replay their failures); 2 approvals stay granted; ${STAYS}`,
      `runs all 2 children again; 2 approvals must be given again; ${STAYS}`,
    ]);
  });

  it('preselects nothing that the person may not write, and says so', () => {
    const scene: Scene = { ...below(failed(), 'Failed'), denied: [PATCH_EXECUTION] };
    const dialog = open(scene, 'retry');
    expect(chosen(dialog)).toMatchObject({ policy: undefined, label: 'None (current)' });
    expect(choice(dialog).options[1]?.detail).toMatch(/not allowed: you may not change its spec/);
  });

  it('leaves the policy of the execution alone otherwise', () => {
    const kept = open(below(failed(), 'Completed'), 'retry');
    expect(chosen(kept)).toMatchObject({ policy: undefined, label: 'None (current)' });
    const own = open(below(failed('RetryAll'), 'Failed'), 'retry');
    expect(chosen(own)).toMatchObject({ policy: undefined, label: 'RetryAll (current)' });
  });

  it('takes the policy of the Function where the execution leaves it out', () => {
    const scene = below(failed(), 'Failed');
    const fn = kontinueFunction({ defaults: { retry: { childPolicy: 'RetryFailed' } } });
    const [state] = play(monitor(scene), published('payments', fn));
    expect(chosen(dialogOf(press(state, 'r')))).toMatchObject({
      policy: undefined,
      label: 'RetryFailed (current)',
    });
  });

  it('says which attempt it will be', () => {
    expect(open({ executions: [failed()] }, 'retry').effect).toEqual([
      'Attempt 3 starts when a worker claims it',
    ]);
  });

  it('of one that was canceled before it started says that it will be the first', () => {
    const never = execution({ name: 'deploy', phase: 'Canceled' });
    expect(open({ executions: [never] }, 'retry').effect).toEqual([
      'Attempt 1 starts when a worker claims it',
    ]);
  });

  it('of a child whose parent has ended says that the parent will not see it', () => {
    const root = execution({ name: 'root', phase: 'Failed' });
    const scene: Scene = {
      executions: [root, execution({ name: 'part', phase: 'Failed', parent: root })],
    };
    const state = press({ ...monitor(scene), focus: 'tree' }, 'j', 'r');
    expect(dialogOf(state).target.name).toBe('part');
    expect(dialogOf(state).effect).toContain(
      'Its parent root already failed and will not see the result: retry the parent instead',
    );
  });

  it('preselects anew when the tree comes later, and asks for another dry run', () => {
    const scene = below(failed(), 'Failed');
    const [listed] = play(monitor(), changes(failed()));
    const early = press(listed, 'r');
    expect(chosen(dialogOf(early))?.policy).toBeUndefined();
    const late = dialogOf(withTree(early, scene));
    expect(chosen(late)?.policy).toBe('RetryFailed');
    expect(late).toMatchObject({ id: dialogOf(early).id, revision: 1, check: undefined });
  });

  it('keeps what the person chose when the tree comes later', () => {
    const [listed] = play(monitor(), changes(failed()));
    const early = press(listed, 'r', 'shift-tab', 'right', 'right');
    const late = dialogOf(withTree(early, below(failed(), 'Failed')));
    expect(chosen(late)?.policy).toBe('RetryAll');
    expect(chosen(late)?.detail).toContain('all 1 child again');
  });
});

describe('to resume', () => {
  const sleeper = suspension({ name: 'sleep', parent: child, resumeAt: '2026-11-22T12:00:00Z' });

  it('names what waits directly below, and counts what waits further down', () => {
    const suspensions = [...(tree.suspensions ?? []), sleeper];
    const deeper = 'Descendants wait for 1 approval and 1 sleep';
    expect(open({ ...tree, suspensions }, 'resume').effect).toEqual([deeper]);
    const own = suspension({ name: 'own', parent: running, message: 'Let 2.1.0 take traffic?' });
    expect(open({ ...tree, suspensions: [...suspensions, own] }, 'resume').effect).toEqual([
      'Approves own: "Let 2.1.0 take traffic?"',
      deeper,
    ]);
  });

  it('goes down to all descendants when none waits directly below', () => {
    const field = open(tree, 'resume').fields[0];
    expect(field).toMatchObject({ id: 'recursive', on: true });
    const direct = suspension({ name: 'direct', parent: running });
    const scene = { ...tree, suspensions: [...(tree.suspensions ?? []), direct] };
    expect(open(scene, 'resume').fields[0]).toMatchObject({ id: 'recursive', on: false });
  });

  it('of one suspension in the tree says what that gives', () => {
    const suspensions = [...(tree.suspensions ?? []), sleeper];
    const at = (name: string) => openInTree({ ...tree, suspensions }, name, 'resume');
    expect(at('approve')).toMatchObject({
      target: { kind: 'Suspension', name: 'approve', phase: 'Suspended', attempt: 0 },
      effect: ['Approves approve'],
      fields: [],
    });
    expect(at('sleep').effect).toEqual([
      'Ends the sleep sleep now instead of at 2026-11-22T12:00:00Z',
    ]);
  });
});

describe('to skip', () => {
  it('asks for a result and a reason', () => {
    const dialog = open(tree, 'skip');
    expect(labels(dialog)).toEqual(['result (JSON)', 'reason']);
    expect(dialog.effect[0]).toBe('It ends with the result below');
  });

  it('says that the parent of a child gets the result', () => {
    expect(openInTree(tree, 'child', 'skip')).toMatchObject({
      target: { name: 'child' },
      effect: ['Its parent gets the result below', expect.any(String)],
    });
  });
});

describe('a dialog that is open', () => {
  it('hears of workers that are gone, keeps the focus on its stop, and is checked anew', () => {
    const state = press(monitor(tree), 'ctrl-k', 'tab');
    const [after, effects] = play(state, {
      kind: 'workersLearned',
      namespace: 'payments',
      workers: seen({}),
    });
    const dialog = dialogOf(after);
    expect(labels(dialog)).toEqual(['reason', 'include descendants']);
    expect(dialog.focus).toBe(dialog.fields.length + 1);
    expect(effects).toMatchObject([{ kind: 'check', revision: 1, request: { descendants: true } }]);
  });

  it('is left as it is by news that change nothing', () => {
    const state = press(monitor(tree), 'ctrl-k');
    const [after, effects] = play(state, {
      kind: 'workersLearned',
      namespace: 'billing',
      workers: seen({}),
    });
    expect(dialogOf(after)).toEqual(dialogOf(state));
    expect(effects).toEqual([]);
  });
});
