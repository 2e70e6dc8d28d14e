import { describe, expect, it } from 'vitest';
import type { Execution } from '../../../../src/api/execution.ts';
import { findLayer } from '../../../../src/monitor/core/layers/stack.ts';
import { subjectOf } from '../../../../src/monitor/core/panes/focused.ts';
import type { State } from '../../../../src/monitor/core/state.ts';
import { tableOf } from '../../../../src/monitor/core/table/requery.ts';
import { view } from '../../../../src/monitor/core/view.ts';
import { goTo } from '../../../../src/monitor/core/views/navigate.ts';
import { paneTitle } from '../../../support/frame-text.ts';
import {
  changes,
  ended,
  executionsOf,
  flash,
  monitor,
  play,
  press,
  screenText,
  suspended,
  told,
  type,
} from '../../../support/monitor.ts';
import { nightShift } from '../../../support/night-shift.ts';
import { ago, execution, HOUR, MINUTE, suspension, treeOf } from '../../../support/objects.ts';

const command = (state: State, text: string) => press(type(press(state, ':'), text), 'enter');
const names = (state: State) => tableOf(state, 'suspensions').shown.map((s) => s.metadata.name);
const title = (state: State) => paneTitle(view(state, state.now), 'suspensions');

const deploy = execution({ name: 'deploy', phase: 'Suspended', created: ago(HOUR) });
const batch = execution({ name: 'batch', phase: 'Suspended', created: ago(2 * HOUR) });
const young = suspension({ name: 'a-young', parent: deploy, created: ago(MINUTE), message: 'go?' });
const old = suspension({ name: 'b-old', parent: batch, created: ago(HOUR), message: 'close?' });
const sleep = suspension({ name: 'c-sleep', parent: batch, resumeAt: ago(-HOUR) });
const done = suspension({ name: 'd-done', parent: batch, phase: 'Completed' });
const state = monitor({
  executions: [deploy, batch],
  suspensions: [young, old, sleep, done],
});
const shown = command(state, 'suspensions');

describe('the view of suspensions', () => {
  it('at 120×30', () =>
    expect(screenText(command(nightShift(), 'suspensions'))).toMatchFileSnapshot(
      '../golden/suspensions-120x30.txt',
    ));

  it.each(['suspensions', 'susp', 'suspension'])('is opened by :%s', (name) => {
    expect(title(command(state, name))).toBe('Suspensions | 3 suspensions');
  });

  it('lists what is open: approvals before sleeps, the oldest first', () => {
    expect(names(shown)).toEqual(['b-old', 'a-young', 'c-sleep']);
  });

  it('follows what the cluster sends, with the cursor on its row', () => {
    const on = press(shown, 'j');
    const next = told(on, ended(old));
    expect(names(next)).toEqual(['a-young', 'c-sleep']);
    expect(tableOf(next, 'suspensions').scroll.cursor).toBe(0);
  });

  it('shows the rows of now when it is opened again', () => {
    const away = press(shown, 'esc');
    const later = told(away, ended(young, old, sleep));
    expect(screenText(command(later, 'susp'))).toContain('nothing waits');
  });

  it('is filtered by words, and esc clears the filter before it leaves', () => {
    const filtered = press(type(press(shown, '/'), 'batch !sleep'), 'enter');
    expect(names(filtered)).toEqual(['b-old']);
    expect(title(filtered)).toBe('Suspensions | 1 of 3 suspensions · /batch !sleep');
    const cleared = press(filtered, 'esc');
    expect(names(cleared)).toHaveLength(3);
    expect(press(cleared, 'esc').route).toEqual({ view: 'executions' });
  });

  it('has the filter from before when the prompt is left', () => {
    const typing = type(press(shown, '/'), 'batch');
    expect(names(typing)).toEqual(['b-old', 'c-sleep']);
    expect(names(press(typing, 'esc'))).toHaveLength(3);
    expect(findLayer(type(press(shown, '/'), '('), 'prompt')?.content.error).toBeDefined();
  });

  it('is opened with namespaces and a filter', () => {
    const next = command(state, 'susp payments /batch');
    expect(names(next)).toEqual(['b-old', 'c-sleep']);
    expect(command(state, 'susp billing').session.namespaces).toEqual(['billing']);
    const wrong = command(state, 'susp /(');
    expect(wrong.route.view).toBe('executions');
    expect(flash(wrong)).toContain('cannot be read');
  });

  it('is sorted by its columns, and back', () => {
    expect(names(command(shown, 'sort name'))).toEqual(['a-young', 'b-old', 'c-sleep']);
    expect(names(press(command(shown, 'sort name'), 'O'))[0]).toBe('c-sleep');
    expect(flash(command(shown, 'sort phase'))).toContain(':sort takes one of');
    const before = press(shown, 'shift-right', 'shift-left');
    expect(names(before)).toEqual(names(shown));
  });

  it('says of a command that is for another view where it works', () => {
    const failing = command(shown, 'failing');
    expect(flash(failing)).toBe(':failing works in executions');
    expect(executionsOf(failing).failingOnly).toBe(false);
  });

  it('resumes the suspension under the cursor', () => {
    const open = press(shown, 'j', 's');
    const dialog = findLayer(open, 'dialog')?.content;
    expect(dialog).toMatchObject({
      action: 'resume',
      target: { kind: 'Suspension', name: 'a-young' },
    });
    const [next, effects] = play(
      open,
      { kind: 'keyPressed', key: 'tab' },
      { kind: 'keyPressed', key: 'enter' },
    );
    expect(effects).toMatchObject([{ kind: 'intervene', request: { action: 'resume' } }]);
    expect(screenText(next)).toContain('resuming…');
  });

  it('cancels the execution that waits, and says when that is not known', () => {
    const dialog = findLayer(press(shown, 'ctrl-k'), 'dialog')?.content;
    expect(dialog?.target).toMatchObject({ kind: 'Execution', name: 'batch' });
    const orphan = command(monitor({ suspensions: [old] }), 'susp');
    expect(flash(press(orphan, 'ctrl-k'))).toContain('the execution of b-old is unknown');
  });

  it('refuses to resume what an execution that has ended waited for', () => {
    const ended = execution({ name: 'batch', phase: 'Failed' });
    const dead = command(monitor({ executions: [ended], suspensions: [old] }), 'susp');
    expect(flash(press(dead, 's'))).toBe('cannot resume b-old: its execution batch already failed');
  });

  it('copies and shows the suspension', () => {
    expect(play(shown, { kind: 'keyPressed', key: 'c' })[1]).toMatchObject([{ text: 'b-old' }]);
    const [, effects] = play(shown, { kind: 'keyPressed', key: 'y' });
    expect(effects).toMatchObject([{ kind: 'readYaml', of: 'Suspension', name: 'b-old' }]);
  });

  it('opens the tree of its execution with the cursor on the suspension', () => {
    const opened = press(shown, 'enter');
    expect(opened).toMatchObject({ route: { view: 'executions' }, focus: 'tree' });
    expect(opened.tree.target?.name).toBe('batch');
    const withNodes = told(opened, { kind: 'treeUpdated', tree: treeOf(batch, [old, sleep]) });
    expect(subjectOf(withNodes)?.object).toBe(old);
    const again = press(command(press(withNodes, 'g'), 'susp'), 'j', 'j', 'enter');
    expect(subjectOf(again)?.object).toBe(sleep);
  });

  it('leaves the cursor of the tree to the execution when another one is selected', () => {
    const opened = press(shown, 'enter');
    const back = press({ ...opened, focus: 'executions' }, 'k', 'j');
    const withNodes = told(back, { kind: 'treeUpdated', tree: treeOf(batch, [old, sleep]) });
    expect(subjectOf({ ...withNodes, focus: 'tree' })?.object).toBe(batch);
  });

  it('opens an execution that came while it was shown', () => {
    const late = execution({ name: 'late', phase: 'Suspended', created: ago(0) });
    const approval = suspension({ name: 'a-late', parent: late, created: ago(3 * HOUR) });
    const opened = press(told(shown, changes(late), suspended(approval)), 'g', 'enter');
    expect(opened.tree.target?.name).toBe('late');
  });

  it('hides executions that come one by one, and all of them show afterwards', () => {
    const [one, two] = ['one', 'two'].map((name) => execution({ name, created: ago(0) }));
    const later = told(shown, changes(one as Execution), changes(two as Execution));
    const rows = executionsOf(press(later, 'esc')).shown.map((e) => e.metadata.name);
    expect(rows).toEqual(['one', 'two', 'deploy', 'batch']);
  });

  it('hides executions whose time passes, and their filter is right afterwards', () => {
    const young = press(type(press(state, '/'), 'age<90m'), 'enter');
    expect(executionsOf(young).shown).toEqual([deploy]);
    const away = command(young, 'susp');
    const back = press({ ...away, now: away.now + HOUR }, 'esc');
    expect(executionsOf(back).shown).toEqual([]);
  });

  it('is what :sort sorts, and not the executions behind it', () => {
    const sorted = command(command(shown, 'sort name'), 'executions');
    expect(executionsOf(sorted).sort.column).toBe('age');
    expect(flash(command(shown, 'failing'))).toBe(':failing works in executions');
    expect(executionsOf(command(shown, 'failing')).failingOnly).toBe(false);
  });
});

