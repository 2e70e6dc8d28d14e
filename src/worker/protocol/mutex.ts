import type { Execution } from '../../api/execution.ts';
import type { KubeObject } from '../../api/metadata.ts';
import { isTerminal, phaseOf } from '../../api/phase.ts';
import { WORKER_ANNOTATION } from './names.ts';
import type { Update, Write } from './write.ts';

/** The Lease of a mutex, as far as it decides who holds it. */
export interface LockLease extends KubeObject {
  readonly spec?: {
    /** `<execution>/<uid>`; empty once it was let go of. */
    readonly holderIdentity?: string;
  };
}

/** What a try to take a mutex is decided on. */
export interface LockView {
  /** The name of the mutex's Lease. */
  readonly name: string;
  /** The Lease by a fresh read; undefined where there is none. */
  readonly lease: LockLease | undefined;
  /** The execution that wants it. */
  readonly execution: Execution;
  /** This worker. */
  readonly worker: string;
  /** Whether this worker still runs a function of the execution that the Lease names. */
  readonly isInside: boolean;
  /** The execution that the Lease names; undefined where it is gone. */
  readonly holder: Execution | undefined;
  /** Whether that execution was ended, gone, or Pending again for 15 s of this worker's own watching. */
  readonly isOverLong: boolean;
  /** Whether a worker let go of its own Lease, or let it go stale. */
  readonly isWorkerGone: (worker: string) => boolean;
}

/** What a Lease names as its holder. */
export function holderOf({ metadata }: Execution): string {
  return `${metadata.name}/${metadata.uid ?? ''}`;
}

/**
 * The write that takes a mutex for an execution and this worker; undefined while another may be
 * inside. Every claim and take-over begins with it, also where the Lease names the execution already:
 * the worker before may still be inside. It is read from the Lease's own annotation, since a retry
 * clears the execution's workerName.
 */
export function decideLock(view: LockView): Write | undefined {
  const { lease, execution, holder } = view;
  if (lease === undefined)
    return { verb: 'create', kind: 'Lease', object: held(view, { name: view.name }) };
  const named = lease.spec?.holderIdentity ?? '';
  const isFree = named === '';
  const isMine = named === holderOf(execution);
  const isOver = holder === undefined || isTerminal(phaseOf(holder));
  if (isFree || ((isMine || isOver) && hasLeft(view, lease))) {
    return { verb: 'update', kind: 'Lease', object: held(view, lease.metadata) };
  }
  return undefined;
}

/** Whether the worker that the Lease names is not inside any more. */
function hasLeft(view: LockView, lease: LockLease): boolean {
  const inside = lease.metadata.annotations?.[WORKER_ANNOTATION] ?? '';
  if (inside === view.worker) return !view.isInside;
  return view.isWorkerGone(inside) || view.isOverLong;
}

function held({ execution, worker }: LockView, metadata: KubeObject['metadata']): LockLease {
  return {
    metadata: {
      ...metadata,
      annotations: { ...metadata.annotations, [WORKER_ANNOTATION]: worker },
    },
    spec: { holderIdentity: holderOf(execution) },
  };
}

/** The write that lets go of a mutex: of the very version that this worker wrote. */
export function decideRelease(written: LockLease): Update {
  const object: LockLease = { ...written, spec: { ...written.spec, holderIdentity: '' } };
  return { verb: 'update', kind: 'Lease', object };
}
