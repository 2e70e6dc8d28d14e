import { describe, expect, it } from 'vitest';
import { OVERLAY_KEYS } from '../../../../src/monitor/core/keys/key-hints.ts';
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
} satisfies Record<keyof typeof OVERLAY_KEYS, State>;

const cases = Object.entries(OVERLAY_KEYS).flatMap(([kind, words]) =>
  words.map((word) => ({ kind: kind as keyof typeof OPEN, key: word.key, words: word.words })),
);

describe('what the footer says of the keys in what lies over the panes', () => {
  it.each(cases)('$kind: $key does something ($words)', ({ kind, key: name }) => {
    const [after, effects] = play(OPEN[kind], key(name));
    expect(effects.length > 0 || after.overlay !== OPEN[kind].overlay).toBe(true);
    expect({ overlay: after.overlay, effects }).not.toEqual({
      overlay: OPEN[kind].overlay,
      effects: [],
    });
  });

  it.each(Object.keys(OPEN) as (keyof typeof OPEN)[])('%s: the last one is the way out', (kind) => {
    const last = OVERLAY_KEYS[kind].at(-1)?.key ?? '';
    expect(press(OPEN[kind], last).overlay).toBeUndefined();
  });
});
