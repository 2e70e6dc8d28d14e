import type { ContainerStatus, Pod } from '../../api/pod.ts';
import type { Stored } from '../object.ts';
import { badRequest } from '../status.ts';

/** What a pod has beside its regular containers. */
interface MorePod {
  readonly spec?: { readonly ephemeralContainers?: readonly { readonly name: string }[] };
  readonly status?: {
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly ephemeralContainerStatuses?: readonly ContainerStatus[];
  };
}

/** The container of a pod that is meant: the only regular one, unless one is named. */
export function containerOf(pod: Stored<Pod>, named: string): string {
  const { name } = pod.metadata;
  const { ephemeralContainers } = (pod as Pod & MorePod).spec ?? {};
  const regular = namesOf(pod.spec?.containers);
  const init = namesOf(pod.spec?.initContainers);
  const [first] = regular;
  if (named === '' && first !== undefined && regular.length === 1) return first;
  if (named === '') {
    const choice = regular.length === 0 ? '' : `, choose one of: [${regular.join(' ')}]`;
    const also = init.length === 0 ? '' : ` or one of the init containers: [${init.join(' ')}]`;
    throw badRequest(`a container name must be specified for pod ${name}${choice}${also}`);
  }
  if (![...regular, ...init, ...namesOf(ephemeralContainers)].includes(named)) {
    throw badRequest(`container ${named} is not valid for pod ${name}`);
  }
  return named;
}

function namesOf(containers: readonly { readonly name: string }[] = []): readonly string[] {
  return containers.map((container) => container.name);
}

/** How a container of a pod stands, be it a regular, an init or an ephemeral one. */
export function statusOf(pod: Pod, container: string): ContainerStatus | undefined {
  const { status }: Pod & MorePod = pod;
  return [
    ...(status?.containerStatuses ?? []),
    ...(status?.initContainerStatuses ?? []),
    ...(status?.ephemeralContainerStatuses ?? []),
  ].find(({ name }) => name === container);
}

/** Whether anything tells of the pod's containers. */
export function hasStatuses(pod: Pod): boolean {
  const { status }: Pod & MorePod = pod;
  return status?.containerStatuses !== undefined || status?.initContainerStatuses !== undefined;
}

/** A container that has not started has no log: the answer says why not. */
export function requireStarted(pod: Stored<Pod>, container: string): void {
  const { name } = pod.metadata;
  const state = statusOf(pod, container)?.state;
  const isPending = state === undefined && pod.status?.phase === 'Pending';
  if (!state?.waiting && !isPending) return;
  const reason = state?.waiting?.reason ?? 'ContainerCreating';
  throw badRequest(`container "${container}" in pod "${name}" is waiting to start: ${reason}`);
}

/** Whether a container writes no more. */
export function hasEnded(pod: Pod, container: string): boolean {
  const phase = pod.status?.phase;
  const isOver = phase === 'Succeeded' || phase === 'Failed';
  return isOver || statusOf(pod, container)?.state?.terminated !== undefined;
}
