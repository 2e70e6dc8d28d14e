import { describe, expect, it } from 'vitest';
import { topLayer } from '../../../../src/monitor/core/layers/stack.ts';
import {
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

const root = execution({ name: 'roll-nodes', phase: 'Executing' });
const drains = Array.from({ length: 4 }, (_, i) =>
  execution({ name: `roll-nodes-${i}`, function: 'drain', phase: 'Executing', parent: root }),
);

/** The tree with its cursor on `drain ×4`. */
const counted = () => press(monitor({ executions: [root, ...drains] }), 'tab', 'j');

describe('a counted row', () => {
  it.each(['ctrl-k', 'ctrl-x', 'r', 's', 'y', 'c', 'C'])(
    '%s does nothing to its parent, and says how to go on',
    (name) => {
      const [after, effects] = play(counted(), key(name));
      expect(topLayer(after)).toBeUndefined();
      expect(effects).toEqual([]);
      expect(flash(after)).toBe(
        'drain ×4 stands for 4 executions: press → to unfold them, K for their parent',
      );
    },
  );

  it('is not its parent for a command either', () => {
    const after = press(type(press(counted(), ':'), 'cancel'), 'enter');
    expect(topLayer(after)).toBeUndefined();
    expect(flash(after)).toContain('stands for 4 executions');
  });

  it('lets go when the cursor is on a member, or on the parent', () => {
    expect(topLayer(press(counted(), 'right', 'j', 'ctrl-k'))?.kind).toBe('dialog');
    expect(topLayer(press(counted(), 'K', 'ctrl-k'))?.kind).toBe('dialog');
    expect(topLayer(press(told(counted()), 'esc', 'ctrl-k'))?.kind).toBe('dialog');
  });

  it('shows a phase that has the name of a built-in property as it is written', () => {
    const odd = drains.map((drain) => ({ ...drain, status: { phase: 'constructor' } }));
    const screen = screenText(monitor({ executions: [root, ...odd] }));
    expect(screen).toMatch(/drain ×4 +constructor 4/);
  });
});
