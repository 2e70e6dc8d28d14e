import { cellWidth } from '../../text/cell-width.ts';
import { ASCII, type Glyphs, UNICODE } from '../../text/glyphs.ts';
import { span } from '../../text/span.ts';
import { wrapText } from '../../text/wrap.ts';
import { footerRows } from './chrome/footer.ts';
import { headerRow, placeRow } from './chrome/header.ts';
import type { Frame, Pane, Row, Size } from './frame.ts';
import { drawLayer } from './layers/registry.ts';
import { arrange, SMALLEST } from './layout.ts';
import { headerLines } from './panes/measure.ts';
import { paneOf } from './panes/registry.ts';
import type { State } from './state.ts';

/** The screen of a state at an instant. */
export function view(state: State, now: number): Frame {
  const { size } = state;
  const glyphs = state.setup.ascii ? ASCII : UNICODE;
  const layout = arrange(size, state.route.view, state.focus, state.zoomed, headerLines(state));
  if (layout.kind === 'tooSmall') return tooSmall(size);
  const panes: Pane[] = [line('header', 0, size.width, headerRow(state, size.width, now, glyphs))];
  if (state.tallHeader) panes.push(line('place', 1, size.width, placeRow(state, size.width)));
  for (const [id, rect] of layout.panes) {
    const focused = state.focus === id && state.layers.length === 0;
    panes.push(...paneOf(id).draw(state, { rect, focused, now, glyphs }));
  }
  // A message of several lines lies over everything else.
  const drawn = state.layers.reduce<Frame>((f, layer) => drawLayer(f, layer, state), {
    size,
    panes,
  });
  return { ...drawn, panes: [...drawn.panes, footer(state, glyphs)] };
}

function footer(state: State, glyphs: Glyphs): Pane {
  const { width, height } = state.size;
  const rows = footerRows(state, state.size, glyphs);
  const rect = { left: 0, top: height - rows.length, width, height: rows.length };
  return { id: 'footer', rect, content: { kind: 'rows', rows } };
}

function line(id: string, top: number, width: number, row: Row): Pane {
  return { id, rect: { left: 0, top, width, height: 1 }, content: { kind: 'rows', rows: [row] } };
}

/** The message that fits whole: the size that is needed is the last thing to be left out. */
function tooSmall(size: Size): Frame {
  const needed = `${SMALLEST.width}×${SMALLEST.height}`;
  const messages = [
    `${size.width}×${size.height} is too small: kontinue needs ${needed}`,
    `too small: needs ${needed}`,
    `needs ${needed}`,
    needed,
  ];
  const fits = (message: string) =>
    message.split(' ').every((word) => cellWidth(word) <= size.width) &&
    wrapText(message, size.width).length <= size.height;
  const message = messages.find(fits) ?? needed;
  const rows = wrapText(message, Math.max(1, size.width))
    .slice(0, size.height)
    .map((text) => ({ spans: [span(text, 'warn')] }));
  const rect = { left: 0, top: 0, width: size.width, height: rows.length };
  return { size, panes: [{ id: 'tooSmall', rect, content: { kind: 'rows', rows } }] };
}
