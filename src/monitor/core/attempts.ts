import {
  attemptNumber,
  attemptsAllowed,
  attemptsOf,
  nextAttemptAt,
  previousAttempts,
} from '../../api/attempts.ts';
import type { Execution, ExecutionAttempt } from '../../api/execution.ts';
import { parseInstant } from '../../api/instant.ts';
import { clean } from './clean.ts';
import { fitted } from './columns.ts';
import { wrapWords } from './executions/pane.ts';
import type { Border, Row, Size, Span } from './frame.ts';
import { defaultsOf } from './functions.ts';
import { phaseTone, span } from './look.ts';
import { type State, subjectExecution } from './state.ts';
import { clockTime, exactSpan, shortSpan, type Zone } from './time.ts';

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
  const { zone } = state.session;
  const rows: Row[] = [
    { spans: [span(columns('#', 'PHASE', 'STARTED', 'TOOK'), 'title')] },
    ...pendingRow(state, execution, now),
  ];
  const attempts = attemptsOf(execution);
  for (let i = attempts.length - 1; i >= 0; i--) {
    const attempt = attempts[i];
    if (attempt) rows.push(...attemptRows(attempt, i + 1, size.width, now, zone));
  }
  if (rows.length === 1) rows.push({ spans: [span(' not started yet', 'muted')] });
  const { cursor } = state.attempts;
  return [
    ...rows.slice(0, 1),
    ...rows.slice(1 + Math.min(cursor, Math.max(0, rows.length - size.height))),
  ];
}

function pendingRow(state: State, execution: Execution, now: number): readonly Row[] {
  const due = nextAttemptAt(execution, defaultsOf(state.functions, execution));
  const next = previousAttempts(execution).length + 1;
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
  width: number,
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
  const message = wrapWords(clean(attempt.message ?? ''), Math.max(8, width - 5)).slice(0, 2);
  return [
    { spans: line },
    ...message.map((text) => ({ spans: [span(`    ${text}`, open ? 'muted' : phaseTone(phase))] })),
  ];
}

const OPEN: ReadonlySet<string> = new Set(['Executing', 'Suspended', 'Pending']);

function columns(number: string, phase: string, started: string, took: string): string {
  return `${number.padStart(2)}  ${phase.padEnd(10)} ${started.padEnd(8)}  ${took}`;
}
