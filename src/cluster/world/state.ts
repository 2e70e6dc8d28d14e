import type { Execution, ExecutionAttempt, ExecutionStatus } from '../../api/execution.ts';
import { formatInstant } from '../../api/instant.ts';
import type { KubeObject } from '../../api/metadata.ts';
import type { Phase } from '../../api/phase.ts';
import { EXECUTIONS, type Resource } from '../../api/resources.ts';
import type { Stored } from '../object.ts';
import type { Storage } from '../storage.ts';

/** Fields that change: undefined takes one off. */
export type Changes<Fields> = { readonly [K in keyof Fields]?: Fields[K] | undefined };

/** Changes fields of an object's status and leaves the others. */
export function setStatus<Fields extends object>(
  storage: Storage,
  resource: Resource,
  { namespace, name }: KubeObject['metadata'],
  changes: Changes<Fields>,
): void {
  storage.update<KubeObject & { readonly status?: object }>(resource, namespace, name, (object) => {
    const entries = Object.entries({ ...object.status, ...changes });
    const status = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
    return { ...object, status } as typeof object;
  });
}

/** Changes fields of an execution's status, and the phase of the attempt that is under way. */
export function moveExecution(
  storage: Storage,
  execution: Stored<Execution>,
  changes: Changes<ExecutionStatus>,
): void {
  const attempts =
    changes.phase === undefined
      ? {}
      : { attempts: withOpenAttempt(execution, { phase: changes.phase }) };
  setStatus<ExecutionStatus>(storage, EXECUTIONS, execution.metadata, { ...attempts, ...changes });
}

/** Ends an execution, and the attempt that is under way, as a worker or a client does. */
export function endExecution(
  storage: Storage,
  execution: Stored<Execution>,
  end: Pick<ExecutionStatus, 'message' | 'result' | 'progress'> & { readonly phase: Phase },
): void {
  setStatus<ExecutionStatus>(storage, EXECUTIONS, execution.metadata, {
    message: undefined,
    ...end,
    finishedAt: formatInstant(storage.clock.now()),
    attempts: closedAttempts(execution, end.phase, end.message, storage.clock.now()),
  });
}

/** The attempts with the last one ended, if it is still open. */
export function closedAttempts(
  execution: Execution,
  phase: Phase,
  message: string | undefined,
  now: number,
): readonly ExecutionAttempt[] {
  const why = message === undefined ? {} : { message };
  return withOpenAttempt(execution, { phase, finishedAt: formatInstant(now), ...why });
}

function withOpenAttempt(
  { status }: Execution,
  changes: ExecutionAttempt,
): readonly ExecutionAttempt[] {
  const attempts = status?.attempts ?? [];
  const last = attempts.at(-1);
  if (last === undefined || last.finishedAt !== undefined) return attempts;
  return [...attempts.slice(0, -1), { ...last, ...changes }];
}
