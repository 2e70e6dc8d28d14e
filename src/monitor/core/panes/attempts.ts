import {
  attemptNumber,
  attemptsAllowed,
  attemptsOf,
  nextAttemptAt,
} from '../../../api/attempts.ts';
import type { Execution, ExecutionAttempt } from '../../../api/execution.ts';
import { parseInstant } from '../../../api/instant.ts';
import { isTerminal, phaseOf } from '../../../api/phase.ts';
import { phaseTone } from '../../../text/glyphs.ts';
import { sanitize } from '../../../text/sanitize.ts';
import type { Span } from '../../../text/span.ts';
import { span } from '../../../text/span.ts';
import { fitSpans } from '../../../text/spans.ts';
import { clockMinute, clockSecond, exactSpan, shortSpan, type Zone } from '../../../text/time.ts';
import { wrapText } from '../../../text/wrap.ts';
import type { Border, Row, Size } from '../frame.ts';
import type { ExecutionFacts } from './execution-facts.ts';

export function attemptsBorder(facts: ExecutionFacts | undefined, focused: boolean): Border {
  const note = facts ? [span(attemptText(facts), 'muted')] : [];
  return { title: [span('Attempts')], note, focused };
}

function attemptText({ execution, defaults }: ExecutionFacts): string {
  return `${attemptNumber(execution)} of ${attemptsAllowed(execution, defaults)}`;
}

/**
 * The history of the execution, newest first, and above it the retry that is due. As far as there is
 * something below, the attempt of the cursor stands on top.
 */
export function attemptsRows(
  facts: ExecutionFacts,
  cursor: number,
  size: Size,
  now: number,
): readonly Row[] {
  const { execution, zone } = facts;
  const attempts = attemptsOf(execution);
  const columns = columnsOf(attempts, size.width, now, zone);
  const titles: Row = {
    spans: [span(line(columns, '#', 'PHASE'.padEnd(columns.phase), 'STARTED', 'TOOK'), 'title')],
  };
  const pending = pendingRow(facts, now);
  const blocks = attempts
    .map((attempt, i) => attemptRows(attempt, i + 1, size, now, columns))
    .toReversed();
  if (pending.length > 0) blocks.unshift(pending);
  if (blocks.length === 0) {
    const words = isTerminal(phaseOf(execution)) ? ' ended without an attempt' : ' not started yet';
    return [titles, { spans: [span(words, 'muted')] }];
  }
  const rows = blocks.flat();
  // The cursor counts attempts; the one under it stands on top, unless the end shows already.
  const top = blocks.slice(0, cursor).flat().length;
  return [titles, ...rows.slice(Math.min(top, Math.max(0, rows.length + 1 - size.height)))];
}

/** How many attempts the pane has, one that is to come included. */
export function attemptsCount(execution: Execution | undefined): number {
  return execution === undefined ? 0 : Math.max(1, attemptNumber(execution));
}

function pendingRow({ execution, defaults }: ExecutionFacts, now: number): readonly Row[] {
  const due = nextAttemptAt(execution, defaults);
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
  columns: Columns,
): readonly Row[] {
  const start = parseInstant(attempt.startedAt);
  const end = parseInstant(attempt.finishedAt);
  const phase = sanitize(attempt.phase ?? 'Executing');
  const open = attempt.phase === undefined || OPEN.has(attempt.phase);
  const took =
    start === undefined || (end === undefined && !open) ? '' : exactSpan((end ?? now) - start);
  const started = start === undefined ? '' : columns.startedAt(start);
  const spans: readonly Span[] = [
    span(`${String(number).padStart(2)}${columns.gap}`),
    ...fitSpans([span(phase, phaseTone(phase))], columns.phase),
    span(` ${started.padEnd(columns.started)}${columns.gap}${took}`),
  ];
  const all = wrapText(sanitize(attempt.message ?? ''), Math.max(8, width - 5));
  // In a low pane the attempts share the room; full screen has place for a whole message.
  const lines = height < TALL ? MESSAGE_LINES : height - 2;
  const message = all.length > lines ? [...all.slice(0, lines - 1), `${all[lines - 1]}…`] : all;
  return [
    { spans },
    ...message.map((text) => ({ spans: [span(`    ${text}`, open ? 'muted' : phaseTone(phase))] })),
  ];
}

/** Of a message so many lines show, */
const MESSAGE_LINES = 2;
/** unless the pane has as many as this. */
const TALL = 16;

const OPEN: ReadonlySet<string> = new Set(['Executing', 'Suspended', 'Pending']);

/** How wide the columns are, and how they tell a start. */
interface Columns {
  readonly gap: string;
  readonly phase: number;
  readonly started: number;
  startedAt(instant: number): string;
}

/** Starts of another day have their date; where that leaves no room to the duration, no seconds. */
function columnsOf(
  attempts: readonly ExecutionAttempt[],
  width: number,
  now: number,
  zone: Zone,
): Columns {
  const starts = attempts.flatMap(({ startedAt }) => parseInstant(startedAt) ?? []);
  const widest = (tell: (instant: number) => string) =>
    Math.max(CLOCK_CELLS, ...starts.map((start) => tell(start).length));
  const exact = (instant: number) => clockSecond(instant, now, zone);
  const started = widest(exact);
  if (started === CLOCK_CELLS || width >= ROOMY_CELLS + started) {
    return { gap: '  ', phase: 10, started, startedAt: exact };
  }
  const coarse = (instant: number) => clockMinute(instant, now, zone);
  return { gap: ' ', phase: 9, started: widest(coarse), startedAt: coarse };
}

/** `10:41:07` */
const CLOCK_CELLS = 8;
/** What the other columns take: number, phase, duration, and what is between them. */
const ROOMY_CELLS = 24;

function line(
  { gap, started }: Columns,
  number: string,
  phase: string,
  start: string,
  took: string,
): string {
  return `${number.padStart(2)}${gap}${phase} ${start.padEnd(started)}${gap}${took}`;
}
