import { describe, expect, it } from 'vitest';
import { findLayer, topLayer } from '../../../src/monitor/core/layers/stack.ts';
import type { Msg } from '../../../src/monitor/core/message.ts';
import {
  ASKED_PERMISSIONS,
  accessTo,
  isAsked,
  PATCH_EXECUTION,
} from '../../../src/monitor/core/permissions.ts';
import type { State } from '../../../src/monitor/core/state.ts';
import { view } from '../../../src/monitor/core/view.ts';
import { paneText } from '../../support/frame-text.ts';
import {
  blankMonitor,
  changes,
  ended,
  executionsOf,
  feed,
  flash,
  gone,
  key,
  monitor,
  NO_REACH,
  play,
  press,
  published,
  screenText,
  suspended,
  told,
  type,
} from '../../support/monitor.ts';
import {
  ago,
  execution,
  kontinueFunction,
  MINUTE,
  NOW,
  SECOND,
  suspension,
  treeOf,
} from '../../support/objects.ts';

const one = execution({ name: 'one', phase: 'Executing', created: ago(MINUTE) });
const two = execution({ name: 'two', phase: 'Failed', created: ago(2 * MINUTE) });
const state = monitor({ executions: [one, two] });

const names = (from: State) => executionsOf(from).shown.map((e) => e.metadata.name);

describe('when it is connected', () => {
  const connected: Msg = {
    kind: 'connected',
    reach: NO_REACH,
    context: 'prod-eu',
    namespaces: ['payments', 'billing'],
    user: 'ada',
  };

  it('knows where and as whom, and asks once per namespace what may be written', () => {
    const [next, effects] = play(blankMonitor(), connected);
    expect(next).toMatchObject({
      connected: true,
      session: { context: 'prod-eu', namespaces: ['payments', 'billing'], user: 'ada' },
    });
    expect(effects).toEqual([
      { kind: 'learnPermissions', namespace: 'payments', permissions: ASKED_PERMISSIONS },
      { kind: 'learnPermissions', namespace: 'billing', permissions: ASKED_PERMISSIONS },
    ]);
    expect(play(next, changes(one))[1]).toEqual([]);
  });

  it('asks for another namespace when something of it first shows, once', () => {
    const [next] = play(blankMonitor(), { ...connected, namespaces: [] });
    const billing = execution({ name: 'b', namespace: 'billing' });
    const [after, effects] = play(next, changes(one, two, billing));
    expect(effects).toEqual([
      { kind: 'learnPermissions', namespace: 'payments', permissions: ASKED_PERMISSIONS },
      { kind: 'learnPermissions', namespace: 'billing', permissions: ASKED_PERMISSIONS },
    ]);
    expect(play(after, changes(one, billing))[1]).toEqual([]);
    expect(isAsked(after.permissions, 'billing')).toBe(true);
    expect(accessTo(after.permissions, PATCH_EXECUTION, 'billing')).toEqual({ kind: 'unknown' });
  });

  it('says why it could not be, until it is', () => {
    const failed = told(blankMonitor(), {
      kind: 'connectFailed',
      message: 'no context named prod',
    });
    expect(screenText(failed)).toContain('no context named prod');
    expect(screenText(told(failed, connected))).not.toContain('no context named prod');
  });

  it('learns who the person is, and which server that is', () => {
    const next = told(
      state,
      { kind: 'identityLearned', user: 'ada@example.org' },
      { kind: 'versionLearned', version: 'v1.36.0' },
    );
    expect(next.session).toMatchObject({ user: 'ada@example.org', serverVersion: 'v1.36.0' });
  });
});

describe('what the cluster sends', () => {
  it('changes the list at once', () => {
    const three = execution({ name: 'three', created: ago(0) });
    expect(names(told(state, changes(three)))).toEqual(['three', 'one', 'two']);
    expect(names(told(state, gone(one)))).toEqual(['two']);
  });

  it('never blanks it: a watch that fails leaves every row', () => {
    for (const phase of ['reconnecting', 'stale', 'unauthorized', 'forbidden'] as const) {
      const next = told(state, feed('executions/payments', { phase, error: 'gone away' }));
      expect(names(next)).toEqual(['one', 'two']);
      expect(screenText(next)).toContain('two');
    }
  });

  it('knows the open suspensions of each namespace until they are gone', () => {
    const other = execution({ name: 'x', namespace: 'billing' });
    const approval = suspension({ name: 'a', parent: one });
    const both = told(
      monitor({ namespaces: ['payments', 'billing'], executions: [one] }),
      suspended(approval),
      suspended(suspension({ name: 'b', namespace: 'billing', parent: other })),
    );
    expect(both.open.has('payments/one')).toBe(true);
    expect(both.open.has('billing/x')).toBe(true);
    const after = told(both, ended(approval));
    expect(after.open.has('payments/one')).toBe(false);
    expect(after.open.has('billing/x')).toBe(true);
  });

  it('knows the functions of each namespace that was listed, also where there are none', () => {
    const fn = (name: string, namespace: string) => kontinueFunction({ name, namespace });
    const known = (from: State) =>
      [...from.functions].map(([ns, all]) => `${ns}: ${all.map((f) => f.metadata.name).join()}`);
    const next = told(
      monitor({ namespaces: ['payments', 'billing'] }),
      published('payments', fn('a', 'payments'), fn('b', 'payments')),
      published('billing'),
    );
    expect(known(next)).toEqual(['payments: a,b', 'billing: ']);
    const all = told(monitor({ namespaces: [] }), published('*', fn('c', 'billing')));
    expect(known(all)).toEqual(['billing: c']);
  });

  it('sets the filter to work anew as time passes, where it asks for time', () => {
    const young = type(press(state, '/'), 'age<90s');
    expect(names(young)).toEqual(['one']);
    const later = { ...young, now: NOW + MINUTE };
    expect(names(told(later, { kind: 'ticked' }))).toEqual([]);
    const steady = { ...state, now: NOW + MINUTE };
    expect(told(steady, { kind: 'ticked' })).toBe(steady);
  });

  it('says of a namespace that there is none', () => {
    const empty = told(monitor(), {
      kind: 'namespaceLooked',
      namespace: 'payments',
      exists: false,
    });
    expect(screenText(empty)).toContain('there is no namespace payments');
    const made = told(empty, { kind: 'namespaceLooked', namespace: 'payments', exists: true });
    expect(screenText(made)).not.toContain('there is no namespace');
  });
});

