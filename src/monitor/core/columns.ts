import { type Span, span } from '../../text/span.ts';
import { fitSpans } from '../../text/spans.ts';
import type { Row } from './frame.ts';

/** A column of a table of `T`, drawn with `C` at hand. */
export interface Column<T, C> {
  readonly id: string;
  readonly title: string;
  /** Narrower than this it is left out. */
  readonly min: number;
  /** Wider than this it never grows. */
  readonly max: number;
  /** Lower comes first when room is short. */
  readonly priority: number;
  readonly right?: boolean;
  cell(item: T, context: C, width: number): readonly Span[];
}

/** The columns that show, with the width that each got. */
export interface Placement<T, C> {
  readonly gap: number;
  readonly columns: readonly { readonly column: Column<T, C>; readonly width: number }[];
}

/** Between columns; one cell where every cell counts. */
function gapOf(width: number): number {
  return width < 150 ? 1 : 2;
}

/** Chooses columns by priority, and gives the room left over to each in turn, up to its most. */
export function placeColumns<T, C>(
  columns: readonly Column<T, C>[],
  width: number,
): Placement<T, C> {
  const gap = gapOf(width);
  const byPriority = [...columns].sort((a, b) => a.priority - b.priority);
  const widths = new Map<Column<T, C>, number>();
  let room = width + gap;
  for (const column of byPriority) {
    if (gap + column.min > room) continue;
    room -= gap + column.min;
    widths.set(column, column.min);
  }
  for (const column of byPriority) {
    const before = widths.get(column);
    if (before === undefined) continue;
    const grow = Math.min(column.max - before, room);
    widths.set(column, before + grow);
    room -= grow;
  }
  return {
    gap,
    columns: columns.flatMap((column) => {
      const cells = widths.get(column);
      return cells === undefined ? [] : [{ column, width: cells }];
    }),
  };
}

/** The line of titles; the sorted column carries a mark. */
export function titleRow<T, C>(
  { gap, columns }: Placement<T, C>,
  mark: (id: string) => string,
): Row {
  return {
    spans: joined(
      columns.map(({ column, width }) =>
        fitSpans([span(column.title + mark(column.id), 'title')], width, column.right),
      ),
      gap,
    ),
  };
}

/** One line of the table. */
export function tableRow<T, C>(
  { gap, columns }: Placement<T, C>,
  item: T,
  context: C,
): readonly Span[] {
  return joined(
    columns.map(({ column, width }) =>
      fitSpans(column.cell(item, context, width), width, column.right),
    ),
    gap,
  );
}

function joined(cells: readonly (readonly Span[])[], gap: number): readonly Span[] {
  return cells.flatMap((cell, i) => (i === 0 ? cell : [{ text: ' '.repeat(gap) }, ...cell]));
}
