import { type Job, jobPhase } from '../../api/job.ts';
import { isTerminal } from '../../api/phase.ts';
import type { Pod } from '../../api/pod.ts';
import { JOBS, PODS } from '../../api/resources.ts';
import { followLog, type LogEvent } from '../../kube/logs/log-follow.ts';
import { abortedError, isClosed, linkScope } from '../ending.ts';
import { isTransient, KontinueError } from '../errors.ts';
import { mainContainer, podsOf } from '../kinds/pods.ts';
import { logMessages, objectText } from '../messages.ts';
import { getObject } from '../objects.ts';
import type { Scope } from '../scope.ts';
import { interruptible } from '../watch/interruptible.ts';
import { slimJob } from '../watch/slim.ts';
import { StringPool } from '../watch/string-pool.ts';
import { Wakeup } from '../watch/wakeup.ts';
import { keyOf, startWatch, type Watch } from '../watch/watch.ts';
import { followContainers } from './follow-containers.ts';

/** Which job's log, from where (ours). */
export interface JobLogRequest {
  /** The job's. */
  readonly namespace: string;
  /** Its name. */
  readonly job: string;
  /** How many of the lines already there to begin with, of each container. Default: all. */
  readonly tailLines?: number | undefined;
  /**
   * `all`: init containers first, then the others with sidecars, and each event names its container
   * where there are several; at most 20 logs at once are followed so by one client. Default `main`: the
   * first one, or that of the annotation `kubectl.kubernetes.io/default-container`.
   */
  readonly containers?: 'main' | 'all' | undefined;
  /**
   * Tells of a line while it is written, too: events with `partial`, each in place of the one before it
   * of the same container, until the line has ended. Default false: whole lines alone.
   */
  readonly partialLines?: boolean | undefined;
}

/** Which pod's log, from where (ours). */
export interface PodLogRequest {
  /** The pod's. */
  readonly namespace: string;
  /** Its name. */
  readonly pod: string;
  /** Default: the only one; the server refuses a pod that has several. */
  readonly container?: string | undefined;
  /** `all`: as for a job. Default: the one that `container` says. */
  readonly containers?: 'all' | undefined;
  /** How many of the lines already there to begin with. Default: all. */
  readonly tailLines?: number | undefined;
  /** Tells of a line while it is written, too, as for a job. Default false. */
  readonly partialLines?: boolean | undefined;
}

/** A job's watch tells when to look for pods; should it not, they are looked for so often. */
const LOOK_MS = 10_000;

/**
 * Follows the log of one pod, across disconnects and restarts of its container. It ends without an error
 * when the signal is aborted, and with an AbortedError when the client is closed.
 */
export function followPodLog(
  scope: Scope,
  request: PodLogRequest,
): AsyncIterableIterator<LogEvent> {
  const what = `following the log of ${objectText('Pod', request.namespace, request.pod)}`;
  return follow(scope, what, (signal) => podEvents(scope, request, signal));
}

/** The events until the scope ends: quietly by its signal, with an error by `close`. */
function follow(
  scope: Scope,
  what: string,
  events: (signal: AbortSignal) => AsyncGenerator<LogEvent, void>,
): AsyncIterableIterator<LogEvent> {
  return interruptible(
    () => linkScope(scope),
    async function* (signal) {
      try {
        if (!signal.aborted) yield* events(signal);
      } catch (error) {
        if (!signal.aborted) throw error;
      }
      if (isClosed(scope) && signal.aborted) throw abortedError(scope, what);
    },
  );
}

function podEvents(
  scope: Scope,
  request: PodLogRequest,
  signal: AbortSignal,
): AsyncGenerator<LogEvent, void> {
  const { transport, clock, random } = scope.core;
  if (request.containers === 'all') return followWholePod({ ...scope, signal }, request, signal);
  const { partialLines } = request;
  return followLog(transport, request, signal, { partialLines, clock, random });
}

async function* followWholePod(
  scope: Scope,
  { namespace, pod, tailLines, partialLines }: PodLogRequest,
  signal: AbortSignal,
): AsyncGenerator<LogEvent, void> {
  let found: Pod;
  try {
    found = await getObject<Pod>(scope, { resource: PODS, namespace, name: pod });
  } catch (error) {
    if (signal.aborted || !(error instanceof KontinueError)) return;
    yield { kind: 'end', message: error.message };
    return;
  }
  const request = { namespace, pod: found, tailLines, partialLines };
  yield* followContainers(scope.core, request, signal);
}

/**
 * Follows the log of a job: waits for its pod, follows the newest, and each that comes after it, until
 * the job has ended. A mark names each pod. It ends without an error when the signal is aborted, and with
 * an AbortedError when the client is closed.
 */