describe('a tree', () => {
  const child = execution({ name: 'child', parent: one });

  it('of the selected execution is shown', () => {
    const next = told(state, { kind: 'treeUpdated', tree: treeOf(one, [child]) });
    expect(next.tree.rows).toHaveLength(2);
  });

  it('of another one that comes late is left alone', () => {
    const late: Msg = { kind: 'treeUpdated', tree: treeOf(two, []) };
    expect(told(state, late)).toBe(state);
  });

  it('that fails stays, with the reason beside it', () => {
    const grown = told(state, { kind: 'treeUpdated', tree: treeOf(one, [child]) });
    const failed = told(grown, { kind: 'treeFailed', key: 'payments/one', message: 'forbidden' });
    expect(failed.tree).toMatchObject({ error: 'forbidden', rows: grown.tree.rows });
    expect(told(failed, { kind: 'treeUpdated', tree: treeOf(one) }).tree.error).toBeUndefined();
    const late: Msg = { kind: 'treeFailed', key: 'payments/two', message: 'forbidden' };
    expect(told(grown, late)).toBe(grown);
  });
});

describe('the cursor', () => {
  const newer = execution({ name: 'newer', created: ago(0) });

  it('stays on the top row while the first rows arrive', () => {
    expect(told(state, changes(newer)).tree.target?.name).toBe('newer');
  });

  it.each(['j', 'tab', 'enter', 'f', '?', ':'])(
    'holds on to its execution once %s was pressed',
    (name) => {
      const pressed = press(state, name);
      const target = pressed.tree.target?.name;
      expect(told(pressed, changes(newer)).tree.target?.name).toBe(target);
    },
  );
});

describe('the rows on the screen', () => {
  const many = Array.from({ length: 60 }, (_, i) => execution({ name: `e${i}`, created: ago(i) }));
  const cursorShows = (from: State) => {
    const name = executionsOf(from).shown[executionsOf(from).scroll.cursor]?.metadata.name ?? '';
    const rows = paneText(view(from, from.now), 'executions');
    return rows.some((row) => row.split(' ').includes(name));
  };

  it.each([
    ['full screen is left with f', ['f', ...Array(20).fill('j'), 'f']],
    ['full screen is left with esc', ['f', ...Array(20).fill('j'), 'esc']],
    ['full screen is left with q', ['f', ...Array(20).fill('j'), 'q']],
    ['the header grows', [...Array(13).fill('j'), 'ctrl-e']],
  ])('hold the selected one after %s', (_, keys: readonly string[]) => {
    const after = press(monitor({ executions: many }), ...keys);
    expect(executionsOf(after).scroll.cursor).toBeGreaterThan(12);
    expect(cursorShows(after)).toBe(true);
  });

  it('hold the node of the tree under the cursor after full screen', () => {
    const parent = execution({ name: 'root', phase: 'Executing' });
    const children = Array.from({ length: 40 }, (_, i) =>
      execution({ name: `c${i}`, function: `f${i}`, parent }),
    );
    const tree = monitor({ executions: [parent, ...children] });
    const after = press({ ...tree, focus: 'tree' }, 'f', ...Array(22).fill('j'), 'f');
    const { scroll } = after.tree;
    expect(scroll.cursor).toBe(22);
    expect(scroll.top).toBeGreaterThan(scroll.cursor - 16);
  });
});

