import type { KubeObject } from '../../api/metadata.ts';
import type { Resource } from '../../api/resources.ts';
import { KontinueError } from '../errors/kontinue-error.ts';
import { ask, patchObject } from '../objects.ts';
import type { Scope } from '../scope.ts';
import { type Change, patchOf } from './change.ts';
import type { InterventionOptions } from './options.ts';

/** A change, and the version of the object that it changes. */
export interface SentChange<T> {
  readonly resource: Resource;
  readonly object: T;
  readonly change: Change;
  readonly options: InterventionOptions;
}

/**
 * Sends one change. A status is written to the status subresource, or to the object itself if the
 * cluster's CRD has no such subresource. That is found out once per kind, when the first such write
 * is answered with 404 (contract: Tolerance).
 */
export async function sendChange<T extends KubeObject>(
  scope: Scope,
  sent: SentChange<T>,
): Promise<T> {
  const { withoutStatus } = scope.core;
  const toStatus = sent.change.part === 'status' && !withoutStatus.has(sent.resource);
  try {
    return await send(scope, sent, toStatus ? 'status' : undefined);
  } catch (error) {
    if (!toStatus || !isMissing(error) || (await hasStatus(scope, sent.resource))) throw error;
    withoutStatus.add(sent.resource);
    return send(scope, sent, undefined);
  }
}

async function send<T extends KubeObject>(
  scope: Scope,
  { resource, object, change, options }: SentChange<T>,
  subresource: 'status' | undefined,
): Promise<T> {
  const { namespace = scope.namespace, name } = object.metadata;
  const answer = await patchObject<T>(scope, {
    resource,
    namespace,
    name,
    subresource,
    patch: patchOf(object, change),
    dryRun: options.dryRun,
  });
  for (const warning of answer.warnings) options.onWarning?.(warning);
  return answer.body;
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof KontinueError && (error.code === 'NotFound' || error.code === 'NotServed')
  );
}

/** Whether the server serves a status subresource for a kind. */
async function hasStatus(scope: Scope, resource: Resource): Promise<boolean> {
  const answer = await ask<{ readonly resources?: readonly { readonly name: string }[] }>(
    scope,
    { verb: 'get', resource },
    { method: 'GET', path: `/apis/${resource.group}/${resource.version}`, priority: 'interactive' },
  );
  const name = `${resource.plural}/status`;
  return answer.body.resources?.some((served) => served.name === name) ?? false;
}
