import { cellWidth } from '../../../text/cell-width.ts';
import { helpRows, pageLines, pageWidth } from '../help.ts';
import { firstMatch } from '../logs/match.ts';
import { nextMatch, type Search } from '../search.ts';
import { type Overlay, type State, type TextPage, withFlash } from '../state.ts';
import { noEffects, type Step } from '../step.ts';
import { noMatchText, whyNoSearch } from './searching.ts';

export type Page = Extract<Overlay, { kind: 'help' | 'text' }>;

/** Looks for something in the page that is open, from its first line on the screen. */
export function searchedPage(state: State, page: Page, search: Search): Step {
  return noEffects(atMatch({ ...state, search }, page, search, 1, true));
}

/** Goes to the next match in the page, or to the one before. */
export function searchPageOn(state: State, page: Page, by: 1 | -1): Step {
  const { search } = state;
  return search === undefined
    ? noEffects(withFlash(state, whyNoSearch(state) ?? '', 'warn'))
    : noEffects(atMatch(state, page, search, by, false));
}

function atMatch(state: State, overlay: Page, search: Search, by: 1 | -1, anew: boolean): State {
  const lines = linesOf(state, overlay);
  const { top, found: last } = overlay.kind === 'help' ? overlay : overlay.page;
  const start = anew || last === undefined ? top : last + by;
  const found = nextMatch(lines.length, start, by, (i) => search.test(lines[i] ?? ''));
  if (found === undefined) return noMatchText(state, search);
  const height = pageLines(state);
  const lowest = Math.max(0, lines.length - height);
  const shows = found >= top && found < top + height;
  const place = { top: shows ? top : Math.min(lowest, Math.max(0, found - 2)), found };
  const shift = overlay.kind === 'text' ? shiftTo(state, overlay.page, search, lines[found]) : 0;
  return {
    ...state,
    overlay:
      overlay.kind === 'help'
        ? { ...overlay, ...place }
        : { ...overlay, page: { ...overlay.page, ...place, shift } },
  };
}

/** A match beyond the sides of the page comes into sight. */
function shiftTo(state: State, { shift }: TextPage, search: Search, line = ''): number {
  const match = firstMatch(search, line);
  if (match === undefined) return shift;
  const room = pageWidth(state) - 2;
  const start = cellWidth(line.slice(0, match.start));
  const end = cellWidth(line.slice(0, match.end));
  if (start >= shift && end <= shift + room) return shift;
  return end <= room ? 0 : Math.max(0, start - Math.floor(room / 3));
}

function linesOf(state: State, overlay: Page): readonly string[] {
  return overlay.kind === 'help'
    ? helpRows(pageWidth(state)).map((row) => row.spans.map((part) => part.text).join(''))
    : (overlay.page.lines ?? []);
}
