import type { Execution } from '../../api/execution.ts';
import { phaseOf } from '../../api/phase.ts';
import { isArchived } from '../../client/watch/provenance.ts';
import { fitSpans, widthOf } from '../../monitor/core/columns.ts';
import { type ListContext, listColumns } from '../../monitor/core/executions/columns.ts';
import type { Functions } from '../../monitor/core/function-lookup.ts';
import { ASCII, phaseTone, UNICODE } from '../../text/glyphs.ts';
import { sanitize } from '../../text/sanitize.ts';
import type { Span } from '../../text/span.ts';
import { span } from '../../text/span.ts';
import { textFor } from '../ascii.ts';
import { messageOf } from '../output.ts';
import { type Paint, painted } from '../paint.ts';

/** How the table is to be. */
export interface TableOptions {
  /** The worker and the message as well. */
  readonly wide: boolean;
  /** Nothing but ASCII. */
  readonly ascii: boolean;
  /** The namespace of each as well. */
  readonly namespaces: boolean;
  readonly functions: Functions;
  readonly now: number;
  readonly paint: Paint;
  /** The cells of the terminal it goes to: messages end there. None, and nothing is cut. */
  readonly width?: number | undefined;
}

/** Between columns, as kubectl has it. */
const GAP = 3;
/** Fewer cells of a message say nothing: rather it wraps. */
const LEAST_MESSAGE = 16;
const WIDE_ONLY: ReadonlySet<string> = new Set(['worker', 'message']);

/**
 * The executions in the monitor's columns, as wide as what stands in them and without its pictures, so
 * that `awk` and `cut` may read them too. Only messages are cut, and on a terminal alone. No executions
 * make no text.
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
        return columns.map((column) => cellOf(column, execution, context));
      } catch (error) {
        // One broken object spoils its own row only.
        const words = `${execution.metadata.name}: cannot be shown: ${messageOf(error)}`;
        return [[span(sanitize(words), 'bad')]];
      }
    }),
  ];
  const widths = columns.map((_, i) =>
    rows
      .filter((row) => row.length > 1)
      .reduce((widest, row) => Math.max(widest, widthOf(row[i] ?? [])), 0),
  );
  const last = widths.slice(0, -1).reduce((sum, width) => sum + width + GAP, 0);
  const { width } = options;
  const isCut = options.wide && width !== undefined && width - last >= LEAST_MESSAGE;
  const line = (row: readonly (readonly Span[])[]) => {
    const spans = row.flatMap((cell, i) => [
      ...cell,
      { text: ' '.repeat(Math.max(0, (widths[i] ?? 0) - widthOf(cell)) + GAP) },
    ]);
    return isCut ? fitSpans(spans, width) : spans;
  };
  return textFor(options)(rows.map((row) => `${painted(line(row), paint)}\n`).join(''));
}

type ExecutionColumn = ReturnType<typeof listColumns>[number];

function cellOf(
  column: ExecutionColumn,
  execution: Execution,
  context: ListContext,
): readonly Span[] {
  if (column.id === 'phase') {
    const phase = phaseOf(execution);
    return [span(sanitize(phase), phaseTone(phase))];
  }
  // The summary of an archive tells neither progress nor attempts.
  if (isArchived(execution) && column.id === 'progress') return [span('archived', 'muted')];
  if (isArchived(execution) && column.id === 'attempt') return [];
  // No bar, which takes what room there is; and no text is cut here.
  const width = column.id === 'progress' ? 0 : Number.POSITIVE_INFINITY;
  return column.cell(execution, context, width);
}

function contextOf({ functions, now, ascii }: TableOptions): ListContext {
  return {
    functions,
    now,
    // No column that shows has a time of the day.
    zone: 'utc',
    open: new Map(),
    hasEndedOwner: () => false,
    below: new Map(),
    mutexHolder: () => undefined,
    glyphs: ascii ? ASCII : UNICODE,
    mode: 'flat',
    pending: () => undefined,
  };
}
