import type { Pod } from '../../api/pod.ts';
import { PODS } from '../../api/resources.ts';
import type { ResourceRequestContext } from '../http/request-context.ts';
import type { LogLine } from '../logs.ts';
import { keyOf, qualifiedName } from '../object.ts';
import { badRequest, notFound } from '../status.ts';
import { EventStream } from './event-stream.ts';
import { containerOf, hasEnded, hasStatuses, requireStarted, statusOf } from './log-container.ts';
import { type LogOptions, logOptions } from './log-options.ts';

/** Answers the log of one container: what it wrote, and with `follow` what it goes on to write. */
export function log(exchange: ResourceRequestContext): void {
  const { parts, query, namespace = '', name = '' } = exchange;
  const options = logOptions(query, name);
  const { previous } = options;
  const pod = parts.storage.get<Pod>(PODS, namespace, name);
  if (!pod) throw notFound(PODS, name);
  const container = containerOf(pod, options.container);
  if (pod.spec?.nodeName === undefined && !hasStatuses(pod)) {
    answerNothing(exchange);
    return;
  }
  const lines = previous
    ? parts.logs.previousLines(namespace, name, container)
    : parts.logs.lines(namespace, name, container);
  if (!lines) {
    throw badRequest(`previous terminated container "${container}" in pod "${name}" not found`);
  }
  if (!previous) requireStarted(pod, container);
  const shown = select(lines, options, parts.clock.now());
  const stream = new EventStream(exchange, 'text/plain');
  const write = lineWriter(stream, options);
  for (const line of shown) write(line);
  if (previous || !options.follow || hasEnded(pod, container)) {
    stream.end();
    return;
  }
  stream.own(parts.logs.follow(namespace, name, container, write));
  const place = keyOf(namespace, name);
  const restarts = statusOf(pod, container)?.restartCount;
  stream.own(
    parts.storage.onChange(({ resource, object, type }) => {
      if (qualifiedName(resource) !== qualifiedName(PODS)) return;
      if (keyOf(object.metadata.namespace, object.metadata.name) !== place) return;
      const restarted = statusOf(object as Pod, container)?.restartCount !== restarts;
      if (type === 'DELETED' || restarted || hasEnded(object as Pod, container)) stream.end();
    }),
  );
}

/** A pod that is on no node has no log yet, and no kubelet to ask for one. */
function answerNothing({ response }: ResourceRequestContext): void {
  response.writeHead(204, { 'cache-control': 'no-cache, private' }).end();
}

/** Selects the lines that are asked for. As in the kubelet, `tailLines` counts before `sinceTime` filters. */
function select(
  lines: readonly LogLine[],
  { tailLines, since }: LogOptions,
  now: number,
): readonly LogLine[] {
  const last = tailLines === undefined ? lines : tailLines === 0 ? [] : lines.slice(-tailLines);
  if (since === undefined) return last;
  const from = since(now);
  return last.filter((line) => Date.parse(line.stamp) >= from);
}

/** Writes lines, with their times if asked, up to `limitBytes` in all. */
function lineWriter(
  stream: EventStream,
  { timestamps, limitBytes }: LogOptions,
): (line: LogLine) => void {
  let left = limitBytes ?? Number.POSITIVE_INFINITY;
  return (line) => {
    const bytes = Buffer.from(`${timestamps ? `${line.stamp} ` : ''}${line.text}\n`);
    stream.write(bytes.subarray(0, left).toString('utf8'));
    left -= bytes.length;
    if (left <= 0) stream.end();
  };
}
