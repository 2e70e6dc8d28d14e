import { describe, expect, it } from 'vitest';
import { keyHintsOf } from '../../../../src/monitor/core/keys/key-hints.ts';
import { topLayer } from '../../../../src/monitor/core/layers/stack.ts';
import type { State } from '../../../../src/monitor/core/state.ts';
import { key, play, press, told } from '../../../support/monitor.ts';
import { nightShift } from '../../../support/night-shift.ts';

const night = nightShift({ size: { width: 80, height: 24 } });

/** Each thing that lies over the panes, in a state in which each of its keys can do something. */
const OPEN = {
  help: press(night, '?', 'j'),
  text: told(
    press(night, 'y'),
    {
      kind: 'textRead',
      key: 'Execution/payments/deploy-cluster-7f3',
      lines: Array.from({ length: 99 }, (_, i) => `line ${i}`.padEnd(200, '-')),
    },
    key('j'),
  ),
  filter: press(night, '/'),
  command: press(night, ':'),
  search: press(night, 'tab', '/'),
  dialog: press(night, 's'),
  field: press(night, 'ctrl-k', 'shift-tab'),
} satisfies Record<string, State>;

const cases = Object.entries(OPEN).flatMap(([kind, open]) =>
  keyHintsOf(open).map((hint) => ({ kind, open, ...hint })),
);

describe('what the footer says of the keys in what lies over the panes', () => {
  it.each(cases)('$kind: $key does something ($label)', ({ open, key: name }) => {
    const [after, effects] = play(open, key(name));
    expect({ layers: after.layers, effects }).not.toEqual({ layers: open.layers, effects: [] });
  });

  it.each(Object.entries(OPEN))('%s: the last one is the way out', (_, open) => {
    const last = keyHintsOf(open).at(-1)?.key ?? '';
    expect(topLayer(press(open, last))).toBeUndefined();
  });
});
