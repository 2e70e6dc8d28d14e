import { cellWidth } from '../../../text/cell-width.ts';
import { noMatchText, whyNoSearch } from '../keys/searching.ts';
import { firstMatch } from '../logs/match.ts';
import { nextMatch, type Search } from '../search.ts';
import { type State, withFlash } from '../state.ts';
import { noEffects, type Step } from '../step.ts';
import type { Page } from './layer.ts';
import { pageLines, pageText, pageWidth } from './page-view.ts';
import { replaceLayer } from './stack.ts';

/** Searches the page that is open, from its first line on the screen. */
export function searchPage(state: State, page: Page, search: Search): Step {
  return noEffects(goToMatch({ ...state, search }, page, search, 1, true));
}

/** Goes to the next match in the page, or to the one before. */
export function searchPageOn(state: State, page: Page, by: 1 | -1): Step {
  const { search } = state;
  return search === undefined
    ? noEffects(withFlash(state, whyNoSearch(state) ?? '', 'warn'))
    : noEffects(goToMatch(state, page, search, by, false));
}

function goToMatch(state: State, page: Page, search: Search, by: 1 | -1, isFirst: boolean): State {
  const lines = pageText(page, pageWidth(state));
  const { top, found: last } = page;
  const start = isFirst || last === undefined ? top : last + by;
  const found = nextMatch(lines.length, start, by, (i) => search.test(lines[i] ?? ''));
  if (found === undefined) return noMatchText(state, search);
  const height = pageLines(state);
  const lowest = Math.max(0, lines.length - height);
  const shows = found >= top && found < top + height;
  const place = { top: shows ? top : Math.min(lowest, Math.max(0, found - 2)), found };
  const shift = page.source === 'help' ? 0 : shiftTo(state, page, search, lines[found]);
  return replaceLayer(state, { kind: 'page', content: { ...page, ...place, shift } });
}

/** A match beyond the sides of the page comes into sight. */
function shiftTo(state: State, { shift }: Page, search: Search, line = ''): number {
  const match = firstMatch(search, line);
  if (match === undefined) return shift;
  const room = pageWidth(state) - 2;
  const start = cellWidth(line.slice(0, match.start));
  const end = cellWidth(line.slice(0, match.end));
  if (start >= shift && end <= shift + room) return shift;
  return end <= room ? 0 : Math.max(0, start - Math.floor(room / 3));
}
