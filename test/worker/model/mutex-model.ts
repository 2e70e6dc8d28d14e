import type { Execution } from '../../../src/api/execution.ts';
import { isTerminal, phaseOf } from '../../../src/api/phase.ts';
import { NO_CHILDREN } from '../../../src/worker/protocol/children.ts';
import { decideClaim } from '../../../src/worker/protocol/claim.ts';
import { decideLock, decideRelease, type LockLease } from '../../../src/worker/protocol/mutex.ts';
import { WORKER_ANNOTATION } from '../../../src/worker/protocol/names.ts';
import { decideFinish, journalOf, readOwnership } from '../../../src/worker/protocol/own.ts';
import type { Write } from '../../../src/worker/protocol/write.ts';
import type { Model, Move } from './search.ts';
import { find, put, type Server, send } from './server.ts';

type Worker =
  | { readonly at: 'idle' | 'dead' }
  | { readonly at: 'read'; readonly seen: Execution }
  | { readonly at: 'judge'; readonly seen: Execution; readonly lease: LockLease | undefined }
  | { readonly at: 'lock'; readonly seen: Execution; readonly write: Write }
  | { readonly at: 'claim'; readonly seen: Execution; readonly lease: LockLease }
  | { readonly at: 'inside'; readonly own: Execution; readonly lease: LockLease }
  | { readonly at: 'free'; readonly lease: LockLease };

interface State {
  readonly server: Server;
  readonly workers: readonly Worker[];
  readonly deaths: number;
  /** Cancels and retries by a person. */
  readonly acts: number;
}

const NAMES = ['a', 'b'] as const;
const LEASE = 'kontinue-mutex';
const NOW = 10_000_000;
const MOST_ACTS = 2;

/** Two executions that want one mutex, two workers that stall anywhere, and a person. */
export function mutexModel(): Model<State> {
  const server = NAMES.reduce<Server>(
    (before, name) =>
      put(before, 'Execution', { metadata: { name }, spec: { function: 'f' } } as Execution),
    { objects: {} },
  );
  return {
    start: { server, workers: [{ at: 'idle' }, { at: 'idle' }], deaths: 0, acts: 0 },
    parts: ({ server: { objects }, workers, ...rest }) => ({
      shared: [...Object.values(objects), rest],
      workers: workers.map((worker) => Object.values(worker)),
    }),
    moves,
    check: ({ workers }) => {
      const inside = workers.flatMap((worker) =>
        worker.at === 'inside' ? [worker.own.metadata.name] : [],
      );
      return inside.length > 1 ? `two are inside, running ${inside.join(' and ')}` : undefined;
    },
    isGoal: (state) => NAMES.every((name) => isTerminal(phaseOf(executionOf(state.server, name)))),
  };
}

function executionOf(server: Server, name: string): Execution {
  const execution = find<Execution>(server, 'Execution', name);
  if (execution === undefined) throw new Error('no execution is deleted here');
  return execution;
}

const leaseOf = (server: Server): LockLease | undefined => find<LockLease>(server, 'Lease', LEASE);

function* moves(state: State): Generator<Move<State>> {
  for (const [index, worker] of state.workers.entries()) {
    if (worker.at === 'dead') continue;
    const become: Become = (label, next, rest = {}) => ({
      label: `w${index} ${label}`,
      state: { ...state, ...rest, workers: state.workers.with(index, next) },
    });
    if (worker.at !== 'idle' && state.deaths < 1) {
      yield become(`dies at ${worker.at}`, { at: 'dead' }, { deaths: state.deaths + 1 });
    }
    yield* movesOf(state, index, worker, become);
  }
  if (state.acts < MOST_ACTS) yield* personMoves(state);
}

type Become = (label: string, next: Worker, rest?: Partial<State>) => Move<State>;

