import type { ContainerStatus, Pod } from '../../api/pod.ts';
import type { Stored } from '../object.ts';
import { AGE, type Column, column, NAME } from './column.ts';
import { jsonPath } from './json-path.ts';

const NONE = '<none>';

/** Columns of pods. */
export const POD_COLUMNS: readonly Column[] = [
  NAME,
  column('Ready', (object) => ready(podOf(object))),
  column('Status', (object) => podStatus(podOf(object))),
  column('Restarts', (object) => String(restarts(podOf(object)))),
  AGE,
  column('IP', text('.status.podIP'), { priority: 1 }),
  column('Node', text('.spec.nodeName'), { priority: 1 }),
  column('Nominated Node', text('.status.nominatedNodeName'), { priority: 1 }),
  column('Readiness Gates', () => NONE, { priority: 1 }),
];

function text(path: string): Column['cell'] {
  const read = jsonPath(path);
  return (object) => String(read(object) ?? NONE);
}

function podOf(object: Stored): Pod {
  return object as Pod;
}

function statuses(pod: Pod): readonly (ContainerStatus & { readonly ready?: boolean })[] {
  return pod.status?.containerStatuses ?? [];
}

function ready(pod: Pod): string {
  const up = statuses(pod).filter(
    ({ ready: is, state }) => is === true && state?.running !== undefined,
  );
  return `${up.length}/${pod.spec?.containers?.length ?? 0}`;
}

function restarts(pod: Pod): number {
  return statuses(pod).reduce((sum, container) => sum + (container.restartCount ?? 0), 0);
}

/** One word for how a pod stands: the reason of its container before its own phase. */
function podStatus(pod: Pod): string {
  if (pod.metadata.deletionTimestamp !== undefined) return 'Terminating';
  const states = statuses(pod).map((container) => container.state);
  const waiting = states.find((state) => state?.waiting?.reason)?.waiting?.reason;
  const ended = states.find((state) => state?.terminated?.reason)?.terminated?.reason;
  return waiting ?? ended ?? pod.status?.reason ?? pod.status?.phase ?? 'Unknown';
}
