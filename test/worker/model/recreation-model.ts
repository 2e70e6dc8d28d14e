import type { Execution } from '../../../src/api/execution.ts';
import { owningExecution } from '../../../src/api/ownership.ts';
import { isTerminal, phaseOf } from '../../../src/api/phase.ts';
import { mayAct } from '../../../src/worker/protocol/act.ts';
import { judgeExisting, makeChild } from '../../../src/worker/protocol/child.ts';
import { NO_CHILDREN } from '../../../src/worker/protocol/children.ts';
import { decideClaim } from '../../../src/worker/protocol/claim.ts';
import { decideCascade } from '../../../src/worker/protocol/ending/cascade.ts';
import type { Operation } from '../../../src/worker/protocol/journal/operation.ts';
import { licenceOf } from '../../../src/worker/protocol/licence.ts';
import {
  decideFinish,
  decideJournal,
  journalOf,
  type Ownership,
  readOwnership,
} from '../../../src/worker/protocol/own.ts';
import { deleteSeen, type Write } from '../../../src/worker/protocol/write.ts';
import type { Model, Move } from './search.ts';
import { find, put, remove, type Server, send } from './server.ts';

/** What a worker is about to do with the parent; it may stall before any of it. */
type Worker =
  | { readonly at: 'idle' }
  | { readonly at: 'claim'; readonly seen: Execution }
  | { readonly at: 'run' | 'post' | 'exists' | 'wait'; readonly own: Ownership }
  | { readonly at: 'delete'; readonly own: Ownership; readonly write: Write };

interface State {
  readonly server: Server;
  readonly workers: readonly Worker[];
  /** How often a user deleted the parent and made it again. */
  readonly recreations: number;
  /** The uids of children that ran, by the uid of the parent that owned them. */
  readonly ran: readonly { readonly owner: string; readonly child: string }[];
  /** What happened that must not. */
  readonly wrong?: string;
}

const PARENT = 'p';
const CHILD = 'p-1';
const NOW = 10_000_000;
const OPERATION: Operation = { kind: 'execution', key: '1', function: 'f', hash: '0000000a' };

/** A parent with one child, that a user deletes and makes again while two workers stall anywhere. */
export function recreationModel(): Model<State> {
  return {
    start: {
      server: put({ objects: {} }, 'Execution', parentDraft()),
      workers: [{ at: 'idle' }, { at: 'idle' }],
      recreations: 0,
      ran: [],
    },
    parts: ({ server, workers, ...rest }) => ({
      shared: [find(server, 'Execution', PARENT), find(server, 'Execution', CHILD), rest],
      workers: workers.map((worker) =>
        'own' in worker ? [worker.at, worker.own.execution] : Object.values(worker),
      ),
    }),
    moves,
    check: ({ ran, wrong }) => {
      if (wrong !== undefined) return wrong;
      const owners = ran.map(({ owner }) => owner);
      const isTwice = owners.some((owner, index) => owners.indexOf(owner) !== index);
      return isTwice ? 'two children of one parent ran' : undefined;
    },
    isGoal: ({ server, recreations }) =>
      recreations > 0 && phaseOf(parentOf(server)) === 'Completed',
  };
}

const parentDraft = (): Execution => ({ metadata: { name: PARENT }, spec: { function: 'p' } });

function parentOf(server: Server): Execution {
  const parent = find<Execution>(server, 'Execution', PARENT);
  if (parent === undefined) throw new Error('a deleted parent is made again at once');
  return parent;
}
const childOf = (server: Server) => find<Execution>(server, 'Execution', CHILD);

/** The server as a fresh read shows it. */
const ownersIn = (server: Server) => ({
  find: (uid: string) => [parentOf(server)].find(({ metadata }) => metadata.uid === uid),
  isGone: (uid: string) => parentOf(server).metadata.uid !== uid,
});

type Become = (label: string, next: Worker, rest?: Partial<State>) => Move<State>;

function* moves(state: State): Generator<Move<State>> {
  for (const [index, worker] of state.workers.entries()) {
    const become: Become = (label, next, rest = {}) => ({
      label: `w${index} ${label}`,
      state: { ...state, ...rest, workers: state.workers.with(index, next) },
    });
    yield* movesOf(state, `w${index}`, worker, become);
  }
  yield* childMoves(state);
  if (state.recreations < 1) {
    const emptied = remove(state.server, 'Execution', PARENT);
    const server = put(emptied, 'Execution', parentDraft());
    const recreations = state.recreations + 1;
    yield { label: 'a user makes the parent again', state: { ...state, server, recreations } };
  }
}

