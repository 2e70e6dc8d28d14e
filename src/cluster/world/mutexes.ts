import type { Execution } from '../../api/execution.ts';
import { fnv1a } from '../../api/labels.ts';
import { phaseOf } from '../../api/phase.ts';
import { EXECUTIONS, LEASES } from '../../api/resources.ts';
import type { Stored } from '../object.ts';
import type { Storage } from '../storage.ts';

interface MutexLease {
  readonly metadata: Stored['metadata'];
  readonly spec?: { readonly holderIdentity?: string };
}

/** Takes the execution's mutex, if it has one and it is free. Returns whether it may run. */
export function takeMutex(storage: Storage, execution: Stored<Execution>): boolean {
  const { namespace = '' } = execution.metadata;
  const { mutex } = execution.spec;
  if (!mutex) return true;
  const lease = storage.get<MutexLease>(LEASES, namespace, leaseName(mutex.name));
  const holderIdentity = identity(execution);
  if (lease) return lease.spec?.holderIdentity === holderIdentity;
  const acquireTime = new Date(storage.clock.now()).toISOString().replace('Z', '000Z');
  storage.create(LEASES, {
    metadata: { name: leaseName(mutex.name), namespace },
    spec: { holderIdentity, acquireTime, renewTime: acquireTime },
  });
  return true;
}

/** Gives up what the execution holds. Returns who waits for it, the longest first. */
export function releaseMutex(
  storage: Storage,
  execution: Stored<Execution>,
): readonly Stored<Execution>[] {
  const { namespace = '' } = execution.metadata;
  const { mutex } = execution.spec;
  if (!mutex) return [];
  const lease = storage.get<MutexLease>(LEASES, namespace, leaseName(mutex.name));
  if (lease?.spec?.holderIdentity !== identity(execution)) return [];
  storage.delete(LEASES, namespace, lease.metadata.name);
  return storage
    .list<Execution>(EXECUTIONS, namespace)
    .filter((other) => other.spec.mutex?.name === mutex.name && phaseOf(other) === 'Pending')
    .sort((a, b) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? -1 : 1));
}

function leaseName(mutex: string): string {
  return `kontinue-mutex-${fnv1a(mutex)}`;
}

function identity({ metadata }: Stored<Execution>): string {
  return `${metadata.name}/${metadata.uid}`;
}
