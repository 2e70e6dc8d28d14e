import type { Execution } from '../../api/execution.ts';
import type { KontinueFunction } from '../../api/function.ts';
import {
  DEFAULT_WORKER_GROUP,
  PARENT_LABEL,
  ROOT_LABEL,
  truncateName,
  WORKER_GROUP_LABEL,
} from '../../api/labels.ts';
import type { ObjectMeta, OwnerReference } from '../../api/metadata.ts';
import { JOB_NAME_LABEL, OLD_JOB_NAME_LABEL } from '../../api/pod.ts';
import type { Resource } from '../../api/resources.ts';
import { groupOfLabels } from '../../api/worker-group.ts';
import type { Stored } from '../object.ts';
import type { JobItem, ScriptedFunction } from './script.ts';

/** The controller reference to an object. */
function ownerReference(owner: Stored): OwnerReference {
  const { apiVersion, kind, metadata } = owner;
  const { name, uid } = metadata;
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: false };
}

/** The metadata of what an execution makes: its group, its place in the tree and its owner. */
export function childMetadata(
  parent: Stored<Execution>,
  child: { readonly resource: Resource; readonly label: string },
): ObjectMeta {
  const { name, namespace = '', labels } = parent.metadata;
  // A longer Job name is refused (contract: Labels and ownership).
  const limit = child.resource.kind === 'Job' ? 63 : 253;
  return {
    name: truncateName(`${name}-${child.label}`, limit),
    namespace,
    labels: {
      [WORKER_GROUP_LABEL]: groupOfLabels(parent.metadata),
      [ROOT_LABEL]: labels?.[ROOT_LABEL] ?? truncateName(name),
      [PARENT_LABEL]: truncateName(name),
    },
    ownerReferences: [ownerReference(parent)],
  };
}

/** What a worker publishes about a function. */
export function functionDraft(namespace: string, fn: ScriptedFunction): KontinueFunction {
  const { name, description, defaults, group = DEFAULT_WORKER_GROUP } = fn;
  return {
    metadata: { name, namespace, labels: { [WORKER_GROUP_LABEL]: group } },
    spec: {
      name,
      workerGroup: group,
      description,
      ...(fn.arguments !== undefined && { arguments: fn.arguments }),
      ...(defaults !== undefined && { defaults }),
    },
  };
}

/** A Job of one pod that is not tried again: retrying is the execution's business. */
export function jobDraft(metadata: ObjectMeta, { image }: JobItem) {
  return {
    metadata,
    spec: {
      parallelism: 1,
      completions: 1,
      backoffLimit: 0,
      suspend: false,
      // A real one selects by its uid, which is not known yet.
      selector: { matchLabels: { [JOB_NAME_LABEL]: metadata.name } },
      template: {
        metadata: { labels: jobLabels(metadata) },
        spec: { restartPolicy: 'Never', containers: [container(image)] },
      },
    },
  };
}

/** The pod of a Job. */
export function jobPodDraft(job: Stored, suffix: string, image: string) {
  const { name, namespace = '' } = job.metadata;
  return {
    metadata: {
      name: `${name.slice(0, 57)}-${suffix}`,
      namespace,
      labels: jobLabels(job.metadata),
      ownerReferences: [{ ...ownerReference(job), blockOwnerDeletion: true }],
    },
    spec: { restartPolicy: 'Never', nodeName: 'node-1', containers: [container(image)] },
  };
}

/** The pod in which a worker runs. */
export function workerPodDraft(namespace: string, name: string, group: string) {
  const image = 'registry.example.com/kontinue/worker:1.9.2';
  return {
    metadata: {
      name,
      namespace,
      labels: { 'app.kubernetes.io/name': 'kontinue-worker', [WORKER_GROUP_LABEL]: group },
    },
    spec: {
      restartPolicy: 'Always',
      nodeName: 'node-2',
      containers: [{ name: WORKER_CONTAINER, image }],
    },
  };
}

/** The name of the container in a worker's pod, and in a Job's. */
export const WORKER_CONTAINER = 'worker';
export const JOB_CONTAINER = 'main';

function container(image: string) {
  return { name: JOB_CONTAINER, image };
}

function jobLabels({ name, labels }: ObjectMeta): Readonly<Record<string, string>> {
  return { ...labels, [JOB_NAME_LABEL]: name, [OLD_JOB_NAME_LABEL]: name };
}
