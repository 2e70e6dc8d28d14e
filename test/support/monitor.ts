import type { Execution } from '../../src/api/execution.ts';
import type { KontinueFunction } from '../../src/api/function.ts';
import type { Job } from '../../src/api/job.ts';
import type { KubeObject } from '../../src/api/metadata.ts';
import type { Suspension } from '../../src/api/suspension.ts';
import type { Effect } from '../../src/monitor/core/effect.ts';
import type { Size } from '../../src/monitor/core/frame.ts';
import type { LogEntry } from '../../src/monitor/core/logs/buffer.ts';
import { targetKey } from '../../src/monitor/core/logs/state.ts';
import type { Msg } from '../../src/monitor/core/message.ts';
import {
  type Access,
  ASKED_PERMISSIONS,
  type Permission,
  permissionText,
} from '../../src/monitor/core/permissions.ts';
import { type Change, keyOf } from '../../src/monitor/core/resources/collection.ts';
import type { FeedState, Setup } from '../../src/monitor/core/session.ts';
import { initialState, type State } from '../../src/monitor/core/state.ts';
import { tableOf } from '../../src/monitor/core/table/requery.ts';
import type { Table } from '../../src/monitor/core/table/table.ts';
import { update } from '../../src/monitor/core/update.ts';
import { view } from '../../src/monitor/core/view.ts';
import type { WorkerLiveness } from '../../src/monitor/core/worker-liveness.ts';
import { compileRegex } from '../../src/monitor/regex.ts';
import type { Reach } from '../../src/text/shell.ts';
import { frameText } from './frame-text.ts';
import { NOW, SECOND, treeOf } from './objects.ts';

/** What a monitor in a test knows; each part comes to it as the message that brings it. */
export interface Scene {
  readonly size?: Size;
  readonly setup?: Partial<Setup>;
  /** Those shown; empty for all. */
  readonly namespaces?: readonly string[];
  readonly executions?: readonly Execution[];
  readonly suspensions?: readonly Suspension[];
  readonly jobs?: readonly Job[];
  /** How the watches of executions stand: live, unless told. */
  readonly feed?: Partial<FeedState>;
  /** What the user lacks; everything else is allowed. */
  readonly denied?: readonly Permission[];
  readonly workers?: WorkerLiveness;
}

/** Nothing but the context is needed to get to the cluster. */
export const NO_REACH: Reach = { variables: [], flags: [] };

export const ROOMY: Size = { width: 120, height: 30 };

/** A monitor before anything has happened. */
export function blankMonitor(scene: Scene = {}): State {
  const setup = { readOnly: false, ascii: false, title: 'kontinue', ...scene.setup };
  const session = {
    context: '',
    reach: NO_REACH,
    namespaces: [],
    user: '',
    serverVersion: '',
    // Tests run in UTC: the times are the same, and the header does not tell the zone.
    zone: 'local',
  } as const;
  return {
    ...initialState(setup, session, scene.size ?? ROOMY, NOW),
    compile: compileRegex,
  };
}

/** A monitor that is connected and has heard of everything in the scene, trees included. */
export function monitor(scene: Scene = {}): State {
  const namespaces = scene.namespaces ?? ['payments'];
  const executions = scene.executions ?? [];
  const shown = namespaces.length > 0 ? namespaces : ['*'];
  const state = told(
    blankMonitor(scene),
    { kind: 'connected', context: 'prod-eu', reach: NO_REACH, namespaces, user: 'ada' },
    ...shown.map((namespace) => feed(`executions/${namespace}`, scene.feed)),
    ...namespaces.map(
      (namespace): Msg => ({
        kind: 'permissionsLearned',
        namespace,
        known: ASKED_PERMISSIONS.map((permission) => ({
          permission,
          access: accessIn(scene, permission),
        })),
      }),
    ),
    ...(scene.workers
      ? namespaces.map((namespace): Msg => {
          return { kind: 'workersLearned', namespace, workers: scene.workers as WorkerLiveness };
        })
      : []),
    ...byNamespace(executions).map((some) => changes(...some)),
    ...byNamespace(scene.suspensions ?? []).map((some) => suspended(...some)),
  );
  return withTree(state, scene);
}

function accessIn({ denied = [] }: Scene, permission: Permission): Access {
  return denied.includes(permission)
    ? { kind: 'denied', why: `no RBAC rule grants ${permissionText(permission)}` }
    : { kind: 'allowed' };
}

