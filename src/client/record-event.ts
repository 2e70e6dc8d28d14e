import type { Execution } from '../api/execution.ts';
import { formatInstant } from '../api/instant.ts';
import type { KubeObject } from '../api/metadata.ts';
import { API_VERSION, EVENTS, EXECUTIONS } from '../api/resources.ts';
import { ForbiddenError } from './errors/access-errors.ts';
import { type Creation, createObject } from './objects.ts';
import type { CallOptions, Scope } from './scope.ts';

/** What happened to an execution (Kubernetes: Event). */
export interface EventRecord extends CallOptions {
  /** One word in CamelCase: `Canceled`. */
  readonly reason: string;
  /** A text for users, cut at 1,024 characters. */
  readonly message: string;
  /** Default `Normal`. */
  readonly type?: 'Normal' | 'Warning' | undefined;
}

/** The most that the server stores of an Event's message. */
const MAX_MESSAGE = 1_024;

/**
 * Creates a v1 Event about an execution. Returns false if the user may not create Events, which is
 * not an error.
 */
export async function recordEvent(
  scope: Scope,
  execution: Execution,
  record: EventRecord,
): Promise<boolean> {
  const { namespace, name, uid } = execution.metadata;
  const now = formatInstant(scope.core.time.now());
  const event: Creation = {
    apiVersion: 'v1',
    kind: EVENTS.kind,
    metadata: { generateName: `${name.slice(0, 200)}.`, namespace: namespace ?? scope.namespace },
    involvedObject: { apiVersion: API_VERSION, kind: EXECUTIONS.kind, namespace, name, uid },
    reason: record.reason,
    message: record.message.slice(0, MAX_MESSAGE),
    type: record.type ?? 'Normal',
    source: { component: 'kontinue' },
    reportingComponent: 'kontinue',
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
  };
  try {
    await createObject<KubeObject>(scope, EVENTS, event);
    return true;
  } catch (error) {
    if (error instanceof ForbiddenError) return false;
    throw error;
  }
}
