import { describe, expect, it } from 'vitest';
import { findLayer } from '../../../src/monitor/core/layers/stack.ts';
import { settle } from '../../../src/monitor/core/settle.ts';
import type { State } from '../../../src/monitor/core/state.ts';
import { noEffects } from '../../../src/monitor/core/step.ts';
import { withTable } from '../../../src/monitor/core/table/requery.ts';
import { changes, executionsOf, monitor, press, told } from '../../support/monitor.ts';
import { ago, execution, MINUTE, treeOf } from '../../support/objects.ts';

const one = execution({ name: 'one', phase: 'Failed', created: ago(MINUTE) });
const two = execution({ name: 'two', phase: 'Failed', created: ago(2 * MINUTE) });
const state = monitor({ executions: [one, two] });

const dialogOf = (from: State) => findLayer(from, 'dialog')?.content;

describe('settle', () => {
  it('returns the same state when nothing changed', () => {
    expect(settle(state, noEffects(state))[0]).toBe(state);
  });

  it('points the tree and the log at the execution that the cursor moved to', () => {
    const table = { ...executionsOf(state), scroll: { cursor: 1, top: 0 } };
    const moved = withTable(state, 'executions', table);
    const [after] = settle(state, noEffects(moved));
    expect(after.tree.target?.name).toBe('two');
    expect(after.logs.target).toBeUndefined();
  });

  it('keeps the cursor on the screen when the terminal gets lower', () => {
    const many = Array.from({ length: 40 }, (_, i) => execution({ name: `e${i}` }));
    const low = press(monitor({ executions: many }), 'G');
    const [after] = settle(low, noEffects({ ...low, size: { width: 80, height: 16 } }));
    const { cursor, top } = executionsOf(after).scroll;
    expect(cursor).toBe(39);
    expect(top).toBeGreaterThan(executionsOf(low).scroll.top);
  });

  it('keeps what the step has to do outside', () => {
    const [, effects] = settle(state, [{ ...state, zoomed: true }, [{ kind: 'redraw' }]]);
    expect(effects).toEqual([{ kind: 'redraw' }]);
  });

  it('shows in an open dialog what became of its execution', () => {
    const open = press(state, 'r');
    const status = { attempts: [{ phase: 'Failed' as const }] };
    const again = execution({ name: 'one', phase: 'Failed', status, created: ago(MINUTE) });
    expect(dialogOf(open)?.effect.join()).toContain('Attempt 1 starts');
    expect(dialogOf(told(open, changes(again)))?.effect.join()).toContain('Attempt 2 starts');
  });

  it('asks for a dry run of its own when the dialog asks for something else', () => {
    const open = press(state, 'r');
    const failed = execution({ name: 'child', phase: 'Failed', parent: one });
    const tree = { ...open.tree, tree: treeOf(one, [failed]) };
    const [after, effects] = settle(open, noEffects({ ...open, tree }));
    expect(dialogOf(after)?.revision).toBe(1);
    expect(effects).toEqual([
      expect.objectContaining({
        kind: 'check',
        revision: 1,
        request: expect.objectContaining({ childPolicy: 'RetryFailed' }),
      }),
    ]);
  });
});
