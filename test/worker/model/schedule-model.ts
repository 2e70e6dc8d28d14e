import type { Execution } from '../../../src/api/execution.ts';
import { isTerminal, phaseOf } from '../../../src/api/phase.ts';
import type { ScheduledExecution } from '../../../src/api/scheduled-execution.ts';
import { NO_CHILDREN } from '../../../src/worker/protocol/children.ts';
import { decideClaim } from '../../../src/worker/protocol/claim.ts';
import { decideFinish, journalOf, readOwnership } from '../../../src/worker/protocol/own.ts';
import {
  dueTime,
  isMadeFor,
  makeDue,
  recordDue,
} from '../../../src/worker/protocol/schedules/due.ts';
import {
  dueMinute,
  judgeDueLicence,
  trimHistory,
} from '../../../src/worker/protocol/schedules/made.ts';
import { deleteSeen, type Write } from '../../../src/worker/protocol/write.ts';
import type { Model, Move } from './search.ts';
import { find, put, type Server, send } from './server.ts';

/** What a worker is about to do for a due time; it may stall before any of it. */
type Worker =
  | { readonly at: 'idle' }
  | { readonly at: 'post'; readonly schedule: ScheduledExecution; readonly due: number }
  | {
      readonly at: 'record';
      readonly due: number;
      readonly made: Execution;
      readonly write: Write;
    }
  | { readonly at: 'read'; readonly due: number; readonly made: Execution };

interface State {
  readonly server: Server;
  readonly workers: readonly Worker[];
  /** In minutes. */
  readonly now: number;
  readonly crashes: number;
  /** Due times that ran, those that a user deleted, and those that a user canceled before they ran. */
  readonly ran: readonly number[];
  readonly deleted: readonly number[];
  readonly canceled: readonly number[];
}

const SCHEDULE = 's';
const MINUTE = 60_000;
const LAST = 2;
const everyMinute = (after: number): number => (Math.floor(after / MINUTE) + 1) * MINUTE;

/** A schedule with two due times, two workers that stall anywhere, trimming, and a user. */
export function scheduleModel(): Model<State> {
  const schedule: ScheduledExecution = {
    metadata: { name: SCHEDULE, creationTimestamp: '1970-01-01T00:00:30Z' },
    spec: { schedule: '* * * * *', function: 'f', historyLimit: 0 },
  };
  return {
    start: {
      server: put({ objects: {} }, 'ScheduledExecution', schedule),
      workers: [{ at: 'idle' }, { at: 'idle' }],
      now: 1,
      crashes: 0,
      ran: [],
      deleted: [],
      canceled: [],
    },
    parts: ({ server, workers, ...rest }) => ({
      shared: [...Object.values(server.objects), rest],
      workers: workers.map((worker) => Object.values(worker)),
    }),
    moves,
    check: ({ ran, canceled }) => {
      const twice = ran.find((due, index) => ran.indexOf(due) !== index);
      if (twice !== undefined) return `due time ${twice} ran twice`;
      const late = canceled.find((due) => ran.includes(due));
      return late === undefined ? undefined : `due time ${late} ran after a user canceled it`;
    },
    isGoal: ({ ran, deleted, canceled }) => [...ran, ...deleted, ...canceled].includes(LAST),
  };
}

function scheduleOf(server: Server): ScheduledExecution {
  const schedule = find<ScheduledExecution>(server, 'ScheduledExecution', SCHEDULE);
  if (schedule === undefined) throw new Error('the schedule is never deleted here');
  return schedule;
}

const executionsOf = (server: Server): readonly Execution[] =>
  Object.values(server.objects).filter(
    (object): object is Execution => object.metadata.name !== SCHEDULE,
  );

type Become = (label: string, next: Worker, rest?: Partial<State>) => Move<State>;

