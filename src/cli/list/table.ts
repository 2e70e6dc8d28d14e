import type { Execution } from '../../api/execution.ts';
import { phaseOf } from '../../api/phase.ts';
import { cellWidth } from '../../monitor/core/cells.ts';
import { clean } from '../../monitor/core/clean.ts';
import { type ListContext, listColumns } from '../../monitor/core/executions/columns.ts';
import type { Span } from '../../monitor/core/frame.ts';
import type { Functions } from '../../monitor/core/functions.ts';
import { phaseTone, span, UNICODE } from '../../monitor/core/look.ts';
import type { Zone } from '../../monitor/core/time.ts';
import { type Paint, painted } from '../paint.ts';

/** How the table is to be. */
export interface TableOptions {
  /** The worker and the message as well. */
  readonly wide: boolean;
  /** The namespace of each as well. */
  readonly namespaces: boolean;
  readonly functions: Functions;
  readonly now: number;
  readonly zone: Zone;
  readonly paint: Paint;
}

/** Between columns, as kubectl has it. */
const GAP = 3;
const WIDE_ONLY: ReadonlySet<string> = new Set(['worker', 'message']);

/**
 * The executions in the monitor's columns, as wide as what stands in them and without its pictures, so
 * that `awk` and `cut` may read them too. Nothing is cut. No executions make no text.
 */
export function executionsTable(executions: readonly Execution[], options: TableOptions): string {
  if (executions.length === 0) return '';
  const { paint } = options;
  const columns = listColumns(options.wide, options.namespaces).filter(
    // What it waits for is told by the suspensions of its tree: `show` reads these.
    ({ id }) => id !== 'waiting' && (options.wide || !WIDE_ONLY.has(id)),
  );
  const context = contextOf(options);
  const rows: (readonly (readonly Span[])[])[] = [
    columns.map(({ title }) => [span(title, 'title')]),
    ...executions.map((execution) => {
      try {
        return columns.map((column) =>
          column.id === 'phase' ? phaseCell(execution) : column.cell(execution, context, 0),
        );
      } catch (error) {
        // One broken object spoils its own row only.
        const why = error instanceof Error ? error.message : String(error);
        return [[span(clean(`${execution.metadata.name}: cannot be shown: ${why}`), 'bad')]];
      }
    }),
  ];
  const widths = columns.map((_, i) =>
    Math.max(...rows.filter((row) => row.length > 1).map((row) => widthOf(row[i] ?? []))),
  );
  const line = (row: readonly (readonly Span[])[]) =>
    row.flatMap((cell, i) => [
      ...cell,
      { text: ' '.repeat(Math.max(0, (widths[i] ?? 0) - widthOf(cell)) + GAP) },
    ]);
  return rows.map((row) => `${painted(line(row), paint)}\n`).join('');
}

function widthOf(cell: readonly Span[]): number {
  return cell.reduce((sum, { text }) => sum + cellWidth(text), 0);
}

function phaseCell(execution: Execution): readonly Span[] {
  const phase = phaseOf(execution);
  return [span(clean(phase), phaseTone(phase))];
}

function contextOf({ functions, now, zone }: TableOptions): ListContext {
  return {
    functions,
    now,
    zone,
    open: new Map(),
    mutexHolder: () => undefined,
    glyphs: UNICODE,
    mode: 'flat',
    pending: () => undefined,
  };
}
