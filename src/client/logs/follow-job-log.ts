import { type Job, jobPhase } from '../../api/job.ts';
import { isTerminal } from '../../api/phase.ts';
import type { Pod } from '../../api/pod.ts';
import { JOBS, PODS } from '../../api/resources.ts';
import { followLog, type LogEvent } from '../../kube/logs/log-follow.ts';
import { abortedError, isClosed, linkScope } from '../ending.ts';
import { KontinueError } from '../errors/kontinue-error.ts';
import { isTransient } from '../errors/recognize.ts';
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

/** Which job's log to follow, and from where (ours). */
export interface JobLogRequest {
  /** The namespace of the job. */
  readonly namespace: string;
  /** The name. */
  readonly job: string;
  /** With how many of the existing lines to start, for each container. Default: all. */
  readonly tailLines?: number | undefined;
  /**
   * `all`: follows init containers first, then the other containers and the sidecars. Each event
   * names its container if there are several. A client follows at most 20 logs this way at once.
   * `main`: follows the first container, or the one that the annotation
   * `kubectl.kubernetes.io/default-container` names. Default `main`.
   */
  readonly containers?: 'main' | 'all' | undefined;
  /**
   * Tells of a line while it is written, too: events with `partial`, each in place of the one before it
   * of the same container, until the line has ended. Default false: whole lines alone.
   */
  readonly partialLines?: boolean | undefined;
}

/** Which pod's log to follow, and from where (ours). */
export interface PodLogRequest {
  /** The namespace of the pod. */
  readonly namespace: string;
  /** The name. */
  readonly pod: string;
  /** Default: the only container; the server refuses a pod that has several. */
  readonly container?: string | undefined;
  /** `all`: as for a job. Default: only `container`. */
  readonly containers?: 'all' | undefined;
  /** With how many of the existing lines to start. Default: all. */
  readonly tailLines?: number | undefined;
  /** Tells of a line while it is written, too, as for a job. Default false. */
  readonly partialLines?: boolean | undefined;
}

/**
 * The watch of a job tells when to look for pods. This is the interval at which to look without it.
 */
const LOOK_MS = 10_000;

/**
 * Follows the log of one pod across disconnects and restarts of its container. It ends without an
 * error if the signal is aborted, and with an AbortedError if the client is closed.
 */
export function followPodLog(
  scope: Scope,
  request: PodLogRequest,
): AsyncIterableIterator<LogEvent> {
  const what = `following the log of ${objectText('Pod', request.namespace, request.pod)}`;
  return follow(scope, what, (signal) => podEvents(scope, request, signal));
}

/**
 * Yields the events until the scope ends: without an error by its signal, with an error by `close`.
 */
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
 * Follows the log of a job until the job has ended: waits for a pod, follows the newest one, and
 * then every later one. A mark names each pod. It ends without an error if the signal is aborted,
 * and with an AbortedError if the client is closed.
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
    // First the job, then its pods: a job that has ended creates no more pods.
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

/** Why no more pods will come; undefined if one may come. */
function endOf(watch: Watch<Job>, namespace: string, name: string): string | undefined {
  const job = watch.store.get(keyOf(namespace, name));
  const what = objectText('Job', namespace, name);
  if (job === undefined)
    return watch.reflector.state.synced ? logMessages.jobGone(what) : undefined;
  const phase = jobPhase(job);
  return isTerminal(phase) ? logMessages.jobEnded(what, phase) : undefined;
}

/** The end of a pod is not the end of the job: it becomes a mark. */
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