export function followJobLog(
  scope: Scope,
  request: JobLogRequest,
): AsyncIterableIterator<LogEvent> {
  const what = `following the log of ${objectText('Job', request.namespace, request.job)}`;
  return follow(scope, what, (signal) => jobEvents({ ...scope, signal }, request, signal));
}

async function* jobEvents(
  scope: Scope,
  request: JobLogRequest,
  signal: AbortSignal,
): AsyncGenerator<LogEvent, void> {
  const { namespace, job } = request;
  const change = new Wakeup();
  const pool = new StringPool();
  const watch = startWatch<Job>(scope.core, {
    resource: JOBS,
    namespace,
    fieldSelector: `metadata.name=${job}`,
    project: (raw) => slimJob(raw, pool),
  });
  watch.store.subscribe(() => change.wake());
  watch.reflector.onState(() => change.wake());
  try {
    yield* followPods(scope, request, watch, change, signal);
  } finally {
    await watch.stop();
  }
}

async function* followPods(
  scope: Scope,
  { namespace, job, tailLines, containers, partialLines }: JobLogRequest,
  watch: Watch<Job>,
  change: Wakeup,
  signal: AbortSignal,
): AsyncGenerator<LogEvent, void> {
  let shown: Set<string | undefined> | undefined;
  let lastMessage = '';
  for (;;) {
    // First the job, then its pods: a job that has ended makes no further one.
    const end = endOf(watch, namespace, job);
    const found = await findPods(scope, namespace, job);
    const pods = found.kind === 'pods' ? found.pods : [];
    const pod = shown ? pods.find(({ metadata }) => !shown?.has(metadata.uid)) : pods.at(-1);
    if (pod) {
      if (!shown && pods.length > 1) yield mark(logMessages.earlierPods(pods.length - 1));
      yield mark(logMessages.pod(pod.metadata.name));
      const from = { ...ofPod(pod, namespace, shown ? undefined : tailLines), partialLines };
      yield* untilEnd(
        containers === 'all'
          ? followContainers(scope.core, { ...from, pod }, signal)
          : podEvents(scope, from, signal),
      );
      signal.throwIfAborted();
      shown = shown?.add(pod.metadata.uid) ?? new Set(pods.map(({ metadata }) => metadata.uid));
      lastMessage = '';
      continue;
    }
    if (found.kind === 'refused' || (found.kind === 'pods' && end !== undefined)) {
      yield { kind: 'end', message: found.kind === 'refused' ? found.message : (end ?? '') };
      return;
    }
    const message =
      found.kind === 'failed' ? found.message : logMessages.waitingForPod(`job ${job}`);
    if (message !== lastMessage) yield { kind: 'waiting', message };
    lastMessage = message;
    await pollLater(scope, change);
  }
}

type PodsFound =
  | { readonly kind: 'pods'; readonly pods: readonly Pod[] }
  | { readonly kind: 'failed' | 'refused'; readonly message: string };

async function findPods(scope: Scope, namespace: string, job: string): Promise<PodsFound> {
  try {
    return { kind: 'pods', pods: await podsOf(scope, namespace, job) };
  } catch (error) {
    if (!(error instanceof KontinueError) || error.code === 'Aborted') throw error;
    return { kind: isTransient(error) ? 'failed' : 'refused', message: error.message };
  }
}

/** Why no further pod will come; undefined if one may. */
function endOf(watch: Watch<Job>, namespace: string, name: string): string | undefined {
  const job = watch.store.get(keyOf(namespace, name));
  const what = objectText('Job', namespace, name);
  if (job === undefined)
    return watch.reflector.state.synced ? logMessages.jobGone(what) : undefined;
  const phase = jobPhase(job);
  return isTerminal(phase) ? logMessages.jobEnded(what, phase) : undefined;
}

/** A pod's end is not the job's: it is told as a mark. */
async function* untilEnd(events: AsyncIterable<LogEvent>): AsyncGenerator<LogEvent, void> {
  for await (const event of events) yield event.kind === 'end' ? { ...event, kind: 'mark' } : event;
}

async function pollLater({ core, signal }: Scope, change: Wakeup): Promise<void> {
  const cancel = core.clock.after(LOOK_MS, () => change.wake());
  try {
    await change.wait(signal);
  } finally {
    cancel();
  }
}

function ofPod(pod: Pod, namespace: string, tailLines: number | undefined): PodLogRequest {
  return { namespace, pod: pod.metadata.name, container: mainContainer(pod), tailLines };
}

function mark(message: string): LogEvent {
  return { kind: 'mark', message };
}
