import type { Json } from '../../api/execution.ts';
import type { Operation } from '../protocol/journal/operation.ts';
import type { GroupOptions } from './group.ts';
import type { Outcome } from './outcome.ts';
import type { Request } from './request.ts';

/** An operation that the function awaits. */
export interface Ask {
  readonly operation: Operation;
  readonly request: Request;
  /** How many entries of `order` must be on the server before the act begins (rule W). */
  readonly after: number;
  /** How many entries of `times` must be on the server before the act begins (rule W). */
  readonly times: number;
  /** Whether it must wait for others of its group, which may not run all at once. */
  readonly isHeld: boolean;
}

/** How the function ended. */
export type End = { readonly returned: unknown } | { readonly threw: unknown };

/** What a function is given to ask with. */
export interface Operations {
  /** Asks for an operation; resolves or rejects when its outcome is delivered. */
  readonly ask: (request: Request) => Promise<Json>;
  /** Asks for several as one: resolves with all outcomes; rejects with the first failure unless it is settled. */
  readonly askAll: (
    requests: readonly Request[],
    options: GroupOptions,
  ) => Promise<readonly Outcome[]>;
  /** Whether code behind the change `id` may run: not where an older build ran without it. */
  readonly patched: (id: string) => boolean;
  /** Milliseconds since 1970; the same throughout a turn, and in every replay. */
  readonly now: () => number;
  /** At least 0 and below 1; the same in every replay. */
  readonly random: () => number;
  /** A UUID; the same in every replay. */
  readonly uuid: () => string;
}
