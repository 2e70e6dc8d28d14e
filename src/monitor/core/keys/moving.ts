import { moveIn } from '../panes/registry.ts';
import type { State } from '../state.ts';
import type { Step } from '../step.ts';
import type { Binding } from './binding.ts';
import * as run from './commands.ts';

const move =
  (way: Parameters<typeof moveIn>[1]) =>
  (state: State): Step => [moveIn(state, way), []];

/** The keys that move the cursor, or scroll. */
export const MOVING: readonly Binding[] = [
  {
    keys: ['down', 'j'],
    where: 'everywhere',
    heading: 'Navigation',
    help: 'down',
    run: move('down'),
  },
  { keys: ['up', 'k'], where: 'everywhere', heading: 'Navigation', help: 'up', run: move('up') },
  {
    keys: ['g', 'home'],
    where: 'everywhere',
    heading: 'Navigation',
    help: 'go to the top',
    run: move('first'),
  },
  {
    keys: ['G', 'end'],
    where: 'everywhere',
    heading: 'Navigation',
    help: 'go to the end; in logs, follow',
    run: move('last'),
  },
  {
    keys: ['pgdn', 'ctrl-f'],
    where: 'everywhere',
    heading: 'Navigation',
    help: 'page down',
    run: move('pageDown'),
  },
  {
    keys: ['pgup', 'ctrl-b'],
    where: 'everywhere',
    heading: 'Navigation',
    help: 'page up',
    run: move('pageUp'),
  },
  {
    keys: ['ctrl-d'],
    where: 'everywhere',
    heading: 'Navigation',
    help: 'half a page down (does not delete)',
    run: move('halfDown'),
  },
  {
    keys: ['ctrl-u'],
    where: 'everywhere',
    heading: 'Navigation',
    help: 'half a page up',
    run: move('halfUp'),
  },
  {
    keys: ['left', 'h'],
    where: ['tree'],
    heading: 'Navigation',
    help: 'fold, or go to the parent',
    run: run.foldOrParent,
  },
  {
    keys: ['right'],
    where: ['tree'],
    heading: 'Navigation',
    help: 'unfold, or go to the first child',
    run: run.unfoldOrChild,
  },
  {
    keys: ['K'],
    where: ['tree'],
    heading: 'Navigation',
    help: 'go to the parent',
    run: run.toParent,
  },
  {
    keys: ['J'],
    where: ['tree'],
    heading: 'Navigation',
    help: 'go to the first child',
    run: run.toChild,
  },
];
