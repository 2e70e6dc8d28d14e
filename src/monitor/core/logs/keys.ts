import type { Binding } from '../keys/binding.ts';
import { searchKeys } from '../keys/searching.ts';
import * as run from './commands.ts';
import { findInLog } from './find.ts';

/** The keys of the logs. */
export const LOG_KEYS: readonly Binding[] = [
  ...searchKeys('logs', findInLog),
  {
    keys: ['s'],
    heading: 'View',
    hint: 'follow',
    help: 'follow the log, or stop following',
    run: run.toggleFollow,
  },
  {
    keys: ['t'],
    heading: 'View',
    hint: 'times',
    help: 'show or hide timestamps',
    run: run.toggleTimestamps,
  },
  {
    keys: ['w'],
    heading: 'View',
    hint: 'wrap',
    help: 'wrap long lines',
    run: run.toggleWrap,
  },
  {
    keys: ['left'],
    heading: 'View',
    help: 'scroll long lines left',
    disabledReason: run.whyNoSidewaysScroll,
    run: run.scrollSideways(-1),
  },
  {
    keys: ['right'],
    heading: 'View',
    help: 'scroll long lines right',
    disabledReason: run.whyNoSidewaysScroll,
    run: run.scrollSideways(1),
  },
  {
    keys: ['X'],
    heading: 'View',
    hint: 'clear',
    help: 'clear the lines shown',
    run: run.clearLog,
  },
];
