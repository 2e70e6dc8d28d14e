import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Identity } from '../access/impersonation.ts';
import type { ClusterClock } from '../clock.ts';
import type { Faults } from '../faults.ts';
import type { Kind } from '../kinds/kind.ts';
import type { KindRegistry } from '../kinds/registry.ts';
import type { LogBook } from '../logs.ts';
import type { Storage } from '../storage.ts';

/** What every request is served from. */
export interface Services {
  readonly clock: ClusterClock;
  readonly storage: Storage;
  readonly kinds: KindRegistry;
  readonly logs: LogBook;
  readonly faults: Faults;
}

/** One request and its answer. */
export interface RequestContext {
  readonly parts: Services;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  /** Who it acts as. */
  readonly user: Identity;
  /** Warnings that the answer carries. */
  readonly warnings: string[];
}

/** One request about a kind, its body read. */
export interface ResourceRequestContext extends RequestContext {
  readonly kind: Kind;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
  readonly body: Buffer;
}
