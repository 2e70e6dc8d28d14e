import type { Pod } from '../../api/pod.ts';
import { linkAbort } from '../../kube/linked-abort.ts';
import { followLog, type LogEvent } from '../../kube/logs/log-follow.ts';
import { mainContainer } from '../kinds/pods.ts';
import { logMessages } from '../messages.ts';
import type { Core } from '../scope.ts';
import { Wakeup } from '../watch/wakeup.ts';

/** Which pod's logs to follow, and from where. */
export interface ContainersRequest {
  readonly namespace: string;
  readonly pod: Pod;
  /** With how many of the existing lines to start, for each container. Default: all. */
  readonly tailLines?: number | undefined;
  /** Tells of a line while it is written, too. Default false. */
  readonly partialLines?: boolean | undefined;
}

/**
 * Follows the logs of all containers of a pod until each has ended: first the init containers, one
 * after the other, then the other containers and the sidecars together. If there are several, each
 * event names its container. It reads no faster than the reader. It ends when the signal is
 * aborted, or throws the reason of the signal.
 */
export async function* followContainers(
  core: Core,
  request: ContainersRequest,
  signal: AbortSignal,
): AsyncGenerator<LogEvent, void> {
  const ending = linkAbort(signal);
  const waiting: { readonly event: LogEvent; taken(): void }[] = [];
  const change = new Wakeup();
  let over = false;
  let failure: unknown;
  const emit = (event: LogEvent) =>
    new Promise<void>((taken) => {
      if (ending.signal.aborted) return taken();
      waiting.push({ event, taken });
      change.wake();
    });
  const running = followAll(core, request, ending.signal, emit)
    .catch((error: unknown) => {
      failure = error;
    })
    .finally(() => {
      over = true;
      change.wake();
    });
  try {
    for (;;) {
      const next = waiting.shift();
      if (next) {
        try {
          yield next.event;
        } finally {
          next.taken();
        }
      } else if (over) break;
      else await change.wait(undefined);
    }
    if (failure !== undefined) throw failure;
  } finally {
    ending.abort(signal.reason);
    for (const { taken } of waiting) taken();
    await running;
    ending.release();
  }
}

type Emit = (event: LogEvent) => Promise<void>;

async function followAll(
  core: Core,
  { namespace, pod, tailLines, partialLines }: ContainersRequest,
  signal: AbortSignal,
  emit: Emit,
): Promise<void> {
  const init = pod.spec?.initContainers ?? [];
  const regular = pod.spec?.containers ?? [];
  const isOne = init.length + regular.length <= 1;
  const main = mainContainer(pod);
  const ending = linkAbort(signal);
  const follow = async (container: string) => {
    const name = isOne ? {} : { container };
    const urgent = container === main || init.some(({ name: first }) => first === container);
    await withSlot(
      core,
      urgent,
      ending.signal,
      (event) => emit({ ...event, ...name }),
      async () => {
        const { transport, clock, random } = core;
        const request = { namespace, pod: pod.metadata.name, container, tailLines };
        const options = { partialLines, clock, random };
        const events = followLog(transport, request, ending.signal, options);
        for await (const event of events) await emit({ ...event, ...name });
      },
    );
  };
  const together: Promise<void>[] = [];
  let failure: unknown;
  const start = (container: string) => {
    const run = follow(container).catch((error: unknown) => {
      failure ??= error;
      ending.abort(error);
    });
    together.push(run);
    return run;
  };
  try {
    for (const { name, restartPolicy } of init) {
      const run = start(name);
      // An init container that runs beside the others is a sidecar: nothing waits for its end.
      if (restartPolicy !== 'Always') await run;
      if (ending.signal.aborted) break;
    }
    if (!ending.signal.aborted) for (const { name } of regular) void start(name);
  } finally {
    await Promise.all(together);
    ending.release();
  }
  if (failure !== undefined && !signal.aborted) throw failure;
}

async function withSlot(
  { logSlots }: Core,
  urgent: boolean,
  signal: AbortSignal,
  emit: Emit,
  run: () => Promise<void>,
): Promise<void> {
  if (!logSlots.tryTake()) {
    await emit({ kind: 'waiting', message: logMessages.noSlot });
    await logSlots.take(urgent, signal);
  }
  try {
    await run();
  } finally {
    logSlots.release();
  }
}
