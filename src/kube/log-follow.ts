import type { Transport } from './transport.ts';

/** Which log, from where. */
export interface LogRequest {
  readonly namespace: string;
  readonly pod: string;
  /** May be left out if the pod has only one container. */
  readonly container?: string | undefined;
  /** How many of the lines already there to begin with. All, unless given. */
  readonly tailLines?: number | undefined;
  /** RFC 3339. */
  readonly sinceTime?: string | undefined;
  readonly previous?: boolean | undefined;
}

/** What happens in a followed log, in order. */
export type LogEvent =
  /** `timestamp` is RFC 3339 with nine digits of fraction, as the kubelet wrote it. */
  | { readonly kind: 'line'; readonly timestamp: string; readonly text: string }
  /** Something to be shown between lines: a restart, a possible gap. */
  | { readonly kind: 'mark'; readonly words: string }
  /** Nothing comes for now, and why. */
  | { readonly kind: 'waiting'; readonly words: string }
  /** No more will come. */
  | { readonly kind: 'end'; readonly words: string };

/** Follows a container's log until it ends or `signal` is aborted, across disconnects and restarts. */
export declare function followLog(
  transport: Transport,
  request: LogRequest,
  signal: AbortSignal,
): AsyncIterable<LogEvent>;
