import type { ChildPolicy, Execution, ExecutionStatus, Json } from '../../../src/api/execution.ts';
import { isTerminal, phaseOf } from '../../../src/api/phase.ts';
import { decideGone } from '../../../src/worker/protocol/act.ts';
import { childName, judgeExisting, makeChild } from '../../../src/worker/protocol/child.ts';
import { type Children, NO_CHILDREN } from '../../../src/worker/protocol/children.ts';
import { decideClaim } from '../../../src/worker/protocol/claim.ts';
import { type Journal, parseJournal } from '../../../src/worker/protocol/journal/journal.ts';
import type { Operation } from '../../../src/worker/protocol/journal/operation.ts';
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
import type { Model, Move } from './search.ts';
import { type Answer, find, put, type Server, send } from './server.ts';

/** What a worker is about to do with the parent; it may stall before any of it. */
type Worker =
  | { readonly at: 'idle' }
  | { readonly at: 'list'; readonly seen: Execution }
  | { readonly at: 'claim'; readonly seen: Execution; readonly children: readonly Execution[] }
  | { readonly at: 'run'; readonly own: Ownership }
  | { readonly at: 'clear'; readonly own: Ownership; readonly children: readonly Execution[] }
  | {
      readonly at: 'write';
      readonly own: Ownership;
      readonly write: Write;
      readonly sent: number;
      readonly ends: boolean;
    }
  | { readonly at: 'read'; readonly own: Ownership; readonly sent: number; readonly ends: boolean }
  | { readonly at: 'post'; readonly own: Ownership }
  | { readonly at: 'exists'; readonly own: Ownership }
  | { readonly at: 'delete'; readonly own: Ownership; readonly write: Write }
  | { readonly at: 'wait'; readonly own: Ownership };

interface State {
  readonly server: Server;
  readonly workers: readonly Worker[];
  readonly crashes: number;
  readonly lostAnswers: number;
  /** Which objects of the child ran, in which attempt of the parent. */
  readonly ran: readonly { readonly attempt: number; readonly uid: string }[];
  /** `status.state` of the parent when the child was made: the oldest that a cache may show with it. */
  readonly born?: ExecutionStatus['state'];
  /** The attempt of the child on whose result the parent completed. */
  readonly completedOn?: number;
  /** Whether a child was made by a worker that knew of one it had to delete first. */
  readonly hurried?: true;
  /** Whether a child was deleted that the parent's journal asks for. */
  readonly harmed?: true;
}

export interface ClaimModelOptions {
  readonly workers: number;
  readonly policy: ChildPolicy;
  readonly crashes: number;
  readonly lostAnswers: number;
  /** After how many claims the search goes no further. */
  readonly claims: number;
}

const PARENT = 'p';
const CHILD = childName(PARENT, '1');
const NOW = 10_000_000;
const OPERATION = { kind: 'execution', key: '1', function: 'child', hash: '0000000a' } as const;

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
    parts: ({ server, workers, ...rest }) => [
      ...Object.values(server.objects),
      ...workers.flatMap(partsOf),
      rest,
    ],
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

function check({ ran, completedOn, hurried, harmed, server }: State): string | undefined {
  if (harmed) return 'a child that the parent asks for was deleted';
  if (hurried) return 'a child was made before those it replaces were deleted';
  const uids = new Map<number, Set<string>>();
  for (const { attempt, uid } of ran) uids.set(attempt, (uids.get(attempt) ?? new Set()).add(uid));
  for (const [attempt, objects] of uids) {
    if (objects.size > 1) return `${objects.size} children of attempt ${attempt} ran`;
  }
  // A retry may keep the child of an attempt before: its line in the journal says so.
  const journal = parseJournal(parentOf(server).status?.state);
  const asked = journal && (operationIn(journal).attempt ?? journal.attempt);
  if (completedOn !== undefined && completedOn !== asked) {
    return `an attempt that asked for the child of attempt ${asked} completed on that of attempt ${completedOn}`;
  }
  const attempts = parentOf(server).status?.attempts ?? [];
  if (attempts.length > 2) return 'there are more attempts than retries allow';
  if (attempts.slice(0, -1).some(({ finishedAt }) => finishedAt === undefined))
    return 'an attempt was left open';
  return undefined;
}

const parentOf = (server: Server): Execution => {
  const parent = find<Execution>(server, 'Execution', PARENT);
  if (parent === undefined) throw new Error('the parent is never deleted here');
  return parent;
};
const childrenOf = (server: Server): readonly Execution[] => {
  const child = find<Execution>(server, 'Execution', CHILD);
  return child ? [child] : [];
};
const listOf = (executions: readonly Execution[]): Children => ({ ...NO_CHILDREN, executions });

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
          { server: next },
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
      yield become(
        'posts',
        { at: code === 201 ? 'wait' : 'exists', own: worker.own },
        {
          server: next,
          ...(code === 201 && born && { born }),
          ...(journal.gone.length > 0 && { hurried: true as const }),
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

const operationIn = (journal: Journal): Operation =>
  journal.operations.find(({ key }) => key === OPERATION.key) ?? OPERATION;

/** What a worker holds: most of it is shared with other states. */
function partsOf(worker: Worker): readonly unknown[] {
  if (!('own' in worker)) return Object.values(worker);
  const { own, ...rest } = worker;
  return [...Object.values(rest), own.execution];
}

/** What a delete leaves, and whether it took a child that the server's journal asks for. */
function deletion(server: Server, write: Write): Partial<State> {
  const [child] = childrenOf(server);
  const next = send(server, write).server;
  if (child === undefined || childrenOf(next).length > 0) return { server: next };
  const journal = parseJournal(parentOf(server).status?.state);
  const isAsked = judgeLicence(child, OPERATION.key, journal) === 'granted';
  return isAsked ? { server: next, harmed: true } : { server: next };
}

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
