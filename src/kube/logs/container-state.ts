import { isKubeError } from '../errors.ts';
import { pathOf } from '../http/paths.ts';
import type { Transport } from '../http/transport.ts';

/** Whether a container's log may grow. */
export type ContainerState =
  | { readonly kind: 'running'; readonly restarts: number }
  /** It will run, or run again. */
  | {
      readonly kind: 'waiting';
      readonly reason: string;
      readonly restarts: number;
      /** There is a log of an earlier run. */
      readonly ran: boolean;
    }
  | {
      readonly kind: 'ended';
      readonly exitCode: number;
      readonly reason: string;
      readonly restarts: number;
      /** Whether it ever ran: there is no log if it did not. */
      readonly ran: boolean;
    }
  | { readonly kind: 'gone' }
  /** It cannot be seen: no right to read pods, or no answer. */
  | { readonly kind: 'unknown' };

interface ContainerStatus {
  readonly name?: string;
  readonly restartCount?: number;
  readonly state?: {
    readonly waiting?: { readonly reason?: string };
    readonly terminated?: { readonly exitCode?: number; readonly reason?: string };
  };
}

interface PodBody {
  readonly spec?: {
    readonly restartPolicy?: string;
    readonly initContainers?: readonly {
      readonly name?: string;
      readonly restartPolicy?: string;
    }[];
  };
  readonly status?: {
    readonly phase?: string;
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly ephemeralContainerStatuses?: readonly ContainerStatus[];
  };
}

const PODS = { group: '', version: 'v1', plural: 'pods' };

/** Asks the server how a container is; without a name, the first of the pod. */
export async function readContainerState(
  transport: Transport,
  { namespace, pod, container }: { namespace: string; pod: string; container?: string | undefined },
  signal: AbortSignal,
): Promise<ContainerState> {
  try {
    const path = pathOf(PODS, namespace, pod);
    return stateOf(
      (await transport.send<PodBody>({ method: 'GET', path, signal })).body,
      container,
    );
  } catch (error) {
    if (!isKubeError(error) || error.code === 'Aborted') throw error;
    return { kind: error.code === 'NotFound' ? 'gone' : 'unknown' };
  }
}

function stateOf({ spec, status }: PodBody, container: string | undefined): ContainerState {
  const main = status?.containerStatuses ?? [];
  const others = [
    ...(status?.initContainerStatuses ?? []),
    ...(status?.ephemeralContainerStatuses ?? []),
  ];
  const found =
    container === undefined ? main[0] : [...main, ...others].find(({ name }) => name === container);
  const over = status?.phase === 'Succeeded' || status?.phase === 'Failed';
  const restarts = found?.restartCount ?? 0;
  const { terminated, waiting } = found?.state ?? {};
  if (terminated) {
    const { exitCode = 0, reason = '' } = terminated;
    return !over && willRestart(spec, status, found?.name, exitCode)
      ? { kind: 'waiting', reason: reason || 'it will be restarted', restarts, ran: true }
      : { kind: 'ended', exitCode, reason, restarts, ran: true };
  }
  if (over) {
    const ran = waiting === undefined || restarts > 0;
    return { kind: 'ended', exitCode: 0, reason: status?.phase ?? '', restarts, ran };
  }
  if (waiting || !found) {
    const reason = waiting?.reason ?? 'the pod is not scheduled';
    return { kind: 'waiting', reason, restarts, ran: restarts > 0 };
  }
  return { kind: 'running', restarts };
}

/** Whether a container that has ended is started again. One that prepares the pod is until it succeeds. */
function willRestart(
  spec: PodBody['spec'],
  status: PodBody['status'],
  name: string | undefined,
  exitCode: number,
): boolean {
  const policy = spec?.restartPolicy ?? 'Always';
  if (status?.ephemeralContainerStatuses?.some((container) => container.name === name))
    return false;
  const init = spec?.initContainers?.find((container) => container.name === name);
  if (init) return init.restartPolicy === 'Always' || (policy !== 'Never' && exitCode !== 0);
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
}
