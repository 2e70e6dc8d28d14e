import { attemptNumber, attemptsAllowed, attemptsOf, nextAttemptAt } from '../../api/attempts.ts';
import type { Execution, ExecutionAttempt } from '../../api/execution.ts';
import { parseInstant } from '../../api/instant.ts';
import { isTerminal, phaseOf } from '../../api/phase.ts';
import { clean } from './clean.ts';
import { fitted } from './columns.ts';
import type { Border, Row, Size, Span } from './frame.ts';
import { defaultsOf } from './functions.ts';
import { phaseTone, span } from './look.ts';
import { type State, subjectExecution } from './state.ts';
import { clockTime, exactSpan, shortSpan, type Zone } from './time.ts';
import { wrapWords } from './wrap.ts';

export function attemptsBorder(state: State, focused: boolean): Border {
  const execution = subjectExecution(state);
  const note = execution ? [span(attemptWords(state, execution), 'muted')] : [];
  return { title: [span('Attempts')], note, focused };
}

function attemptWords(state: State, execution: Execution): string {
  const allowed = attemptsAllowed(execution, defaultsOf(state.functions, execution));
  return `${attemptNumber(execution)} of ${allowed}`;
}

/** The history of the execution, newest first, and above it the retry that is due. */
export function attemptsRows(state: State, size: Size, now: number): readonly Row[] {
  const execution = subjectExecution(state);
  if (execution === undefined) return [];
  const titles: Row = { spans: [span(columns('#', 'PHASE', 'STARTED', 'TOOK'), 'title')] };
  const pending = pendingRow(state, execution, now);
  const blocks = attemptsOf(execution)
    .map((attempt, i) => attemptRows(attempt, i + 1, size, now, state.session.zone))
    .toReversed();
  if (pending.length > 0) blocks.unshift(pending);
  if (blocks.length === 0) {
    const words = isTerminal(phaseOf(execution)) ? ' ended without an attempt' : ' not started yet';
    return [titles, { spans: [span(words, 'muted')] }];
  }
  const rows = blocks.flat();
  // The cursor counts attempts; the one under it stands on top, unless the end shows already.
  const top = blocks.slice(0, state.attempts.cursor).flat().length;
  return [titles, ...rows.slice(Math.min(top, Math.max(0, rows.length + 1 - size.height)))];
}

/** How many attempts the pane has, one that is to come included. */
export function attemptsCount(state: State): number {
  const execution = subjectExecution(state);
  return execution === undefined ? 0 : Math.max(1, attemptNumber(execution));
}

function pendingRow(state: State, execution: Execution, now: number): readonly Row[] {
  const due = nextAttemptAt(execution, defaultsOf(state.functions, execution));
  const next = attemptNumber(execution);
  if (due !== undefined) {
    const words = due > now ? `due in ${shortSpan(due - now)}` : 'due now';
    return [
      {
        spans: [
          span(`${String(next).padStart(2)}  `),
          span('Backoff', 'warn'),
          span(`    ${words}`),
        ],
      },
    ];
  }
  if (execution.status?.phase === 'Pending' && next > 1) {
    return [
      {
        spans: [
          span(`${String(next).padStart(2)}  `),
          span('Pending   waits for a worker', 'muted'),
        ],
      },
    ];
  }
  return [];
}

function attemptRows(
  attempt: ExecutionAttempt,
  number: number,
  { width, height }: Size,
  now: number,
  zone: Zone,
): readonly Row[] {
  const start = parseInstant(attempt.startedAt);
  const end = parseInstant(attempt.finishedAt);
  const phase = clean(attempt.phase ?? 'Executing');
  const open = attempt.phase === undefined || OPEN.has(attempt.phase);
  const took =
    start === undefined || (end === undefined && !open) ? '' : exactSpan((end ?? now) - start);
  const line: readonly Span[] = [
    span(`${String(number).padStart(2)}  `),
    ...fitted([span(phase, phaseTone(phase))], 10),
    span(` ${start === undefined ? ' '.repeat(8) : clockTime(start, zone)}  ${took}`),
  ];
  const all = wrapWords(clean(attempt.message ?? ''), Math.max(8, width - 5));
  // In a low pane the attempts share the room; full screen has place for a whole message.
  const lines = height < TALL ? MESSAGE_LINES : height - 2;
  const message = all.length > lines ? [...all.slice(0, lines - 1), `${all[lines - 1]}…`] : all;
  return [
    { spans: line },
    ...message.map((text) => ({ spans: [span(`    ${text}`, open ? 'muted' : phaseTone(phase))] })),
  ];
}

/** Of a message so many lines show, */
const MESSAGE_LINES = 2;
/** unless the pane has as many as this. */
const TALL = 16;

const OPEN: ReadonlySet<string> = new Set(['Executing', 'Suspended', 'Pending']);

function columns(number: string, phase: string, started: string, took: string): string {
  return `${number.padStart(2)}  ${phase.padEnd(10)} ${started.padEnd(8)}  ${took}`;
}
