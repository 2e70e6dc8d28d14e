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
    heading: 'Moving',
    hint: 'open',
    help: 'fold, unfold; on a job, go to its log',
    run: run.openNode,
  },
  {
    keys: ['left', 'h'],
    heading: 'Moving',
    help: 'fold, or to the parent',
    run: run.foldOrParent,
  },
  {
    keys: ['right'],
    heading: 'Moving',
    help: 'unfold, or to the first child',
    run: run.unfoldOrChild,
  },
  { keys: ['K'], heading: 'Moving', help: 'to the parent', run: run.goToParent },
  { keys: ['J'], heading: 'Moving', help: 'to the first child', run: run.goToChild },
  {
    keys: ['x'],
    heading: 'Looking',
    hint: 'fold all',
    help: 'unfold everything, or fold it',
    run: run.foldAll,
  },
  TO_LOGS,
  TO_ATTEMPTS,
  showYaml,
  ...searchKeys('tree', findInTree),
  ...copying,
];
