import { describe, expect, it } from 'vitest';
import { topLayer } from '../../../../src/monitor/core/layers/stack.ts';
import type { State } from '../../../../src/monitor/core/state.ts';
import { view } from '../../../../src/monitor/core/view.ts';
import { spanText } from '../../../support/frame-text.ts';
import { flash, key, logLines, monitor, press, told, type } from '../../../support/monitor.ts';
import { execution, job } from '../../../support/objects.ts';

const look = (state: State, text: string) => press(type(press(state, '/'), text), 'enter');

/** The row that is painted as selected in a pane. */
function marked(state: State, id: string): string | undefined {
  const pane = view(state, state.now).panes.find((p) => p.id === id);
  const rows = pane?.content.kind === 'rows' ? pane.content.rows : [];
  const row = rows.find((r) => r.selected);
  return row && spanText(row.spans).trim();
}

const root = execution({ name: 'root', phase: 'Executing' });
const drains = Array.from({ length: 9 }, (_, i) =>
  execution({ name: `node-${i}`, function: 'drain', parent: root, phase: 'Completed' }),
);
const scene = { executions: [root, ...drains], jobs: [job({ name: 'helm', parent: root })] };
const tree: State = { ...monitor(scene), focus: 'tree' };

describe('a search in the tree', () => {
  it('goes to a node and unfolds what hides it', () => {
    expect(marked(tree, 'tree')).toContain('root');
    const found = look(tree, 'node-7');
    expect(marked(found, 'tree')).toContain('node-7');
    expect(found.focus).toBe('tree');
  });

  it('goes on with n and N, round the end', () => {
    const first = look(tree, 'node-[27]');
    expect(marked(first, 'tree')).toContain('node-2');
    expect(marked(press(first, 'n'), 'tree')).toContain('node-7');
    expect(marked(press(first, 'n', 'n'), 'tree')).toContain('node-2');
    expect(marked(press(first, 'N'), 'tree')).toContain('node-7');
  });

  it('says that there is no such node, and stays', () => {
    const none = look(tree, 'nothing-like-it');
    expect(flash(none)).toBe('no match for nothing-like-it');
    expect(marked(none, 'tree')).toContain('root');
  });

  it('says what is wrong while it is typed, and is left by esc', () => {
    const wrong = type(press(tree, '/'), '(');
    expect(topLayer(wrong)).toMatchObject({
      content: { error: 'the pattern cannot be read: missing closing ): (' },
    });
    expect(topLayer(press(wrong, 'enter'))?.kind).toBe('prompt');
    expect(press(wrong, 'esc')).toMatchObject({ layers: [], search: undefined });
  });

  it('is asked for by n before there is one', () => {
    expect(flash(press(tree, 'n'))).toBe('no search yet: press / to start one');
  });
});

describe('a search in a log', () => {
  const lines = Array.from({ length: 60 }, (_, i) => `line ${i}${i % 20 === 5 ? ' ERROR' : ''}`);
  const silent: State = { ...monitor(scene), focus: 'logs' };
  const logs = told(silent, logLines(silent, ...lines));

  it('goes to the newest match, which it marks, and pauses there', () => {
    const found = look(logs, 'error');
    expect(marked(found, 'logs')).toBe('line 45 ERROR');
    expect(found.logs.following).toBe(false);
  });

  it('goes up with N and down with n', () => {
    const found = look(logs, 'error');
    expect(marked(press(found, 'N'), 'logs')).toBe('line 25 ERROR');
    expect(marked(press(found, 'N', 'N', 'n'), 'logs')).toBe('line 25 ERROR');
    expect(marked(press(found, 'n'), 'logs')).toBe('line 5 ERROR');
  });

  it('keeps its mark on the line while others come and the oldest go', () => {
    const found = look(logs, 'error');
    const more = Array.from({ length: 9_950 }, (_, i) => `more ${i}`);
    expect(marked(told(found, logLines(found, ...more)), 'logs')).toBe('line 45 ERROR');
  });

  it('leaves no mark where the log is followed again', () => {
    expect(marked(press(look(logs, 'line 59'), 'G'), 'logs')).toBeUndefined();
  });
});

describe('a search in a page', () => {
  const page = told(press({ ...tree, focus: 'executions' }, 'y'), {
    kind: 'textRead',
    key: 'Execution/payments/root',
    lines: Array.from({ length: 200 }, (_, i) => `field${i}: ${i % 50}`),
  });

  it('goes to the line, marks it, and leaves the page open', () => {
    const found = look(page, 'field123');
    expect(topLayer(found)?.kind).toBe('page');
    expect(marked(found, 'text')).toBe('field123: 23');
  });

  it('goes on with n and N', () => {
    const found = look(page, ': 23$');
    expect(marked(found, 'text')).toBe('field23: 23');
    expect(marked(press(found, 'n'), 'text')).toBe('field73: 23');
    expect(marked(press(found, 'N'), 'text')).toBe('field173: 23');
  });

  it('shows the page under the question, and comes back to it with esc', () => {
    const asking = press(page, '/');
    expect(view(asking, asking.now).panes.map((pane) => pane.id)).toContain('text');
    expect(topLayer(press(asking, 'esc'))).toEqual(topLayer(page));
  });

  it('is there in the help, too', () => {
    const found = look(told(tree, key('?')), 'draw the screen');
    expect(marked(found, 'help')).toMatch(/^ctrl-l/);
  });

  it('says that there is no match', () => {
    expect(flash(look(page, 'zzz'))).toBe('no match for zzz');
    expect(flash(press(page, 'n'))).toMatch(/no search yet/);
  });
});
