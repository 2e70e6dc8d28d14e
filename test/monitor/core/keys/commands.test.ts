import { describe, expect, it } from 'vitest';
import type { State } from '../../../../src/monitor/core/state.ts';
import { executionsOf, flash, key, monitor, play, press, type } from '../../../support/monitor.ts';
import { ago, execution, job, MINUTE, suspension } from '../../../support/objects.ts';

const root = execution({ name: 'root', phase: 'Executing', created: ago(MINUTE) });
const child = execution({ name: 'child', function: 'part', phase: 'Failed', parent: root });
const state = monitor({
  executions: [root, child, execution({ name: 'other', created: ago(2 * MINUTE) })],
  suspensions: [suspension({ name: 'approve', parent: root, created: ago(0) })],
  jobs: [job({ name: 'work', parent: child })],
});
const tree: State = { ...state, focus: 'tree' };

const names = (from: State) => executionsOf(from).shown.map((e) => e.metadata.name);
const effectsOf = (from: State, ...keys: string[]) => play(from, ...keys.map(key))[1];
const row = (from: State) =>
  from.tree.rows[from.tree.scroll.cursor]?.key.replace('uid-payments-', '');

describe('the keys of the list', () => {
  it('enter goes to the tree', () => {
    expect(press(state, 'enter').focus).toBe('tree');
    expect(flash(press(monitor(), 'enter'))).toBe('nothing is selected');
  });

  it('o goes round roots, groups and all, and says which', () => {
    const steps = [press(state, 'o'), press(state, 'o', 'o'), press(state, 'o', 'o', 'o')];
    expect(steps.map((s) => executionsOf(s).mode)).toEqual(['grouped', 'flat', 'roots']);
    expect(steps.map(flash)).toEqual(['grouped by tree', 'all executions', 'roots only']);
    expect(steps.map(names)).toEqual([
      ['root', 'child', 'other'],
      ['root', 'other', 'child'],
      ['root', 'other'],
    ]);
  });

  it('N A S P sort, once more in reverse', () => {
    expect(names(press(state, 'N'))).toEqual(['other', 'root']);
    expect(names(press(state, 'N', 'N'))).toEqual(['root', 'other']);
    expect(executionsOf(press(state, 'A')).sort).toEqual({ column: 'age', reverse: true });
    expect(executionsOf(press(state, 'S')).sort.column).toBe('phase');
    expect(executionsOf(press(state, 'P')).sort.column).toBe('namespace');
  });

  it('shift and an arrow go to the next sort column, round the end; O reverses', () => {
    expect(executionsOf(press(state, 'shift-left')).sort.column).toBe('duration');
    expect(executionsOf(press(state, 'shift-right')).sort.column).toBe('namespace');
    expect(executionsOf(press(state, 'shift-left', 'shift-right')).sort.column).toBe('age');
    expect(names(press(state, 'O'))).toEqual(['other', 'root']);
  });

  it('F shows what fails alone, and again all; ctrl-w shows more columns', () => {
    expect(names(press(state, 'o', 'o', 'F'))).toEqual(['child']);
    expect(names(press(state, 'o', 'o', 'F', 'F'))).toHaveLength(3);
    expect(executionsOf(press(state, 'ctrl-w')).wide).toBe(true);
    expect(executionsOf(press(state, 'ctrl-w', 'ctrl-w')).wide).toBe(false);
  });

  it('esc takes filters away one by one', () => {
    const narrow = press(type(press(state, 'F', '/'), 'x'), 'enter');
    expect(executionsOf(press(narrow, 'esc'))).toMatchObject({
      filter: { text: '' },
      failingOnly: true,
    });
    expect(executionsOf(press(narrow, 'esc', 'esc')).failingOnly).toBe(false);
  });
});

