import { attemptNumber, attemptsAllowed, nextAttemptAt } from '../../../api/attempts.ts';
import type { Execution } from '../../../api/execution.ts';
import { parseInstant } from '../../../api/instant.ts';
import { truncateName } from '../../../api/labels.ts';
import { isRoot, owningExecution, rootLabel } from '../../../api/ownership.ts';
import { isTerminal, phaseOf } from '../../../api/phase.ts';
import { needsHuman, type Suspension, suspensionPhase } from '../../../api/suspension.ts';
import { shortName } from '../../../text/short-name.ts';
import type { Tone } from '../../../text/span.ts';
import { clockMinute, shortSpan, type Zone } from '../../../text/time.ts';
import { defaultsOf, type Functions, functionOf } from '../function-lookup.ts';
import { rootKey } from './root-key.ts';
import type { TreesBelow } from './trees-below.ts';

/** What an execution may wait for. */
export const WAITING_KINDS = ['human', 'sleep', 'backoff', 'mutex', 'worker', 'function'] as const;
export type WaitingKind = (typeof WAITING_KINDS)[number];

/** Why an execution does not move, in one sentence, and whom it waits for. */
export interface Waiting {
  readonly kind: WaitingKind;
  readonly text: string;
  /** The same in fewer words, where room is short: whom it waits for is never cut. */
  readonly shorter?: readonly string[];
  readonly tone: Tone;
}

/** Open suspensions, found by the root label of their tree or by their owner's uid. */
export type OpenSuspensions = ReadonlyMap<string, readonly Suspension[]>;

/** Groups the open ones of all suspensions, oldest first. */
export function openSuspensions(suspensions: Iterable<Suspension>): OpenSuspensions {
  const open = new Map<string, Suspension[]>();
  for (const suspension of suspensions) {
    if (suspensionPhase(suspension) !== 'Suspended') continue;
    const { namespace = '' } = suspension.metadata;
    const owner = owningExecution(suspension);
    const root = rootLabel(suspension);
    const keys = new Set([owner?.uid, root && `${namespace}/${root}`]);
    for (const key of keys) {
      if (key === undefined) continue;
      const group = open.get(key);
      if (group) group.push(suspension);
      else open.set(key, [suspension]);
    }
  }
  for (const group of open.values()) {
    group.sort((a, b) => (createdAt(a) < createdAt(b) ? -1 : 1));
  }
  return open;
}

/** The open suspensions in the tree of an execution, as far as labels and owners tell. */
export function suspensionsOf(execution: Execution, open: OpenSuspensions): readonly Suspension[] {
  const { uid = '', namespace = '', name } = execution.metadata;
  return open.get(`${namespace}/${truncateName(name)}`) ?? open.get(uid) ?? [];
}

/** What {@link waitingOn} looks at besides the execution itself. */
export interface WaitingContext {
  /** Whether the execution that a suspension holds up is seen to have ended: it waits for nothing. */
  readonly hasEndedOwner: (suspension: Suspension) => boolean;
  readonly open: OpenSuspensions;
  readonly functions: Functions;
  /** The name of the execution that holds a mutex of a namespace, if one is seen to. */
  readonly mutexHolder: (namespace: string, mutex: string) => Execution | undefined;
  readonly now: number;
  readonly zone: Zone;
}

/** What the list and its filters look at besides an execution. */
export interface RowContext extends WaitingContext {
  /** What is wrong below a root, by {@link rootKey}. */
  readonly below: TreesBelow;
}

/** What an execution waits for, as far as it is known. */
type Cause =
  | { readonly kind: 'backoff' | 'function' | 'worker' }
  | { readonly kind: 'human'; readonly suspension: Suspension }
  | { readonly kind: 'sleep'; readonly until: number }
  | { readonly kind: 'mutex'; readonly mutex: string; readonly holder: Execution };

/** The sentence of the WAITING ON column; undefined when nothing holds the execution up. */
export function waitingOn(execution: Execution, around: WaitingContext): Waiting | undefined {
  const cause = causeOf(execution, around);
  switch (cause?.kind) {
    case undefined:
      return undefined;
    case 'backoff':
      return backoff(execution, around);
    case 'human':
      return needsAHuman(cause.suspension, around.now);
    case 'sleep': {
      const until = clockMinute(cause.until, around.now, around.zone);
      return { kind: 'sleep', text: `sleeping until ${until}`, tone: 'muted' };
    }
    case 'mutex':
      return heldBy(cause.mutex, cause.holder, around.now);
    case 'function': {
      const text = `no function ${execution.spec.function} in this namespace`;
      return { kind: 'function', text, tone: 'bad' };
    }
    case 'worker': {
      const text = execution.status?.message || 'no worker has claimed it';
      return { kind: 'worker', text, tone: 'muted' };
    }
  }
}

