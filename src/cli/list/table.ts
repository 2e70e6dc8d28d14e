import type { Execution } from '../../api/execution.ts';
import { phaseOf } from '../../api/phase.ts';
import { isArchived } from '../../client/watch/provenance.ts';
import {
  AGE,
  ATTEMPT,
  type CellContext,
  DURATION,
  FUNCTION,
  MESSAGE,
  NAMESPACE,
  nameSpan,
  PROGRESS,
  WORKER,
} from '../../monitor/core/executions/columns.ts';
import type { Functions } from '../../monitor/core/function-lookup.ts';
import { ASCII, phaseTone, UNICODE } from '../../text/glyphs.ts';
import { sanitize } from '../../text/sanitize.ts';
import type { Span } from '../../text/span.ts';
import { span } from '../../text/span.ts';
import { fitSpans, widthOf } from '../../text/spans.ts';
import { textFor } from '../ascii.ts';
import { messageOf } from '../output.ts';
import { type Paint, paintLine } from '../paint.ts';

/** How to draw the table. */
export interface TableOptions {
  /** Whether to show the worker and the message. */
  readonly wide: boolean;
  /** Whether to draw with ASCII characters only. */
  readonly ascii: boolean;
  /** Whether to show the namespaces. */
  readonly namespaces: boolean;
  readonly functions: Functions;
  readonly now: number;
  readonly paint: Paint;
  /** The width of the terminal in cells, at which messages are cut. Undefined: nothing is cut. */
  readonly width?: number | undefined;
}

/** The cells between columns, as in kubectl. */
const GAP = 3;
/** Messages with less space than this are not cut but wrap. */
const MIN_MESSAGE_CELLS = 16;
/** The width of a cell that is not cut. */
const UNCUT = Number.POSITIVE_INFINITY;

/** A column of the table: its title, and its cell of an execution. */
interface TableColumn {
  readonly title: string;
  cell(execution: Execution, context: CellContext): readonly Span[];
}

const NAME: TableColumn = { title: 'NAME', cell: (e) => [nameSpan(e, UNCUT)] };
const PHASE: TableColumn = {
  title: 'PHASE',
  cell: (execution) => {
    const phase = phaseOf(execution);
    return [span(sanitize(phase), phaseTone(phase))];
  },
};

/** A column of the monitor, as wide as its text. */
const uncut = (column: typeof AGE): TableColumn => ({
  title: column.title,
  cell: (execution, context) => column.cell(execution, context, UNCUT),
});

/** WAITING ON is missing: it needs the suspensions of each tree, which only `show` reads. */
const COLUMNS: readonly TableColumn[] = [
  NAME,
  uncut(FUNCTION),
  PHASE,
  {
    title: PROGRESS.title,
    // The summary of an archive has neither progress nor attempts. A bar would take all the space.
    cell: (execution, context) =>
      isArchived(execution) ? [span('archived', 'muted')] : PROGRESS.cell(execution, context, 0),
  },
  {
    title: ATTEMPT.title,
    cell: (execution, context) =>
      isArchived(execution) ? [] : ATTEMPT.cell(execution, context, UNCUT),
  },
  uncut(DURATION),
  uncut(AGE),
];
const WIDE_COLUMNS: readonly TableColumn[] = [uncut(WORKER), uncut(MESSAGE)];

/**
 * Draws the executions in the monitor's columns, as wide as their text and without glyphs, so that
 * `awk` and `cut` can read them. It cuts only messages, and only on a terminal. The text is empty
 * without executions.
 */
export function executionsTable(executions: readonly Execution[], options: TableOptions): string {
  if (executions.length === 0) return '';
  const { paint } = options;
  const columns = [
    ...(options.namespaces ? [uncut(NAMESPACE)] : []),
    ...COLUMNS,
    ...(options.wide ? WIDE_COLUMNS : []),
  ];
  const { functions, now, ascii } = options;
  const context: CellContext = { functions, now, glyphs: ascii ? ASCII : UNICODE };
  const rows: (readonly (readonly Span[])[])[] = [
    columns.map(({ title }) => [span(title, 'title')]),
    ...executions.map((execution) => {
      try {
        return columns.map((column) => column.cell(execution, context));
      } catch (error) {
        // One broken object affects only its own row.
        const text = `${execution.metadata.name}: cannot be shown: ${messageOf(error)}`;
        return [[span(sanitize(text), 'bad')]];
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
  const isCut = options.wide && width !== undefined && width - last >= MIN_MESSAGE_CELLS;
  const line = (row: readonly (readonly Span[])[]) => {
    const spans = row.flatMap((cell, i) => [
      ...cell,
      { text: ' '.repeat(Math.max(0, (widths[i] ?? 0) - widthOf(cell)) + GAP) },
    ]);
    return isCut ? fitSpans(spans, width) : spans;
  };
  return textFor(options)(rows.map((row) => `${paintLine(line(row), paint)}\n`).join(''));
}
