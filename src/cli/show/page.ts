import { attemptNumber, attemptsAllowed, finishedAt, firstStartedAt } from '../../api/attempts.ts';
import { effectiveRetry, withFunctionDefaults } from '../../api/defaults.ts';
import type { Execution, ExecutionProgress } from '../../api/execution.ts';
import type { FunctionDefaults } from '../../api/function.ts';
import { parseInstant } from '../../api/instant.ts';
import { SCHEDULE_LABEL, WORKER_GROUP_LABEL } from '../../api/labels.ts';
import { owningExecution, rootLabel } from '../../api/ownership.ts';
import { isTerminal, phaseOf } from '../../api/phase.ts';
import { clean } from '../../monitor/core/clean.ts';
import type { Span } from '../../monitor/core/frame.ts';
import { defaultsOf } from '../../monitor/core/functions.ts';
import { phaseTone, span } from '../../monitor/core/look.ts';
import { exactSpan, shortSpan, wholeInstant } from '../../monitor/core/time.ts';
import { jsonText } from '../document.ts';
import { attemptLines, type Sight, treeLines, waitingWords } from '../panes.ts';

type Line = readonly Span[];
type Field = readonly [name: string, value: string | Line | undefined];

/** The page of an execution: what it is, where it stands, its attempts, its tree, what came of it. */
export function pageLines(sight: Sight, width: number): readonly Line[] {
  const execution = sight.tree.root().execution();
  if (execution === undefined) throw new Error('the root of the tree is no execution');
  const { spec, status } = execution;
  return [
    ...fieldLines(fieldsOf(sight, execution)),
    ...section('Arguments', valueLines(spec.arguments)),
    ...section('Attempts', rowsOf(attemptLines(sight, width))),
    ...section('Tree', [...rowsOf(treeLines(sight, width)), ...hiddenLines(sight)]),
    ...section('Result', valueLines(status?.result)),
  ];
}

function fieldsOf(sight: Sight, execution: Execution): readonly Field[] {
  const { metadata, spec, status } = execution;
  const defaults = defaultsOf(sight.functions, execution);
  const labels = metadata.labels ?? {};
  const waiting = waitingWords(sight);
  const message = clean(status?.message ?? '');
  return [
    ['Name', clean(metadata.name)],
    ['Namespace', clean(metadata.namespace ?? '')],
    ['Function', clean(spec.function)],
    ['Phase', phaseSpans(sight, execution, defaults)],
    ['Message', message],
    ['Progress', progressWords(status?.progress)],
    // A worker's own word for what is waited for is the message itself.
    [
      'Waiting on',
      waiting && waiting.words !== status?.message
        ? [span(clean(waiting.words), waiting.tone)]
        : undefined,
    ],
    ['Worker', clean(status?.workerName ?? '')],
    ['Group', clean(labels[WORKER_GROUP_LABEL] ?? '')],
    ['Schedule', clean(labels[SCHEDULE_LABEL] ?? '')],
    ['Parent', clean(owningExecution(execution)?.name ?? '')],
    ['Root', clean(rootLabel(execution) ?? '')],
    ['Created', instantWords(parseInstant(metadata.creationTimestamp), sight)],
    ['Started', instantWords(firstStartedAt(execution), sight)],
    ['Finished', instantWords(finishedAt(execution), sight)],
    ['Duration', durationWords(execution, sight.now)],
    ['Mutex', clean(spec.mutex?.name ?? '')],
    ...limitFields(execution, defaults),
  ];
}

/** What may be part of the tree, and cannot be seen. */
function hiddenLines({ tree }: Sight): readonly Line[] {
  return tree.hidden.map(({ resource, namespace, user }) => {
    const who = user === undefined ? 'this user' : `user ${clean(user)}`;
    const where = namespace === undefined ? '' : ` in namespace ${clean(namespace)}`;
    return [span(` without ${resource}: ${who} may not list them${where}`, 'bad')];
  });
}

function phaseSpans({ tree }: Sight, execution: Execution, defaults?: FunctionDefaults): Line {
  const phase = phaseOf(execution);
  const of = `${attemptNumber(execution)} of ${attemptsAllowed(execution, defaults)}`;
  const archived = tree.isArchived() ? ', archived' : '';
  return [span(clean(phase), phaseTone(phase)), span(`  attempt ${of}${archived}`, 'muted')];
}

function progressWords(progress: ExecutionProgress | undefined): string {
  return progress ? `${progress.current ?? 0} of ${progress.max ?? 0}` : '';
}

/** What holds for it, whether it says so itself or its function does. */
function limitFields(execution: Execution, defaults?: FunctionDefaults): readonly Field[] {
  const { timeout, ttl } = withFunctionDefaults(execution.spec, defaults);
  const { retries, backoff, childPolicy } = effectiveRetry(execution.spec, defaults);
  return [
    ['Retry', retries > 0 ? words({ retries, backoff, children: childPolicy }) : ''],
    ['Timeout', words({ overall: timeout?.overall, attempt: timeout?.attempt })],
    ['Cleanup', words({ archive: ttl?.archiveAfter, delete: ttl?.deleteAfter })],
  ];
}

function words(parts: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(parts).filter(([, value]) => value !== undefined);
  return clean(given.map(([name, value]) => `${name} ${value}`).join(', '));
}

function instantWords(instant: number | undefined, { now, zone }: Sight): string {
  if (instant === undefined) return '';
  return `${wholeInstant(instant, zone)} (${shortSpan(now - instant)} ago)`;
}

function durationWords(execution: Execution, now: number): string {
  const start = firstStartedAt(execution);
  const end = isTerminal(phaseOf(execution)) ? finishedAt(execution) : now;
  return start === undefined || end === undefined ? '' : exactSpan(end - start);
}

/** What is not known, or not set, has no line. */
function fieldLines(fields: readonly Field[]): readonly Line[] {
  const told = fields.flatMap(([name, value]) => {
    const spans = typeof value === 'string' ? [span(value)] : (value ?? []);
    return spans.some(({ text }) => text !== '') ? [{ name, spans }] : [];
  });
  const width = Math.max(...fields.map(([name]) => name.length)) + 3;
  return told.map(({ name, spans }) => [span(`${name}:`.padEnd(width), 'title'), ...spans]);
}

function section(title: string, lines: readonly Line[]): readonly Line[] {
  return lines.length === 0 ? [] : [[], [span(`${title}:`, 'title')], ...lines];
}

function rowsOf(rows: readonly { readonly spans: Line }[]): readonly Line[] {
  return rows.map(({ spans }) => spans);
}

function valueLines(value: unknown): readonly Line[] {
  if (value === undefined) return [];
  const lines = jsonText(value).trimEnd().split('\n');
  return lines.map((line) => [span(`  ${line}`)]);
}
