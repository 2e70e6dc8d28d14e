import type { Execution } from '../../api/execution.ts';
import type { Job } from '../../api/job.ts';
import { ROOT_LABEL } from '../../api/labels.ts';
import type { KubeObject } from '../../api/metadata.ts';
import type { Refusal } from '../../api/refusal.ts';
import { EXECUTIONS, JOBS, type Resource, SUSPENSIONS } from '../../api/resources.ts';
import type { Suspension } from '../../api/suspension.ts';
import type { TreeObjects } from '../../api/tree.ts';
import { Store } from '../../kube/watch/store.ts';
import { ForbiddenError } from '../errors/access-errors.ts';
import { NotFoundError } from '../errors/object-errors.ts';
import { isInaccessible } from '../errors/recognize.ts';
import { getObject, listMetadata, listObjects } from '../objects.ts';
import { refusalOf } from '../refusal.ts';
import type { Scope } from '../scope.ts';
import { IDENTITY } from '../watch/watch.ts';
import { treeLabel, treeMembers } from './tree-members.ts';

/** The objects below an execution, and the kinds that the user may not list. */
export interface Descendants {
  readonly objects: TreeObjects;
  readonly hidden: readonly Refusal[];
}

/** The objects of one kind, some of which are known by their metadata alone. */
interface KindObjects<T extends KubeObject> {
  readonly resource: Resource;
  readonly store: Store<T>;
  readonly partial: ReadonlySet<T>;
  readonly hidden: readonly Refusal[];
}

/**
 * The number of objects up to which each is read by itself; for more, all objects of the kind are
 * listed.
 */
const MAX_SINGLE_READS = 5;

/**
 * Reads everything that may belong under an execution, by the rule of `treeMembers`. Objects with
 * the label of its root are read with all fields. An API server cannot select objects by their
 * owner: for all other objects of the namespace the metadata is read, and then the objects that
 * belong to the tree. A kind that is not served has no objects. Suspensions and jobs that the user
 * may not list are in `hidden`.
 */
export async function readDescendants(scope: Scope, start: Execution): Promise<Descendants> {
  const namespace = start.metadata.namespace ?? scope.namespace;
  const label = treeLabel(start);
  const [executions, suspensions, jobs] = await Promise.all([
    readKind<Execution>(scope, EXECUTIONS, namespace, label),
    readKind<Suspension>(scope, SUSPENSIONS, namespace, label).catch(
      hiddenKind<Suspension>(SUSPENSIONS),
    ),
    readKind<Job>(scope, JOBS, namespace, label).catch(hiddenKind<Job>(JOBS)),
  ]);
  const { objects } = treeMembers(start, {
    executions: executions.store,
    suspensions: suspensions.store,
    jobs: [jobs.store],
  });
  const whole = await Promise.all([
    readWhole(scope, executions, objects.executions),
    readWhole(scope, suspensions, objects.suspensions),
    readWhole(scope, jobs, objects.jobs),
  ]);
  return {
    objects: { executions: whole[0], suspensions: whole[1], jobs: whole[2] },
    hidden: [...suspensions.hidden, ...jobs.hidden],
  };
}

async function readKind<T extends KubeObject>(
  scope: Scope,
  resource: Resource,
  namespace: string,
  label: string,
): Promise<KindObjects<T>> {
  const [labelled, others] = await Promise.all([
    listObjects<T>(scope, { resource, namespace, labelSelector: `${ROOT_LABEL}=${label}` }),
    listMetadata(scope, { resource, namespace, labelSelector: `${ROOT_LABEL} notin (${label})` }),
  ]);
  const store = new Store<T>(IDENTITY);
  const partial = new Set(others as readonly T[]);
  for (const object of partial) store.apply(object);
  for (const object of labelled) store.apply(object);
  return { resource, store, partial, hidden: [] };
}

/** For `catch`: returns no objects of a kind that is not served or that the user may not list. */
function hiddenKind<T extends KubeObject>(resource: Resource): (error: unknown) => KindObjects<T> {
  return (error) => {
    if (!isInaccessible(error)) throw error;
    const hidden = error instanceof ForbiddenError ? [refusalOf(error)] : [];
    return { resource, store: new Store<T>(IDENTITY), partial: new Set(), hidden };
  };
}

/** Reads the members of a tree with all fields, without those that were deleted meanwhile. */
async function readWhole<T extends KubeObject>(
  scope: Scope,
  { resource, partial }: KindObjects<T>,
  members: Iterable<T>,
): Promise<readonly T[]> {
  const all = [...members];
  const missing = all.filter((member) => partial.has(member));
  if (missing.length === 0) return all;
  const read = await (missing.length > MAX_SINGLE_READS ? listAll : readEach)<T>(
    scope,
    resource,
    missing,
  );
  const byUid = new Map(read.map((object) => [object.metadata.uid, object]));
  return all.flatMap((member) => {
    const whole = partial.has(member) ? byUid.get(member.metadata.uid) : member;
    return whole ? [whole] : [];
  });
}

async function readEach<T extends KubeObject>(
  scope: Scope,
  resource: Resource,
  objects: readonly T[],
): Promise<readonly T[]> {
  const found = objects.map(async ({ metadata: { namespace = scope.namespace, name } }) => {
    try {
      return [await getObject<T>(scope, { resource, namespace, name })];
    } catch (error) {
      if (error instanceof NotFoundError) return [];
      throw error;
    }
  });
  return (await Promise.all(found)).flat();
}

function listAll<T extends KubeObject>(
  scope: Scope,
  resource: Resource,
  [first]: readonly T[],
): Promise<readonly T[]> {
  const namespace = first?.metadata.namespace ?? scope.namespace;
  return listObjects<T>(scope, { resource, namespace });
}
