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
import { bar, shareOf } from '../bar.ts';
import { clean } from '../clean.ts';
import type { Column } from '../columns.ts';
import type { Span } from '../frame.ts';
import { defaultsOf } from '../functions.ts';
import { type Glyphs, phaseGlyph, phaseTone, span } from '../look.ts';
import { ageSpan, shortSpan } from '../time.ts';
import type { Mode } from './list.ts';
import { type Surroundings, waitingOn } from './waiting-on.ts';

/** What a cell of the list may need. */
export interface ListContext extends Surroundings {
  readonly glyphs: Glyphs;
  readonly mode: Mode;
  /** Words that stand for the phase while a write is under way: `canceling…`. */
  readonly pending: (execution: Execution) => string | undefined;
}

type ExecutionColumn = Column<Execution, ListContext>;

/** The longest phase with its glyph: `◐ Suspended`. */
const PHASE_CELLS = 11;

const NAME: ExecutionColumn = {
  id: 'name',
  title: 'NAME',
  min: 20,
  max: 26,
  priority: 0,
  cell: (e, { mode }) => {
    const indent = mode === 'grouped' && !isRoot(e) ? '  ' : '';
    return [span(indent + clean(e.metadata.name), isDone(e) ? 'muted' : undefined)];
  },
};

const PHASE: ExecutionColumn = {
  id: 'phase',
  title: 'PHASE',
  min: PHASE_CELLS,
  max: PHASE_CELLS,
  priority: 1,
  cell: phaseCell,
};

const COLUMNS: readonly ExecutionColumn[] = [
  NAME,
  {
    id: 'function',
    title: 'FUNCTION',
    min: 12,
    max: 16,
    priority: 2,
    cell: (e) => [span(clean(e.spec.function), isDone(e) ? 'muted' : undefined)],
  },
  PHASE,
  { id: 'progress', title: 'PROGRESS', min: 10, max: 11, priority: 3, cell: progressCell },
  {
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
  },
  {
    id: 'waiting',
    title: 'WAITING ON',
    min: 24,
    max: 48,
    priority: 7,
    cell: (e, context) => {
      const waiting = waitingOn(e, context);
      return waiting ? [span(clean(waiting.words), waiting.tone)] : [];
    },
  },
  { id: 'duration', title: 'DURATION', min: 9, max: 9, priority: 6, cell: durationCell },
  { id: 'age', title: 'AGE', min: 5, max: 6, priority: 5, cell: ageCell },
];

const WIDE: readonly ExecutionColumn[] = [
  {
    id: 'worker',
    title: 'WORKER',
    min: 12,
    max: 24,
    priority: 8,
    cell: (e) => [span(clean(e.status?.workerName ?? ''), 'muted')],
  },
  {
    id: 'message',
    title: 'MESSAGE',
    min: 16,
    max: 120,
    priority: 9,
    cell: (e) => [span(clean(e.status?.message ?? ''), 'muted')],
  },
];

const NAMESPACE: ExecutionColumn = {
  id: 'namespace',
  title: 'NAMESPACE',
  min: 10,
  max: 12,
  priority: 2.5,
  cell: (e) => [span(clean(e.metadata.namespace ?? ''), 'muted')],
};

/**
 * The columns of the list. NAMESPACE only when several are shown. `wide` puts WORKER and MESSAGE
 * right after PHASE; else they show where there is room for all.
 */
export function listColumns(wide: boolean, namespaces: boolean): readonly ExecutionColumn[] {
  const extra = wide ? WIDE.map((column) => ({ ...column, priority: column.priority / 8 })) : WIDE;
  return [...(namespaces ? [NAMESPACE] : []), ...COLUMNS, ...extra];
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
  const text = `${phaseGlyph(phase, context.glyphs)} ${clean(phase)}`;
  return [span(text, phaseTone(phase))];
}

function progressCell(
  execution: Execution,
  { glyphs }: ListContext,
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

function durationCell(execution: Execution, { now }: ListContext): readonly Span[] {
  const start = firstStartedAt(execution);
  if (start === undefined) return [];
  const open = !isTerminal(phaseOf(execution));
  const end = open ? now : finishedAt(execution);
  return end === undefined ? [] : [span(shortSpan(end - start), open ? undefined : 'muted')];
}

function ageCell(execution: Execution, { now }: ListContext): readonly Span[] {
  const created = parseInstant(execution.metadata.creationTimestamp);
  return created === undefined ? [] : [span(ageSpan(now - created), 'muted')];
}