describe('an intervention', () => {
  const open = press(state, 'ctrl-k');
  const dialog = (from: State) => findLayer(from, 'dialog')?.content;
  const id = dialog(open)?.id ?? 0;
  const outcome = (kind: 'allowed' | 'refused' | 'unchecked', revision = 0, of = id): Msg => ({
    kind: 'interventionChecked',
    id: of,
    revision,
    outcome: { kind, message: `${kind} by the server` },
  });
  const yes = [key('tab'), key('enter')];

  it('is done when Yes is pressed: the write goes out, and the row says so', () => {
    const [next, effects] = play(open, outcome('allowed'), ...yes);
    expect(effects).toEqual([
      {
        kind: 'intervene',
        id,
        request: {
          action: 'cancel',
          target: dialog(open)?.target,
          message: '',
          descendants: false,
        },
      },
    ]);
    expect(topLayer(next)).toBeUndefined();
    expect(next.pending).toEqual([{ id, uid: 'uid-payments-one', text: 'canceling…' }]);
    expect(screenText(next)).toContain('canceling…');
  });

  it('is not done when No is pressed, or the dialog is left', () => {
    for (const keys of [['enter'], ['esc'], ['ctrl-c'], ['tab', 'tab', 'esc']]) {
      const [next, effects] = play(open, outcome('allowed'), ...keys.map(key));
      expect(effects).toEqual([]);
      expect(next.pending).toEqual([]);
      expect(topLayer(next)).toBeUndefined();
    }
  });

  it('is not done while the server refuses it, and the dialog stays to say so', () => {
    const [next, effects] = play(open, outcome('refused'), ...yes);
    expect(effects).toEqual([]);
    expect(dialog(next)?.check?.message).toBe('refused by the server');
  });

  it('is not stopped by a server that cannot dry-run, or has not answered yet', () => {
    expect(play(open, outcome('unchecked'), ...yes)[1]).toHaveLength(1);
    expect(play(open, ...yes)[1]).toHaveLength(1);
  });

  it('does not mind an answer to another dialog, or to fields that have changed since', () => {
    expect(dialog(told(open, outcome('refused', 0, id + 1)))?.check).toBeUndefined();
    const [edited, effects] = play(open, key('shift-tab'), key('x'));
    expect(effects).toMatchObject([{ kind: 'check', id, revision: 1, request: { message: 'x' } }]);
    expect(dialog(told(edited, outcome('refused', 0)))?.check).toBeUndefined();
    expect(dialog(told(edited, outcome('allowed', 1)))?.check?.kind).toBe('allowed');
  });

  it('can not be done while a result is no JSON', () => {
    const skip = told(press(state, 'ctrl-x', 'tab', 'tab'), { kind: 'pasted', text: '{"a":' });
    expect(dialog(skip)?.check).toMatchObject({ kind: 'refused' });
    const [next, effects] = play(skip, key('shift-tab'), key('enter'));
    expect(effects).toEqual([]);
    expect(dialog(next)).toBeDefined();
  });

  it('takes pasted JSON of several lines as it was meant', () => {
    const [skip, effects] = play(press(state, 'ctrl-x', 'tab', 'tab'), {
      kind: 'pasted',
      text: '{\n  "a": [1,\r\n 2]\n}\n',
    });
    expect(dialog(skip)?.check).toBeUndefined();
    expect(effects).toMatchObject([{ kind: 'check', request: { result: { a: [1, 2] } } }]);
  });

  describe('that is under way', () => {
    const busy = play(open, ...yes)[0];

    it("is over with the write's own answer; what became of the object is left to the watch", () => {
      const next = told(busy, { kind: 'interventionDone', id, message: 'canceled one' });
      expect(next.pending).toEqual([]);
      expect(flash(next)).toBe('canceled one');
      expect(executionsOf(next)).toBe(executionsOf(busy));
    });

    it('says why it failed, and leaves the row as it was', () => {
      const next = told(busy, { kind: 'interventionFailed', id, message: 'it changed meanwhile' });
      expect(next.pending).toEqual([]);
      expect(next.flash).toEqual({ text: 'it changed meanwhile', tone: 'bad' });
      expect(executionsOf(next)).toBe(executionsOf(busy));
    });

    it('is told apart from others', () => {
      const next = told(busy, { kind: 'interventionFailed', id: id + 7, message: 'other' });
      expect(next.pending).toEqual(busy.pending);
    });
  });
});

describe('the terminal', () => {
  it('may change its size: the cursors stay on the screen', () => {
    const many = Array.from({ length: 60 }, (_, i) =>
      execution({ name: `e${i}`, created: ago(i * SECOND) }),
    );
    const end = press(monitor({ executions: many }), 'G');
    const small = told(end, { kind: 'resized', size: { width: 80, height: 24 } });
    expect(executionsOf(small).scroll.cursor).toBe(59);
    expect(screenText(small)).toContain('e59');
    const large = told(small, { kind: 'resized', size: { width: 120, height: 60 } });
    expect(screenText(large)).toContain('e59');
    expect(executionsOf(large).scroll.top).toBeLessThan(executionsOf(small).scroll.top);
  });

  it('may paste where there is no text field: nothing happens, and that is said', () => {
    const [next, effects] = play(state, { kind: 'pasted', text: 'ctrl-k\ry' });
    expect(effects).toEqual([]);
    expect(topLayer(next)).toBeUndefined();
    expect(flash(next)).toBe('pasted text acts only in text fields');
  });

  it('says what was copied', () => {
    expect(flash(told(state, { kind: 'copied', message: 'one' }))).toBe('copied: one');
  });
});
