import type { CustomResourceDefinition } from '../api/crds/schema.ts';
import { JOBS, PODS, type Resource } from '../api/resources.ts';
import { timestamp } from './clock.ts';
import { DEFINITIONS, NAMESPACES } from './kinds/resources.ts';
import { type Draft, qualifiedName } from './object.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A draft with what Kubernetes gives to new objects of built-in kinds. What it has already stays. */
export function withDefaults(resource: Resource, draft: Draft, now: number): Draft {
  switch (qualifiedName(resource)) {
    case qualifiedName(NAMESPACES):
      return namespace(draft);
    case qualifiedName(PODS):
      return withField(draft, 'status', { phase: 'Pending' });
    case qualifiedName(JOBS):
      return withField(draft, 'spec', JOB_SPEC);
    case qualifiedName(DEFINITIONS):
      return withField(
        draft,
        'status',
        establishedStatus(draft as CustomResourceDefinition & Draft, now),
      );
    default:
      return draft;
  }
}

const JOB_SPEC = {
  parallelism: 1,
  completions: 1,
  backoffLimit: 6,
  completionMode: 'NonIndexed',
  suspend: false,
};

function namespace(draft: Draft): Draft {
  const { metadata } = draft;
  const labels = { 'kubernetes.io/metadata.name': metadata.name ?? '', ...metadata.labels };
  const finalized = withField(draft, 'spec', { finalizers: ['kubernetes'] });
  return withField({ ...finalized, metadata: { ...metadata, labels } }, 'status', {
    phase: 'Active',
  });
}

/** A definition is served as soon as it is stored, and says so to those who wait for it. */
function establishedStatus(definition: CustomResourceDefinition, now: number): Fields {
  const condition = (type: string, reason: string) => ({
    type,
    status: 'True',
    reason,
    lastTransitionTime: timestamp(now),
  });
  return {
    conditions: [
      condition('NamesAccepted', 'NoConflicts'),
      condition('Established', 'InitialNamesAccepted'),
    ],
    acceptedNames: definition.spec.names,
    storedVersions: definition.spec.versions.filter((v) => v.storage).map((v) => v.name),
  };
}

/** The draft with these defaults under what the field holds already. */
function withField<T extends Draft>(draft: T, field: 'spec' | 'status', defaults: Fields): T {
  const own = (draft as T & Partial<Record<typeof field, object>>)[field];
  return { ...draft, [field]: { ...defaults, ...own } };
}
