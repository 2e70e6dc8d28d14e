import { moveFocused } from '../panes/focused.ts';
import type { Move } from '../scroll.ts';
import { noEffects } from '../step.ts';
import type { Binding } from './binding.ts';

const moving = (keys: readonly string[], move: Move, help: string): Binding => ({
  keys,
  heading: 'Navigation',
  help,
  run: (state) => noEffects(moveFocused(state, move)),
});

/** The keys that move the cursor of any pane, or scroll it. */
export const MOVING_KEYS: readonly Binding[] = [
  moving(['down', 'j'], 'down', 'down'),
  moving(['up', 'k'], 'up', 'up'),
  moving(['g', 'home'], 'first', 'go to the top'),
  moving(['G', 'end'], 'last', 'go to the end; in logs, follow'),
  moving(['pgdn', 'ctrl-f'], 'pageDown', 'page down'),
  moving(['pgup', 'ctrl-b'], 'pageUp', 'page up'),
  moving(['ctrl-d'], 'halfDown', 'half a page down (does not delete)'),
  moving(['ctrl-u'], 'halfUp', 'half a page up'),
];
