import { withFunctionDefaults } from '../../api/defaults.ts';
import { formatGoDuration, parseDuration } from '../../api/duration.ts';
import type {
  Execution,
  ExecutionMutex,
  ExecutionRetry,
  ExecutionSpec,
  ExecutionTimeout,
  ExecutionTTL,
  Json,
} from '../../api/execution.ts';
import type { KontinueFunction } from '../../api/function.ts';
import { formatInstant } from '../../api/instant.ts';
import { WORKER_GROUP_LABEL } from '../../api/labels.ts';
import { API_VERSION, EXECUTIONS } from '../../api/resources.ts';
import { groupOfFunction } from '../../api/worker-group.ts';
import { PrunedError } from '../errors/content-errors.ts';
import { errorObject, KontinueError } from '../errors/kontinue-error.ts';
import { NotFoundError } from '../errors/object-errors.ts';
import { isInaccessible } from '../errors/recognize.ts';
import { prunedFields } from '../interventions/change.ts';
import { invalidInput, jsonOf } from '../json.ts';
import { getRecentFunction } from '../kinds/functions.ts';
import { objectText, spawnMessages, writeMessages } from '../messages.ts';
import { type Creation, createObject } from '../objects.ts';
import type { CallOptions, Scope } from '../scope.ts';
import type { Labels } from '../selector.ts';
import { withDetails } from '../with-details.ts';

/** How an execution is created (seed: SpawnOptions). The function gives what is left out. */
export interface SpawnOptions extends CallOptions {
  /** Default: the function's name and five random characters. */
  readonly name?: string | undefined;
  /** Default: the function's, else no retries. */
  readonly retry?: ExecutionRetry | undefined;
  /** Default: the function's, else none. */
  readonly timeout?: ExecutionTimeout | undefined;
  /** Default: the function's, else none. */
  readonly ttl?: ExecutionTTL | undefined;
  /** Default: none. */
  readonly mutex?: ExecutionMutex | undefined;
  /** Labels besides those of kontinue. Default: none. */
  readonly labels?: Labels | undefined;
  /** Asks the server to check the request and to store nothing. Default false. */
  readonly dryRun?: boolean | undefined;
}

/**
 * Creates an execution of a function (seed: Spawn), with the function's worker group. The
 * function's defaults fill in what is left out. A function that is not published, or that the user
 * may not read, is not an error: the execution then waits for a worker that knows it.
 */
export async function spawn(
  scope: Scope,
  name: string,
  args: object | undefined,
  options: SpawnOptions,
): Promise<Execution> {
  const namespace = scope.namespace;
  const what = objectText('Execution', namespace, options.name || prefixOf(name));
  const asked: ExecutionSpec = {
    function: name,
    ...(args && { arguments: argumentsOf(args, what) }),
    ...(options.retry && { retry: omitUndefined(options.retry) }),
    ...(options.timeout && { timeout: omitUndefined(options.timeout) }),
    ...(options.ttl && { ttl: omitUndefined(options.ttl) }),
    ...(options.mutex && { mutex: options.mutex }),
  };
  const fn = await readFunction(scope, namespace, name);
  const spec = withGoDurations(withFunctionDefaults(asked, fn?.spec.defaults), what);
  const made = await create(scope, options, {
    apiVersion: API_VERSION,
    kind: EXECUTIONS.kind,
    metadata: {
      namespace,
      ...(options.name ? { name: options.name } : { generateName: prefixOf(name) }),
      labels: { ...(fn && { [WORKER_GROUP_LABEL]: groupOfFunction(fn) }), ...options.labels },
    },
    spec,
  });
  assertKept(made, spec, options);
  return made;
}

/**
 * Creates the execution, once. An execution of this call cannot be told from one of another caller,
 * so the call is not repeated if its answer is lost, and its error says how to look.
 */
