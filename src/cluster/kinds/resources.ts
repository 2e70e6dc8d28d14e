import type { Resource } from '../../api/resources.ts';

/** Where Namespaces live (Kubernetes: Namespace). */
export const NAMESPACES: Resource = {
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
};

export const NODES: Resource = { group: '', version: 'v1', kind: 'Node', plural: 'nodes' };

/** Where CustomResourceDefinitions live. */
export const DEFINITIONS: Resource = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
};
