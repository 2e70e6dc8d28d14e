import type { ContainerStatus, Pod } from '../../api/pod.ts';
import { PODS } from '../../api/resources.ts';
import type { ResourceExchange } from '../http/exchange.ts';
import type { LogLine } from '../logs.ts';
import { keyOf, qualifiedName, type Stored } from '../object.ts';
import { badRequest, notFound } from '../status.ts';
import { EventStream } from './event-stream.ts';
import { isTrue } from './options.ts';

/** Answers the log of one container: what it wrote, and with `follow` what it goes on to write. */
export function log(exchange: ResourceExchange): void {
  const { parts, query, namespace = '', name = '' } = exchange;
  const pod = parts.storage.get<Pod>(PODS, namespace, name);
  if (!pod) throw notFound(PODS, name);
  const container = containerOf(pod, query.get('container') ?? '');
  const previous = isTrue(query.get('previous'));
  const lines = previous
    ? parts.logs.previousLines(namespace, name, container)
    : parts.logs.lines(namespace, name, container);
  if (!lines) {
    throw badRequest(`previous terminated container "${container}" in pod "${name}" not found`);
  }
  if (!previous) requireStarted(pod, container);
  const shown = select(lines, query, parts.clock.now());
  const stream = new EventStream(exchange, 'text/plain');
  const write = lineWriter(stream, query);
  for (const line of shown) write(line);
  if (previous || !isTrue(query.get('follow')) || hasEnded(pod, container)) {
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

/** The container that is meant: the only one, unless one is named. */
function containerOf(pod: Stored<Pod>, named: string): string {
  const { name } = pod.metadata;
  const regular = pod.spec?.containers?.map((container) => container.name) ?? [];
  const init = pod.spec?.initContainers?.map((container) => container.name) ?? [];
  const [first] = regular;
  if (named === '' && first !== undefined && regular.length === 1) return first;
  if (named === '') {
    const also = init.length === 0 ? '' : ` or one of the init containers: [${init.join(' ')}]`;
    throw badRequest(
      `a container name must be specified for pod ${name}, choose one of: [${regular.join(' ')}]${also}`,
    );
  }
  if (![...regular, ...init].includes(named)) {
    throw badRequest(`container ${named} is not valid for pod ${name}`);
  }
  return named;
}

function statusOf(pod: Pod, container: string): ContainerStatus | undefined {
  return pod.status?.containerStatuses?.find((status) => status.name === container);
}

/** A container that has not started has no log: the answer says why not. */
function requireStarted(pod: Stored<Pod>, container: string): void {
  const { name } = pod.metadata;
  const state = statusOf(pod, container)?.state;
  const isPending = state === undefined && pod.status?.phase === 'Pending';
  if (isPending && pod.spec?.nodeName === undefined) {
    throw badRequest(`pod ${name} does not have a host assigned`);
  }
  if (!state?.waiting && !isPending) return;
  const reason = state?.waiting?.reason ?? 'ContainerCreating';
  throw badRequest(`container "${container}" in pod "${name}" is waiting to start: ${reason}`);
}

/** Whether the container writes no more. */
function hasEnded(pod: Pod, container: string): boolean {
  const phase = pod.status?.phase;
  const isOver = phase === 'Succeeded' || phase === 'Failed';
  return isOver || statusOf(pod, container)?.state?.terminated !== undefined;
}

/** The lines that are asked for: the last so many first, then those since a time, as the kubelet does. */
function select(
  lines: readonly LogLine[],
  query: URLSearchParams,
  now: number,
): readonly LogLine[] {
  const tail = query.get('tailLines');
  const last = tail === null ? lines : Number(tail) === 0 ? [] : lines.slice(-Number(tail));
  const sinceSeconds = query.get('sinceSeconds');
  const sinceTime = query.get('sinceTime');
  if (sinceSeconds !== null && sinceTime !== null) {
    throw badRequest('at most one of `sinceTime` or `sinceSeconds` may be specified');
  }
  // The API server hands times to the kubelet in whole seconds.
  const since =
    sinceTime === null ? now - Number(sinceSeconds) * 1_000 : wholeSeconds(Date.parse(sinceTime));
  if (Number.isNaN(since)) throw badRequest(`sinceTime is not an RFC 3339 time: ${sinceTime}`);
  if (sinceSeconds === null && sinceTime === null) return last;
  return last.filter((line) => Date.parse(line.stamp) >= since);
}

function wholeSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1_000) * 1_000;
}

/** Writes lines, with their times if asked, up to `limitBytes` in all. */
function lineWriter(stream: EventStream, query: URLSearchParams): (line: LogLine) => void {
  const timestamps = isTrue(query.get('timestamps'));
  const limit = query.get('limitBytes');
  let left = limit === null ? Number.POSITIVE_INFINITY : Number(limit);
  return (line) => {
    const bytes = Buffer.from(`${timestamps ? `${line.stamp} ` : ''}${line.text}\n`);
    stream.write(bytes.subarray(0, left).toString('utf8'));
    left -= bytes.length;
    if (left <= 0) stream.end();
  };
}