describe('history', () => {
  it('goes back and forward between views', () => {
    expect(press(shown, '[').route.view).toBe('executions');
    expect(press(shown, '[', ']').route.view).toBe('suspensions');
    expect(flash(press(state, '['))).toBe('no previous view');
    expect(flash(press(shown, ']'))).toBe('no next view');
  });

  it('has - go to the view shown last, and back, whichever way that was left', () => {
    expect(press(shown, '-').route.view).toBe('executions');
    expect(press(shown, '-', '-').route.view).toBe('suspensions');
    expect(press(shown, '[', '-').route.view).toBe('suspensions');
    expect(press(shown, 'esc', '-').route.view).toBe('suspensions');
    expect(press(shown, '-', '[').route.view).toBe('suspensions');
    expect(flash(press(state, '-'))).toBe('no other view yet');
  });

  it('tells a view about one thing from the same view about another', () => {
    const first = goTo(state, { view: 'suspensions', argument: 'deploy' });
    const second = goTo(first, { view: 'suspensions', argument: 'batch' });
    expect(goTo(second, { view: 'suspensions', argument: 'batch' }).history).toEqual(
      second.history,
    );
    expect(press(second, '[').route).toEqual({ view: 'suspensions', argument: 'deploy' });
    expect(press(second, '-', '-').route.argument).toBe('batch');
  });

  it('has one entry for a view that is opened twice', () => {
    expect(press(command(shown, 'susp'), '[').route.view).toBe('executions');
  });

  it('forgets what was ahead when another view is opened', () => {
    const back = press(shown, '[');
    const again = press(command(back, 'susp'), ']');
    expect(flash(again)).toBe('no next view');
    expect(again.route.view).toBe('suspensions');
  });

  it('has q leave a view before it quits', () => {
    const [home, effects] = play(shown, { kind: 'keyPressed', key: 'q' });
    expect(effects).toEqual([]);
    expect(home.route.view).toBe('executions');
    expect(play(home, { kind: 'keyPressed', key: 'q' })[1]).toEqual([{ kind: 'quit' }]);
  });
});
