import type { Schema } from '../../api/crds/schema.ts';
import type { Resource } from '../../api/resources.ts';
import type { Draft, Stored } from '../object.ts';
import type { Column } from '../tables/column.ts';

/** One kind that the server serves. */
export interface Kind {
  readonly resource: Resource;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly verbs: readonly string[];
  readonly subresources: readonly ('status' | 'log')[];
  /** Columns of its Tables. */
  readonly columns: readonly Column[];
  /** Field selectors besides metadata.name and metadata.namespace: what each reads. */
  readonly selectable: Readonly<Record<string, (object: Stored) => string>>;
  /** Of a custom kind: what its objects must look like. */
  readonly schema?: Schema;
  /** Of a built-in kind: the type that its objects are read as. */
  readonly goType?: string;
  /** Set where the objects are those of another resource, seen in another form. */
  readonly view?: View;
}

/** The same stored objects under a second API group. */
export interface View {
  readonly of: Resource;
  readonly read: (object: Stored) => Stored;
  readonly write: <T extends Draft>(draft: T) => T;
}

/** Where the objects of a kind are kept. */
export function storedUnder(kind: Kind): Resource {
  return kind.view?.of ?? kind.resource;
}
