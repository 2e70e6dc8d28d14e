import { paneSize } from '../panes/measure.ts';
import { nextMatch, type Search, type SearchStep } from '../search.ts';
import type { State } from '../state.ts';
import { centerOn } from './layout.ts';
import { shownText } from './line.ts';
import { logClock } from './pane.ts';

/** Goes to a line that matches. The newest is what one looks for: the first match is the last line. */
export function findInLog(state: State, search: Search, step: SearchStep): State | undefined {
  const { entries, dropped } = state.logs.buffer;
  const by = step === 'first' ? -1 : step;
  const from = step === 'first' ? undefined : state.logs.found;
  const start = from === undefined ? entries.length - 1 : from - dropped + by;
  const found = nextMatch(entries.length, start, by, (i) => {
    const entry = entries[i];
    return entry !== undefined && search.test(shownText(entry));
  });
  if (found === undefined) return undefined;
  const size = paneSize(state, 'logs');
  const logs = centerOn(state.logs, found + dropped, search, size, logClock(state));
  return { ...state, logs };
}