/** The tree of the selected execution arrives, as far as the scene knows it. */
export function withTree(state: State, scene: Scene): State {
  const { target } = state.tree;
  const all = [...(scene.executions ?? []), ...(scene.suspensions ?? []), ...(scene.jobs ?? [])];
  const start = scene.executions?.find(
    (e) => e.metadata.name === target?.name && e.metadata.namespace === target?.namespace,
  );
  if (start === undefined) return state;
  const others = all.filter((object) => object !== start);
  return told(state, { kind: 'treeUpdated', tree: treeOf(start, others, state.tree.tree) });
}

/** A watch that stands so. */
export function feed(key: string, parts: Partial<FeedState> = {}): Msg {
  const state: FeedState = {
    phase: 'live',
    since: NOW - 60 * SECOND,
    count: 0,
    synced: true,
    lastByteAt: NOW - 2 * SECOND,
    error: undefined,
    ...parts,
  };
  return { kind: 'feedChanged', feed: key, state };
}

function byNamespace<T extends KubeObject>(objects: readonly T[]): readonly (readonly T[])[] {
  const names = new Set(objects.map(namespaceOf));
  return [...names].map((name) => objects.filter((object) => namespaceOf(object) === name));
}

function namespaceOf(object: KubeObject | undefined): string {
  return object?.metadata.namespace ?? 'payments';
}

function put<T extends KubeObject>(objects: readonly T[]): readonly Change<T>[] {
  return objects.map((object) => ({ key: keyOf(object), object }));
}

/** Executions of one namespace that appeared or changed. */
export function changes(...executions: readonly Execution[]): Msg {
  const namespace = namespaceOf(executions[0]);
  return { kind: 'objectsChanged', of: 'Execution', namespace, changes: put(executions) };
}

/** An execution that is gone. */
export function gone(execution: Execution): Msg {
  const namespace = namespaceOf(execution);
  return {
    kind: 'objectsChanged',
    of: 'Execution',
    namespace,
    changes: [{ key: keyOf(execution) }],
  };
}

/** Suspensions of one namespace that appeared or changed. */
export function suspended(...suspensions: readonly Suspension[]): Msg {
  const namespace = namespaceOf(suspensions[0]);
  return { kind: 'objectsChanged', of: 'Suspension', namespace, changes: put(suspensions) };
}

/** Suspensions of one namespace that are gone. */
export function ended(...suspensions: readonly Suspension[]): Msg {
  const namespace = namespaceOf(suspensions[0]);
  const keys = suspensions.map((object) => ({ key: keyOf(object) }));
  return { kind: 'objectsChanged', of: 'Suspension', namespace, changes: keys };
}

/** Functions that a watch has listed: of one namespace, or of all (`*`). */
export function published(namespace: string, ...functions: readonly KontinueFunction[]): Msg {
  return { kind: 'objectsChanged', of: 'Function', namespace, changes: put(functions) };
}

/** The table of executions. */
export function executionsOf(state: State): Table<Execution> {
  return tableOf(state, 'executions');
}

/** Lines of a log, as its stream sends them. */
export function logLines(state: State, ...texts: readonly string[]): Msg {
  const entries = texts.map(
    (text): LogEntry => ({
      kind: 'line',
      source: 'job',
      timestamp: new Date(NOW).toISOString(),
      text,
    }),
  );
  return { kind: 'logReceived', target: targetKey(state.logs.target), entries };
}

/** A key, with the text that it types into a field. */
export function key(name: string): Msg {
  const text = name === 'space' ? ' ' : Array.from(name).length === 1 ? name : undefined;
  return { kind: 'keyPressed', key: name, ...(text !== undefined && { text }) };
}

/** The state after some messages, and every effect on the way. */
export function play(
  state: State,
  ...messages: readonly Msg[]
): readonly [State, readonly Effect[]] {
  let now = state;
  const all: Effect[] = [];
  for (const message of messages) {
    const [next, effects] = update(now, asWatched(now, message));
    now = next;
    all.push(...effects);
  }
  return [now, all];
}

/** Where all namespaces are watched at once, that watch tells of each. */
function asWatched({ session }: State, message: Msg): Msg {
  const isOne = session.namespaces.length === 0;
  return isOne && message.kind === 'objectsChanged' ? { ...message, namespace: '*' } : message;
}

export function told(state: State, ...messages: readonly Msg[]): State {
  return play(state, ...messages)[0];
}

/** The state after some keys. */
export function press(state: State, ...keys: readonly string[]): State {
  return told(state, ...keys.map(key));
}

/** The state after a text was typed. */
export function type(state: State, text: string): State {
  return press(state, ...Array.from(text, (char) => (char === ' ' ? 'space' : char)));
}

/** What the footer says to the person. */
export function flash(state: State): string {
  return state.flash?.text ?? '';
}

export function screenText(state: State): string {
  return frameText(view(state, state.now));
}
