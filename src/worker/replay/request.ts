import { isNumber } from '../protocol/journal/key.ts';
import type { Operation } from '../protocol/journal/operation.ts';

interface Named {
  /** Its key in the journal. Default: the next number. */
  readonly name?: string;
  /** Where the code asks for it, for errors: `release.ts:41`. */
  readonly place?: string;
}

/** A child execution. */
export interface ExecutionRequest extends Named {
  readonly kind: 'execution';
  readonly function: string;
  /** The hash of the arguments, 8 hex digits. */
  readonly hash: string;
  /** The arguments as JSON, for errors. */
  readonly argumentsText?: string;
}

/** A call whose outcome is stored, or a poll. */
export interface StepRequest extends Named {
  readonly kind: 'step';
  readonly name: string;
  /** When a poll gives up: RFC 3339, UTC. The journal keeps the first. Default: never. */
  readonly until?: string;
}

/** What a function asks for. */
export type Request =
  | ExecutionRequest
  | (Named & { readonly kind: 'sleep'; readonly until: string; readonly text?: string })
  | (Named & { readonly kind: 'suspension' })
  | (Named & { readonly kind: 'job' | 'pod'; readonly hash: string })
  | StepRequest;

/** The journal's line for a request that was not recorded before. */
export function toOperation(request: Request, key: string): Operation {
  switch (request.kind) {
    case 'execution':
      return { kind: 'execution', key, function: request.function, hash: request.hash };
    case 'sleep':
      return { kind: 'sleep', key, until: request.until };
    case 'suspension':
      return { kind: 'suspension', key };
    case 'job':
    case 'pod':
      return { kind: request.kind, key, hash: request.hash };
    case 'step':
      return {
        kind: 'step',
        key,
        tries: 0,
        ...(request.until !== undefined && { until: request.until }),
      };
  }
}

/**
 * Whether a request is the recorded operation of its key. With a name, kind and function must agree;
 * with a number, the hash too. `specHash` is that of the child's own spec, for folded lines.
 */
export function isSameRequest(request: Request, operation: Operation, specHash?: string): boolean {
  if (request.kind !== operation.kind) return false;
  const hasNumber = isNumber(operation.key);
  switch (operation.kind) {
    case 'execution': {
      if (request.kind !== 'execution' || request.function !== operation.function) return false;
      const hash = operation.hash ?? specHash;
      return !hasNumber || hash === undefined || hash === request.hash;
    }
    case 'job':
    case 'pod':
      return !hasNumber || ('hash' in request && request.hash === operation.hash);
    case 'sleep':
    case 'suspension':
    case 'step':
      return true;
  }
}

/** What a request is, in an error. */
export function describeRequest(request: Request): string {
  switch (request.kind) {
    case 'execution': {
      const { argumentsText } = request;
      const what = `execution of ${request.function}`;
      return argumentsText === undefined ? what : `${what} ${argumentsText}`;
    }
    case 'sleep':
      return `sleep ${request.text ?? `until ${request.until}`}`;
    case 'suspension':
    case 'job':
    case 'pod':
    case 'step':
      return request.name === undefined ? request.kind : `${request.kind} ${request.name}`;
  }
}

/** What a recorded operation is, in an error. `argumentsText`: the arguments in the child's spec. */
export function describeOperation(operation: Operation, argumentsText?: string): string {
  switch (operation.kind) {
    case 'execution': {
      const what = `execution of ${operation.function}`;
      return argumentsText === undefined ? what : `${what} ${argumentsText}`;
    }
    case 'sleep':
      return `sleep until ${operation.until}`;
    case 'suspension':
    case 'job':
    case 'pod':
    case 'step':
      return isNumber(operation.key) ? operation.kind : `${operation.kind} ${operation.key}`;
  }
}
