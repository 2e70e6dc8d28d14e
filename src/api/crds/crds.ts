import { archivedExecutionDefinition } from './archived-execution.ts';
import { executionDefinition } from './execution.ts';
import { functionDefinition } from './function.ts';
import { scheduledExecutionDefinition } from './scheduled-execution.ts';
import type { CustomResourceDefinition } from './schema.ts';
import { suspensionDefinition } from './suspension.ts';

/**
 * The CustomResourceDefinitions of kontinue's five kinds, ready for `kubectl create -f -`
 * (contract: CRD schemas).
 */
export function customResourceDefinitions(): readonly CustomResourceDefinition[] {
  return [
    executionDefinition,
    suspensionDefinition,
    scheduledExecutionDefinition,
    functionDefinition,
    archivedExecutionDefinition,
  ];
}
