import { setImmediate } from 'node:timers/promises';
import type { KubeObject } from '../../../src/api/metadata.ts';
import type { Resource } from '../../../src/api/resources.ts';
import { Client } from '../../../src/client/client.ts';
import { type Clock, systemClock } from '../../../src/kube/clock.ts';
import { History } from './history.ts';
import type { TestNamespace } from './test-namespace.ts';

/** An object as it is before several write to it at the same moment. */
export interface Race<T extends KubeObject> {
  readonly fixture: TestNamespace;
  readonly resource: Resource;
  readonly before: T;
  /** All that is stored of it from now on, by the client and by `writeGuarded`. */
  readonly history: History<T>;
  /** Intervenes as people do. */
  readonly client: Client;
}

/** Who was met by another writer tries again at once: the pauses would keep apart what is to meet. */
const IMPATIENT: Clock = { ...systemClock, sleep: () => setImmediate() };

/** Gives an object the part that a round begins with, whatever the round before left. */
export async function beginRace<T extends KubeObject>(
  fixture: TestNamespace,
  resource: Resource,
  name: string,
  start: { readonly status: object } | { readonly spec: object },
): Promise<Race<T>> {
  const isStatus = 'status' in start;
  const operation = isStatus
    ? { op: 'add', path: '/status', value: start.status }
    : { op: 'add', path: '/spec', value: start.spec };
  const path = fixture.pathOf(resource, name, isStatus ? 'status' : undefined);
  const reset = await fixture.raw.jsonPatch(path, [operation]);
  const before = reset.object() as KubeObject as T;
  const history = new History<T>(before);
  const { namespace } = fixture;
  const client = Client.from(history.kept(fixture.client.transport), {
    namespace,
    clock: IMPATIENT,
  });
  return { fixture, resource, before, history, client };
}

/** The object as it is now. */
export async function look<T extends KubeObject>(race: Race<T>): Promise<T> {
  const { fixture, resource, before } = race;
  return (await fixture.raw.get(fixture.pathOf(resource, before.metadata.name))).json<T>();
}

/** Looks until the object is so, and fails if it never is. */
export async function when<T extends KubeObject>(
  race: Race<T>,
  isSo: (seen: T) => boolean,
): Promise<T> {
  for (let looks = 0; looks < 1_000; looks += 1) {
    const seen = await look(race);
    if (isSo(seen)) return seen;
  }
  throw new Error(`${race.before.metadata.name} never became what was waited for`);
}

/** Comes so many round trips later than the others. */
export async function late<T>(
  race: Race<KubeObject>,
  by: number,
  write: () => Promise<T>,
): Promise<T> {
  for (let trip = 0; trip < by; trip += 1) await look(race);
  return write();
}

/**
 * Writes as one who keeps to the rules, and shares no line with the client: every step is made on the
 * version that was seen last, and is decided anew on what is there when another was faster. A step
 * without an answer is the last. Gives how many were made.
 */
export async function writeGuarded<T extends KubeObject>(
  race: Race<T>,
  part: 'spec' | 'status',
  steps: readonly ((seen: T) => object | undefined)[],
  from: T = race.before,
): Promise<number> {
  const { fixture, resource, history } = race;
  const { name } = race.before.metadata;
  const path = fixture.pathOf(resource, name, part === 'status' ? 'status' : undefined);
  let seen = from;
  for (const [made, step] of steps.entries()) {
    for (let stored: T | undefined; stored === undefined; seen = stored ?? (await look(race))) {
      const change = step(seen);
      if (change === undefined) return made;
      const { resourceVersion } = seen.metadata;
      const patch = { metadata: { resourceVersion }, [part]: change };
      stored = history.answered(await fixture.raw.mergePatch(path, patch));
    }
  }
  return steps.length;
}

/** What came of all of them, once all have ended; the first failure, if there is one, after that. */
export async function allOf<T extends readonly unknown[]>(
  ...writers: { readonly [K in keyof T]: Promise<T[K]> }
): Promise<T> {
  await Promise.allSettled(writers);
  return Promise.all(writers) as Promise<unknown> as Promise<T>;
}

/** The refusal of one who came too late; undefined if it was not. Any other failure is one. */
export function refusal<E extends Error>(
  writer: Promise<unknown>,
  kind: abstract new (...args: never[]) => E,
): Promise<E | undefined> {
  return writer.then(
    () => undefined,
    (error) => {
      if (error instanceof kind) return error;
      throw error;
    },
  );
}
