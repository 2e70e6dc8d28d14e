import type { KubeObject } from '../../api/metadata.ts';
import { owningExecution } from '../../api/ownership.ts';
import { EXECUTIONS, SUSPENSIONS } from '../../api/resources.ts';
import { isKubeError } from '../../kube/errors.ts';
import { judgeExisting } from '../protocol/child.ts';
import type { Operation } from '../protocol/journal/operation.ts';
import { journalOf, type Ownership } from '../protocol/own.ts';
import { type Create, deleteSeen } from '../protocol/write.ts';
import type { Failure } from '../replay/outcome.ts';
import type { Api } from '../server/api.ts';
import { sortFailure } from '../server/failures.ts';
import { BrokenError, LeaseLostError, textOf } from './errors.ts';

const POLL_MS = 50;

/** What a POST needs to know. */
export interface Making {
  readonly api: Api;
  /** The execution that asked, with a journal that holds the ask. */
  readonly own: Ownership;
  readonly operation: Operation;
  readonly create: Create;
  readonly signal: AbortSignal;
}

/**
 * Makes the object that stands for an operation, exactly once: what exists under its name is judged.
 * Resolves with a failure for the function where the server will never take it.
 * @throws LeaseLostError if a later attempt made it; BrokenError if it belongs to another.
 */
export async function makeObject(making: Making): Promise<Failure | undefined> {
  const { api, create, signal } = making;
  const backoff = api.backoff();
  for (;;) {
    signal.throwIfAborted();
    try {
      await api.send(create);
      return undefined;
    } catch (error) {
      signal.throwIfAborted();
      if (isKubeError(error, 'AlreadyExists')) {
        if (await settleExisting(making)) return undefined;
        continue;
      }
      const failure = sortFailure(error);
      const message = textOf(error);
      if (failure === 'gone') return { ending: 'canceled', message };
      if (failure === 'refused') return { ending: 'failed', message, nonRetryable: true };
      await api.core.clock.sleep(backoff.next(), signal);
    }
  }
}

/** Whether what exists is what was asked for; else it is deleted, and a POST may be tried again. */
async function settleExisting({ api, own, operation, create, signal }: Making): Promise<boolean> {
  const resource = create.kind === 'Execution' ? EXECUTIONS : SUSPENSIONS;
  const { name } = create.object.metadata;
  const existing = await api.get<KubeObject>(resource, name);
  if (existing === undefined) return false;
  const owner = owningExecution(existing);
  const isForeign = owner !== undefined && owner.uid !== own.execution.metadata.uid;
  const isOwnerGone =
    isForeign && (await api.get(EXECUTIONS, owner.name))?.metadata.uid !== owner.uid;
  const journal = journalOf(own, '');
  switch (judgeExisting(existing, own.execution, journal, operation, isOwnerGone)) {
    case 'taken':
      return true;
    case 'superseded':
      throw new LeaseLostError(`a later attempt made ${name}`);
    case 'foreign':
      throw new BrokenError(
        `${create.kind} ${name} exists and does not belong to ${own.execution.metadata.name}: ` +
          'delete it, or give the operation another name, and retry the execution',
      );
    case 'stale':
      await deleteExactly(api, create.kind, existing, signal);
      return false;
  }
}

/** Deletes an object by its uid, and resolves once it is gone. */
export async function deleteExactly(
  api: Api,
  kind: Create['kind'],
  object: KubeObject,
  signal: AbortSignal,
): Promise<void> {
  const resource = kind === 'Execution' ? EXECUTIONS : SUSPENSIONS;
  const { name, uid } = object.metadata;
  try {
    await api.send(deleteSeen(kind, object));
  } catch (error) {
    // Not found, or another uid: it is gone already.
    if (sortFailure(error) === 'refused') throw error;
  }
  while ((await api.get(resource, name))?.metadata.uid === uid) {
    await api.core.clock.sleep(POLL_MS, signal);
  }
}
