import type { Execution } from './execution.ts';
import type { KontinueFunction } from './function.ts';
import { DEFAULT_WORKER_GROUP, WORKER_GROUP_LABEL } from './labels.ts';
import type { ObjectMeta } from './metadata.ts';

/** Which workers serve an object, by its label; one without it is served by `otherwise` (contract: Labels). */
export function groupOfLabels(
  { labels }: Pick<ObjectMeta, 'labels'>,
  otherwise: string = DEFAULT_WORKER_GROUP,
): string {
  return labels?.[WORKER_GROUP_LABEL] || otherwise;
}

/** Which workers serve a function: by its spec, else by its label (contract: Function). */
export function groupOfFunction({ metadata, spec }: KontinueFunction): string {
  return spec.workerGroup || groupOfLabels(metadata);
}

/**
 * Which workers serve an execution: by its label, else those of the function that it names (contract:
 * Labels). `fn` is undefined where there is no such function, or it is not known.
 */
export function groupOfExecution(
  { metadata }: Execution,
  fn: KontinueFunction | undefined,
): string {
  return groupOfLabels(metadata, fn && groupOfFunction(fn));
}