/** Returns what {@link waitingOn} tells, without its text. Time alone never changes it. */
export function waitingKind(execution: Execution, around: WaitingContext): WaitingKind | undefined {
  return causeOf(execution, around)?.kind;
}

function causeOf(execution: Execution, around: WaitingContext): Cause | undefined {
  const phase = phaseOf(execution);
  if (isTerminal(phase)) return undefined;
  if (phase === 'Backoff') return { kind: 'backoff' };
  if (phase === 'Pending') return causeOfPending(execution, around);
  const all = suspensionsOf(execution, around.open);
  const open = all.filter((suspension) => !around.hasEndedOwner(suspension));
  const human = open.find(needsHuman);
  if (human) return { kind: 'human', suspension: human };
  const wakes = open.map((s) => parseInstant(s.spec?.resumeAt)).filter((at) => at !== undefined);
  return wakes.length === 0 ? undefined : { kind: 'sleep', until: Math.min(...wakes) };
}

function causeOfPending(execution: Execution, around: WaitingContext): Cause {
  const { namespace = '' } = execution.metadata;
  const mutex = execution.spec.mutex?.name;
  const holder = mutex === undefined ? undefined : around.mutexHolder(namespace, mutex);
  if (mutex !== undefined && holder && holder.metadata.uid !== execution.metadata.uid) {
    return { kind: 'mutex', mutex, holder };
  }
  const isMissing = functionOf(around.functions, execution).kind === 'missing';
  return { kind: isMissing ? 'function' : 'worker' };
}

/** What is wrong below a root, in one sentence: `2 of 1000 failed · fetch #396: 503`. */
export function failedBelow(execution: Execution, below: TreesBelow): string | undefined {
  if (!isRoot(execution)) return undefined;
  const tree = below.get(rootKey(execution));
  const [first] = tree?.failing ?? [];
  if (tree === undefined || first === undefined) return undefined;
  const failed = tree.failing.filter((e) => phaseOf(e) === 'Failed').length;
  const words =
    failed > 0
      ? `${failed} of ${tree.total} failed`
      : `retrying ${tree.failing.length} of ${tree.total}`;
  const told = (failed > 0 && tree.failing.find((e) => phaseOf(e) === 'Failed')) || first;
  const message = told.status?.message ?? told.status?.attempts?.at(-1)?.message ?? '';
  return `${words} · ${childName(told)}${message === '' ? '' : `: ${message}`}`;
}

/** A child that is only numbered says more by its function. */
function childName(child: Execution): string {
  const name = shortName(child);
  return /^\d+$/.test(name) ? `${child.spec.function} #${name}` : name;
}

function needsAHuman(suspension: Suspension, now: number): Waiting {
  const since = parseInstant(suspension.metadata.creationTimestamp);
  const age = since === undefined ? '' : ` (${shortSpan(now - since)})`;
  return { kind: 'human', text: `needs a human: ${shortName(suspension)}${age}`, tone: 'wait' };
}

function backoff(execution: Execution, { functions, now }: WaitingContext): Waiting {
  const defaults = defaultsOf(functions, execution);
  const due = nextAttemptAt(execution, defaults);
  const words = [
    'backoff',
    `attempt ${attemptNumber(execution)} of ${attemptsAllowed(execution, defaults)}`,
    ...(due === undefined ? [] : [due > now ? `next in ${shortSpan(due - now)}` : 'due now']),
  ];
  return { kind: 'backoff', text: words.join(', '), tone: 'warn' };
}

function heldBy(mutex: string, holder: Execution, now: number): Waiting {
  const since = parseInstant(holder.status?.startedAt);
  const age = since === undefined ? '' : ` (${shortSpan(now - since)})`;
  return {
    kind: 'mutex',
    text: `mutex ${mutex} held by ${holder.metadata.name}${age}`,
    shorter: [
      `held by ${holder.metadata.name}${age}`,
      `held by ${holder.metadata.name}`,
      holder.metadata.name,
    ],
    tone: 'warn',
  };
}

function createdAt(suspension: Suspension): string {
  return suspension.metadata.creationTimestamp ?? '';
}
