import type { ObjectMeta } from '../../../src/api/metadata.ts';

/** A part of an object whose shape only the test at hand knows. */
export type Fields = Readonly<Record<string, unknown>>;

/** Any object as it stands on the wire. */
export interface WireObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Required<
    Pick<ObjectMeta, 'name' | 'uid' | 'resourceVersion' | 'creationTimestamp'>
  > &
    ObjectMeta & { readonly managedFields?: readonly Fields[] };
  readonly spec?: Fields;
  readonly status?: Fields;
}

/** Any list as it stands on the wire. */
export interface WireList {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly resourceVersion: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
  readonly items: readonly WireObject[];
}

/** A failed answer's Status. */
export interface WireFailure {
  readonly apiVersion: string;
  readonly kind: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  readonly code: number;
  readonly metadata: Fields;
  readonly details?: {
    readonly name?: string;
    readonly group?: string;
    readonly kind?: string;
    readonly retryAfterSeconds?: number;
    readonly causes?: readonly {
      readonly reason?: string;
      readonly message?: string;
      readonly field?: string;
    }[];
  };
}

/** One line of a watch. */
export interface WireEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: WireObject;
}
