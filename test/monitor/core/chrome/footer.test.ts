import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { footerRows } from '../../../../src/monitor/core/chrome/footer.ts';
import { keyHintsOf } from '../../../../src/monitor/core/keys/key-hints.ts';
import { PANES } from '../../../../src/monitor/core/layout.ts';
import { type State, withFlash } from '../../../../src/monitor/core/state.ts';
import { view } from '../../../../src/monitor/core/view.ts';
import { UNICODE } from '../../../../src/text/glyphs.ts';
import { spanText, spanWidth } from '../../../support/frame-text.ts';
import { monitor, press, screenText, type } from '../../../support/monitor.ts';
import { execution, NOW } from '../../../support/objects.ts';

const lines = (state: State, width = 120, height = 30) =>
  footerRows(state, { width, height }, UNICODE).map((row) => spanText(row.spans));
const footer = (state: State, width = 120) => lines(state, width).join('\n');

/** The keys and words of a footer, apart. */
const keysIn = (line: string) => line.trim().split(/ {2,}/).slice(1);

const failed = monitor({ executions: [execution({ name: 'deploy-7f3', phase: 'Failed' })] });

describe('the footer', () => {
  it('says where one is', () => {
    expect(footer(failed)).toMatch(/^ executions › deploy-7f3 {2}/);
    expect(footer(press(failed, 'tab'))).toMatch(/^ executions › deploy-7f3 › tree {2}/);
    expect(footer(monitor())).toMatch(/^ executions {2}/);
  });

  it('names the keys that work here, and none that would be refused', () => {
    expect(footer(failed)).toMatch(/enter open .* r retry /);
    expect(footer(failed)).not.toMatch(/cancel|skip|resume/);
    const running = monitor({ executions: [execution({ phase: 'Executing' })] });
    expect(footer(running)).toMatch(/ctrl-k cancel/);
    expect(footer(running)).not.toMatch(/retry/);
  });

  it('names the keys of the focused pane', () => {
    const logs = { ...failed, focus: 'logs' } as const;
    expect(footer(logs)).toMatch(/s follow .*w wrap/);
    expect(footer(logs)).not.toMatch(/retry|filter/);
  });

  it('names whole keys alone, in their order, and leaves no room to one that would fit', () => {
    const all = keysIn(footer(failed, 200));
    expect(all).toHaveLength(keyHintsOf(failed).length);
    for (let width = 40; width < 200; width++) {
      const line = footer(failed, width);
      const shown = keysIn(line);
      expect(all.filter((words) => shown.includes(words))).toEqual(shown);
      const blank = line.length - line.trimEnd().length;
      const left = all.filter((words) => !shown.includes(words));
      for (const words of left) expect(words.length + 2, `${width}`).toBeGreaterThan(blank - 2);
    }
  });

  it('ends with the key of the help, whatever the room', () => {
    for (const focus of PANES) {
      for (let width = 40; width < 200; width++) {
        expect(footer({ ...failed, focus }, width).trimEnd()).toMatch(/ {2}\? help$/);
      }
    }
  });

  it('leaves half of a narrow line to the keys', () => {
    expect(footer(failed, 40)).toMatch(/^ deploy-7f3 {3}enter open {2}\? help/);
    const long = monitor({ executions: [execution({ name: 'x'.repeat(60) })] });
    expect(footer(long, 40)).toMatch(/^ x{18}… {3}l logs {2}\? help/);
  });

  it('says a word to the person until the next key', () => {
    const flashed = press(failed, 'T');
    expect(footer(flashed)).toMatch(/^ times are UTC/);
    expect(footer(press(flashed, 'j'))).toMatch(/^ executions/);
  });

  it('names no keys of the list while something lies over it', () => {
    expect(footer(press(failed, '?'))).not.toMatch(/retry|open/);
    expect(footer(press(failed, 'r'))).not.toMatch(/retry|open/);
  });

  it('names the keys of what lies over the list, the way out last', () => {
    expect(footer(press(failed, '?')).trimEnd()).toMatch(/j down .* esc close$/);
    expect(footer(press(failed, 'y')).trimEnd()).toMatch(/j down .* esc close$/);
    expect(footer(press(failed, 'r')).trimEnd()).toMatch(/tab next .* esc close$/);
    for (let width = 80; width < 120; width++) {
      const dialog = press(failed, 'r');
      const words = keyHintsOf(dialog).map(({ key, label }) => `${key} ${label}`);
      expect(footer(dialog, width).trim().split(/ {2,}/)).toEqual(expect.arrayContaining(words));
    }
    const running = monitor({ executions: [execution({ phase: 'Executing' })] });
    expect(footer(press(running, 'ctrl-k'))).toContain('C copy the command');
    expect(footer(press(running, 'ctrl-k', 'shift-tab'))).not.toContain('C copy');
    expect(footer(press(failed, '/')).trimEnd()).toMatch(/enter apply {2}esc cancel$/);
    expect(footer(type(press(failed, '/'), 'x'.repeat(110)))).toMatch(/x +$/);
  });

  it('is the prompt while one is open, with what is wrong beside it', () => {
    expect(footer(type(press(failed, '/'), 'fn:dep'))).toMatch(/^ \/fn:dep {3,}enter/);
    expect(footer(type(press(failed, ':'), 'sort age'))).toMatch(/^ :sort age {3,}enter/);
    expect(footer(type(press(failed, '/'), 'age>x'))).toMatch(/^ \/age>x {3}age> takes a duration/);
  });

  it('has the text cursor in the prompt, and never beyond the screen', () => {
    const at = (state: State) => view(state, NOW).cursor;
    const open = type(press(failed, '/'), 'fn:dep');
    expect(at(open)).toEqual({ left: 8, top: 29 });
    expect(at(press(open, 'left', 'left'))).toEqual({ left: 6, top: 29 });
    expect(at(press(open, 'home'))).toEqual({ left: 2, top: 29 });
    expect(at(type(open, 'x'.repeat(300)))?.left).toBeLessThan(120);
  });

  it('scrolls a long prompt, so that what is around the cursor shows', () => {
    const text = `${'a'.repeat(100)}MIDDLE${'b'.repeat(100)}END`;
    const open = type(press(failed, '/'), text);
    expect(footer(open, 80)).toMatch(/^ \/….*bEND *$/);
    const back = press(open, ...Array.from({ length: 103 }, () => 'left'));
    expect(footer(back, 80)).toMatch(/^ \/….*MIDDLE.*… *$/);
    expect(footer(press(back, 'home'), 80)).toMatch(/^ \/a+… *$/);
  });

  it('says what is wrong with a long prompt above it', () => {
    const open = type(press(failed, '/'), `${'a'.repeat(90)} age>x`);
    const [wrong = '', typed = ''] = lines(open, 80);
    expect(wrong).toMatch(/^ age> takes a duration/);
    expect(typed).toMatch(/age>x *$/);
  });

  it('takes more lines for a message that does not fit on one, and shows the end of it', () => {
    const words = `Execution payments/deploy was canceled by somebody else meanwhile, at 10:41, with the message "rolled back by hand after the second alert of the night". The change was not made.`;
    const told = withFlash(failed, words, 'bad');
    for (const [width, height] of [
      [40, 16],
      [60, 16],
      [80, 24],
      [120, 30],
    ] as const) {
      const rows = lines(told, width, height);
      expect(rows.map((row) => row.trim()).join(' ')).toBe(words);
      const state = { ...told, size: { width, height } };
      const screen = screenText(state)
        .split('\n')
        .map((row) => row.trim());
      for (const row of rows) expect(screen).toContain(row.trim());
    }
  });

  it('says where a message was cut that would take more than half the screen', () => {
    const told = withFlash(failed, 'word '.repeat(200), 'bad');
    const rows = lines(told, 40, 10);
    expect(rows).toHaveLength(5);
    expect(rows.at(-1)?.trimEnd()).toMatch(/…$/);
  });

  it('never overflows', () => {
    const name = fc.string({ unit: fc.constantFrom('a', '-', '漢'), minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(
        name,
        fc.constantFrom(...PANES),
        fc.constantFrom('none', '/', ':', '?', 'T'),
        fc.integer({ min: 40, max: 200 }),
        (text, focus, key, width) => {
          const state: State = { ...monitor({ executions: [execution({ name: text })] }), focus };
          const open = key === 'none' ? state : type(press(state, key), key === '/' ? text : '');
          for (const row of footerRows(open, { width, height: 30 }, UNICODE)) {
            expect(spanWidth(row.spans)).toBe(width);
          }
        },
      ),
    );
  });
});
