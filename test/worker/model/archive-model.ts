import type { ArchivedExecution } from '../../../src/api/archived-execution.ts';
import type { Execution } from '../../../src/api/execution.ts';
import { isTerminal, phaseOf } from '../../../src/api/phase.ts';
import {
  decideStrayArchive,
  deleteArchived,
  holdsRoot,
  makeArchive,
  replaceArchive,
  undoArchive,
} from '../../../src/worker/protocol/expiry/archive.ts';
import { ARCHIVED_VERSION_ANNOTATION } from '../../../src/worker/protocol/names.ts';
import type { Write } from '../../../src/worker/protocol/write.ts';
import type { Model, Move } from './search.ts';
import { find, put, type Server, send } from './server.ts';

/** What a worker is about to do with an ended root; it may stall before any of it. */
type Worker =
  | { readonly at: 'idle' }
  | { readonly at: 'post'; readonly root: Execution }
  | { readonly at: 'look'; readonly root: Execution; readonly archive: ArchivedExecution }
  | { readonly at: 'replace'; readonly root: Execution; readonly write: Write }
  | { readonly at: 'delete'; readonly root: Execution; readonly archive: ArchivedExecution }
  | { readonly at: 'undo'; readonly write: Write };

interface State {
  readonly server: Server;
  readonly workers: readonly Worker[];
  readonly crashes: number;
  readonly retries: number;
  /** The version in which the root was deleted. */
  readonly gone?: string;
}

const NAME = 'r';
const NOW = 10_000_000;
const MAX_RETRIES = 2;
const TREE = { data: '', executions: 1, suspensions: 0, jobs: 0 };

/** A root that ended, two workers that archive it and stall anywhere, and a user who retries it. */
export function archiveModel(): Model<State> {
  const root: Execution = {
    metadata: { name: NAME },
    spec: { function: 'f' },
    status: { phase: 'Completed' },
  };
  return {
    start: {
      server: put({ objects: {} }, 'Execution', root),
      workers: [{ at: 'idle' }, { at: 'idle' }],
      crashes: 0,
      retries: 0,
    },
    parts: ({ server, workers, ...rest }) => ({
      shared: [rootOf(server), archiveOf(server), rest],
      workers: workers.map((worker) => Object.values(worker)),
    }),
    moves,
    check: ({ server, gone }) => {
      if (rootOf(server) !== undefined) return undefined;
      const version = archiveOf(server)?.metadata.annotations?.[ARCHIVED_VERSION_ANNOTATION];
      if (version === undefined) return 'there is neither root nor archive';
      return version === gone ? undefined : 'the archive is of an older root than was deleted';
    },
    isGoal: ({ server, workers }) =>
      rootOf(server) === undefined && workers.every(({ at }) => at === 'idle'),
  };
}

const rootOf = (server: Server) => find<Execution>(server, 'Execution', NAME);
const archiveOf = (server: Server) => find<ArchivedExecution>(server, 'ArchivedExecution', NAME);

type Become = (label: string, next: Worker, rest?: Partial<State>) => Move<State>;

function* moves(state: State): Generator<Move<State>> {
  for (const [index, worker] of state.workers.entries()) {
    const become: Become = (label, next, rest = {}) => ({
      label: `w${index} ${label}`,
      state: { ...state, ...rest, workers: state.workers.with(index, next) },
    });
    if (worker.at !== 'idle' && state.crashes < 2)
      yield become(`crashes at ${worker.at}`, { at: 'idle' }, { crashes: state.crashes + 1 });
    yield* movesOf(state, worker, become);
  }
  yield* userMoves(state);
}

function* movesOf({ server }: State, worker: Worker, become: Become): Generator<Move<State>> {
  switch (worker.at) {
    case 'idle': {
      const root = rootOf(server);
      const archive = archiveOf(server);
      if (root && isTerminal(phaseOf(root)))
        yield become('sees an ended root', { at: 'post', root });
      const write = archive && decideStrayArchive(archive, root);
      if (write) yield become('sees an archive of an open root', { at: 'undo', write });
      return;
    }
    case 'post': {
      const { root } = worker;
      const { code, server: next, object } = send(server, makeArchive(root, TREE, NOW));
      const archive = (code === 201 ? object : archiveOf(server)) as ArchivedExecution;
      const at = holdsRoot(archive, root) ? 'delete' : 'look';
      yield become('archives', { at, root, archive }, { server: next });
      return;
    }
    case 'look': {
      const { root, archive } = worker;
      const write = replaceArchive(archive, root, rootOf(server));
      yield write
        ? become('may replace another archive', { at: 'replace', root, write })
        : become('leaves another archive', { at: 'idle' });
      return;
    }
    case 'replace': {
      const { server: next } = send(server, worker.write);
      yield become('deletes another archive', { at: 'post', root: worker.root }, { server: next });
      return;
    }
    case 'delete': {
      const { root, archive } = worker;
      const { code, server: next } = send(server, deleteArchived(root));
      const write = undoArchive(code, archive);
      const gone = rootOf(server)?.metadata.resourceVersion;
      yield become('deletes the root', write ? { at: 'undo', write } : { at: 'idle' }, {
        server: next,
        ...(code === 200 && gone !== undefined && { gone }),
      });
      return;
    }
    case 'undo':
      yield become(
        'deletes the archive',
        { at: 'idle' },
        { server: send(server, worker.write).server },
      );
      return;
  }
}

function* userMoves(state: State): Generator<Move<State>> {
  const root = rootOf(state.server);
  if (root === undefined) return;
  const become = (label: string, phase: string, retries: number): Move<State> => {
    const server = put(state.server, 'Execution', { ...root, status: { phase } } as Execution);
    return { label, state: { ...state, server, retries } };
  };
  if (!isTerminal(phaseOf(root))) yield become('it ends again', 'Completed', state.retries);
  else if (state.retries < MAX_RETRIES)
    yield become('a user retries it', 'Pending', state.retries + 1);
}