async function create(
  scope: Scope,
  { dryRun }: SpawnOptions,
  object: Creation & { readonly spec: ExecutionSpec },
): Promise<Execution> {
  const { namespace = '', name, generateName = '' } = object.metadata;
  const since = formatInstant(scope.core.time.now());
  try {
    return (await createObject<Execution>(scope, EXECUTIONS, object, { dryRun })).body;
  } catch (error) {
    if (!(error instanceof KontinueError) || error.outcome !== 'unknown') throw error;
    const how = name
      ? spawnMessages.lookByName(objectText(EXECUTIONS.kind, namespace, name))
      : spawnMessages.lookForGenerated(object.spec.function, namespace, generateName, since);
    throw withDetails(error, `${error.message} ${how}`, {});
  }
}

/**
 * Fails if the cluster did not keep a field: the execution was created and runs without it. A field
 * with another value is a rule of the cluster.
 */
function assertKept(made: Execution, spec: ExecutionSpec, { dryRun }: SpawnOptions): void {
  const isKept = (sent: unknown, there: unknown) => sent === null || (there ?? null) !== null;
  const pruned = prunedFields(made, { part: 'spec', fields: { ...spec } }, isKept);
  if (pruned.length === 0) return;
  const what = objectText(EXECUTIONS.kind, made.metadata.namespace, made.metadata.name);
  const details = { object: errorObject(EXECUTIONS.kind, made.metadata), fields: pruned };
  const message = writeMessages.madeWithout(what, pruned);
  if (dryRun) throw new PrunedError(message, details);
  throw new PrunedError(`${message} ${writeMessages.madeAndStays}`, {
    ...details,
    outcome: 'partial',
    applied: [what],
  });
}

/** The prefix of a generated name (contract: generateName prefix of Spawn). */
function prefixOf(name: string): string {
  const lowered = name.toLowerCase().replace(/[^a-z0-9]/g, '-');
  return `${lowered.replace(/^-+|-+$/g, '') || 'execution'}-`;
}

async function readFunction(
  scope: Scope,
  namespace: string,
  name: string,
): Promise<KontinueFunction | undefined> {
  try {
    return await getRecentFunction(scope, namespace, name);
  } catch (error) {
    if (error instanceof NotFoundError || isInaccessible(error)) return undefined;
    throw error;
  }
}

/** Leaves out undefined fields, so that the function's defaults apply. */
function omitUndefined<T extends object>(part: T): T {
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined)) as T;
}

/**
 * The arguments as they are written on the wire: dates become texts, undefined values are left out.
 */
function argumentsOf(args: object, what: string): Readonly<Record<string, Json>> {
  const target = { what, verb: 'made', field: 'spec.arguments' } as const;
  const written = jsonOf(args, target);
  if (typeof written === 'object' && written !== null && !Array.isArray(written)) {
    return written as Readonly<Record<string, Json>>;
  }
  throw invalidInput(target, spawnMessages.arguments);
}

/** The spec with durations that Go workers can decode (contract: Durations). */
function withGoDurations(spec: ExecutionSpec, what: string): ExecutionSpec {
  const go = <T extends object>(field: string, part: T | undefined, keys: readonly (keyof T)[]) => {
    if (part === undefined) return {};
    const written = { ...part };
    for (const key of keys) {
      const text = part[key];
      if (typeof text !== 'string') continue;
      const path = `spec.${field}.${String(key)}`;
      Object.assign(written, { [key]: goDuration(text, path, what) });
    }
    return { [field]: written };
  };
  return {
    ...spec,
    ...go('retry', spec.retry, ['backoff']),
    ...go('timeout', spec.timeout, ['overall', 'attempt']),
    ...go('ttl', spec.ttl, ['archiveAfter', 'deleteAfter']),
  };
}

function goDuration(text: string, field: string, what: string): string {
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined) {
    throw invalidInput({ what, verb: 'made', field }, spawnMessages.duration(field, text));
  }
  return /[dw]/.test(text) ? formatGoDuration(milliseconds) : text;
}
