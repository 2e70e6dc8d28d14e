import type { ChildPolicy, Execution, Json } from '../../../src/api/execution.ts';
import { isTerminal, phaseOf } from '../../../src/api/phase.ts';
import { decideGone } from '../../../src/worker/protocol/act.ts';
import { judgeExisting, makeChild } from '../../../src/worker/protocol/child.ts';
import { NO_CHILDREN } from '../../../src/worker/protocol/children.ts';
import { decideClaim } from '../../../src/worker/protocol/claim.ts';
import { type Journal, parseJournal } from '../../../src/worker/protocol/journal/journal.ts';
import { attemptOfChild, judgeLicence } from '../../../src/worker/protocol/licence.ts';
import { decideNext } from '../../../src/worker/protocol/next.ts';
import {
  decideFinish,
  decideJournal,
  journalOf,
  judgeConflict,
  type Ownership,
  readOwnership,
} from '../../../src/worker/protocol/own.ts';
import type { Write } from '../../../src/worker/protocol/write.ts';
import {
  check,
  childrenOf,
  deletion,
  judgeClaim,
  judgeOwnWrite,
  listOf,
  OPERATION,
  operationIn,
  PARENT,
  parentOf,
  partsOf,
  type State,
  type Worker,
} from './claim-state.ts';
import type { Model, Move } from './search.ts';
import { type Answer, put, type Server, send } from './server.ts';

export interface ClaimModelOptions {
  readonly workers: number;
  readonly policy: ChildPolicy;
  readonly crashes: number;
  readonly lostAnswers: number;
  /** After how many claims the search goes no further. */
  readonly claims: number;
}

const NOW = 10_000_000;
/**
 * One parent whose function asks for one child and returns its result; workers that stall anywhere,
 * crash, and lose answers; and a child that any worker may run, and that may fail.
 */
export function claimModel(options: ClaimModelOptions): Model<State> {
  const parent: Execution = {
    metadata: { name: PARENT },
    spec: { function: 'parent', retry: { retries: 1, backoff: '0s', childPolicy: options.policy } },
  };
  return {
    start: {
      server: put({ objects: {} }, 'Execution', parent),
      workers: Array.from({ length: options.workers }, () => ({ at: 'idle' }) as const),
      crashes: 0,
      lostAnswers: 0,
      ran: [],
    },
    parts: ({ server, workers, ...rest }) => ({
      shared: [...Object.values(server.objects), rest],
      workers: workers.map(partsOf),
    }),
    moves: (state) => moves(state, options),
    check,
    isGoal: ({ server }) => {
      const execution = parentOf(server);
      return (
        isTerminal(phaseOf(execution)) || (execution.status?.resumptions ?? 0) >= options.claims
      );
    },
  };
}

function* moves(state: State, options: ClaimModelOptions): Generator<Move<State>> {
  for (const [index, worker] of state.workers.entries()) {
    const become = (label: string, next: Worker, rest: Partial<State> = {}): Move<State> => ({
      label: `w${index} ${label}`,
      state: { ...state, ...rest, workers: state.workers.with(index, next) },
    });
    if (worker.at !== 'idle' && state.crashes < options.crashes) {
      yield become(`crashes at ${worker.at}`, { at: 'idle' }, { crashes: state.crashes + 1 });
    }
    yield* movesOf(state, index, worker, become, options);
  }
  yield* childMoves(state);
}

type Become = (label: string, next: Worker, rest?: Partial<State>) => Move<State>;

