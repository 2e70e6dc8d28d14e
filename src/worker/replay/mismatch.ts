import type { Journal } from '../protocol/journal/journal.ts';
import type { Operation } from '../protocol/journal/operation.ts';
import { NonDeterminismError } from './errors.ts';
import { describeOperation, describeRequest, type Request } from './request.ts';

/** What a mismatch is told with. */
export interface MismatchContext {
  /** The execution's name. */
  readonly execution: string;
  readonly journal: Journal;
  /** The build that replays. */
  readonly build: string;
  /** The arguments in a child's own spec, as JSON; undefined where the child is not known. */
  readonly argumentsText: (key: string) => string | undefined;
}

/**
 * The error that says what the journal holds under `key`, and what the code does instead: a request,
 * or in text what it does.
 */
export function explainMismatch(
  context: MismatchContext,
  key: string,
  recorded: Operation | undefined,
  asked: Request | string,
): NonDeterminismError {
  const { execution, journal, build } = context;
  const before = recorded ? describeOperation(recorded, context.argumentsText(key)) : 'nothing';
  const now = typeof asked === 'string' ? asked : describeRequest(asked);
  const place = typeof asked === 'string' ? undefined : asked.place;
  const labels = [`recorded as ${key}:`, 'asked now:'];
  const width = Math.max(...labels.map((label) => label.length));
  const column = Math.max(before.length, now.length) + 4;
  const rows = [
    `${before.padEnd(column)}by build ${journal.build}`,
    `${now.padEnd(column)}${place === undefined ? `by build ${build}` : `${place} (build ${build})`}`,
  ];
  return new NonDeterminismError(
    [
      `${execution}, attempt ${journal.attempt}: the code asked for something else than it did before.`,
      ...rows.map((row, index) => `  ${labels[index]?.padEnd(width)} ${row}`),
      `  Nothing is lost. Bring build ${journal.build} back and \`kontinue retry ${execution}\`, or put the new code behind ctx.patched('id').`,
    ].join('\n'),
  );
}
