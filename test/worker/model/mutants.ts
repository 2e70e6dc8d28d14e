import type { JudgeName } from './judges.ts';

/** An error planted in the source, and the judge that must find it. */
export interface Mutant {
  readonly what: string;
  /** Below src/worker. */
  readonly file: string;
  /** Stands in the file once. */
  readonly find: string;
  readonly put: string;
  readonly judge: JudgeName;
}

const unversioned = (object: string) =>
  `{ ...${object}, metadata: { name: ${object}.metadata.name } }`;

export const MUTANTS: readonly Mutant[] = [
  {
    what: 'a claim carries no version',
    file: 'protocol/claim.ts',
    find: "patchSeen('Execution', execution, [\n    setStatus('phase', 'Executing')",
    put: `patchSeen('Execution', ${unversioned('execution')}, [\n    setStatus('phase', 'Executing')`,
    judge: 'claim',
  },
  {
    what: 'an outage of the own watch counts as silence of other workers',
    file: 'protocol/leases.ts',
    find: 'if (!isWatchLive) return leases;',
    put: '',
    judge: 'leases',
  },
  {
    what: 'the end of an attempt carries no version',
    file: 'protocol/own.ts',
    find: "return patchSeen('Execution', execution, [\n    ...changesOf",
    put: `return patchSeen('Execution', ${unversioned('execution')}, [\n    ...changesOf`,
    judge: 'claim',
  },
  {
    what: 'what a retry replaces is deleted without uid',
    file: 'protocol/act.ts',
    find: '.map(({ kind, object }) => deleteSeen(kind, object))',
    put: ".map(({ kind, object }) => ({ ...deleteSeen(kind, object), uid: '' }))",
    judge: 'claim',
  },
  {
    what: 'a child that exists is taken, whatever attempt made it',
    file: 'protocol/child.ts',
    find: "if (attempt === asked) return 'taken';",
    put: "return 'taken';",
    judge: 'claim',
  },
  {
    what: 'children are made before everything replaced is deleted',
    file: 'protocol/act.ts',
    find: 'if (recorded.gone.length > 0) return false;',
    put: '',
    judge: 'claim',
  },
  {
    what: 'a child is made before its ask is written',
    file: 'protocol/act.ts',
    find: 'return isBareStep && operation.tries === 0 && after === 0 && times === 0;',
    put: 'return true;',
    judge: 'claim',
  },
  {
    what: 'the order of outcomes is not recorded',
    file: 'replay/journal-changes.ts',
    find: 'order: [...journal.order, ...deliveries],',
    put: 'order: journal.order,',
    judge: 'replay',
  },
  {
    what: 'a cut-off worker does not abort its functions',
    file: 'protocol/leases.ts',
    find: 'return sinceAcceptedRenewalMs >= FENCE_AFTER * leaseMs;',
    put: 'return false && sinceAcceptedRenewalMs > 0;',
    judge: 'leases',
  },
  {
    what: 'a recorded failure is replayed as success',
    file: 'replay/outcome.ts',
    find: "return { ending: 'failed', message, ...(nonRetryable && { nonRetryable }) };",
    put: "return { ending: 'done', value: null };",
    judge: 'replay',
  },
  {
    what: 'a child is claimed without licence',
    file: 'protocol/licence.ts',
    find: "return attempt < parent.attempt ? 'void' : 'awaited';",
    put: "return 'granted';",
    judge: 'claim',
  },
  {
    what: 'a child of a newer attempt is deleted',
    file: 'protocol/child.ts',
    find: "'stale' : 'superseded';",
    put: "'stale' : 'stale';",
    judge: 'claim',
  },
  {
    what: 'a kept child is judged by the attempt that runs, not by the one that made it',
    file: 'protocol/child.ts',
    find: 'return operation.attempt ?? journal.attempt;',
    put: 'return journal.attempt;',
    judge: 'claim',
  },
  {
    what: 'the next outcome is delivered before the function is done with the last',
    file: 'replay/replay.ts',
    find: 'give(arrived);\n    await this.#options.settle();',
    put: 'give(arrived);',
    judge: 'replay',
  },
  {
    what: 'a mutex is free as soon as its execution has ended',
    file: 'protocol/mutex.ts',
    find: '|| view.isOverLong;',
    put: '|| view.isOverLong || (view.holder !== undefined && isTerminal(phaseOf(view.holder)));',
    judge: 'mutex',
  },
  {
    what: 'a Lease that names the execution is enough, though another worker may be inside',
    file: 'protocol/mutex.ts',
    find: '((isMine || isOver) && hasLeft(view, lease))',
    put: 'isMine || (isOver && hasLeft(view, lease))',
    judge: 'mutex',
  },
  {
    what: 'the worker inside is read from the execution, whose workerName a retry clears',
    file: 'protocol/mutex.ts',
    find: "lease.metadata.annotations?.[WORKER_ANNOTATION] ?? ''",
    put: 'view.holder?.status?.workerName ?? view.worker',
    judge: 'mutex',
  },
  {
    what: 'a Lease is taken without its version',
    file: 'protocol/mutex.ts',
    find: 'held(view, lease.metadata)',
    put: 'held(view, { name: view.name })',
    judge: 'mutex',
  },
];
