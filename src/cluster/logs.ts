import type { ClusterClock } from './clock.ts';

/** One line of a container's output, with the instant it was written (ours). */
export interface LogLine {
  /** RFC 3339 with nanoseconds, as the kubelet stamps lines. */
  readonly stamp: string;
  /** Without its line end. */
  readonly text: string;
}

interface ContainerLog {
  current: LogLine[];
  previous: LogLine[] | undefined;
  readonly followers: Set<(line: LogLine) => void>;
}

/**
 * The output of every container. A follower hears each line that is written while it listens
 * (ours).
 */
export class LogBook {
  readonly #clock: ClusterClock;
  readonly #logs = new Map<string, ContainerLog>();
  #lines = 0;

  /** @internal */
  constructor(clock: ClusterClock) {
    this.#clock = clock;
  }

  /** Writes one line, without its line end. */
  append(namespace: string, pod: string, container: string, text: string): void {
    // The count stands for the nanoseconds, so that lines of one millisecond stay in order.
    this.#lines = (this.#lines + 1) % 1_000_000;
    const stamp = new Date(this.#clock.now()).toISOString().slice(0, -1);
    const line = { stamp: `${stamp}${String(this.#lines).padStart(6, '0')}Z`, text };
    const log = this.#log(namespace, pod, container);
    log.current.push(line);
    for (const follower of log.followers) follower(line);
  }

  /** The container starts again: what it wrote so far is its `previous` log. */
  restart(namespace: string, pod: string, container: string): void {
    const log = this.#log(namespace, pod, container);
    log.previous = log.current;
    log.current = [];
  }

  /** What the running container wrote so far. */
  lines(namespace: string, pod: string, container: string): readonly LogLine[] {
    return this.#logs.get(id(namespace, pod, container))?.current ?? [];
  }

  /** What the container wrote before its last restart; undefined if it never restarted. */
  previousLines(namespace: string, pod: string, container: string): readonly LogLine[] | undefined {
    return this.#logs.get(id(namespace, pod, container))?.previous;
  }

  /** Calls back on every later line. Returns what ends it. */
  follow(
    namespace: string,
    pod: string,
    container: string,
    follower: (line: LogLine) => void,
  ): () => void {
    const log = this.#log(namespace, pod, container);
    log.followers.add(follower);
    return () => log.followers.delete(follower);
  }

  /** Drops the logs of a deleted pod. */
  forget(namespace: string, pod: string): void {
    const prefix = id(namespace, pod, '');
    for (const key of this.#logs.keys()) if (key.startsWith(prefix)) this.#logs.delete(key);
  }

  #log(namespace: string, pod: string, container: string): ContainerLog {
    const key = id(namespace, pod, container);
    const known = this.#logs.get(key);
    if (known) return known;
    const log: ContainerLog = { current: [], previous: undefined, followers: new Set() };
    this.#logs.set(key, log);
    return log;
  }
}

function id(namespace: string, pod: string, container: string): string {
  return `${namespace}/${pod}/${container}`;
}
