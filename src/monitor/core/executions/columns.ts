import {
  attemptNumber,
  attemptsAllowed,
  finishedAt,
  firstStartedAt,
} from '../../../api/attempts.ts';
import type { Execution } from '../../../api/execution.ts';
import { parseInstant } from '../../../api/instant.ts';
import { isRoot } from '../../../api/ownership.ts';
import { isTerminal, phaseOf } from '../../../api/phase.ts';
import { bar, shareOf } from '../../../text/bar.ts';
import { cellWidth, cutMiddle } from '../../../text/cell-width.ts';
import { type Glyphs, phaseGlyph, phaseTone } from '../../../text/glyphs.ts';
import { sanitize } from '../../../text/sanitize.ts';
import type { Span } from '../../../text/span.ts';
import { span } from '../../../text/span.ts';
import { ageSpan, shortSpan } from '../../../text/time.ts';
import type { Column } from '../columns.ts';
import { defaultsOf, type Functions } from '../function-lookup.ts';
import type { Widest } from '../table/widest.ts';
import { rootKey } from './root-key.ts';
import type { Mode } from './table.ts';
import { failedBelow, type RowContext, type Waiting, waitingOn } from './waiting-on.ts';

/** What the cells need that tell of an execution alone, wherever it is listed. */
export interface CellContext {
  readonly functions: Functions;
  readonly now: number;
  readonly glyphs: Glyphs;
}

/** What a cell of the monitor's list may need. */
export interface ListContext extends RowContext, CellContext {
  readonly mode: Mode;
  /** Words that stand for the phase while a write is under way: `canceling…`. */
  readonly pending: (execution: Execution) => string | undefined;
}

type ListColumn = Column<Execution, ListContext>;
type PlainColumn = Column<Execution, CellContext>;

/** The longest phase with its glyph: `◐ Suspended`. */
const PHASE_CELLS = 11;

/** Why it waits, in as many words as there is room for. */
function wordsIn({ text: words, shorter = [] }: Waiting, width: number): string {
  const fitting = [words, ...shorter].find((text) => cellWidth(sanitize(text)) <= width);
  const shortest = shorter.at(-1);
  if (fitting !== undefined || shortest === undefined) return sanitize(fitting ?? words);
  return cutMiddle(sanitize(shortest), width);
}

/** The longest mark beside a name: ` ✖99`. */
const MARK_CELLS = 4;

/** How many descendants of a root fail, beside its name where these do not show: ` ✖2`. */
function failingMark(execution: Execution, { mode, below, glyphs }: ListContext): string {
  if (mode !== 'roots' || !isRoot(execution)) return '';
  const count = below.get(rootKey(execution))?.failing.length ?? 0;
  return count === 0 ? '' : ` ${phaseGlyph('Failed', glyphs)}${Math.min(count, 99)}`;
}

/** Indents a descendant under its root. */
const INDENT = '  ';

const NAME: ListColumn = {
  id: 'name',
  title: 'NAME',
  min: 20,
  max: 48,
  priority: 0,
  cell: (e, context, width) => {
    const indent = context.mode === 'grouped' && !isRoot(e) ? INDENT : '';
    const mark = failingMark(e, context);
    return [nameSpan(e, width - mark.length, indent), span(mark, 'bad')];
  },
};

/** The name of an execution, cut in its middle where it is too long. */
export function nameSpan(execution: Execution, width: number, indent = ''): Span {
  const name = cutMiddle(sanitize(execution.metadata.name), width - indent.length);
  return span(indent + name, isDone(execution) ? 'muted' : undefined);
}

const PHASE: ListColumn = {
  id: 'phase',
  title: 'PHASE',
  min: PHASE_CELLS,
  max: PHASE_CELLS,
  priority: 1,
  cell: phaseCell,
};

export const FUNCTION: PlainColumn = {
  id: 'function',
  title: 'FUNCTION',
  min: 12,
  max: 32,
  priority: 2,
  cell: (e, _, width) => [
    span(cutMiddle(sanitize(e.spec.function), width), isDone(e) ? 'muted' : undefined),
  ],
};

export const PROGRESS: PlainColumn = {
  id: 'progress',
  title: 'PROGRESS',
  min: 10,
  max: 11,
  priority: 3,
  cell: progressCell,
};

export const ATTEMPT: PlainColumn = {
  id: 'attempt',
  title: 'TRY',
  min: 4,
  max: 4,
  priority: 4,
  cell: (e, { functions }) => {
    const number = attemptNumber(e);
    const allowed = attemptsAllowed(e, defaultsOf(functions, e));
    return [span(`${number}/${allowed}`, number > 1 ? 'warn' : 'muted')];
  },
};

const WAITING: ListColumn = {
  id: 'waiting',
  title: 'WAITING ON',
  min: 24,
  max: 96,
  priority: 7,
  cell: (e, context, width) => {
    const waiting = waitingOn(e, context);
    const failed = failedBelow(e, context.below);
    return [
      ...(waiting ? [span(wordsIn(waiting, width), waiting.tone)] : []),
      ...(waiting && failed !== undefined ? [span(' · ', 'muted')] : []),
      ...(failed === undefined ? [] : [span(sanitize(failed), 'bad')]),
    ];
  },
};