function* movesOf(
  state: State,
  index: number,
  worker: Worker,
  become: Become,
  options: ClaimModelOptions,
): Generator<Move<State>> {
  const { server } = state;
  const me = { worker: `w${index}`, build: '1' };
  switch (worker.at) {
    case 'idle': {
      const seen = parentOf(server);
      const isOpen = !isTerminal(phaseOf(seen)) && (seen.status?.resumptions ?? 0) < options.claims;
      if (isOpen) yield become(`sees ${phaseOf(seen)}`, { at: 'list', seen });
      return;
    }
    case 'list':
      yield become('lists', { at: 'claim', seen: worker.seen, children: childrenOf(server) });
      return;
    case 'claim': {
      // Any worker may be thought dead, so that all of them become zombies.
      const view = {
        execution: worker.seen,
        licence: 'granted',
        owner: 'left',
        children: listOf(worker.children),
      } as const;
      const write = decideClaim(view, me, NOW);
      if (write === undefined) throw new Error('what it saw was open');
      const { code, server: next, object } = send(server, write);
      if (code !== 200 || object === undefined) yield become('loses the claim', { at: 'idle' });
      else
        yield become(
          'claims',
          { at: 'run', own: readOwnership(object as Execution) },
          { server: next, ...mark(judgeClaim(parentOf(server), object as Execution)) },
        );
      return;
    }
    case 'run':
      yield* run(state, worker.own, become);
      return;
    case 'clear': {
      const [write] = decideGone(
        worker.own.recorded ?? journalOf(worker.own, '1'),
        listOf(worker.children),
      );
      if (write)
        yield become(
          'deletes what is gone',
          { at: 'run', own: worker.own },
          deletion(server, write),
        );
      else yield become('has cleared', emptyGone(worker.own));
      return;
    }
    case 'write': {
      const answer = send(server, worker.write);
      yield become(worker.ends ? 'ends' : 'writes', afterWrite(worker, answer), {
        server: answer.server,
        ...(answer.code === 200 && worker.ends && completion(answer)),
        ...(answer.code === 200 && mark(judgeOwnWrite(parentOf(server), worker.own))),
      });
      if (answer.code === 200 && !worker.ends && state.lostAnswers < options.lostAnswers) {
        const rest = { server: answer.server, lostAnswers: state.lostAnswers + 1 };
        yield become('writes, and hears nothing', { ...worker, at: 'read' }, rest);
      }
      return;
    }
    case 'read': {
      const conflict = judgeConflict(worker.own, parentOf(server), worker.sent);
      if (conflict.is === 'lost') yield become('has lost it', { at: 'idle' });
      else yield become(conflict.is, { at: 'run', own: conflict.own });
      return;
    }
    case 'post': {
      const failure = { message: 'threw', isRetryable: true };
      const end = decideFinish(worker.own, journalOf(worker.own, '1'), failure, NOW);
      yield become('throws', writing(worker.own, end, true));
      const journal = journalOf(worker.own, '1');
      const write = makeChild(worker.own.execution, journal, operationIn(journal), {
        function: 'child',
      });
      const { code, server: next } = send(server, write);
      const born = parentOf(server).status?.state;
      const isAsked = worker.own.recorded?.operations.some(({ key }) => key === OPERATION.key);
      yield become(
        'posts',
        { at: code === 201 ? 'wait' : 'exists', own: worker.own },
        {
          server: next,
          ...(code === 201 && born && { born }),
          ...(journal.gone.length > 0 && { hurried: true as const }),
          ...mark(isAsked ? undefined : 'a child was made before its ask was on record'),
        },
      );
      return;
    }
    case 'exists': {
      const [existing] = childrenOf(server);
      if (existing === undefined) yield become('posts again', { at: 'post', own: worker.own });
      else yield become('looks at what exists', judge(worker.own, existing));
      return;
    }
    case 'delete':
      yield become('deletes', { at: 'post', own: worker.own }, deletion(server, worker.write));
      return;
    case 'wait':
      yield* wait(state, worker.own, become);
      return;
  }
}

const mark = (wrong: string | undefined): Partial<State> => (wrong === undefined ? {} : { wrong });

/** What the owner does next: clears, writes its ask, or acts. */
function* run({ server }: State, own: Ownership, become: Become): Generator<Move<State>> {
  const journal = journalOf(own, '1');
  const asks = journal.operations.some(({ key }) => key === '1');
  const wanted: Journal = asks
    ? journal
    : { ...journal, operations: [...journal.operations, OPERATION] };
  const next = decideNext(own, wanted, [{ operation: OPERATION, after: 0, times: 0 }]);
  switch (next.is) {
    case 'act':
      yield become('may act', { at: 'post', own });
      return;
    case 'write':
      yield become('asks', writing(own, next.write, false));
      return;
    case 'clear':
      yield become('lists what is gone', { at: 'clear', own, children: childrenOf(server) });
      return;
    case 'wait':
      throw new Error('a worker that may not act has something to write or to delete');
  }
}

