import { attemptNumber } from '../../api/attempts.ts';
import { toCount } from '../../api/count.ts';
import type { Execution, ExecutionSpec, Json } from '../../api/execution.ts';
import type {
  Context,
  ExecuteOptions,
  Log,
  ParallelOptions,
  Settled,
} from '../functions/context.ts';
import { canonicalText, hashOf } from '../functions/hash.ts';
import { toStored } from '../functions/stored.ts';
import type { Operations } from '../replay/asks.ts';
import { FunctionError } from '../replay/errors.ts';
import type { ExecutionRequest, Request } from '../replay/request.ts';
import { type Asked, toMilliseconds } from './asked.ts';
import type { Notes } from './notes.ts';

const STEP_BACKOFF = '1s';

/** A child whose types do not matter. */
interface AnyChild extends ExecuteOptions {
  readonly function: { readonly name: string } | string;
  readonly arguments?: unknown;
}

/** What a context is made of. */
export interface ContextParts {
  readonly execution: Execution;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly operations: Operations;
  readonly notes: Notes;
  /** Milliseconds since 1970 by the server's clock. */
  readonly now: () => number;
  /** Whether this cluster keeps `spec.expiresAt` of suspensions. */
  readonly keepsExpiry: boolean;
  /** Takes what it takes to begin a request. */
  readonly remember: (request: Request, asked: Asked) => void;
}

/** The context that a function is run with. */
export function makeContext(parts: ContextParts): Context {
  const { execution, operations, notes, remember } = parts;
  const askFor = (fn: AnyChild, isSpawned: boolean): ExecutionRequest => {
    const { spec, request } = childOf(fn);
    remember(request, { is: 'child', spec, isSpawned });
    return request;
  };
  const ask = async (request: Request, asked: Asked): Promise<Json> => {
    remember(request, asked);
    return operations.ask(request);
  };
  const execute = async (
    fn: AnyChild['function'],
    args: unknown,
    options: ExecuteOptions = {},
    isSpawned = false,
  ) => {
    return operations.ask(askFor({ ...options, function: fn, arguments: args }, isSpawned));
  };
  const executeParallel = async (
    children: ReadonlyArray<AnyChild>,
    { settled = false, ...options }: ParallelOptions & { readonly settled?: boolean } = {},
  ): Promise<unknown[]> => {
    const requests = children.map((child) => askFor(child, false));
    const outcomes = await operations.askAll(requests, {
      ...atOnceOf(options),
      isSettled: settled,
    });
    return outcomes.map((outcome): unknown => {
      if (!settled) return 'value' in outcome ? outcome.value : null;
      const ended: Settled<unknown> =
        'value' in outcome
          ? { status: 'fulfilled', value: outcome.value }
          : { status: 'rejected', message: outcome.message };
      return ended;
    });
  };
  const context = {
    execution,
    attempts: attemptNumber(execution) - 1,
    resumptions: Math.max(0, toCount(execution.status?.resumptions) - 1),
    signal: parts.signal,
    log: parts.log,
    execute: (fn: AnyChild['function'], args: unknown, options?: ExecuteOptions) =>
      execute(fn, args, options),
    spawn: (fn: AnyChild['function'], args: unknown, options?: ExecuteOptions) => {
      const ended = execute(fn, args, options, true);
      // It need not be asked for.
      ended.catch(() => {});
      return { result: () => ended };
    },
    executeParallel,
    executeSequential: async (children: ReadonlyArray<AnyChild>) => {
      const results: unknown[] = [];
      for (const child of children) results.push(await operations.ask(askFor(child, false)));
      return results;
    },
    step: async (name, run, { retry = {}, timeout } = {}) => {
      const { retries = 0, backoff = STEP_BACKOFF } = retry;
      const asked: Asked = {
        is: 'step',
        run,
        retry: { retries, backoffMs: toMilliseconds(backoff, 'retry.backoff') },
        timeoutMs: timeout === undefined ? undefined : toMilliseconds(timeout, 'timeout'),
      };
      return ask({ kind: 'step', name }, asked);
    },
    sleep: async (duration, { name } = {}) => {
      const until = instant(parts.now() + toMilliseconds(duration, 'sleep'));
      const text = typeof duration === 'number' ? `${duration}ms` : duration;
      await ask({ kind: 'sleep', until, text, ...named(name) }, { is: 'sleep' });
    },
    suspend: async ({ name, message, timeout, schema } = {}) => {
      if (timeout !== undefined && !parts.keepsExpiry)
        throw new FunctionError(NO_EXPIRY, 'Validation');
      const expiresAt =
        timeout === undefined
          ? undefined
          : instant(parts.now() + toMilliseconds(timeout, 'timeout'));
      return ask(
        { kind: 'suspension', ...named(name) },
        { is: 'wait', message, expiresAt, schema },
      );
    },
    setProgress: (current: number, max?: number) =>
      notes.setProgress({ current, ...(max !== undefined && { max }) }),
    clearProgress: () => notes.setProgress(undefined),
    setMessage: (message: string) => notes.setMessage(message),
    now: operations.now,
    random: operations.random,
    uuid: operations.uuid,
    patched: operations.patched,
  } satisfies { readonly [K in keyof Context]: unknown } & Pick<
    LooseContext,
    'step' | 'sleep' | 'suspend'
  >;
  // Results are what the functions gave, as they were stored: the types of definitions say so.
  return context as Context;
}

/** The context without the types of results, which only definitions know. */
interface LooseContext extends Pick<Context, 'sleep'> {
  readonly step: (
    name: string,
    run: Parameters<Context['step']>[1],
    options?: Parameters<Context['step']>[2],
  ) => Promise<Json>;
  readonly suspend: (options?: Parameters<Context['suspend']>[0]) => Promise<Json>;
}

const NO_EXPIRY =
  'this cluster does not keep spec.expiresAt of suspensions, so that a wait cannot have a timeout; install the definitions that `kontinue crds` prints';

function childOf({ name, function: fn, arguments: args, retry, timeout, mutex }: AnyChild) {
  const called = typeof fn === 'string' ? fn : fn.name;
  const stored = args === undefined ? {} : toStored(args, `the arguments of ${called}`);
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored))
    throw new FunctionError(`the arguments of ${called} are not an object`, 'Validation');
  const given = stored as Readonly<Record<string, Json>>;
  const spec: ExecutionSpec = {
    function: called,
    ...(Object.keys(given).length > 0 && { arguments: given }),
    ...(retry && { retry }),
    ...(timeout && { timeout }),
    ...(mutex && { mutex }),
  };
  const request: ExecutionRequest = {
    kind: 'execution',
    function: called,
    hash: hashOf(given),
    argumentsText: canonicalText(given),
    ...named(name),
  };
  return { spec, request };
}

function named(name: string | undefined) {
  return name === undefined ? {} : { name };
}

function atOnceOf({ atOnce }: ParallelOptions) {
  if (atOnce === undefined) return {};
  if (Number.isSafeInteger(atOnce) && atOnce > 0) return { atOnce };
  throw new FunctionError(`atOnce takes a whole number above 0, not ${atOnce}`, 'Validation');
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
