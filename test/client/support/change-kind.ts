import { until } from '../../real-cluster/until.ts';
import type { TestCluster } from './test-cluster.ts';
import type { TestNamespace } from './test-namespace.ts';

/** A cluster whose kinds a test may change for a while: nobody else lives there. */
export interface OwnTestCluster extends TestCluster {
  readonly mayChangeKinds: boolean;
}

const DEFINITION =
  '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/executions.kontinue.cloud';
/** Where its version says what a status is made of. */
export const STATUS = '/spec/versions/0/schema/openAPIV3Schema/properties/status';

/** One step of a JSON patch. */
export interface Operation {
  readonly op: 'add' | 'remove' | 'replace';
  readonly path: string;
  readonly value?: unknown;
}

/** Makes executions those of another kontinue, until the block ends. */
export async function changeKind(
  { raw }: TestNamespace,
  operations: readonly Operation[],
  isChanged: () => Promise<boolean>,
): Promise<AsyncDisposable> {
  const { spec: before } = (await raw.get(DEFINITION)).object();
  (await raw.jsonPatch(DEFINITION, operations)).object();
  // While a kind changes its server may hang up on who asks for it.
  const isServed = (changed: boolean) => async () =>
    (await isChanged()) === changed ? true : undefined;
  await until('the changed kind', isServed(true));
  return {
    async [Symbol.asyncDispose]() {
      const restored = [{ op: 'add', path: '/spec', value: before }];
      (await raw.jsonPatch(DEFINITION, restored)).object();
      await until('the kind as it was', isServed(false));
    },
  };
}
