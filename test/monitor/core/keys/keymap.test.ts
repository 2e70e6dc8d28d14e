import { describe, expect, it } from 'vitest';
import { helpRows } from '../../../../src/monitor/core/chrome/help.ts';
import { HEADINGS } from '../../../../src/monitor/core/keys/binding.ts';
import { bindingOf, KEYMAP, keysOf } from '../../../../src/monitor/core/keys/keymap.ts';
import { topLayer } from '../../../../src/monitor/core/layers/stack.ts';
import { PANE_IDS, paneOf } from '../../../../src/monitor/core/panes/registry.ts';
import { spanText } from '../../../support/frame-text.ts';
import { executionsOf, flash, monitor, press, type } from '../../../support/monitor.ts';
import { execution } from '../../../support/objects.ts';

const help = helpRows(198).map((row) => spanText(row.spans));

/** What a key is called on every terminal (see TerminalEvent). */
const KEY =
  /^(ctrl-)?(alt-)?(shift-)?([!-~]|space|enter|esc|tab|backspace|delete|insert|up|down|left|right|home|end|pgup|pgdn|f\d+)$/;

describe('the keymap', () => {
  it.each(PANE_IDS)('has each key once in %s', (pane) => {
    const keys = keysOf(pane).flatMap((binding) => binding.keys);
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  });

  it.each(PANE_IDS)('has the keys that %s owns, and says that they work there', (pane) => {
    for (const { keys, help } of paneOf(pane).keys) {
      expect(bindingOf(keys[0] ?? '', pane)?.help).toBe(help);
      const placed = KEYMAP.filter((b) => b.help === help && b.keys.join() === keys.join());
      expect(
        placed.map(({ where }) => where),
        keys.join(),
      ).toEqual([expect.arrayContaining([pane])]);
    }
  });

  it('lets actions work where the cursor is on something, and nowhere else', () => {
    for (const binding of KEYMAP.filter(({ heading }) => heading === 'Actions')) {
      expect(binding.where).toEqual(PANE_IDS.filter((id) => paneOf(id).subject));
      expect(binding.where).toEqual(['executions', 'tree', 'attempts', 'suspensions']);
    }
  });

  it('has the keys of a search where a search can find something', () => {
    const searched = KEYMAP.find(({ hint }) => hint === 'search');
    expect(searched?.where).toEqual(PANE_IDS.filter((id) => paneOf(id).find));
    expect(searched?.where).toEqual(['tree', 'logs']);
  });

  it('names keys as the terminal does', () => {
    for (const key of KEYMAP.flatMap((b) => b.keys)) expect(key).toMatch(KEY);
  });

  it('says of every key what it does, under a heading, in few words', () => {
    for (const { keys, heading, help: words, hint: short = '' } of KEYMAP) {
      expect(keys.length).toBeGreaterThan(0);
      expect(HEADINGS).toContain(heading);
      expect(words.length, keys.join()).toBeGreaterThan(1);
      expect(words.length, keys.join()).toBeLessThanOrEqual(90);
      expect(short.length, keys.join()).toBeLessThanOrEqual(12);
    }
  });

  it('never binds the keys that terminals take for themselves', () => {
    const keys = KEYMAP.flatMap((b) => b.keys);
    // screen takes ctrl-a; ctrl-s and ctrl-q stop and start output on some terminals.
    expect(keys).not.toContain('ctrl-a');
    expect(keys).not.toContain('ctrl-q');
  });

  it('has the moves of the manual in every pane', () => {
    const moves = 'j k up down g G home end pgup pgdn ctrl-f ctrl-b ctrl-d ctrl-u'.split(' ');
    for (const pane of PANE_IDS) {
      for (const key of moves)
        expect(bindingOf(key, pane)?.heading, `${key} ${pane}`).toBe('Navigation');
    }
  });

  it('has the keys of the program in every pane', () => {
    for (const pane of PANE_IDS) {
      for (const key of ['tab', 'shift-tab', 'f', 'esc', 'q', 'ctrl-c', ':', 'T', 'ctrl-r', '?']) {
        expect(bindingOf(key, pane), `${key} ${pane}`).toBeDefined();
      }
    }
  });

  it.each([
    ['r', 'retry'],
    ['s', 'resume'],
    ['ctrl-k', 'cancel'],
    ['ctrl-x', 'skip'],
  ])('has %s for %s in lists, tree and attempts, and not in logs', (key, command) => {
    for (const pane of ['executions', 'tree', 'attempts', 'suspensions'] as const) {
      expect(bindingOf(key, pane)?.command).toBe(command);
    }
    expect(bindingOf(key, 'logs')?.command).toBeUndefined();
  });

  it('writes with no key of half a page', () => {
    for (const key of ['ctrl-d', 'ctrl-u']) {
      const state = monitor({ executions: [execution({ phase: 'Executing' })] });
      expect(topLayer(press(state, key))).toBeUndefined();
    }
  });
});

describe('every key that a terminal may take', () => {
  /** Moves have other keys; the shell's own key has none, and needs none. */
  const WITHOUT = ['ctrl-f', 'ctrl-b', 'ctrl-d', 'ctrl-u', 'ctrl-z', 'ctrl-c'];
  /** Its command takes an argument, and is not of one binding. */
  const ARGUMENT = { 'shift-left': 'sort name', 'shift-right': 'sort name' };

  it('has a command that does the same', () => {
    const fragile = KEYMAP.filter((b) =>
      b.keys.some((key) => /^ctrl-|^shift-(left|right)/.test(key) || b.heading === 'Actions'),
    );
    const without = fragile
      .filter((b) => b.command === undefined)
      .flatMap((b) => b.keys)
      .filter((key) => /^ctrl-|^shift-/.test(key))
      .filter((key) => !WITHOUT.includes(key) && !(key in ARGUMENT));
    expect(without).toEqual([]);
  });

  it.each(Object.values(ARGUMENT))('has :%s', (command) => {
    const state = press(type(press(monitor(), ':'), command), 'enter');
    expect(flash(state)).toBe('');
    expect(executionsOf(state).sort.column).toBe('name');
  });

  it('has a command that is its own', () => {
    const commands = KEYMAP.flatMap((b) => b.command ?? []);
    expect(commands.filter((c, i) => commands.indexOf(c) !== i)).toEqual([]);
  });
});

describe('the help', () => {
  it('has every key with its words, and its command', () => {
    for (const { keys, help: words, command } of KEYMAP) {
      const line = help.find((row) => row.includes(words) && row.includes(keys.join(' ')));
      expect(line, keys.join()).toBeDefined();
      if (command) expect(line).toContain(`:${command}`);
    }
  });

  it('has every heading once, and a line for each key', () => {
    for (const heading of HEADINGS)
      expect(help.filter((row) => row === ` ${heading}`)).toHaveLength(1);
    expect(help).toHaveLength(KEYMAP.length + 2 * HEADINGS.length);
  });

  it.each([38, 58, 78, 118])('leaves no word out in %i cells', (width) => {
    const rows = helpRows(width).map((row) => spanText(row.spans));
    for (const row of rows) expect(row.trimEnd().length, row).toBeLessThanOrEqual(width);
    const all = rows.join(' ').replace(/ +/g, ' ');
    for (const { help: words, command } of KEYMAP) {
      for (const word of words.split(' ')) expect(all).toContain(word);
      if (command) expect(all).toContain(`:${command}`);
    }
  });

  it('says where a key works that does not work everywhere', () => {
    expect(help.find((row) => row.includes('timestamps'))).toMatch(/logs$/);
    expect(help.find((row) => row.includes('failing executions'))).toMatch(/list {2}:failing$/);
  });
});
