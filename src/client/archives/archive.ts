import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { ArchivedExecution } from '../../api/archived-execution.ts';
import type { Execution } from '../../api/execution.ts';
import type { Job } from '../../api/job.ts';
import { ARCHIVED_EXECUTIONS } from '../../api/resources.ts';
import type { Suspension } from '../../api/suspension.ts';
import { parseJson } from '../../json/parse.ts';
import { ArchiveCorruptError } from '../errors/content-errors.ts';
import { errorObject } from '../errors/kontinue-error.ts';
import { archiveMessages, objectText } from '../messages.ts';
import { getObject } from '../objects.ts';
import type { Scope } from '../scope.ts';
import { markArchived } from '../watch/provenance.ts';

/** The contents of an archive: the root execution and everything in its tree. */
export interface ArchiveContents {
  readonly root: Execution;
  /** All executions of the tree, including the root. */
  readonly executions: readonly Execution[];
  readonly suspensions: readonly Suspension[];
  readonly jobs: readonly Job[];
}

/** A larger tree is not opened: a few compressed bytes could otherwise fill the memory. */
const MAX_MEBIBYTES = 64;

const unzip = promisify(gunzip);

/** Reads and opens the archive of a root execution. */
export async function readArchive(
  scope: Scope,
  namespace: string,
  name: string,
): Promise<ArchiveContents> {
  const resource = ARCHIVED_EXECUTIONS;
  return openArchive(await getObject<ArchivedExecution>(scope, { resource, namespace, name }));
}

/**
 * Opens an archive (contract: ArchivedExecution). Fails with an ArchiveCorruptError if it cannot be
 * opened.
 */
export async function openArchive(archive: ArchivedExecution): Promise<ArchiveContents> {
  const { namespace, name } = archive.metadata;
  const corrupt = (why: string, cause?: unknown) =>
    new ArchiveCorruptError(
      archiveMessages.corrupt(objectText('Execution', namespace, name), why),
      {
        object: errorObject('Execution', { namespace, name }),
        cause,
      },
    );
  if (!archive.spec.data) throw corrupt(archiveMessages.noData);
  const text = await inflate(archive.spec.data, corrupt);
  const contents = parse(text, corrupt);
  const executions = listOf<Execution>(contents.executions);
  const suspensions = listOf<Suspension>(contents.suspensions);
  const jobs = listOf<Job>(contents.jobs);
  if (!executions || !suspensions || !jobs) throw corrupt(archiveMessages.notLists);
  const { uid } = archive.spec;
  const root = executions.find((e) => (uid ? e.metadata.uid === uid : e.metadata.name === name));
  if (!root) throw corrupt(archiveMessages.noRoot);
  for (const execution of executions) markArchived(execution);
  return { root, executions, suspensions, jobs };
}

type Corrupt = (why: string, cause?: unknown) => ArchiveCorruptError;

async function inflate(data: string, corrupt: Corrupt): Promise<string> {
  try {
    const maxOutputLength = MAX_MEBIBYTES * 1024 * 1024;
    return (await unzip(Buffer.from(data, 'base64'), { maxOutputLength })).toString('utf8');
  } catch (cause) {
    const tooLarge = cause instanceof RangeError;
    throw corrupt(
      tooLarge ? archiveMessages.tooLarge(MAX_MEBIBYTES) : archiveMessages.notGzip,
      cause,
    );
  }
}

function parse(text: string, corrupt: Corrupt): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (cause) {
    throw corrupt(archiveMessages.notJson, cause);
  }
  if (!isRecord(value)) throw corrupt(archiveMessages.notLists);
  return value;
}

/**
 * The objects of a list; empty if the list is left out, undefined if it is not a list of objects.
 */
function listOf<T>(value: unknown): readonly T[] | undefined {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) && value.every(isNamed) ? value : undefined;
}

function isNamed(value: unknown): boolean {
  return isRecord(value) && isRecord(value.metadata) && typeof value.metadata.name === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
