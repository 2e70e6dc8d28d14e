import type { KontinueFunction } from '../../api/function.ts';
import { HIDDEN_ANNOTATION, WORKER_GROUP_LABEL } from '../../api/labels.ts';
import { API_VERSION, FUNCTIONS, SUSPENSIONS } from '../../api/resources.ts';
import type { Suspension } from '../../api/suspension.ts';
import { isKubeError } from '../../kube/errors.ts';
import type { AnyDefinition } from '../functions/define-function.ts';
import type { Api } from '../server/api.ts';

const TRIES = 5;

/** Publishes functions, so that clients find them, with their defaults. */
export async function publishFunctions(
  api: Api,
  group: string,
  definitions: Iterable<AnyDefinition>,
): Promise<void> {
  for (const definition of definitions) await publish(api, group, definition);
}

async function publish(api: Api, group: string, definition: AnyDefinition): Promise<void> {
  const wanted = toObject(api.namespace, group, definition);
  for (let tries = 1; ; tries += 1) {
    const { name } = wanted.metadata;
    try {
      const before = await api.get<KontinueFunction>(FUNCTIONS, name);
      if (before === undefined) await api.create(FUNCTIONS, wanted);
      else if (!isSame(before, wanted)) await api.replace(FUNCTIONS, over(before, wanted));
      return;
    } catch (error) {
      // Another worker publishes the same.
      const isRace = isKubeError(error, 'Conflict') || isKubeError(error, 'AlreadyExists');
      if (!isRace || tries === TRIES) throw error;
    }
  }
}

function toObject(namespace: string, group: string, definition: AnyDefinition): KontinueFunction {
  const { name, options } = definition;
  const { description, describe, defaults, hidden } = options;
  return {
    apiVersion: API_VERSION,
    kind: FUNCTIONS.kind,
    metadata: {
      name,
      namespace,
      labels: { [WORKER_GROUP_LABEL]: group },
      ...(hidden && { annotations: { [HIDDEN_ANNOTATION]: 'true' } }),
    },
    spec: {
      workerGroup: group,
      ...(description !== undefined && { description }),
      ...(describe && { arguments: describe }),
      ...(defaults && { defaults }),
    },
  };
}

function over(before: KontinueFunction, wanted: KontinueFunction): KontinueFunction {
  const { labels, annotations } = wanted.metadata;
  const metadata = {
    ...before.metadata,
    labels: { ...before.metadata.labels, ...labels },
    ...(annotations && { annotations: { ...before.metadata.annotations, ...annotations } }),
  };
  return { ...wanted, metadata };
}

function isSame(before: KontinueFunction, wanted: KontinueFunction): boolean {
  const essence = ({ metadata, spec }: KontinueFunction) =>
    JSON.stringify([
      spec,
      metadata.labels?.[WORKER_GROUP_LABEL],
      metadata.annotations?.[HIDDEN_ANNOTATION],
    ]);
  return essence(before) === essence(wanted);
}

/** Whether the cluster keeps `spec.expiresAt` of suspensions: definitions of others may prune it. */
export async function keepsExpiry(api: Api): Promise<boolean> {
  const probe: Suspension = {
    apiVersion: API_VERSION,
    kind: SUSPENSIONS.kind,
    metadata: { name: `probe-${crypto.randomUUID()}`, namespace: api.namespace },
    spec: { expiresAt: '2026-01-01T00:00:00Z' },
  };
  const answer = await api.create(SUSPENSIONS, probe, true);
  return answer.spec?.expiresAt !== undefined;
}
