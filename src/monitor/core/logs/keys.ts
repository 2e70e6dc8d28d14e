import type { Binding } from '../keys/binding.ts';
import { searchKeys } from '../keys/searching.ts';
import * as run from './commands.ts';
import { findInLog } from './find.ts';

/** The keys of the logs. */
export const LOG_KEYS: readonly Binding[] = [
  ...searchKeys('logs', findInLog),
  {
    keys: ['s'],
    heading: 'Looking',
    hint: 'follow',
    help: 'follow the log, or stop following',
    run: run.toggleFollow,
  },
  {
    keys: ['t'],
    heading: 'Looking',
    hint: 'times',
    help: 'timestamps on or off',
    run: run.toggleTimestamps,
  },
  {
    keys: ['w'],
    heading: 'Looking',
    hint: 'wrap',
    help: 'wrap long lines',
    run: run.toggleWrap,
  },
  {
    keys: ['left'],
    heading: 'Looking',
    help: 'long lines back to the left',
    disabledReason: run.whyNoSidewaysScroll,
    run: run.scrollSideways(-1),
  },
  {
    keys: ['right'],
    heading: 'Looking',
    help: 'on in long lines, to the right',
    disabledReason: run.whyNoSidewaysScroll,
    run: run.scrollSideways(1),
  },
  {
    keys: ['X'],
    heading: 'Looking',
    hint: 'clear',
    help: 'clear what is shown',
    run: run.clearLog,
  },
];
