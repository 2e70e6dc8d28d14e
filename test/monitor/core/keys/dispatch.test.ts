import { describe, expect, it } from 'vitest';
import { helpRows } from '../../../../src/monitor/core/chrome/help.ts';
import { topLayer } from '../../../../src/monitor/core/layers/stack.ts';
import type { State } from '../../../../src/monitor/core/state.ts';
import { view } from '../../../../src/monitor/core/view.ts';
import { paneText, paneTitle } from '../../../support/frame-text.ts';
import {
  executionsOf,
  flash,
  key,
  monitor,
  play,
  press,
  screenText,
  told,
  type,
} from '../../../support/monitor.ts';
import { execution } from '../../../support/objects.ts';

const state = monitor({
  executions: [execution({ name: 'deploy', phase: 'Executing' }), execution({ name: 'other' })],
});
const effectsOf = (from: State, ...keys: string[]) => play(from, ...keys.map(key))[1];

describe('a key', () => {
  it('that cannot act here says why, and does nothing else', () => {
    const [refused, effects] = play(state, key('r'));
    expect(flash(refused)).toBe(
      'only a Failed or Canceled execution can be retried: deploy is Executing',
    );
    expect(effects).toEqual([]);
    expect(topLayer(refused)).toBeUndefined();
  });

  it('that works elsewhere says where', () => {
    expect(flash(press(state, 'x'))).toBe('x (fold all) works in tree');
    expect(flash(press(state, 'X'))).toBe('X (clear) works in logs');
    const progress: State = { ...state, focus: 'progress' };
    expect(flash(press(progress, 'n'))).toContain('works in tree, logs');
    expect(flash(press(progress, '/'))).toBe(
      '/ (filter) works in executions; / (search) works in tree, logs',
    );
    expect(flash(press(progress, 'enter'))).toBe('enter (open) works in executions, tree');
  });

  it('that is nobody’s says nothing', () => {
    expect(flash(press(state, 'Z'))).toBe('');
  });

  it('takes the last word of the footer away', () => {
    expect(flash(press(state, 'r', 'Z'))).toBe('');
  });

  it('quits from anywhere with ctrl-c, unless it closes what takes every key', () => {
    const quit = [{ kind: 'quit' }];
    expect(effectsOf(state, 'ctrl-c')).toEqual(quit);
    expect(effectsOf(state, 'tab', 'f', 'ctrl-c')).toEqual(quit);
    expect(effectsOf(state, '?', 'ctrl-c')).toEqual(quit);
    expect(effectsOf(state, ':', 'ctrl-c')).toEqual([]);
    expect(topLayer(press(state, 'ctrl-k', 'ctrl-c'))).toBeUndefined();
  });

  it('goes back one step with esc and q, and q quits the home screen', () => {
    const deep = press(type(press(state, '/'), 'deploy'), 'enter', 'tab', 'f');
    expect(deep).toMatchObject({ zoomed: true, focus: 'tree' });
    for (const back of ['esc', 'q']) {
      expect(press(deep, back)).toMatchObject({ zoomed: false, focus: 'tree' });
      expect(press(deep, back, back)).toMatchObject({ focus: 'executions' });
      expect(executionsOf(press(deep, back, back)).filter.text).toBe('deploy');
      expect(executionsOf(press(deep, back, back, back)).filter.text).toBe('');
    }
    expect(effectsOf(deep, 'q', 'q', 'q', 'q')).toEqual([{ kind: 'quit' }]);
    expect(effectsOf(deep, 'esc', 'esc', 'esc', 'esc', 'esc')).toEqual([]);
  });
});

describe('what lies over the panes', () => {
  it.each(['?', ':', '/', 'ctrl-k'])('after %s takes every key', (open) => {
    const over = press(state, open);
    expect(topLayer(over)).toBeDefined();
    for (const name of ['j', 'G', 'tab', 'ctrl-k', 'ctrl-x', 'r', 's', 'o', 'f', 'T', 'ctrl-r']) {
      const [after, effects] = play(over, key(name));
      expect(after.focus, name).toBe(state.focus);
      expect(after.zoomed, name).toBe(false);
      expect(executionsOf(after).scroll, name).toEqual(executionsOf(over).scroll);
      expect(executionsOf(after).mode, name).toBe('roots');
      expect(after.session.zone, name).toBe('local');
      expect(
        effects.filter((e) => e.kind !== 'check'),
        name,
      ).toEqual([]);
      expect(after.pending, name).toEqual([]);
    }
  });
});

