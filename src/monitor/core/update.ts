import { sanitize } from '../../text/sanitize.ts';
import type { Effect } from './effect.ts';
import { handleKey, handlePaste } from './keys/dispatch.ts';
import { applyChanges } from './known-objects.ts';
import { findLayer, replaceLayer } from './layers/stack.ts';
import { targetKey, withEntries } from './logs/state.ts';
import type { Msg } from './message.ts';
import { ASKED_PERMISSIONS, isAsked, withAccess, withAsked } from './permissions.ts';
import { watchKeyOf, watchKeys } from './session.ts';
import { settle } from './settle.ts';
import { type State, withFlash } from './state.ts';
import { noEffects, type Step } from './step.ts';
import { requeryTable, tableOf } from './table/requery.ts';
import { changesByItself } from './table/table.ts';
import { rebuild, treeKey } from './tree/state.ts';

/** The next state of the monitor, and what is to be done outside. Nothing in here waits. */
export function update(state: State, msg: Msg): Step {
  return settle(state, handle(state, msg));
}

/** What the message says, without what follows from it: that is left to {@link settle}. */
function handle(state: State, msg: Msg): Step {
  switch (msg.kind) {
    case 'keyPressed':
      return handleKey(state, msg.key, msg.text);
    case 'pasted':
      return handlePaste(
        state,
        sanitize(msg.text.replace(/[\r\n]+/g, ' '), { cap: LONGEST_PASTE }),
      );
    case 'resized':
      return noEffects({ ...state, size: msg.size });
    case 'ticked':
      return noEffects(passTime(state));
    case 'connected':
      return connected(state, msg);
    case 'connectFailed':
      return noEffects({ ...state, fatal: msg.message });
    case 'regexLoaded':
      return noEffects({ ...state, compile: msg.compile });
    case 'throttleChanged':
      return noEffects({ ...state, throttled: msg.throttled });
    case 'identityLearned':
      return noEffects({ ...state, session: { ...state.session, user: msg.user } });
    case 'versionLearned':
      return noEffects({ ...state, session: { ...state.session, serverVersion: msg.version } });
    case 'permissionsLearned': {
      const permissions = withAccess(state.permissions, msg.namespace, msg.known);
      return noEffects({ ...state, permissions });
    }
    case 'workersLearned':
      return noEffects({
        ...state,
        workers: new Map(state.workers).set(msg.namespace, msg.workers),
      });
    case 'namespaceLooked': {
      const missing = new Set(state.missing);
      if (msg.exists) missing.delete(msg.namespace);
      else missing.add(msg.namespace);
      return noEffects({ ...state, missing });
    }
    case 'feedChanged':
      return noEffects(feedChanged(state, msg));
    case 'objectsChanged':
      return objectsChanged(state, msg);
    case 'treeUpdated':
      return noEffects(treeUpdated(state, msg));
    case 'treeFailed':
      return noEffects(
        msg.key === treeKey(state.tree.target)
          ? { ...state, tree: { ...state.tree, error: msg.message } }
          : state,
      );
    case 'logReceived':
      return noEffects(
        msg.target === targetKey(state.logs.target)
          ? { ...state, logs: withEntries(state.logs, msg.entries) }
          : state,
      );
    case 'interventionChecked':
      return noEffects(checked(state, msg));
    case 'interventionDone':
      return noEffects(withFlash(finishWrite(state, msg.id), msg.message, 'good'));
    case 'interventionFailed':
      return noEffects(withFlash(finishWrite(state, msg.id), msg.message, 'bad'));
    case 'copied':
      return noEffects(withFlash(state, `copied: ${msg.message}`, 'good'));
    case 'textRead':
      return noEffects(pageRead(state, msg.key, msg.lines));
    case 'textFailed':
      return noEffects(pageRead(state, msg.key, [msg.message]));
  }
}

/** A longer line of a page is cut, with a sign. */
const MAX_PAGE_LINE_CHARS = 1024 * 1024;

/** Room for a result that is worth pasting. */
const LONGEST_PASTE = 65_536;

type Of<K extends Msg['kind']> = Extract<Msg, { kind: K }>;

function connected(state: State, msg: Of<'connected'>): Step {
  const { context, reach, namespaces, user } = msg;
  const session = { ...state.session, namespaces, context, reach, user };
  const next = { ...state, connected: true, fatal: undefined, session };
  return askPermissions(next, new Set(namespaces));
}

/** Whether a watch is still wanted: its last messages may come after the namespaces have changed. */
function isWatched({ session }: State, key: string): boolean {
  return watchKeys(session.namespaces).includes(key);
}

/** Time alone, or other objects, may change what the filter of the table lets through. */
function passTime(state: State): State {
  const { view } = state.route;
  return changesByItself(tableOf(state, view).filter) ? requeryTable(state, view) : state;
}

function feedChanged(state: State, msg: Of<'feedChanged'>): State {
  if (!isWatched(state, watchKeyOf(msg.feed))) return state;
  return { ...state, feeds: new Map(state.feeds).set(msg.feed, msg.state) };
}

function objectsChanged(state: State, msg: Of<'objectsChanged'>): Step {
  if (!isWatched(state, msg.namespace)) return noEffects(state);
  const next = applyChanges(state, msg);
  if (msg.of !== 'Execution') return noEffects(next);
  const namespaces = new Set<string>();
  for (const { object } of msg.changes) {
    const namespace = object?.metadata.namespace;
    if (namespace !== undefined) namespaces.add(namespace);
  }
  return askPermissions(next, namespaces);
}

/** What the user may do is asked once per namespace, when something of it first shows. */
function askPermissions(state: State, namespaces: ReadonlySet<string>): Step {
  const fresh = [...namespaces].filter((namespace) => !isAsked(state.permissions, namespace));
  if (fresh.length === 0) return noEffects(state);
  return [
    { ...state, permissions: fresh.reduce(withAsked, state.permissions) },
    fresh.map((namespace): Effect => {
      return { kind: 'learnPermissions', namespace, permissions: ASKED_PERMISSIONS };
    }),
  ];
}

function treeUpdated(state: State, msg: Of<'treeUpdated'>): State {
  const root = msg.tree.root();
  if (treeKey(state.tree.target) !== `${root.namespace}/${root.name}`) return state;
  return { ...state, tree: rebuild(state.tree, { tree: msg.tree }) };
}

function checked(state: State, msg: Of<'interventionChecked'>): State {
  const dialog = findLayer(state, 'dialog')?.content;
  if (dialog?.id !== msg.id || dialog.revision !== msg.revision) return state;
  return replaceLayer(state, { kind: 'dialog', content: { ...dialog, check: msg.outcome } });
}

function finishWrite(state: State, id: number): State {
  return { ...state, pending: state.pending.filter((p) => p.id !== id) };
}

function pageRead(state: State, key: string, lines: readonly string[]): State {
  const page = findLayer(state, 'page')?.content;
  if (page === undefined || page.key !== key) return state;
  const safe = lines.map((line) => sanitize(line, { cap: MAX_PAGE_LINE_CHARS }));
  return replaceLayer(state, { kind: 'page', content: { ...page, lines: safe } });
}
