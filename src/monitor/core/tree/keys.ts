import type { Binding } from '../keys/binding.ts';
import { TO_ATTEMPTS, TO_LOGS } from '../keys/focus-keys.ts';
import { objectKeys } from '../keys/object-keys.ts';
import { searchKeys } from '../keys/searching.ts';
import { nodeSubject } from '../panes/subject.ts';
import * as run from './commands.ts';
import { findInTree } from './find.ts';

const { showYaml, copying } = objectKeys(nodeSubject);

/** The keys of the tree. */
export const TREE_KEYS: readonly Binding[] = [
  {
    keys: ['enter'],
    heading: 'Navigation',
    hint: 'open',
    help: 'fold or unfold; on a job, go to its log',
    run: run.openNode,
  },
  {
    keys: ['left', 'h'],
    heading: 'Navigation',
    help: 'fold, or go to the parent',
    run: run.foldOrParent,
  },
  {
    keys: ['right'],
    heading: 'Navigation',
    help: 'unfold, or go to the first child',
    run: run.unfoldOrChild,
  },
  { keys: ['K'], heading: 'Navigation', help: 'go to the parent', run: run.goToParent },
  { keys: ['J'], heading: 'Navigation', help: 'go to the first child', run: run.goToChild },
  {
    keys: ['x'],
    heading: 'View',
    hint: 'fold all',
    help: 'unfold everything, or fold everything',
    run: run.foldAll,
  },
  TO_LOGS,
  TO_ATTEMPTS,
  showYaml,
  ...searchKeys('tree', findInTree),
  ...copying,
];
