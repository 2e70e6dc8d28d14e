import type { Kind } from '../kinds/kind.ts';
import type { Stored } from '../object.ts';
import { fieldTest } from '../select/field.ts';
import { labelTest, type Test } from '../select/label.ts';
import type { ListOptions } from './options.ts';

/** Which objects of a kind a list or watch is about. */
export interface Selection {
  readonly kind: Kind;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

/** The test that an object, as it is seen under the kind, passes to be in the selection. */
export function selectionTest(
  { kind, namespace, name }: Selection,
  { labelSelector, fieldSelector }: Pick<ListOptions, 'labelSelector' | 'fieldSelector'>,
): Test {
  const labels = labelTest(labelSelector);
  const fields = fieldTest(fieldSelector, kind);
  return (object) =>
    (namespace === undefined || object.metadata.namespace === namespace) &&
    (name === undefined || object.metadata.name === name) &&
    labels(object) &&
    fields(object);
}

/** A stored object as it is seen under the kind. */
export function readAs(kind: Kind, object: Stored): Stored {
  return kind.view ? kind.view.read(object) : object;
}
