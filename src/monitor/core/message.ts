import type { ExecutionTree } from '../../api/tree.ts';
import type { Reach } from '../../text/shell.ts';
import type { CheckOutcome } from './actions/request.ts';
import type { Size } from './frame.ts';
import type { LogEntry } from './logs/buffer.ts';
import type { KnownAccess } from './permissions.ts';
import type { CompileRegex } from './regex.ts';
import type { ObjectChanges } from './resources/resources.ts';
import type { FeedState } from './session.ts';
import type { WorkerLiveness } from './worker-liveness.ts';

/** Everything that can happen to the monitor, in the past tense. */
export type Msg =
  | { readonly kind: 'keyPressed'; readonly key: string; readonly text?: string }
  | { readonly kind: 'pasted'; readonly text: string }
  | { readonly kind: 'resized'; readonly size: Size }
  | { readonly kind: 'ticked' }
  | {
      readonly kind: 'connected';
      readonly context: string;
      readonly reach: Reach;
      readonly namespaces: readonly string[];
      readonly user: string;
    }
  | { readonly kind: 'connectFailed'; readonly message: string }
  /** The engine of regular expressions is there. */
  | { readonly kind: 'regexLoaded'; readonly compile: CompileRegex }
  /** Whether requests have to wait for the rate limit, for longer than a moment. */
  | { readonly kind: 'throttleChanged'; readonly throttled: boolean }
  | { readonly kind: 'identityLearned'; readonly user: string }
  | { readonly kind: 'versionLearned'; readonly version: string }
  | {
      readonly kind: 'permissionsLearned';
      readonly namespace: string;
      readonly known: readonly KnownAccess[];
    }
  | {
      readonly kind: 'workersLearned';
      readonly namespace: string;
      readonly workers: WorkerLiveness;
    }
  | { readonly kind: 'namespaceLooked'; readonly namespace: string; readonly exists: boolean }
  | { readonly kind: 'feedChanged'; readonly feed: string; readonly state: FeedState }
  | ({ readonly kind: 'objectsChanged' } & ObjectChanges)
  | { readonly kind: 'treeUpdated'; readonly tree: ExecutionTree }
  | { readonly kind: 'treeFailed'; readonly key: string; readonly message: string }
  | { readonly kind: 'logReceived'; readonly target: string; readonly entries: readonly LogEntry[] }
  | {
      readonly kind: 'interventionChecked';
      readonly id: number;
      readonly revision: number;
      readonly outcome: CheckOutcome;
    }
  | { readonly kind: 'interventionDone'; readonly id: number; readonly message: string }
  | { readonly kind: 'interventionFailed'; readonly id: number; readonly message: string }
  | { readonly kind: 'copied'; readonly message: string }
  | { readonly kind: 'textRead'; readonly key: string; readonly lines: readonly string[] }
  | { readonly kind: 'textFailed'; readonly key: string; readonly message: string };
