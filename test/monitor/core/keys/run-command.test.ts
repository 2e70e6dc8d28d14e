import { describe, expect, it } from 'vitest';
import { findLayer, topLayer } from '../../../../src/monitor/core/layers/stack.ts';
import { WATCHED_KINDS } from '../../../../src/monitor/core/resources/resources.ts';
import { type State, selectedExecution } from '../../../../src/monitor/core/state.ts';
import { wanted } from '../../../../src/monitor/core/subscription.ts';
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
  executions: [
    execution({ name: 'deploy', phase: 'Executing' }),
    execution({ name: 'fetch', phase: 'Failed', function: 'fetch-prices' }),
  ],
});
const command = (text: string, from: State = state) => press(type(press(from, ':'), text), 'enter');
const names = (from: State) =>
  executionsOf(from)
    .shown.map((e) => e.metadata.name)
    .sort();
const error = (from: State) => findLayer(from, 'prompt')?.content?.error;

describe('the filter', () => {
  it('acts while it is typed', () => {
    const typing = type(press(state, '/'), 'fn:fetch');
    expect(names(typing)).toEqual(['fetch']);
    expect(topLayer(press(typing, 'enter'))).toBeUndefined();
    expect(names(press(typing, 'enter'))).toEqual(['fetch']);
  });

  it('begins with the one that is in force', () => {
    const again = press(type(press(state, '/'), 'fetch'), 'enter', '/');
    expect(names(type(press(again, 'ctrl-u'), 'deploy'))).toEqual(['deploy']);
    expect(names(press(again, 'ctrl-u'))).toEqual(['deploy', 'fetch']);
  });

  it('says what is wrong, and leaves the one before in force', () => {
    const wrong = type(press(state, '/'), 'fetch (');
    expect(error(wrong)).toBe('the pattern cannot be read: missing closing ): (');
    expect(names(wrong)).toEqual(['fetch']);
    expect(topLayer(press(wrong, 'enter'))?.kind).toBe('prompt');
    expect(error(press(wrong, 'backspace'))).toBeUndefined();
  });

  it('is closed by esc, and by backspace when it is empty', () => {
    expect(topLayer(press(state, '/', 'esc'))).toBeUndefined();
    expect(topLayer(press(state, '/', 'backspace'))).toBeUndefined();
    expect(topLayer(type(press(state, '/'), 'x'))?.kind).toBe('prompt');
    expect(topLayer(press(type(press(state, '/'), 'x'), 'backspace'))?.kind).toBe('prompt');
  });

  it('that is left by esc holds as it did before', () => {
    const typing = type(press(state, '/'), 'deploy');
    expect(names(press(typing, 'esc'))).toEqual(['deploy', 'fetch']);
    const again = type(press(typing, 'enter', '/', 'ctrl-u'), 'fetch');
    expect(names(again)).toEqual(['fetch']);
    expect(names(press(again, 'esc'))).toEqual(['deploy']);
  });

  it('takes every key that a list would take', () => {
    const typing = press(type(press(state, '/'), 'fetch x'), 'ctrl-w', 'ctrl-a', 'ctrl-k');
    expect(topLayer(typing)).toMatchObject({ kind: 'prompt', content: { field: { text: [] } } });
    expect(screenText(type(press(state, '/'), 'ojkq'))).toContain('/ojkq');
  });

  it('takes a paste, as one line and without what a terminal would obey', () => {
    const pasted = told(press(state, '/'), { kind: 'pasted', text: '\x1b[31mfetch\x07\n' });
    expect(names(pasted)).toEqual(['fetch']);
  });
});

