import { isNumber, refuseName } from '../protocol/journal/key.ts';
import type { Operation } from '../protocol/journal/operation.ts';
import type { Delivery } from '../protocol/journal/order.ts';
import { DuplicateStepError, type FunctionError, InvalidNameError } from './errors.ts';
import { isSameRequest, type Request, toOperation } from './request.ts';

/** What a request turns out to be. */
export type Match =
  | { readonly is: 'recorded' | 'new'; readonly operation: Operation }
  /** A child kept from an attempt before, for which the code asks differently: it is replaced. */
  | { readonly is: 'changed'; readonly operation: Operation }
  | { readonly is: 'refused'; readonly error: FunctionError }
  | { readonly is: 'mismatch'; readonly key: string; readonly recorded: Operation | undefined };

export interface MatchOptions {
  /** The hash of the arguments in the child's own spec: folded lines have none. */
  readonly hashOf: (key: string) => string | undefined;
  /** Whether children of earlier attempts that the code asks for differently are replaced. */
  readonly replacesKept: boolean;
}

/**
 * Finds the recorded operation of each request. Names are found wherever the code asks for them;
 * what has a number must be asked in the order of the journal. Operations that a retry kept from an
 * earlier attempt may be left out, and others may stand between them.
 */
export class RequestMatcher {
  readonly #recorded: ReadonlyMap<string, Operation>;
  readonly #options: MatchOptions;
  readonly #asked = new Set<string>();
  #number = 0;

  constructor(operations: readonly Operation[], options: MatchOptions) {
    this.#recorded = new Map(operations.map((operation) => [operation.key, operation]));
    this.#options = options;
  }

  /** Matches the next request. `remaining`: the recorded outcomes that were not delivered so far. */
  match(request: Request, remaining: readonly Delivery[]): Match {
    const key = request.name ?? this.#nextNumber();
    const refusal = request.name === undefined ? undefined : refuseName(key);
    if (refusal !== undefined) return { is: 'refused', error: new InvalidNameError(key, refusal) };
    if (this.#asked.has(key)) return { is: 'refused', error: new DuplicateStepError(key) };
    this.#asked.add(key);
    const recorded = this.#recorded.get(key);
    if (recorded === undefined) {
      // A number that was not recorded, though an outcome after it was.
      const isBetween = isNumber(key) && remaining.some((delivery) => !this.#isKept(delivery.key));
      if (isBetween) return { is: 'mismatch', key, recorded };
      return { is: 'new', operation: toOperation(request, key) };
    }
    if (isSameRequest(request, recorded, this.#options.hashOf(key)))
      return { is: 'recorded', operation: recorded };
    if (recorded.attempt === undefined || !this.#options.replacesKept)
      return { is: 'mismatch', key, recorded };
    return { is: 'changed', operation: toOperation(request, key) };
  }

  /** The operation that was recorded under `key`. */
  recorded(key: string): Operation | undefined {
    return this.#recorded.get(key);
  }

  /** Whether the code asked for `key`. */
  wasAsked(key: string): boolean {
    return this.#asked.has(key);
  }

  /** Whether a recorded outcome may wait until the code asks for its operation. */
  mayComeLater(key: string): boolean {
    return !isNumber(key) || this.#isKept(key);
  }

  /** The first operation with a number of this attempt for which the code did not ask. */
  firstUnasked(): Operation | undefined {
    return [...this.#recorded.values()].find(
      ({ key }) => !this.mayComeLater(key) && !this.#asked.has(key),
    );
  }

  /** Whether the code asked for everything that an older build may have asked for. */
  hasAskedAll(): boolean {
    const { replacesKept } = this.#options;
    return [...this.#recorded.keys()].every(
      (key) => this.#asked.has(key) || (replacesKept && this.#isKept(key)),
    );
  }

  #isKept(key: string): boolean {
    return this.#recorded.get(key)?.attempt !== undefined;
  }

  #nextNumber(): string {
    this.#number += 1;
    return `${this.#number}`;
  }
}