function* moves(state: State): Generator<Move<State>> {
  if (state.now < LAST) yield { label: 'a minute passes', state: { ...state, now: LAST } };
  for (const [index, worker] of state.workers.entries()) {
    const become: Become = (label, next, rest = {}) => ({
      label: `w${index} ${label}`,
      state: { ...state, ...rest, workers: state.workers.with(index, next) },
    });
    if (worker.at !== 'idle' && state.crashes < 1)
      yield become(`crashes at ${worker.at}`, { at: 'idle' }, { crashes: state.crashes + 1 });
    yield* movesOf(state, worker, become);
  }
  for (const execution of executionsOf(state.server)) {
    yield* runMoves(state, execution);
    yield* userMoves(state, execution);
  }
  for (const write of trimHistory(scheduleOf(state.server), executionsOf(state.server)))
    yield { label: `${write.name} is trimmed`, state: sendIn(state, write) };
}

const sendIn = (state: State, write: Write): State => ({
  ...state,
  server: send(state.server, write).server,
});

function* movesOf(state: State, worker: Worker, become: Become): Generator<Move<State>> {
  const { server, now } = state;
  switch (worker.at) {
    case 'idle': {
      const schedule = scheduleOf(server);
      const due = dueTime(schedule, everyMinute, now * MINUTE);
      if (due !== undefined)
        yield become(`sees ${due / MINUTE} due`, { at: 'post', schedule, due });
      return;
    }
    case 'post': {
      const { schedule, due } = worker;
      const write = makeDue(schedule, due);
      const { server: next, object } = send(server, write);
      const made = (object ?? find(server, 'Execution', write.object.metadata.name)) as Execution;
      if (!isMadeFor(made, schedule, due)) throw new Error('no other execution has its name');
      yield become(`posts ${due / MINUTE}`, toRecord(next, schedule, due, made), { server: next });
      return;
    }
    case 'record': {
      const { code, server: next } = send(server, worker.write);
      const { due, made } = worker;
      yield become('records', code === 200 ? { at: 'idle' } : { at: 'read', due, made }, {
        server: next,
      });
      return;
    }
    case 'read':
      yield become(
        'reads the schedule again',
        toRecord(server, scheduleOf(server), worker.due, worker.made),
      );
      return;
  }
}

function toRecord(
  server: Server,
  schedule: ScheduledExecution,
  due: number,
  made: Execution,
): Worker {
  const write = recordDue(schedule, due, made, executionsOf(server), everyMinute);
  return write ? { at: 'record', due, made, write } : { at: 'idle' };
}

/** Any worker claims what has its licence, and deletes what never can have it. */
function* runMoves(state: State, execution: Execution): Generator<Move<State>> {
  const { name } = execution.metadata;
  if (phaseOf(execution) === 'Executing') {
    const own = readOwnership(execution);
    const end = decideFinish(own, journalOf(own, '1'), { result: 1 }, MINUTE);
    yield { label: `${name} completes`, state: sendIn(state, end) };
    return;
  }
  const licence = judgeDueLicence(execution, scheduleOf(state.server), false);
  const view = { execution, licence, owner: 'live', children: NO_CHILDREN } as const;
  const write = decideClaim(view, { worker: 'w', build: '1' }, MINUTE);
  if (write === undefined) return;
  const next = sendIn(state, write);
  if (write.verb === 'delete') yield { label: `${name} has no licence`, state: next };
  else {
    const ran = [...state.ran, dueMinute(execution) ?? 0].sort();
    yield { label: `${name} is claimed`, state: { ...next, ran } };
  }
}

/** Once in all, a user deletes an execution, or cancels one that did not run. */
function* userMoves(state: State, execution: Execution): Generator<Move<State>> {
  const { deleted, canceled, ran, server } = state;
  if (deleted.length + canceled.length > 0) return;
  const due = dueMinute(execution) ?? 0;
  yield {
    label: `a user deletes ${due}`,
    state: { ...sendIn(state, deleteSeen('Execution', execution)), deleted: [due] },
  };
  if (isTerminal(phaseOf(execution)) || ran.includes(due)) return;
  const changed = { ...execution, status: { ...execution.status, phase: 'Canceled' } };
  yield {
    label: `a user cancels ${due}`,
    state: { ...state, server: put(server, 'Execution', changed), canceled: [due] },
  };
}
