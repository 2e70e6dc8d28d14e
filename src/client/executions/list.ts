import type { Execution } from '../../api/execution.ts';
import { findFunction } from '../../api/function.ts';
import { ROOT_LABEL, SCHEDULE_LABEL, truncateName, WORKER_GROUP_LABEL } from '../../api/labels.ts';
import { nearest } from '../../api/nearest.ts';
import { isRoot } from '../../api/ownership.ts';
import { PHASES, type Phase, phaseOf } from '../../api/phase.ts';
import { EXECUTIONS } from '../../api/resources.ts';
import { groupOfExecution } from '../../api/worker-group.ts';
import { listArchived, openArchived } from '../archives/archives.ts';
import {
  emptyIfInaccessible,
  ForbiddenError,
  InvalidOptionError,
  KontinueError,
} from '../errors.ts';
import { readFunctions } from '../kinds/functions.ts';
import { hiddenArchivesMessage, optionMessages } from '../messages.ts';
import { listObjects } from '../objects.ts';
import type { CallOptions, Scope } from '../scope.ts';
import { type Labels, selectorOf } from '../selector.ts';

/** Which executions (seed: ListOptions). All that is given must hold; what is empty counts as left out. */
export interface ListOptions extends CallOptions {
  /** Those that have all these labels; or a text as `kubectl -l` takes it. Default: any. */
  readonly labelSelector?: Labels | string | undefined;
  /** Those of the function of this name. Default: of any. */
  readonly function?: string | undefined;
  /** Descendants of the root execution of this name. Default: of any. */
  readonly root?: string | undefined;
  /** Made by the schedule of this name. Default: by any, or none. */
  readonly schedule?: string | undefined;
  /** Of this worker group, by label, else by their function. Default: of any. */
  readonly workerGroup?: string | undefined;
  /** In one of these phases, each of `PHASES`; another is an InvalidOptionError. Default: in any. */
  readonly phases?: readonly Phase[] | undefined;
  /** Only executions that no other one made. Default false. */
  readonly onlyRoot?: boolean | undefined;
  /**
   * Archived ones whole, as `get` gives them (ours): every matching archive is read and opened. One that
   * cannot be opened is given by its summary. Default false: all by their summaries.
   */
  readonly openArchives?: boolean | undefined;
  /**
   * Called with a sentence when something is missing from the list (ours): archived executions, where
   * this user may not list them. Default: they are left out silently.
   */
  readonly onWarning?: ((warning: string) => void) | undefined;
}

/**
 * Executions of a namespace, live ones first, then matching archived ones by their summaries
 * (seed: ListNamespaced). An empty namespace means all. Where archives are not served there are none;
 * where they may not be listed, `onWarning` is told.
 */
export async function listExecutions(
  scope: Scope,
  namespace: string,
  options: ListOptions,
): Promise<readonly Execution[]> {
  assertKnown(options.phases ?? []);
  const labelSelector = selectorOf(options.labelSelector, {
    ...(options.root && { [ROOT_LABEL]: truncateName(options.root) }),
    ...(options.schedule && { [SCHEDULE_LABEL]: truncateName(options.schedule) }),
  });
  const readArchived = options.openArchives ? openArchived : listArchived;
  const [live, archived] = await Promise.all([
    listLive(scope, namespace, labelSelector, options.function),
    readArchived(scope, namespace, labelSelector).catch((error: unknown) => {
      if (error instanceof ForbiddenError) options.onWarning?.(hiddenArchivesMessage(error));
      return emptyIfInaccessible(error);
    }),
  ]);
  const liveUids = new Set(live.map((execution) => execution.metadata.uid));
  const all = [...live, ...archived.filter((a) => !liveUids.has(a.metadata.uid))];
  const matching = all.filter((execution) => matches(execution, options));
  const { workerGroup } = options;
  return workerGroup ? ofGroup(scope, namespace, matching, workerGroup) : matching;
}

/** A server whose executions have no selectable function is asked for all. */
async function listLive(
  scope: Scope,
  namespace: string,
  labelSelector: string | undefined,
  fn: string | undefined,
): Promise<readonly Execution[]> {
  const request = { resource: EXECUTIONS, namespace, labelSelector };
  if (!fn) return listObjects<Execution>(scope, request);
  try {
    return await listObjects<Execution>(scope, {
      ...request,
      fieldSelector: `spec.function=${fn}`,
    });
  } catch (error) {
    if (!(error instanceof KontinueError) || error.code !== 'BadRequest') throw error;
    return listObjects<Execution>(scope, request);
  }
}

/** A phase with a typing error would match nothing, and say nothing. */
function assertKnown(phases: readonly Phase[]): void {
  const known: readonly string[] = PHASES;
  for (const phase of phases) {
    if (known.includes(phase)) continue;
    throw new InvalidOptionError(optionMessages.phase(phase, nearest(phase, known), known), {
      option: 'phases',
    });
  }
}

function matches(execution: Execution, options: ListOptions): boolean {
  const { function: fn, phases, onlyRoot } = options;
  return (
    (!fn || execution.spec.function === fn) &&
    (!phases?.length || phases.includes(phaseOf(execution))) &&
    (!onlyRoot || isRoot(execution))
  );
}

/** Those of a worker group: by label, else by the function (contract: Labels). */
async function ofGroup(
  scope: Scope,
  namespace: string,
  executions: readonly Execution[],
  group: string,
): Promise<readonly Execution[]> {
  const labelled = (execution: Execution) => execution.metadata.labels?.[WORKER_GROUP_LABEL];
  const functions = executions.every(labelled) ? [] : await readFunctions(scope, namespace);
  return executions.filter((execution) => {
    const { namespace: own } = execution.metadata;
    const candidates = functions.filter((fn) => fn.metadata.namespace === own);
    const fn = findFunction(candidates, execution.spec.function);
    return groupOfExecution(execution, fn) === group;
  });
}