export const DURATION: PlainColumn = {
  id: 'duration',
  title: 'DURATION',
  min: 9,
  max: 9,
  priority: 6,
  cell: durationCell,
};

export const AGE: PlainColumn = {
  id: 'age',
  title: 'AGE',
  min: 5,
  max: 6,
  priority: 5,
  cell: ageCell,
};

export const WORKER: PlainColumn = {
  id: 'worker',
  title: 'WORKER',
  min: 12,
  max: 24,
  priority: 8,
  cell: (e, _, width) => [span(cutMiddle(sanitize(e.status?.workerName ?? ''), width), 'muted')],
};

export const MESSAGE: PlainColumn = {
  id: 'message',
  title: 'MESSAGE',
  min: 16,
  max: 120,
  priority: 9,
  cell: (e) => [span(sanitize(e.status?.message ?? ''), 'muted')],
};

export const NAMESPACE: PlainColumn = {
  id: 'namespace',
  title: 'NAMESPACE',
  min: 10,
  max: 24,
  priority: 2.5,
  cell: (e, _, width) => [span(cutMiddle(sanitize(e.metadata.namespace ?? ''), width), 'muted')],
};

const COLUMNS: readonly ListColumn[] = [
  NAME,
  FUNCTION,
  PHASE,
  PROGRESS,
  ATTEMPT,
  WAITING,
  DURATION,
  AGE,
];
const WIDE: readonly ListColumn[] = [WORKER, MESSAGE];

/** What is listed, and in how many cells. */
export interface Listed {
  readonly mode: Mode;
  /** Whether something fails below a root. */
  readonly hasMarks: boolean;
  readonly widest: Widest;
  readonly width: number;
}

/** A name is not cut for the sake of other columns as long as it takes no more of the line than this. */
const NAME_SHARE = 0.36;

/**
 * The columns of the list. NAMESPACE only when several are shown. `wide` puts WORKER and MESSAGE
 * right after PHASE; else they show where there is room for all.
 */
export function listColumns(wide: boolean, namespaces: boolean): readonly ListColumn[] {
  const extra = wide ? WIDE.map((column) => ({ ...column, priority: column.priority / 8 })) : WIDE;
  return [...(namespaces ? [NAMESPACE] : []), ...COLUMNS, ...extra];
}

/** The same, with the columns of names as wide as their widest, as far as there is room. */
export function fitColumns(
  columns: readonly ListColumn[],
  { mode, hasMarks, widest, width }: Listed,
): readonly ListColumn[] {
  const beside = { roots: hasMarks ? MARK_CELLS : 0, grouped: INDENT.length, flat: 0 }[mode];
  const wanted: Widest = { ...widest, name: (widest.name ?? 0) + beside };
  return columns.map((column) => {
    const want = wanted[column.id];
    if (want === undefined) return column;
    const max = Math.max(column.min, Math.min(column.max, want));
    const room = column === NAME ? Math.floor(width * NAME_SHARE) : column.min;
    return { ...column, min: Math.max(column.min, Math.min(max, room)), max };
  });
}

/** Ended without a failure: nothing there asks for attention. */
function isDone(execution: Execution): boolean {
  const phase = phaseOf(execution);
  return isTerminal(phase) && phase !== 'Failed';
}

function phaseCell(execution: Execution, context: ListContext): readonly Span[] {
  const pending = context.pending(execution);
  if (pending !== undefined) return [span(pending, 'warn', { bold: true })];
  const phase = phaseOf(execution);
  const text = `${phaseGlyph(phase, context.glyphs)} ${sanitize(phase)}`;
  return [span(text, phaseTone(phase))];
}

function progressCell(
  execution: Execution,
  { glyphs }: CellContext,
  width: number,
): readonly Span[] {
  const progress = execution.status?.progress;
  if (progress?.current === undefined && progress?.max === undefined) return [];
  const current = progress.current ?? 0;
  const max = progress.max ?? 0;
  const words = `${current}/${max}`;
  const share = shareOf(current, max);
  const cells = Math.min(8, width - words.length - 1);
  if (share === undefined || cells < 2) return [span(words)];
  const done = isDone(execution);
  const tone = done ? 'muted' : phaseTone(phaseOf(execution));
  return [...bar(share, cells, tone, glyphs), span(` ${words}`, done ? 'muted' : undefined)];
}

function durationCell(execution: Execution, { now }: CellContext): readonly Span[] {
  const start = firstStartedAt(execution);
  if (start === undefined) return [];
  const open = !isTerminal(phaseOf(execution));
  const end = open ? now : finishedAt(execution);
  return end === undefined ? [] : [span(shortSpan(end - start), open ? undefined : 'muted')];
}

function ageCell(execution: Execution, { now }: CellContext): readonly Span[] {
  const created = parseInstant(execution.metadata.creationTimestamp);
  return created === undefined ? [] : [span(ageSpan(now - created), 'muted')];
}