function emptyGone(own: Ownership): Worker {
  const write = decideJournal(own, { ...journalOf(own, '1'), gone: [] });
  return write ? writing(own, write, false) : { at: 'run', own };
}

function writing(own: Ownership, write: Write, ends: boolean): Worker {
  return { at: 'write', own, write, sent: sentOf(own), ends };
}

const sentOf = (own: Ownership): number => (own.recorded?.writes ?? 0) + 1;

function afterWrite(worker: Worker & { readonly at: 'write' }, { code, object }: Answer): Worker {
  if (code !== 200) return { at: 'read', own: worker.own, sent: worker.sent, ends: worker.ends };
  return worker.ends ? { at: 'idle' } : { at: 'run', own: readOwnership(object as Execution) };
}

function completion({ object }: Answer): Partial<State> {
  const { status } = object as Execution;
  const result = status?.result;
  return typeof result === 'number' ? { completedOn: result } : {};
}

function judge(own: Ownership, existing: Execution): Worker {
  const journal = journalOf(own, '1');
  switch (judgeExisting(existing, own.execution, journal, operationIn(journal), false)) {
    case 'taken':
      return { at: 'wait', own };
    case 'stale': {
      const { name, uid = '' } = existing.metadata;
      return { at: 'delete', own, write: { verb: 'delete', kind: 'Execution', name, uid } };
    }
    case 'superseded':
    case 'foreign':
      return { at: 'idle' };
  }
}

/** The child's end becomes the parent's: its result is the attempt that made the child. */
function* wait({ server }: State, own: Ownership, become: Become): Generator<Move<State>> {
  const [child] = childrenOf(server);
  const phase = child && phaseOf(child);
  if (phase !== undefined && !isTerminal(phase)) return;
  const isDone = child !== undefined && phase === 'Completed';
  const journal = journalOf(own, '1');
  const ended: Journal = {
    ...journal,
    order: [
      ...journal.order.filter(({ key }) => key !== '1'),
      { key: '1', ending: isDone ? 'done' : 'failed' },
    ],
    errors: isDone ? {} : { 1: 'failed' },
  };
  const result: Json = (child && attemptOfChild(child)) ?? 0;
  const verdict = isDone ? { result } : { message: 'child failed', isRetryable: true };
  const write = decideFinish(own, ended, verdict, NOW);
  yield become(`sees its child ${phase ?? 'gone'}`, writing(own, write, true));
}

/** Any worker runs the child, with the parent's journal as it was at any time since the child was made. */
function* childMoves(state: State): Generator<Move<State>> {
  const [child] = childrenOf(state.server);
  if (child === undefined || isTerminal(phaseOf(child))) return;
  const become = (label: string, server: Server, rest: Partial<State> = {}): Move<State> => ({
    label,
    state: { ...state, ...rest, server },
  });
  if (phaseOf(child) === 'Pending') {
    for (const cached of [parentOf(state.server).status?.state, state.born]) {
      const licence = judgeLicence(child, '1', parseJournal(cached));
      const view = { execution: child, licence, owner: 'live', children: NO_CHILDREN } as const;
      const write = decideClaim(view, { worker: 'c', build: '1' }, NOW);
      if (write === undefined) continue;
      const { server } = send(state.server, write);
      const run = { attempt: attemptOfChild(child) ?? 0, uid: child.metadata.uid ?? '' };
      if (write.verb === 'delete') yield become('a child without licence is deleted', server);
      else yield become('the child is claimed', server, { ran: [...state.ran, run] });
    }
    return;
  }
  for (const verdict of [{ result: 1 }, { message: 'failed', isRetryable: false }]) {
    const write = decideFinish(
      readOwnership(child),
      journalOf(readOwnership(child), '1'),
      verdict,
      NOW,
    );
    yield become(
      'result' in verdict ? 'the child completes' : 'the child fails',
      send(state.server, write).server,
    );
  }
}
