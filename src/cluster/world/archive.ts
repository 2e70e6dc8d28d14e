import { gzipSync } from 'node:zlib';
import type { ArchivedExecution } from '../../api/archived-execution.ts';
import { finishedAt, firstStartedAt } from '../../api/attempts.ts';
import { parseDuration } from '../../api/duration.ts';
import type { Execution, ExecutionTTL } from '../../api/execution.ts';
import { formatInstant } from '../../api/instant.ts';
import {
  ARCHIVED_EXECUTIONS,
  EXECUTIONS,
  JOBS,
  type Resource,
  SUSPENSIONS,
} from '../../api/resources.ts';
import { writeJson } from '../json.ts';
import type { ApiObject, Stored } from '../object.ts';
import type { Storage } from '../storage.ts';
import type { OwnerIndex } from './owner-index.ts';
import type { Timers } from './timers.ts';

/** What expiring needs. */
export interface ExpireTools {
  readonly storage: Storage;
  readonly family: OwnerIndex;
  readonly timers: Timers;
}

/** Archives and deletes a finished root execution when its time has come. */
export function expire(tools: ExpireTools, root: Stored<Execution>, ttl: ExecutionTTL): void {
  const { storage, family, timers } = tools;
  const { namespace = '', name, uid } = root.metadata;
  const finished = finishedAt(root) ?? storage.clock.now();
  const after = (duration: string | undefined, call: () => void) => {
    const milliseconds = parseDuration(duration);
    if (milliseconds === undefined) return;
    timers.after(finished + milliseconds - storage.clock.now(), call);
  };
  /** A retry, or another of the same name, has a life of its own. */
  const stillThere = () => {
    const now = storage.get<Execution>(EXECUTIONS, namespace, name);
    return now?.metadata.uid === uid && finishedAt(now) === finishedAt(root) ? now : undefined;
  };
  const remove = () => family.remove({ resource: EXECUTIONS, namespace, name, uid });
  after(ttl.archiveAfter, () => {
    const now = stillThere();
    if (!now) return;
    storage.delete(ARCHIVED_EXECUTIONS, namespace, name);
    storage.create(ARCHIVED_EXECUTIONS, archiveOf(tools, now, ttl));
    remove();
  });
  after(ttl.deleteAfter, () => {
    if (stillThere()) remove();
    const archived = storage.get<ArchivedExecution>(ARCHIVED_EXECUTIONS, namespace, name);
    if (archived?.spec.uid === uid) storage.delete(ARCHIVED_EXECUTIONS, namespace, name);
  });
}

function archiveOf(
  { storage, family }: ExpireTools,
  root: Stored<Execution>,
  ttl: ExecutionTTL,
): ArchivedExecution {
  const { namespace = '', uid } = root.metadata;
  const below = family.below(uid);
  const all = (resource: Resource): readonly ApiObject[] =>
    below
      .filter((member) => member.resource.plural === resource.plural)
      .flatMap((member) => storage.get(resource, namespace, member.name) ?? []);
  const tree = {
    executions: all(EXECUTIONS),
    suspensions: all(SUSPENSIONS),
    jobs: all(JOBS),
  };
  const archivedAt = formatInstant(storage.clock.now());
  return archiveDraft(root, tree, { archivedAt, deleteAfter: ttl.deleteAfter });
}

/** What an archive holds beside its root (ours). */
export interface ArchivedTree {
  /** Those below the root. Default: none. */
  readonly executions?: readonly object[] | undefined;
  /** Default: none. */
  readonly suspensions?: readonly object[] | undefined;
  /** Default: none. */
  readonly jobs?: readonly object[] | undefined;
}

/** The whole tree of a root in one object (contract: ArchivedExecution). */
export function archiveDraft(
  root: Execution,
  { executions: below = [], suspensions = [], jobs = [] }: ArchivedTree,
  when: { readonly archivedAt?: string | undefined; readonly deleteAfter?: string | undefined },
): ArchivedExecution {
  const { namespace = '', name, uid, labels } = root.metadata;
  const executions = [root, ...below];
  const data = gzipSync(writeJson({ executions, suspensions, jobs })).toString('base64');
  const { function: fn } = root.spec;
  const { phase, message } = root.status ?? {};
  const started = firstStartedAt(root);
  const finished = finishedAt(root);
  return {
    metadata: { name, namespace, ...(labels && { labels }) },
    spec: {
      ...(uid !== undefined && { uid }),
      function: fn,
      ...(phase && { phase }),
      ...(message && { message }),
      ...(started !== undefined && { startedAt: formatInstant(started) }),
      ...(finished !== undefined && { finishedAt: formatInstant(finished) }),
      ...(when.archivedAt !== undefined && { archivedAt: when.archivedAt }),
      ...(when.deleteAfter !== undefined && { deleteAfter: when.deleteAfter }),
      executions: executions.length,
      suspensions: suspensions.length,
      jobs: jobs.length,
      data,
    },
  };
}