function* movesOf(
  { server }: State,
  me: string,
  worker: Worker,
  become: Become,
): Generator<Move<State>> {
  switch (worker.at) {
    case 'idle': {
      const seen = parentOf(server);
      if (phaseOf(seen) !== 'Pending') return;
      yield become('sees the parent', { at: 'claim', seen });
      return;
    }
    case 'claim': {
      const view = {
        execution: worker.seen,
        licence: 'granted',
        owner: 'live',
        children: NO_CHILDREN,
      } as const;
      const write = decideClaim(view, { worker: me, build: '1' }, NOW);
      if (write === undefined) throw new Error('what it saw was Pending');
      yield* owning(server, write, 'claims', become);
      return;
    }
    case 'run': {
      const { own } = worker;
      const journal = { ...journalOf(own, '1'), operations: [OPERATION] };
      if (mayAct({ operation: OPERATION, after: 0, times: 0 }, own.recorded)) {
        yield become('may act', { at: 'post', own });
        return;
      }
      const write = decideJournal(own, journal);
      if (write) yield* owning(server, write, 'asks', become);
      return;
    }
    case 'post': {
      const { own } = worker;
      const write = makeChild(own.execution, journalOf(own, '1'), OPERATION, { function: 'f' });
      const { code, server: next } = send(server, write);
      yield become('posts', { at: code === 201 ? 'wait' : 'exists', own }, { server: next });
      return;
    }
    case 'exists':
      yield exists(server, worker.own, become);
      return;
    case 'delete': {
      const child = childOf(server);
      const next = send(server, worker.write).server;
      const isMine = child && owningExecution(child)?.uid === parentOf(server).metadata.uid;
      const isHarmed = isMine && childOf(next) === undefined;
      yield become(
        'deletes',
        { at: 'post', own: worker.own },
        {
          server: next,
          ...(isHarmed && { wrong: 'the child of the new parent was deleted' }),
        },
      );
      return;
    }
    case 'wait':
      yield* wait(server, worker.own, become);
      return;
  }
}

/** Sends a write on the parent: a worker whose write is refused has lost it. */
function* owning(
  server: Server,
  write: Write,
  label: string,
  become: Become,
): Generator<Move<State>> {
  const { code, server: next, object } = send(server, write);
  if (code !== 200 || object === undefined) yield become('has lost it', { at: 'idle' });
  else
    yield become(label, { at: 'run', own: readOwnership(object as Execution) }, { server: next });
}

function exists(server: Server, own: Ownership, become: Become): Move<State> {
  const existing = childOf(server);
  if (existing === undefined) return become('posts again', { at: 'post', own });
  const owner = owningExecution(existing)?.uid ?? '';
  const journal = journalOf(own, '1');
  const isGone = ownersIn(server).isGone(owner);
  switch (judgeExisting(existing, own.execution, journal, OPERATION, isGone)) {
    case 'taken':
      return become('takes what exists', { at: 'wait', own });
    case 'stale':
      return become('finds garbage', {
        at: 'delete',
        own,
        write: deleteSeen('Execution', existing),
      });
    default:
      return become('leaves what exists', { at: 'idle' });
  }
}

/** The child's end is the parent's, if it is this parent's child. */
function* wait(server: Server, own: Ownership, become: Become): Generator<Move<State>> {
  const child = childOf(server);
  const isMine = child && owningExecution(child)?.uid === own.execution.metadata.uid;
  if (isMine && !isTerminal(phaseOf(child))) return;
  const verdict = isMine ? { result: 1 } : { message: 'its child is gone', isRetryable: false };
  const { code, server: next } = send(server, decideFinish(own, journalOf(own, '1'), verdict, NOW));
  const isFailed = code === 200 && !isMine;
  yield become(
    'ends',
    { at: 'idle' },
    {
      server: next,
      ...(isFailed && { wrong: 'a parent lost its child' }),
    },
  );
}

/** Any worker runs the child or cleans up; the collector deletes what no living parent owns. */
function* childMoves(state: State): Generator<Move<State>> {
  const child = childOf(state.server);
  if (child === undefined) return;
  const owners = ownersIn(state.server);
  const owner = owningExecution(child)?.uid ?? '';
  const after = (label: string, write: Write, rest: Partial<State> = {}): Move<State> => ({
    label,
    state: { ...state, ...rest, server: send(state.server, write).server },
  });
  if (owners.isGone(owner)) yield after('the collector comes', deleteSeen('Execution', child));
  for (const write of decideCascade({ ...NO_CHILDREN, executions: [child] }, owners, NOW))
    yield after('the child of no parent is canceled', write);
  if (phaseOf(child) === 'Executing') {
    const own = readOwnership(child);
    const end = decideFinish(own, journalOf(own, '1'), { result: 1 }, NOW);
    yield after('the child completes', end);
  }
  if (phaseOf(child) !== 'Pending') return;
  const licence = licenceOf(child, owners);
  const view = { execution: child, licence, owner: 'live', children: NO_CHILDREN } as const;
  const write = decideClaim(view, { worker: 'c', build: '1' }, NOW);
  if (write === undefined) return;
  if (write.verb === 'delete') {
    yield after('a child without licence is deleted', write);
    return;
  }
  const ran = [...state.ran, { owner, child: child.metadata.uid ?? '' }];
  const wrong = owners.isGone(owner) ? { wrong: 'a child ran that no parent asked for' } : {};
  yield after('the child is claimed', write, { ran, ...wrong });
}