describe('a dialog', () => {
  const text = 'kontinue cancel deploy -n payments --context prod-eu';

  it('gives its command line to the clipboard with C, and stays', () => {
    const open = press(state, 'ctrl-k');
    expect(play(open, key('C'))).toEqual([open, [{ kind: 'copy', text, what: text }]]);
    const copied = told(open, { kind: 'copied', message: text });
    expect(screenText(copied)).toContain(` copied: ${text}`);
    expect(press(copied, 'tab').flash).toBeUndefined();
  });

  it('takes C as a letter where text is typed', () => {
    const [typed, effects] = play(press(state, 'ctrl-k', 'shift-tab'), key('C'));
    expect(screenText(typed)).toContain('--message C');
    expect(effects).toMatchObject([{ kind: 'check' }]);
  });
});

describe('a page of help', () => {
  const lines = helpRows(118).length;
  const first = (page: State) => paneText(view(page, page.now), 'help')[0];
  const note = (page: State) => paneTitle(view(page, page.now), 'help');
  const opened = press(state, '?');
  const height = 26;

  it('is opened by ? and :help, and closed by esc, q and ?', () => {
    expect(topLayer(press(type(press(state, ':'), 'help'), 'enter'))?.kind).toBe('page');
    for (const close of ['esc', 'q', '?']) expect(topLayer(press(opened, close))).toBeUndefined();
  });

  it('scrolls by lines and pages, and says how much there is', () => {
    const rows = helpRows(118).map((row) => row.spans.map((s) => s.text).join(''));
    expect(note(opened)).toBe(`Keys | ${height} of ${lines} lines · esc closes`);
    expect(first(press(opened, 'j', 'j'))).toBe(rows[2]);
    expect(first(press(opened, 'j', 'j', 'k'))).toBe(rows[1]);
    expect(first(press(opened, 'pgdn'))).toBe(rows[height - 2]);
    expect(first(press(opened, 'ctrl-d'))).toBe(rows[(height - 2) / 2]);
    expect(first(press(opened, 'k'))).toBe(rows[0]);
  });

  it('goes to its end and no further, so that it comes back at once', () => {
    const end = press(opened, 'G');
    expect(note(end)).toBe(`Keys | ${lines} of ${lines} lines · esc closes`);
    expect(first(press(end, 'pgdn', 'j', 'j', 'k'))).toBe(first(press(end, 'k')));
    expect(first(press(end, 'k'))).not.toBe(first(end));
    expect(first(press(end, 'g'))).toBe(first(opened));
  });

  it('does not scroll when all of it shows', () => {
    const tall = told(state, { kind: 'resized', size: { width: 120, height: lines + 10 } });
    expect(first(press(tall, '?', 'j', 'G'))).toBe(first(opened));
  });
});

describe('an object as YAML', () => {
  const [asked, effects] = play(state, key('y'));

  it('is fetched when it is opened', () => {
    expect(effects).toEqual([
      {
        kind: 'readYaml',
        key: 'Execution/payments/deploy',
        of: 'Execution',
        namespace: 'payments',
        name: 'deploy',
      },
    ]);
    expect(screenText(asked)).toContain('loading…');
  });

  it('shows when it comes, or why it did not', () => {
    const page = 'Execution/payments/deploy';
    const read = told(asked, { kind: 'textRead', key: page, lines: ['kind: Execution', 'x: 1'] });
    expect(paneText(view(read, read.now), 'text')).toEqual([' kind: Execution', ' x: 1']);
    const failed = told(asked, { kind: 'textFailed', key: page, message: 'not found' });
    expect(paneText(view(failed, failed.now), 'text')).toEqual([' not found']);
  });

  it('shows without what a terminal would obey', () => {
    const page = 'Execution/payments/deploy';
    const read = told(asked, { kind: 'textRead', key: page, lines: ['a: \x1b[2J\u202eb\t\x9bm'] });
    expect(paneText(view(read, read.now), 'text')).toEqual([' a: b    ']);
  });

  it('shows below a search that was begun before it came', () => {
    const read = told(press(asked, '/'), {
      kind: 'textRead',
      key: 'Execution/payments/deploy',
      lines: ['kind: Execution'],
    });
    expect(paneText(view(read, read.now), 'text')).toEqual([' kind: Execution']);
    expect(read.layers.map(({ kind }) => kind)).toEqual(['page', 'prompt']);
  });

  it('of another object that comes late is left alone', () => {
    const late = told(asked, { kind: 'textRead', key: 'Job/payments/x', lines: ['kind: Job'] });
    expect(late).toEqual(asked);
    const closed = press(asked, 'esc');
    const after = told(closed, { kind: 'textRead', key: 'Execution/payments/deploy', lines: [] });
    expect(topLayer(after)).toBeUndefined();
  });
});
