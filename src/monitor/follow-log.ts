import type { Client } from '../client/client.ts';
import type { LogEvent } from '../kube/logs/log-follow.ts';
import type { LogEntry } from './core/logs/buffer.ts';
import type { Subscription } from './core/subscription.ts';
import type { Send } from './run.ts';

/** So many lines of the past are fetched of each stream. */
const TAIL_LINES = 200;
/** A cursor that only passes by opens no stream. */
const SETTLE_MS = 150;

/** Follows the log of a job, or of one pod, until it is no longer looked at. */
export function followLog(
  client: Client,
  subscription: Extract<Subscription, { kind: 'log' }>,
  send: Send,
): () => void {
  const { of, namespace, name, target } = subscription;
  const ended = new AbortController();
  const receive = (entry: LogEntry) => send({ kind: 'logReceived', target, entries: [entry] });
  const timer = setTimeout(() => {
    const options = {
      namespace,
      tailLines: TAIL_LINES,
      containers: 'all',
      partialLines: true,
    } as const;
    const events =
      of === 'job'
        ? client.followJobLog({ ...options, job: name }, ended.signal)
        : client.followPodLog({ ...options, pod: name }, ended.signal);
    void pump(name, events, receive, ended.signal);
  }, SETTLE_MS);
  return () => {
    clearTimeout(timer);
    ended.abort();
  };
}

async function pump(
  source: string,
  events: AsyncIterable<LogEvent>,
  receive: (entry: LogEntry) => void,
  signal: AbortSignal,
): Promise<void> {
  const mark = (words: string, container?: string) => {
    const text = `${[source, container].filter(Boolean).join('/')}: ${words}`;
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
    if (!signal.aborted) mark(error instanceof Error ? error.message : String(error));
  }
}
