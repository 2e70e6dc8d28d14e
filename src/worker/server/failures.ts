import { isKubeError } from '../../kube/errors.ts';

/** What a worker does about a write that failed. */
export type Failure =
  /** The object changed since it was read, or the answer was lost: it must be read again. */
  | 'uncertain'
  /** There is no such object any more. */
  | 'gone'
  /** The server will never take it. */
  | 'refused'
  /** The server, or the way to it, is not well: again later. */
  | 'transient';

/** Sorts what a write failed with. What is no failure of a request is thrown. */
export function sortFailure(error: unknown): Failure {
  if (!isKubeError(error)) throw error;
  if (/request is too large/.test(error.message) || error.status === 413) return 'refused';
  switch (error.code) {
    case 'Conflict':
      return 'uncertain';
    case 'NotFound':
      return 'gone';
    case 'Invalid':
    case 'BadRequest':
      return 'refused';
    default:
      return error.outcome === 'unknown' ? 'uncertain' : 'transient';
  }
}
