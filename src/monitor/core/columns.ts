import { cellWidth, cut } from './cells.ts';
import type { Row, Span, Style } from './frame.ts';
import { span } from './look.ts';

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
  cell(item: T, context: C): readonly Span[];
}

/** A column with the width it got. */
export interface Placed<T, C> {
  readonly column: Column<T, C>;
  readonly width: number;
}

const GAP = 2;

/** Chooses columns by priority and shares the room left over among those that can grow. */
export function placed<T, C>(
  columns: readonly Column<T, C>[],
  width: number,
): readonly Placed<T, C>[] {
  const chosen = new Set<Column<T, C>>();
  let used = -GAP;
  for (const column of [...columns].sort((a, b) => a.priority - b.priority)) {
    if (used + GAP + column.min > width) continue;
    used += GAP + column.min;
    chosen.add(column);
  }
  const widths = new Map([...chosen].map((column) => [column, column.min]));
  for (let room = width - used; room > 0; ) {
    const growing = [...chosen].filter((c) => (widths.get(c) ?? 0) < c.max);
    if (growing.length === 0) break;
    const step = Math.max(1, Math.floor(room / growing.length));
    for (const column of growing) {
      const before = widths.get(column) ?? 0;
      const grow = Math.min(step, column.max - before, room);
      widths.set(column, before + grow);
      room -= grow;
    }
  }
  return columns
    .filter((column) => chosen.has(column))
    .map((column) => ({ column, width: widths.get(column) ?? column.min }));
}

/** The line of titles; the sorted column carries a mark. */
export function titleRow<T, C>(
  columns: readonly Placed<T, C>[],
  mark: (id: string) => string,
): Row {
  return {
    spans: joined(
      columns.map(({ column, width }) =>
        fitted([span(column.title + mark(column.id), 'title')], width, column.right),
      ),
    ),
  };
}

/** One line of the table. */
export function tableRow<T, C>(
  columns: readonly Placed<T, C>[],
  item: T,
  context: C,
): readonly Span[] {
  return joined(
    columns.map(({ column, width }) => fitted(column.cell(item, context), width, column.right)),
  );
}

function joined(cells: readonly (readonly Span[])[]): readonly Span[] {
  return cells.flatMap((cell, i) => (i === 0 ? cell : [{ text: ' '.repeat(GAP) }, ...cell]));
}

/** Spans cut and filled to exactly `width` cells. */
export function fitted(
  spans: readonly Span[],
  width: number,
  right = false,
  fill?: Style,
): readonly Span[] {
  const out: Span[] = [];
  let room = width;
  for (const part of spans) {
    if (room <= 0) break;
    const text = cut(part.text, room);
    out.push(text === part.text ? part : { ...part, text });
    room -= cellWidth(text);
  }
  if (room <= 0) return out;
  const blank: Span = { text: ' '.repeat(room), ...(fill && { style: fill }) };
  return right ? [blank, ...out] : [...out, blank];
}
