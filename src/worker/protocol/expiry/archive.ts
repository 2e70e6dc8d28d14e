import type { ArchivedExecution } from '../../../api/archived-execution.ts';
import { finishedAt, firstStartedAt } from '../../../api/attempts.ts';
import { withFunctionDefaults } from '../../../api/defaults.ts';
import { parseDuration } from '../../../api/duration.ts';
import type { Execution } from '../../../api/execution.ts';
import type { FunctionDefaults } from '../../../api/function.ts';
import { formatInstant, parseInstant } from '../../../api/instant.ts';
import { isRoot } from '../../../api/ownership.ts';
import { isTerminal, phaseOf } from '../../../api/phase.ts';
import { API_VERSION, ARCHIVED_EXECUTIONS } from '../../../api/resources.ts';
import { ARCHIVED_VERSION_ANNOTATION } from '../names.ts';
import { type Create, type Delete, deleteSeen } from '../write.ts';

/** What is due for a root that ended; in milliseconds since 1970, undefined where it never is. */
export interface Expiry {
  readonly archiveAt: number | undefined;
  readonly deleteAt: number | undefined;
}

/** When a root execution is archived and deleted (contract: ttl). Children go with their root. */
export function expiryOf(root: Execution, defaults?: FunctionDefaults): Expiry {
  const ended = isRoot(root) ? finishedAt(root) : undefined;
  const { ttl } = withFunctionDefaults(root.spec, defaults);
  const after = (duration: string | undefined): number | undefined => {
    const milliseconds = parseDuration(duration);
    return ended === undefined || milliseconds === undefined ? undefined : ended + milliseconds;
  };
  return { archiveAt: after(ttl?.archiveAfter), deleteAt: after(ttl?.deleteAfter) };
}

/** What is to be archived beside the root. */
export interface ArchivedTree {
  /** base64 of gzip of JSON `{executions, suspensions, jobs}`. */
  readonly data: string;
  readonly executions: number;
  readonly suspensions: number;
  readonly jobs: number;
}

/** The POST of the archive of a root as it was read: it names its uid and its version. */
export function makeArchive(
  root: Execution,
  tree: ArchivedTree,
  now: number,
  defaults?: FunctionDefaults,
): Create {
  const { name, namespace, uid, labels, resourceVersion = '' } = root.metadata;
  const { ttl } = withFunctionDefaults(root.spec, defaults);
  const { phase, message } = root.status ?? {};
  const started = firstStartedAt(root);
  const ended = finishedAt(root);
  const object: ArchivedExecution = {
    apiVersion: API_VERSION,
    kind: ARCHIVED_EXECUTIONS.kind,
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      ...(labels && { labels }),
      annotations: { [ARCHIVED_VERSION_ANNOTATION]: resourceVersion },
    },
    spec: {
      ...(uid !== undefined && { uid }),
      function: root.spec.function,
      ...(phase && { phase }),
      ...(message && { message }),
      ...(started !== undefined && { startedAt: formatInstant(started) }),
      ...(ended !== undefined && { finishedAt: formatInstant(ended) }),
      archivedAt: formatInstant(now),
      ...(ttl?.deleteAfter !== undefined && { deleteAfter: ttl.deleteAfter }),
      ...tree,
    },
  };
  return { verb: 'create', kind: 'ArchivedExecution', object };
}

/** Whether an archive holds this very version of a root. */
export function holdsRoot(archive: ArchivedExecution, root: Execution): boolean {
  const version = archive.metadata.annotations?.[ARCHIVED_VERSION_ANNOTATION];
  return archive.spec.uid === root.metadata.uid && version === root.metadata.resourceVersion;
}

/** The DELETE of a root that was archived: of its very version, since a user may retry it meanwhile. */
export function deleteArchived(root: Execution): Delete {
  return deleteSeen('Execution', root, true);
}

/**
 * The DELETE of an archive that stands where another is to be made. `fresh`: the root, read after
 * that archive was. Undefined unless it still is what is to be archived: the archive may be the only
 * thing left of it.
 */
export function replaceArchive(
  archive: ArchivedExecution,
  root: Execution,
  fresh: Execution | undefined,
): Delete | undefined {
  const isSame =
    fresh?.metadata.uid === root.metadata.uid &&
    fresh?.metadata.resourceVersion === root.metadata.resourceVersion;
  return isSame ? deleteSeen('ArchivedExecution', archive) : undefined;
}

/**
 * What the answer to the DELETE of a root means for the archive that was made of it: 404 leaves it,
 * since it may be the only one; after 409 the root lives on in another version, and it is deleted.
 */
export function undoArchive(code: number, archive: ArchivedExecution): Delete | undefined {
  return code === 409 ? deleteSeen('ArchivedExecution', archive) : undefined;
}

/** The DELETE of an archive beside its open root, which a user retried. */
export function decideStrayArchive(
  archive: ArchivedExecution,
  root: Execution | undefined,
): Delete | undefined {
  const isOpen = root !== undefined && !isTerminal(phaseOf(root));
  return isOpen && archive.spec.uid === root.metadata.uid
    ? deleteSeen('ArchivedExecution', archive)
    : undefined;
}

/** The DELETE of an archive whose time has come. */
export function decideArchiveEnd(archive: ArchivedExecution, now: number): Delete | undefined {
  const ended = parseInstant(archive.spec.finishedAt);
  const after = parseDuration(archive.spec.deleteAfter);
  const isDue = ended !== undefined && after !== undefined && ended + after <= now;
  return isDue ? deleteSeen('ArchivedExecution', archive) : undefined;
}