function* movesOf(
  state: State,
  index: number,
  worker: Worker,
  become: Become,
): Generator<Move<State>> {
  const { server } = state;
  const me = `w${index}`;
  switch (worker.at) {
    case 'dead':
      return;
    case 'idle':
      for (const name of NAMES) {
        const seen = executionOf(server, name);
        const isMyRest =
          seen.status?.workerName === me || isGone(state, seen.status?.workerName ?? '');
        const isOpen = phaseOf(seen) === 'Pending' || (phaseOf(seen) === 'Executing' && isMyRest);
        if (isOpen) yield become(`wants ${name}`, { at: 'read', seen });
      }
      return;
    case 'read':
      yield become('reads the Lease', { at: 'judge', seen: worker.seen, lease: leaseOf(server) });
      return;
    case 'judge': {
      const { seen, lease } = worker;
      const name = lease?.spec?.holderIdentity?.split('/')[0];
      const holder = name ? executionOf(server, name) : undefined;
      const write = decideLock({
        name: LEASE,
        lease,
        execution: seen,
        worker: me,
        isInside: false,
        holder,
        isOverLong: isOverLong(state, lease, holder),
        isWorkerGone: (other) => isGone(state, other),
      });
      yield write
        ? become('may lock', { at: 'lock', seen, write })
        : become('must wait', { at: 'idle' });
      return;
    }
    case 'lock': {
      const { code, server: next, object } = send(server, worker.write);
      const isTaken = code === 409 || object === undefined;
      if (isTaken) yield become('is too late', { at: 'idle' });
      else
        yield become(
          'locks',
          { at: 'claim', seen: worker.seen, lease: object as LockLease },
          { server: next },
        );
      return;
    }
    case 'claim': {
      const view = {
        execution: worker.seen,
        licence: 'granted',
        owner: 'left',
        children: NO_CHILDREN,
      } as const;
      const write = decideClaim(view, { worker: me, build: '1' }, NOW);
      const { code, server: next, object } = write ? send(server, write) : { code: 409, server };
      const isMine = code === 200 && object !== undefined;
      if (isMine)
        yield become(
          'claims',
          { at: 'inside', own: object as Execution, lease: worker.lease },
          { server: next },
        );
      else yield become('loses the claim', { at: 'free', lease: worker.lease });
      return;
    }
    case 'inside': {
      const own = readOwnership(worker.own);
      const write = decideFinish(own, journalOf(own, '1'), { result: 1 }, NOW);
      yield become(
        'ends',
        { at: 'free', lease: worker.lease },
        { server: send(server, write).server },
      );
      return;
    }
    case 'free':
      yield become(
        'lets go',
        { at: 'idle' },
        { server: send(server, decideRelease(worker.lease)).server },
      );
      return;
  }
}

const isGone = ({ workers }: State, name: string): boolean =>
  workers[Number(name.slice(1))]?.at === 'dead';

/**
 * The one timing assumption: within 15 s a live worker sees an end and leaves, or never enters. One that
 * has read the Lease and not written it is not inside.
 */
function isOverLong(
  { workers }: State,
  lease: LockLease | undefined,
  holder: Execution | undefined,
): boolean {
  const phase = holder && phaseOf(holder);
  if (phase !== undefined && phase !== 'Pending' && !isTerminal(phase)) return false;
  const inside = workers[Number(lease?.metadata.annotations?.[WORKER_ANNOTATION]?.slice(1))];
  const held = inside && 'lease' in inside ? inside.lease : undefined;
  return (
    inside?.at === 'judge' || held?.metadata.resourceVersion !== lease?.metadata.resourceVersion
  );
}

function* personMoves(state: State): Generator<Move<State>> {
  for (const name of NAMES) {
    const execution = executionOf(state.server, name);
    const { workerName: _, ...status } = execution.status ?? {};
    const isOver = isTerminal(phaseOf(execution));
    const changed = {
      ...execution,
      status: isOver ? { ...status, phase: 'Pending' } : { ...execution.status, phase: 'Canceled' },
    };
    const server = put(state.server, 'Execution', changed);
    yield {
      label: `${isOver ? 'a retry' : 'a cancel'} of ${name}`,
      state: { ...state, server, acts: state.acts + 1 },
    };
  }
}
