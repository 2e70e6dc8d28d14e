import { attemptNumber, attemptsAllowed, finishedAt, firstStartedAt } from '../../api/attempts.ts';
import { effectiveRetry, withFunctionDefaults } from '../../api/defaults.ts';
import type { Execution, ExecutionProgress } from '../../api/execution.ts';
import type { FunctionDefaults } from '../../api/function.ts';
import { parseInstant } from '../../api/instant.ts';
import { SCHEDULE_LABEL, WORKER_GROUP_LABEL } from '../../api/labels.ts';
import { owningExecution, rootLabel } from '../../api/ownership.ts';
import { isTerminal, phaseOf } from '../../api/phase.ts';
import { defaultsOf } from '../../monitor/core/function-lookup.ts';
import { phaseTone } from '../../text/glyphs.ts';
import { sanitize } from '../../text/sanitize.ts';
import { span } from '../../text/span.ts';
import { exactSpan, shortSpan, wholeInstant } from '../../text/time.ts';
import { jsonText } from '../document.ts';
import type { Line } from '../paint.ts';
import { attemptLines, type ExecutionDetails, treeLines, waitingText } from '../panes.ts';

type Field = readonly [name: string, value: string | Line | undefined];

/** The page of an execution: its fields, arguments, attempts, tree and result. */
export function pageLines(details: ExecutionDetails, width: number): readonly Line[] {
  const execution = details.tree.root().execution();
  const { spec, status } = execution;
  return [
    ...fieldLines(fieldsOf(details, execution)),
    ...section('Arguments', valueLines(spec.arguments)),
    ...section('Attempts', attemptLines(details, width)),
    ...section('Tree', [...treeLines(details, width), ...hiddenLines(details)]),
    ...section('Result', valueLines(status?.result)),
  ];
}

function fieldsOf(details: ExecutionDetails, execution: Execution): readonly Field[] {
  const { metadata, spec, status } = execution;
  const defaults = defaultsOf(details.functions, execution);
  const labels = metadata.labels ?? {};
  const waiting = waitingText(details);
  const message = sanitize(status?.message ?? '');
  return [
    ['Name', sanitize(metadata.name)],
    ['Namespace', sanitize(metadata.namespace ?? '')],
    ['Function', sanitize(spec.function)],
    ['Phase', phaseSpans(details, execution, defaults)],
    ['Message', message],
    ['Progress', progressText(status?.progress)],
    // If the worker itself says what the execution waits for, the message already shows it.
    [
      'Waiting on',
      waiting && waiting.text !== status?.message
        ? [span(sanitize(waiting.text), waiting.tone)]
        : undefined,
    ],
    ['Worker', sanitize(status?.workerName ?? '')],
    ['Group', sanitize(labels[WORKER_GROUP_LABEL] ?? '')],
    ['Schedule', sanitize(labels[SCHEDULE_LABEL] ?? '')],
    ['Parent', sanitize(owningExecution(execution)?.name ?? '')],
    ['Root', sanitize(rootLabel(execution) ?? '')],
    ['Created', instantText(parseInstant(metadata.creationTimestamp), details)],
    ['Started', instantText(firstStartedAt(execution), details)],
    ['Finished', instantText(finishedAt(execution), details)],
    ['Duration', durationText(execution, details.now)],
    ['Mutex', sanitize(spec.mutex?.name ?? '')],
    ...limitFields(execution, defaults),
  ];
}

/** The kinds that may be part of the tree and that the user may not list. */
function hiddenLines({ tree }: ExecutionDetails): readonly Line[] {
  return tree.hidden.map(({ resource, namespace, user }) => {
    const who = user === undefined ? 'this user' : `user ${sanitize(user)}`;
    const where = namespace === undefined ? '' : ` in namespace ${sanitize(namespace)}`;
    return [span(` without ${resource}: ${who} may not list them${where}`, 'bad')];
  });
}

function phaseSpans(
  { tree }: ExecutionDetails,
  execution: Execution,
  defaults?: FunctionDefaults,
): Line {
  const phase = phaseOf(execution);
  const of = `${attemptNumber(execution)} of ${attemptsAllowed(execution, defaults)}`;
  const archived = tree.isArchived() ? ', archived' : '';
  return [span(sanitize(phase), phaseTone(phase)), span(`  attempt ${of}${archived}`, 'muted')];
}

function progressText(progress: ExecutionProgress | undefined): string {
  return progress ? `${progress.current ?? 0} of ${progress.max ?? 0}` : '';
}

/** The limits that apply to it, from its spec or from its function. */
function limitFields(execution: Execution, defaults?: FunctionDefaults): readonly Field[] {
  const { timeout, ttl } = withFunctionDefaults(execution.spec, defaults);
  const { retries, backoff, childPolicy } = effectiveRetry(execution.spec, defaults);
  return [
    ['Retry', retries > 0 ? partsText({ retries, backoff, children: childPolicy }) : ''],
    ['Timeout', partsText({ overall: timeout?.overall, attempt: timeout?.attempt })],
    ['Cleanup', partsText({ archive: ttl?.archiveAfter, delete: ttl?.deleteAfter })],
  ];
}

function partsText(parts: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(parts).filter(([, value]) => value !== undefined);
  return sanitize(given.map(([name, value]) => `${name} ${value}`).join(', '));
}

function instantText(instant: number | undefined, { now, zone }: ExecutionDetails): string {
  if (instant === undefined) return '';
  return `${wholeInstant(instant, zone)} (${shortSpan(now - instant)} ago)`;
}

function durationText(execution: Execution, now: number): string {
  const start = firstStartedAt(execution);
  const end = isTerminal(phaseOf(execution)) ? finishedAt(execution) : now;
  return start === undefined || end === undefined ? '' : exactSpan(end - start);
}

/** The lines of the fields; fields without a value have none. */
function fieldLines(fields: readonly Field[]): readonly Line[] {
  const known = fields.flatMap(([name, value]) => {
    const spans = typeof value === 'string' ? [span(value)] : (value ?? []);
    return spans.some(({ text }) => text !== '') ? [{ name, spans }] : [];
  });
  const width = Math.max(...fields.map(([name]) => name.length)) + 3;
  return known.map(({ name, spans }) => [span(`${name}:`.padEnd(width), 'title'), ...spans]);
}

function section(title: string, lines: readonly Line[]): readonly Line[] {
  return lines.length === 0 ? [] : [[], [span(`${title}:`, 'title')], ...lines];
}

function valueLines(value: unknown): readonly Line[] {
  if (value === undefined) return [];
  const lines = jsonText(value).trimEnd().split('\n');
  return lines.map((line) => [span(`  ${line}`)]);
}
