import type { LogEvent } from '../kube/log-follow.ts';
import type { Scope } from './scope.ts';

/** Which job's log, from where. */
export interface JobLogRequest {
  readonly namespace: string;
  readonly job: string;
  /** How many of the lines already there to begin with. Default: all. */
  readonly tailLines?: number | undefined;
}

/** Which pod's log, from where. */
export interface PodLogRequest {
  readonly namespace: string;
  readonly pod: string;
  /** May be left out if the pod has only one container. */
  readonly container?: string | undefined;
  readonly tailLines?: number | undefined;
}
