import type { Execution, ExecutionStatus } from '../../../src/api/execution.ts';
import { isTerminal, phaseOf } from '../../../src/api/phase.ts';
import { childName } from '../../../src/worker/protocol/child.ts';
import { type Children, NO_CHILDREN } from '../../../src/worker/protocol/children.ts';
import { type Journal, parseJournal } from '../../../src/worker/protocol/journal/journal.ts';
import type { Operation } from '../../../src/worker/protocol/journal/operation.ts';
import { attemptOfChild } from '../../../src/worker/protocol/licence.ts';
import type { Ownership } from '../../../src/worker/protocol/own.ts';
import type { Write } from '../../../src/worker/protocol/write.ts';
import { find, type Server, send } from './server.ts';

/** What a worker is about to do with the parent; it may stall before any of it. */
export type Worker =
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

export interface State {
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
  /** What a write did that no worker may do. */
  readonly wrong?: string;
  /** Whether a child was deleted that the parent's journal asks for. */
  readonly harmed?: true;
}

export const PARENT = 'p';
export const CHILD = childName(PARENT, '1');
export const OPERATION = {
  kind: 'execution',
  key: '1',
  function: 'child',
  hash: '0000000a',
} as const;

export function check({
  ran,
  completedOn,
  hurried,
  harmed,
  wrong,
  server,
}: State): string | undefined {
  if (wrong) return wrong;
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

export const parentOf = (server: Server): Execution => {
  const parent = find<Execution>(server, 'Execution', PARENT);
  if (parent === undefined) throw new Error('the parent is never deleted here');
  return parent;
};
export const childrenOf = (server: Server): readonly Execution[] => {
  const child = find<Execution>(server, 'Execution', CHILD);
  return child ? [child] : [];
};
export const listOf = (executions: readonly Execution[]): Children => ({
  ...NO_CHILDREN,
  executions,
});

export const operationIn = (journal: Journal): Operation =>
  journal.operations.find(({ key }) => key === OPERATION.key) ?? OPERATION;

/** What a worker holds: most of it is shared with other states. */
export function partsOf(worker: Worker): readonly unknown[] {
  if (!('own' in worker)) return Object.values(worker);
  const { own, ...rest } = worker;
  return [...Object.values(rest), own.execution];
}

/** What a delete leaves, and whether it took a child that the server's journal asks for. */
export function deletion(server: Server, write: Write): Partial<State> {
  const [child] = childrenOf(server);
  const next = send(server, write).server;
  if (child === undefined || childrenOf(next).length > 0) return { server: next };
  const journal = parseJournal(parentOf(server).status?.state);
  const isGone = journal?.gone.includes(child.metadata.uid ?? '') ?? false;
  const asked = journal?.operations.find(({ key }) => key === OPERATION.key);
  const attempt = asked && (asked.attempt ?? journal?.attempt);
  const isAsked = !isGone && attempt === attemptOfChild(child);
  return isAsked ? { server: next, harmed: true } : { server: next };
}

/** What is wrong with an accepted claim: each takes the execution from what it saw. */
export function judgeClaim(before: Execution, after: Execution): string | undefined {
  const [was, is] = [before, after].map(({ status }) => status?.resumptions ?? 0);
  return is === (was ?? 0) + 1 ? undefined : 'an execution was claimed by two at once';
}

/** What is wrong with an accepted write of an owner: it must still have the execution. */
export function judgeOwnWrite(before: Execution, { execution }: Ownership): string | undefined {
  const isMine =
    before.status?.workerName === execution.status?.workerName &&
    before.status?.resumptions === execution.status?.resumptions &&
    !isTerminal(phaseOf(before));
  return isMine ? undefined : 'a worker wrote to an execution that it had lost';
}
