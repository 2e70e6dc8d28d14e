import type { Client } from '../client/client.ts';
import type { LogEvent } from '../kube/log-follow.ts';
import type { LogEntry } from './core/logs/buffer.ts';
import { type LogTarget, targetKey } from './core/logs/state.ts';
import type { Send } from './run.ts';

/** So many lines of the past are fetched of each job. */
const TAIL_LINES = 200;
/** A cursor that only passes by opens no stream. */
const SETTLE_MS = 150;

/** Follows the logs of a target until it is no longer looked at. */
export function followLogs(client: Client, target: LogTarget, send: Send): () => void {
  const ended = new AbortController();
  const key = targetKey(target);
  const receive = (entry: LogEntry) => send({ kind: 'logReceived', target: key, entries: [entry] });
  const timer = setTimeout(() => {
    for (const [source, events] of open(client, target, ended.signal)) {
      void pump(source, events, receive, ended.signal);
    }
  }, SETTLE_MS);
  return () => {
    clearTimeout(timer);
    ended.abort();
  };
}

function open(
  client: Client,
  target: LogTarget,
  signal: AbortSignal,
): readonly (readonly [string, AsyncIterable<LogEvent>])[] {
  const { namespace } = target;
  if (target.kind === 'worker') {
    const { pod } = target;
    return [[pod, client.followPodLog({ namespace, pod, tailLines: TAIL_LINES }, signal)]];
  }
  const tailLines = Math.ceil(TAIL_LINES / Math.min(4, target.jobs.length));
  return target.jobs.map((job) => [
    job,
    client.followJobLog({ namespace, job, tailLines }, signal),
  ]);
}

async function pump(
  source: string,
  events: AsyncIterable<LogEvent>,
  receive: (entry: LogEntry) => void,
  signal: AbortSignal,
): Promise<void> {
  const mark = (words: string) =>
    receive({ kind: 'mark', source, timestamp: '', text: `${source}: ${words}` });
  try {
    for await (const event of events) {
      if (event.kind === 'line') {
        receive({ kind: 'line', source, timestamp: event.timestamp, text: event.text });
      } else mark(event.words);
    }
  } catch (error) {
    if (!signal.aborted) mark(error instanceof Error ? error.message : String(error));
  }
}
