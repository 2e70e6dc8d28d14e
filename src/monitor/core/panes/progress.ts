import { firstStartedAt } from '../../../api/attempts.ts';
import { withFunctionDefaults } from '../../../api/defaults.ts';
import { parseDuration } from '../../../api/duration.ts';
import type { Execution } from '../../../api/execution.ts';
import { parseInstant } from '../../../api/instant.ts';
import { isTerminal, phaseOf } from '../../../api/phase.ts';
import { shareOf } from '../../../text/bar.ts';
import { cut } from '../../../text/cell-width.ts';
import { phaseTone } from '../../../text/glyphs.ts';
import { sanitize } from '../../../text/sanitize.ts';
import type { Tone } from '../../../text/span.ts';
import { span } from '../../../text/span.ts';
import { clockMinute, exactSpan, roundSpan, shortSpan } from '../../../text/time.ts';
import type { Border, Row } from '../frame.ts';
import { estimateEnd } from './eta.ts';
import type { ExecutionFacts } from './execution-facts.ts';

/** What the gauge shows: a share in per cent, where the numbers allow one. */
export interface GaugeView {
  readonly percent: number;
  readonly tone: Tone;
}

export function progressBorder(execution: Execution | undefined, focused: boolean): Border {
  const progress = execution?.status?.progress;
  const note =
    progress?.current === undefined && progress?.max === undefined
      ? []
      : [span(`${progress.current ?? 0} of ${progress.max ?? 0}`, 'strong')];
  return { title: [span('Progress')], note, focused };
}

/** The gauge of status.progress; undefined where a bar would lie. */
export function progressGauge(execution: Execution | undefined): GaugeView | undefined {
  const progress = execution?.status?.progress;
  if (execution === undefined || progress === undefined) return undefined;
  const share = shareOf(progress.current ?? 0, progress.max ?? 0);
  return share === undefined
    ? undefined
    : { percent: share * 100, tone: phaseTone(phaseOf(execution)) };
}

/** The lines under the gauge: time budgets, when it may end, what it says of itself. */
export function progressRows(
  { execution, defaults, zone }: ExecutionFacts,
  width: number,
  now: number,
): readonly Row[] {
  const rows: Row[] = [];
  if (progressGauge(execution) === undefined) {
    rows.push({ spans: [span(noGauge(execution), 'muted')] });
  }
  if (!isTerminal(phaseOf(execution))) {
    const { timeout } = withFunctionDefaults(execution.spec, defaults);
    rows.push(
      ...budget('attempt', attemptStart(execution), timeout?.attempt, now),
      ...budget('overall', overallStart(execution), timeout?.overall, now),
    );
    const end = estimateEnd(execution, now);
    if (end) {
      const words = ` eta ${clockMinute(end.at, now, zone)} ± ${shortSpan(end.within)}`;
      rows.push({ spans: [span(words)] });
    }
  }
  const message = sanitize(execution.status?.message ?? '');
  if (message !== '') rows.push({ spans: [span(cut(` ${message}`, width - 1), 'muted')] });
  return rows;
}

function noGauge(execution: Execution): string {
  const progress = execution.status?.progress;
  if (progress === undefined) return ' reports no progress';
  const { current = 0, max = 0 } = progress;
  return ` ${current} of ${max}: cannot draw a bar`;
}

/** Between attempts none runs: the start that the status has is that of the last. */
function attemptStart(execution: Execution): number | undefined {
  const phase = phaseOf(execution);
  const between = phase === 'Backoff' || phase === 'Pending';
  return between ? undefined : parseInstant(execution.status?.startedAt);
}

/** The overall timeout counts from the first start, or from the last manual retry. */
function overallStart(execution: Execution): number | undefined {
  return parseInstant(execution.status?.retriedAt) ?? firstStartedAt(execution);
}

/** From here on a budget is close to its end. */
const CLOSE = 0.8;

function budget(
  name: string,
  start: number | undefined,
  limit: string | undefined,
  now: number,
): readonly Row[] {
  if (start === undefined) return [];
  const spent = now - start;
  const words = ` ${name.padEnd(8)}${exactSpan(spent)}`;
  if (limit === undefined) return [{ spans: [span(words)] }];
  const allowed = parseDuration(limit);
  if (allowed === undefined)
    return [{ spans: [span(`${words} of ${sanitize(limit)} (not a duration)`)] }];
  const share = spent / allowed;
  const tone: Tone = share >= 1 ? 'bad' : share >= CLOSE ? 'warn' : 'text';
  const note = share >= 1 ? ' over' : share >= CLOSE ? ' close' : '';
  return [{ spans: [span(`${words} of ${roundSpan(allowed)}${note}`, tone)] }];
}
