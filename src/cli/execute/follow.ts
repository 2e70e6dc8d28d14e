import type { Execution } from '../../api/execution.ts';
import type { Client } from '../../client/client.ts';
import { DisconnectedError } from '../../client/errors/call-errors.ts';
import { NotFoundError } from '../../client/errors/object-errors.ts';
import type { TreeWatcher } from '../../client/trees/tree-watcher.ts';
import type { Clock } from '../../kube/clock.ts';
import { messageOf } from '../output.ts';
import { JobLogs } from './job-logs.ts';
import type { FollowView } from './view.ts';

/** Where to listen for ctrl-c. */
export interface Interrupts {
  on(event: 'SIGINT', listener: () => void): unknown;
  off(event: 'SIGINT', listener: () => void): unknown;
}

/** Reads a key that answers a question; undefined if the signal ends the question first. */
export type ReadKey = (signal: AbortSignal) => Promise<string | undefined>;

/** How an execution is followed. */
export interface FollowOptions {
  readonly view: FollowView;
  /** Cancels the execution. `tell` gets what could not be recorded of it. */
  readonly cancel: (execution: Execution, tell: (note: string) => void) => Promise<void>;
  readonly interrupts: Interrupts;
  /** Undefined without a terminal: ctrl-c then detaches. */
  readonly readKey: ReadKey | undefined;
  readonly clock: Clock;
}

/** How long to wait for the last lines of jobs after the end of the execution. */
const LAST_LINES_MS = 3_000;

const QUESTION = 'Detach and let it run (d), cancel it (c), or go on (any other key)?';
/** d, ctrl-c and ctrl-d. */
const DETACHING = /^[dD\x03\x04]/;

/** Waits for the end and shows nothing. Undefined if the user left before. */
export async function waitQuietly(
  client: Client,
  execution: Execution,
  interrupts: Interrupts,
): Promise<Execution | undefined> {
  const leaving = new AbortController();
  const onInterrupt = () => leaving.abort();
  interrupts.on('SIGINT', onInterrupt);
  try {
    return await client.waitForExecution(execution, { signal: leaving.signal });
  } catch (error) {
    if (leaving.signal.aborted) return undefined;
    throw error;
  } finally {
    interrupts.off('SIGINT', onInterrupt);
  }
}

/**
 * Shows the tree of an execution and the logs of its jobs until it has ended, and returns it as it
 * is then. Ctrl-c asks whether to detach or to cancel. Undefined if the user left before the end.
 */
export async function followExecution(
  client: Client,
  execution: Execution,
  { view, cancel, interrupts, readKey, clock }: FollowOptions,
): Promise<Execution | undefined> {
  const { namespace = client.namespace, name } = execution.metadata;
  const leaving = new AbortController();
  const over = new AbortController();
  const { signal } = leaving;
  const logs = new JobLogs(client, (job, kind, text) => view.log(job, kind, text));
  const leave = () => {
    leaving.abort();
    void logs.stop();
  };
  let asking: Promise<void> | undefined;
  const onInterrupt = () => {
    // A second ctrl-c answers the question.
    if (readKey === undefined || asking) leave();
    else {
      asking = ask(readKey).finally(() => {
        asking = undefined;
      });
    }
  };
  const ask = async (read: ReadKey): Promise<void> => {
    // Reads keys before it shows the question, because an answer may be quick.
    const answer = read(over.signal);
    view.question(QUESTION);
    const key = await answer;
    view.question(undefined);
    if (key === undefined) return;
    if (DETACHING.test(key)) leave();
    if (key.toLowerCase() !== 'c') return;
    try {
      await cancel(execution, (note) => view.note(note, 'warn'));
      view.note('Canceled. Its workers stop what runs below it.');
    } catch (error) {
      view.note(`It was not canceled: ${messageOf(error)}`, 'bad');
    }
  };

  interrupts.on('SIGINT', onInterrupt);
  let watcher: TreeWatcher | undefined;
  try {
    watcher = await client.watchTreeNamespaced(namespace, name, { signal });
    let isLost = false;
    watcher.onUpdate((tree) => {
      isLost = false;
      view.tree(tree);
      logs.see(tree);
    });
    watcher.onError((error) => {
      // The wait for the end reports this.
      if (error instanceof NotFoundError) return;
      // Each kind has its own watch, and one server fails them all.
      const isAnother = error instanceof DisconnectedError && isLost;
      if (!isAnother) view.note(error.message, 'warn');
      isLost ||= error instanceof DisconnectedError;
    });
    const ended = await client.waitForExecution(execution, { signal });
    await watcher.stop();
    // The watch of the tree may be a little behind. If the execution is already gone, the last tree
    // stays.
    const last = await client.getTreeNamespaced(namespace, name).catch(() => undefined);
    if (last) {
      view.tree(last);
      logs.see(last);
    }
    const cancelPatience = clock.after(LAST_LINES_MS, () => void logs.stop());
    await logs.drained();
    cancelPatience();
    return ended;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    interrupts.off('SIGINT', onInterrupt);
    over.abort();
    await asking;
    await Promise.all([watcher?.stop(), logs.stop()]);
    view.end();
  }
}
