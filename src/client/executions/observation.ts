import type { Execution } from '../../api/execution.ts';
import type { KubeObject } from '../../api/metadata.ts';
import { type Phase, phaseOf } from '../../api/phase.ts';

/** What a wait knows of an execution: all of it, or only its phase if no call waits for it. */
export interface Observation extends KubeObject {
  readonly phase: Phase;
  /** All of it, as long as a call waits for it. */
  whole: Execution | undefined;
}

/** What to keep of an execution from a watch. */
export function observationOf(execution: Execution, isAwaited: boolean): Observation {
  const { name, namespace, uid, resourceVersion } = execution.metadata;
  return {
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      ...(uid !== undefined && { uid }),
      ...(resourceVersion !== undefined && { resourceVersion }),
    },
    phase: phaseOf(execution),
    whole: isAwaited ? execution : undefined,
  };
}

const REVISION = /^[1-9]\d*$/;

/**
 * Whether a version of an object is known to be as new as another (Kubernetes: resource versions
 * are revisions, which grow). False for versions of another form.
 */
export function isAsNew(version: string | undefined, other: string | undefined): boolean {
  if (!REVISION.test(version ?? '') || !REVISION.test(other ?? '')) return false;
  return BigInt(version ?? '') >= BigInt(other ?? '');
}
