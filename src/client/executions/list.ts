import type { Execution } from '../../api/execution.ts';
import { findFunction } from '../../api/function.ts';
import { ROOT_LABEL, SCHEDULE_LABEL, truncateName, WORKER_GROUP_LABEL } from '../../api/labels.ts';
import { nearest } from '../../api/nearest.ts';
import { isRoot } from '../../api/ownership.ts';
import { PHASES, type Phase, phaseOf } from '../../api/phase.ts';
import { EXECUTIONS } from '../../api/resources.ts';
import { groupOfExecution } from '../../api/worker-group.ts';
import { listArchived, openArchived } from '../archives/archives.ts';
import { ForbiddenError } from '../errors/access-errors.ts';
import { InvalidOptionError } from '../errors/call-errors.ts';
import { KontinueError } from '../errors/kontinue-error.ts';
import { emptyIfInaccessible } from '../errors/recognize.ts';
import { readFunctions } from '../kinds/functions.ts';
import { hiddenArchivesMessage, optionMessages } from '../messages.ts';
import { listObjects } from '../objects.ts';
import type { CallOptions, Scope } from '../scope.ts';
import { type Labels, selectorOf } from '../selector.ts';

/**
 * Which executions (seed: ListOptions). All options must match; an empty one counts as left out.
 */
export interface ListOptions extends CallOptions {
  /** Those with all these labels, or a selector as `kubectl -l` takes it. Default: any. */
  readonly labelSelector?: Labels | string | undefined;
  /** Those of the function of this name. Default: of any. */
  readonly function?: string | undefined;
  /** Descendants of the root execution of this name. Default: of any. */
  readonly root?: string | undefined;
  /** Created by the schedule of this name. Default: by any, or none. */
  readonly schedule?: string | undefined;
  /** Of this worker group, by their label, else by their function. Default: of any. */
  readonly workerGroup?: string | undefined;
  /** In one of these phases of `PHASES`; another text is an InvalidOptionError. Default: in any. */
  readonly phases?: readonly Phase[] | undefined;
  /** Only executions without a parent. Default false. */
  readonly onlyRoot?: boolean | undefined;
  /**
   * Archived executions with all fields, as `get` returns them (ours): this reads and opens every
   * matching archive. An archive that cannot be opened is listed by its summary. Default false: all
   * are listed by their summaries.
   */
  readonly openArchives?: boolean | undefined;
  /**
   * Called with a message when something is missing from the list (ours): archived executions that
   * this user may not list. Default: they are silently left out.
   */
  readonly onWarning?: ((warning: string) => void) | undefined;
}

/**
 * Lists the executions of a namespace: live ones first, then archived ones by their summaries
 * (seed: ListNamespaced). An empty namespace means all. Lists no archived executions if the cluster
 * does not serve archives, or if the user may not list them, which `onWarning` tells.
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
  let refused: ForbiddenError | undefined;
  const [live, archived] = await Promise.all([
    listLive(scope, namespace, labelSelector, options.function),
    readArchived(scope, namespace, labelSelector).catch((error: unknown) => {
      if (error instanceof ForbiddenError) refused = error;
      return emptyIfInaccessible(error);
    }),
  ]);
  // A list that fails says why itself: what would have been missing from it does not matter.
  if (refused) options.onWarning?.(hiddenArchivesMessage(refused));
  const liveUids = new Set(live.map((execution) => execution.metadata.uid));
  const all = [...live, ...archived.filter((a) => !liveUids.has(a.metadata.uid))];
  const matching = all.filter((execution) => matches(execution, options));
  const { workerGroup } = options;
  return workerGroup ? ofGroup(scope, namespace, matching, workerGroup) : matching;
}

/** Lists all executions where the server cannot select them by function. */
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

/** Refuses a misspelled phase, which would silently match nothing. */
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

/** Those of a worker group: by their label, else by their function (contract: Labels). */
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