describe('a command', () => {
  it.each(['q', 'quit', 'exit'])(':%s quits', (text) => {
    const [, effects] = play(type(press(state, ':'), text), key('enter'));
    expect(effects).toEqual([{ kind: 'quit' }]);
  });

  it.each(['q', 'quit'])(':%s does what the key q does: first back, then out', (text) => {
    const zoomed = press(state, 'f');
    const [next, effects] = play(type(press(zoomed, ':'), text), key('enter'));
    expect(effects).toEqual([]);
    expect(next.zoomed).toBe(press(zoomed, 'q').zoomed);
    expect(next.zoomed).toBe(false);
  });

  it.each([
    ['cancel', 'cancel'],
    ['skip', 'skip'],
  ])(':%s asks as its key does', (text, action) => {
    expect(topLayer(command(text))).toMatchObject({ kind: 'dialog', content: { action } });
  });

  it('acts from a pane without its key: on the list, and on what the tree is about', () => {
    const logs: State = { ...state, focus: 'logs' };
    expect(names(command('failing', logs))).toEqual(['fetch']);
    expect(executionsOf(command('sort name', logs)).sort.column).toBe('name');
    expect(topLayer(command('cancel', logs))).toMatchObject({
      kind: 'dialog',
      content: { target: { name: selectedExecution(state)?.metadata.name } },
    });
  });

  it('that is off here says why', () => {
    expect(topLayer(command('retry'))).toBeUndefined();
    expect(flash(command('retry'))).toContain('only a Failed or Canceled execution');
  });

  it(':failing, :wide, :help and :sort do what their keys do', () => {
    expect(names(command('failing'))).toEqual(['fetch']);
    expect(executionsOf(command('wide')).wide).toBe(true);
    expect(topLayer(command('help'))?.kind).toBe('page');
    expect(executionsOf(command('sort name')).sort).toEqual({ column: 'name', reverse: false });
    expect(executionsOf(command('sort name', command('sort name'))).sort.reverse).toBe(true);
  });

  it('that is not known is said to be', () => {
    expect(flash(command('frobnicate'))).toBe('no command :frobnicate: press ? for the list');
    expect(flash(command('constructor'))).toBe('no command :constructor: press ? for the list');
    expect(flash(command('sort nonsense'))).toMatch(/^:sort takes one of namespace, name,/);
    expect(flash(command(''))).toBe('');
  });

  it.each([
    ['ns billing', ['billing']],
    ['ns a,b', ['a', 'b']],
    ['ns a b', ['a', 'b']],
    ['namespace billing', ['billing']],
    ['ns all', []],
    ['executions billing', ['billing']],
    ['exec a,b', ['a', 'b']],
  ])(':%s looks elsewhere', (text, namespaces) => {
    const after = command(text);
    expect(after.session.namespaces).toEqual(namespaces);
    expect(executionsOf(after).all).toEqual([]);
    expect(after.feeds.size).toBe(0);
    expect(after.tree.target).toBeUndefined();
    expect(wanted(after).map((s) => s.key)).toEqual([
      'tick',
      ...(namespaces.length > 0 ? namespaces : ['*']).flatMap((name) =>
        WATCHED_KINDS.map((of) => `watch:${of}/${name}`),
      ),
    ]);
  });

  it(':executions with a filter sets it, and goes to the list', () => {
    const after = command('executions billing /phase:failed fn:fetch', press(state, 'tab'));
    expect(after.session.namespaces).toEqual(['billing']);
    expect(executionsOf(after).filter.text).toBe('phase:failed fn:fetch');
    expect(after.focus).toBe('executions');
    expect(flash(command('exec /('))).toBe('the pattern cannot be read: missing closing ): (');
    expect(names(command('ex /fetch'))).toEqual(['fetch']);
  });

  it(':ns alone says what it takes', () => {
    expect(flash(command('ns'))).toBe(':ns takes one or more namespaces, or all');
    expect(command('ns').session.namespaces).toEqual(['payments']);
  });

  it('is left by esc without anything done', () => {
    const left = press(type(press(state, ':'), 'cancel'), 'esc');
    expect(topLayer(left)).toBeUndefined();
    expect(executionsOf(left)).toEqual(executionsOf(press(state, ':', 'esc')));
  });
});