describe('the keys of the tree', () => {
  it('start at the root, and move over its rows', () => {
    expect(row(tree)).toBe('Execution/root');
    expect(row(press(tree, 'j'))).toBe('Execution/child');
    expect(row(press(tree, 'G'))).toBe('Suspension/approve');
  });

  it('left folds, then goes to the parent; right unfolds, then goes to the first child', () => {
    const onChild = press(tree, 'j');
    const closed = press(onChild, 'left');
    expect(closed.tree.rows).toHaveLength(3);
    expect(row(closed)).toBe('Execution/child');
    expect(row(press(closed, 'left'))).toBe('Execution/root');
    expect(press(closed, 'right').tree.rows).toHaveLength(4);
    expect(row(press(closed, 'right', 'right'))).toBe('Job/work');
    expect(row(press(closed, 'h'))).toBe('Execution/root');
  });

  it('K goes to the parent, J to the first child', () => {
    expect(row(press(tree, 'J', 'J'))).toBe('Job/work');
    expect(row(press(tree, 'J', 'J', 'K', 'K', 'K'))).toBe('Execution/root');
  });

  it('x unfolds everything, or folds it', () => {
    expect(press(tree, 'x').tree.rows).toHaveLength(3);
    expect(press(tree, 'x', 'x').tree.rows).toHaveLength(4);
  });

  it('enter folds and unfolds, and goes from a job to its log', () => {
    expect(press(tree, 'j', 'enter').tree.rows).toHaveLength(3);
    expect(press(tree, 'j', 'j', 'enter').focus).toBe('logs');
    expect(press(tree, 'G', 'enter').focus).toBe('tree');
  });
});

describe('the keys of panes', () => {
  it('tab and shift-tab go round all five', () => {
    let now = state;
    const visited = Array.from({ length: 5 }, () => {
      now = press(now, 'tab');
      return now.focus;
    });
    expect(visited).toEqual(['tree', 'attempts', 'progress', 'logs', 'executions']);
    expect(press(state, 'shift-tab').focus).toBe('logs');
    expect(press(state, 'l').focus).toBe('logs');
    expect(press(state, 'i').focus).toBe('attempts');
  });

  it('f shows one pane alone, and all again', () => {
    expect(press(state, 'f').zoomed).toBe(true);
    expect(press(state, 'f', 'f').zoomed).toBe(false);
  });

  it('T changes between local time and UTC, and says so', () => {
    expect(press(state, 'T').session.zone).toBe('utc');
    expect(press(state, 'T', 'T').session.zone).toBe('local');
    expect(flash(press(state, 'T'))).toBe('times are UTC');
    expect(flash(press(state, 'T', 'T'))).toBe('times are local');
  });

  it('of the program ask for what is done outside', () => {
    expect(effectsOf(state, 'ctrl-r')).toEqual([{ kind: 'reconnect' }]);
    expect(effectsOf(state, 'ctrl-l')).toEqual([{ kind: 'redraw' }]);
    expect(effectsOf(state, 'ctrl-z')).toEqual([{ kind: 'suspendToShell' }]);
  });
});

describe('copying', () => {
  const copied = (from: State, ...keys: string[]) => {
    const effect = effectsOf(from, ...keys).at(-1);
    return effect?.kind === 'copy' ? effect.text : undefined;
  };

  it('takes the name under the cursor', () => {
    expect(copied(state, 'c')).toBe('root');
    expect(copied(tree, 'j', 'c')).toBe('child');
    expect(copied(tree, 'j', 'j', 'c')).toBe('work');
    expect(copied(tree, 'G', 'c')).toBe('approve');
  });

  it('takes the line that shows the object', () => {
    expect(copied(state, 'C')).toBe(
      'kubectl get executions root -n payments -o yaml --context prod-eu',
    );
    expect(copied(tree, 'j', 'j', 'C')).toBe(
      'kubectl get jobs work -n payments -o yaml --context prod-eu',
    );
    expect(copied(tree, 'G', 'C')).toBe(
      'kubectl get suspensions approve -n payments -o yaml --context prod-eu',
    );
  });

  it('takes one line of plain text, whatever a name looks like', () => {
    const odd = monitor({ executions: [execution({ name: "x'\nrm -rf ~\x1b[2J" })] });
    expect(copied(odd, 'c')).toBe("x'↵rm -rf ~");
    expect(copied(odd, 'C')).toContain(" 'x'\\''↵rm -rf ~' ");
  });

  it('needs something to copy', () => {
    expect(copied(monitor(), 'c')).toBeUndefined();
    expect(flash(press(monitor(), 'c'))).toBe('nothing is selected');
  });
});

describe('the YAML', () => {
  const asked = (from: State, ...keys: string[]) => {
    const effect = effectsOf(from, ...keys).at(-1);
    return effect?.kind === 'readYaml' ? `${effect.of} ${effect.namespace}/${effect.name}` : '';
  };

  it('is that of the object under the cursor', () => {
    expect(asked(state, 'y')).toBe('Execution payments/root');
    expect(asked(tree, 'j', 'y')).toBe('Execution payments/child');
    expect(asked(tree, 'j', 'j', 'y')).toBe('Job payments/work');
    expect(asked(tree, 'G', 'y')).toBe('Suspension payments/approve');
  });
});
