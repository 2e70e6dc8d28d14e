import type { Client } from '../client/client.ts';
import type { Clock } from '../kube/clock.ts';
import type { LogEvent } from '../kube/logs/log-follow.ts';
import type { LogEntry } from './core/logs/buffer.ts';
import type { Subscription } from './core/subscription.ts';
import { errorText } from './error-text.ts';
import type { Send } from './run.ts';

/** So many lines of the past are fetched of each stream. */
const TAIL_LINES = 200;
/** A cursor that only passes by opens no stream. */
const SETTLE_MS = 150;

/** What logs are followed with. */
export interface LogContext {
  readonly client: Pick<Client, 'followJobLog' | 'followPodLog'>;
  readonly clock: Pick<Clock, 'after'>;
}

/** Follows the log of a job, or of one pod, until it is no longer looked at. */
export function followLog(
  { client, clock }: LogContext,
  subscription: Extract<Subscription, { kind: 'log' }>,
  send: Send,
): () => void {
  const { of, namespace, name, target } = subscription;
  const ended = new AbortController();
  const { signal } = ended;
  const receive = (entry: LogEntry) => {
    if (!signal.aborted) send({ kind: 'logReceived', target, entries: [entry] });
  };
  const cancel = clock.after(SETTLE_MS, () => {
    const options = {
      namespace,
      tailLines: TAIL_LINES,
      containers: 'all',
      partialLines: true,
    } as const;
    const events =
      of === 'job'
        ? client.followJobLog({ ...options, job: name }, signal)
        : client.followPodLog({ ...options, pod: name }, signal);
    void pump(name, events, receive);
  });
  return () => {
    cancel();
    ended.abort();
  };
}

/** Hands on every event of a stream, and the error that ends it. */
async function pump(
  source: string,
  events: AsyncIterable<LogEvent>,
  receive: (entry: LogEntry) => void,
): Promise<void> {
  const mark = (message: string, container?: string) => {
    const text = `${[source, container].filter(Boolean).join('/')}: ${message}`;
    receive({ kind: 'mark', source, timestamp: '', text });
  };
  try {
    for await (const event of events) {
      const { container } = event;
      if (event.kind === 'line') {
        receive({ ...event, source });
      } else mark(event.message, container);
    }
  } catch (error) {
    mark(errorText(error));
  }
}
