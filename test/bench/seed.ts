import { setTimeout } from 'node:timers/promises';
import type { Execution } from '../../src/api/execution.ts';
import { EXECUTIONS } from '../../src/api/resources.ts';
import { pathOf } from '../../src/kube/http/paths.ts';
import type { RawClient } from '../contract/support/raw-client.ts';
import { namespaceOf, openCount, seededExecutions } from './executions.ts';

/** Requests under way at once. */
const HANDS = 24;

/** Makes a set of each size through the API. */
export async function seed(admin: RawClient, sizes: readonly number[]): Promise<void> {
  for (const size of sizes) {
    (await admin.post('/api/v1/namespaces', { metadata: { name: namespaceOf(size) } })).object();
    const all = seededExecutions(size, Date.now());
    const ended = all.length - openCount(size);
    await inParallel(all.slice(0, ended), (execution) => make(admin, execution));
    // Creation times are whole seconds: what runs is to be the newest.
    await setTimeout(1_100);
    await inParallel(all.slice(ended), (execution) => make(admin, execution));
  }
}

/** Lets what runs have begun some hours ago, in a set that was made on another day. */
export async function refresh(admin: RawClient, sizes: readonly number[]): Promise<void> {
  for (const size of sizes) {
    const open = seededExecutions(size, Date.now()).slice(size - openCount(size));
    await inParallel(open, (execution) => putStatus(admin, execution));
  }
}

/** The path of an execution, or of its status. */
export function executionPath(namespace: string, name: string): string {
  return `${pathOf(EXECUTIONS, namespace)}/${name}`;
}

async function make(admin: RawClient, execution: Execution): Promise<void> {
  const { namespace = '' } = execution.metadata;
  (await admin.post(pathOf(EXECUTIONS, namespace), execution)).object();
  // The API server takes no status on creation.
  await putStatus(admin, execution);
}

async function putStatus(admin: RawClient, { metadata, status }: Execution): Promise<void> {
  const path = `${executionPath(metadata.namespace ?? '', metadata.name)}/status`;
  (await admin.mergePatch(path, { status })).object();
}

async function inParallel<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  const hand = async () => {
    for (const item of left) await run(item);
  };
  await Promise.all(Array.from({ length: HANDS }, hand));
}
