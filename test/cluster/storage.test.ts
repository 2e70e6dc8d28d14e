import { describe, expect, it } from 'vitest';
import { EVENTS, EXECUTIONS, JOBS } from '../../src/api/resources.ts';
import { ManualClock } from '../../src/cluster/clock.ts';
import { NAMESPACES } from '../../src/cluster/kinds/resources.ts';
import type { Draft } from '../../src/cluster/object.ts';
import { Storage } from '../../src/cluster/storage.ts';

const START = Date.UTC(2026, 0, 1);

function storageOf(historySize?: number): Storage {
  const clock = new ManualClock(START);
  return new Storage({ clock, ...(historySize === undefined ? {} : { historySize }) });
}

function execution(name: string, more: Partial<Draft['metadata']> = {}) {
  return { metadata: { name, namespace: 'ns', ...more }, spec: { function: 'f' } };
}

describe('a new object', () => {
  it('gets a type, a uid, a time, a generation and a version', () => {
    const storage = storageOf();
    const made = storage.create(EXECUTIONS, execution('a'));
    expect(made).toMatchObject({
      apiVersion: 'kontinue.cloud/v1alpha1',
      kind: 'Execution',
      metadata: {
        name: 'a',
        namespace: 'ns',
        generation: 1,
        creationTimestamp: '2026-01-01T00:00:00Z',
        resourceVersion: String(storage.version),
      },
      spec: { function: 'f' },
    });
    expect(made.metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('gets a name from generateName', () => {
    const made = storageOf().create(EXECUTIONS, {
      metadata: { namespace: 'ns', generateName: 'hello-' },
    });
    expect(made.metadata.name).toMatch(/^hello-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });

  it('is refused under a name that is taken', () => {
    const storage = storageOf();
    storage.create(EXECUTIONS, execution('a'));
    expect(() => storage.create(EXECUTIONS, execution('a'))).toThrow(
      'executions.kontinue.cloud "a" already exists',
    );
    expect(storage.create(EXECUTIONS, execution('a', { namespace: 'other' }))).toBeDefined();
  });

  it('of a built-in kind has what Kubernetes gives to it', () => {
    const storage = storageOf();
    const namespace = storage.create(NAMESPACES, { metadata: { generateName: 'team-' } });
    expect(namespace).toMatchObject({
      metadata: { labels: { 'kubernetes.io/metadata.name': namespace.metadata.name } },
      status: { phase: 'Active' },
    });
    const job = storage.create(JOBS, { metadata: { name: 'j' }, spec: { completions: 3 } });
    expect(job).toMatchObject({ spec: { completions: 3, parallelism: 1, backoffLimit: 6 } });
  });

  it('of a kind without generation has none', () => {
    const event = storageOf().create(EVENTS, { metadata: { name: 'e', namespace: 'ns' } });
    expect(event.metadata).not.toHaveProperty('generation');
  });
});

describe('an update', () => {
  it('raises the generation when the desire changes, not when the status does', () => {
    const storage = storageOf();
    storage.create(EXECUTIONS, execution('a'));
    const status = storage.update(EXECUTIONS, 'ns', 'a', (o) => ({ ...o, status: { phase: 'X' } }));
    expect(status?.metadata.generation).toBe(1);
    const spec = storage.update(EXECUTIONS, 'ns', 'a', (o) => ({ ...o, spec: { function: 'g' } }));
    expect(spec?.metadata.generation).toBe(2);
    expect(spec).toMatchObject({ status: { phase: 'X' } });
  });

  it('that changes nothing makes no version and tells nobody', () => {
    const storage = storageOf();
    const made = storage.create(EXECUTIONS, execution('a'));
    const told: string[] = [];
    storage.onChange((change) => told.push(change.type));
    const same = storage.update(EXECUTIONS, 'ns', 'a', (o) => ({
      spec: { function: 'f' },
      ...structuredClone(o),
    }));
    expect(same).toBe(made);
    expect(told).toEqual([]);
  });

  it('cannot change who an object is', () => {
    const storage = storageOf();
    const made = storage.create(EXECUTIONS, execution('a'));
    const next = storage.update(EXECUTIONS, 'ns', 'a', (o) => ({
      ...o,
      metadata: { name: 'b', uid: 'other', creationTimestamp: 'then', labels: { l: '1' } },
    }));
    expect(next?.metadata).toEqual({
      ...made.metadata,
      labels: { l: '1' },
      resourceVersion: String(storage.version),
    });
  });

  it('of what is not there is undefined', () => {
    expect(storageOf().update(EXECUTIONS, 'ns', 'a', (o) => o)).toBeUndefined();
  });
});

describe('a deletion', () => {
  it('is told with the last state, at a version of its own', () => {
    const storage = storageOf();
    const made = storage.create(EXECUTIONS, execution('a'));
    storage.delete(EXECUTIONS, 'ns', 'a');
    expect(storage.get(EXECUTIONS, 'ns', 'a')).toBeUndefined();
    const [, change] = storage.changesSince(0);
    expect(change).toMatchObject({ type: 'DELETED', before: made });
    expect(change?.object.metadata.resourceVersion).not.toBe(made.metadata.resourceVersion);
  });

  it('waits for the finalizers, and happens when the last one goes', () => {
    const storage = storageOf();
    storage.create(EXECUTIONS, execution('a', { finalizers: ['one', 'two'] }));
    const held = storage.delete(EXECUTIONS, 'ns', 'a');
    expect(held?.metadata).toMatchObject({
      deletionTimestamp: '2026-01-01T00:00:00Z',
      finalizers: ['one', 'two'],
      generation: 2,
    });
    const without = (finalizers: string[]) =>
      storage.update(EXECUTIONS, 'ns', 'a', (o) => ({
        ...o,
        metadata: { ...o.metadata, finalizers },
      }));
    without(['two']);
    expect(storage.get(EXECUTIONS, 'ns', 'a')).toBeDefined();
    without([]);
    expect(storage.get(EXECUTIONS, 'ns', 'a')).toBeUndefined();
  });

  it('twice is as once while it is held', () => {
    const storage = storageOf();
    storage.create(EXECUTIONS, execution('a', { finalizers: ['one'] }));
    const first = storage.delete(EXECUTIONS, 'ns', 'a');
    expect(storage.delete(EXECUTIONS, 'ns', 'a')).toBe(first);
  });
});

describe('a list', () => {
  it('is sorted by namespace and name, whatever came when', () => {
    const storage = storageOf();
    for (const [namespace, name] of [
      ['b', 'z'],
      ['a', 'z'],
      ['b', 'a'],
    ] as const) {
      storage.create(EXECUTIONS, execution(name, { namespace }));
    }
    storage.delete(EXECUTIONS, 'b', 'z');
    storage.create(EXECUTIONS, execution('y', { namespace: 'a' }));
    const keys = storage.list(EXECUTIONS).map((o) => `${o.metadata.namespace}/${o.metadata.name}`);
    expect(keys).toEqual(['a/y', 'a/z', 'b/a']);
    expect(storage.list(EXECUTIONS, 'b')).toHaveLength(1);
  });

  it('of the past is as it was, whatever came since', () => {
    const storage = storageOf();
    for (const name of ['a', 'b', 'c']) storage.create(EXECUTIONS, execution(name));
    const then = storage.version;
    const before = storage.list(EXECUTIONS);
    storage.delete(EXECUTIONS, 'ns', 'a');
    storage.create(EXECUTIONS, execution('aa'));
    storage.update(EXECUTIONS, 'ns', 'b', (o) => ({ ...o, spec: { function: 'g' } }));
    storage.create(JOBS, { metadata: { name: 'j', namespace: 'ns' } });
    storage.create(EXECUTIONS, execution('a'));
    expect(storage.listAt(EXECUTIONS, then)).toEqual(before);
    expect(storage.listAt(EXECUTIONS, storage.version)).toEqual(storage.list(EXECUTIONS));
  });
});

describe('changes', () => {
  it('are kept up to the size of the history, then forgotten from the oldest', () => {
    const storage = storageOf(10);
    for (let i = 0; i < 50; i += 1) storage.create(EXECUTIONS, execution(`e${i}`));
    const kept = storage.changesSince(storage.oldestVersion);
    expect(kept.length).toBeGreaterThanOrEqual(10);
    expect(kept.length).toBeLessThan(14);
    expect(kept[0]?.version).toBe(storage.oldestVersion + 1);
    expect(kept.at(-1)?.version).toBe(storage.version);
  });

  it('are all forgotten at once when asked, and no version of before can be watched from', () => {
    const storage = storageOf();
    storage.create(EXECUTIONS, execution('a'));
    const then = storage.version;
    storage.forgetHistory();
    expect(storage.oldestVersion).toBeGreaterThan(then);
    expect(storage.changesSince(storage.oldestVersion)).toEqual([]);
  });

  it('that a listener makes are told after the one it heard, to everybody', () => {
    const storage = storageOf();
    const heard: string[] = [];
    storage.onChange(({ object }) => {
      if (object.metadata.name === 'a') storage.create(EXECUTIONS, execution('b'));
    });
    storage.onChange(({ object }) => heard.push(object.metadata.name));
    storage.create(EXECUTIONS, execution('a'));
    expect(heard).toEqual(['a', 'b']);
  });

  it('are not told to who stopped listening', () => {
    const storage = storageOf();
    const heard: string[] = [];
    const stop = storage.onChange(({ object }) => heard.push(object.metadata.name));
    stop();
    storage.create(EXECUTIONS, execution('a'));
    expect(heard).toEqual([]);
  });
});

describe('a listener that throws', () => {
  it('keeps nothing from the others, now or later, and its error reaches the writer', () => {
    const storage = storageOf();
    const heard: string[] = [];
    const stop = storage.onChange(() => {
      throw new Error('broken');
    });
    storage.onChange(({ object }) => heard.push(object.metadata.name));
    expect(() => storage.create(EXECUTIONS, execution('a'))).toThrow('broken');
    stop();
    storage.create(EXECUTIONS, execution('b'));
    expect(heard).toEqual(['a', 'b']);
    expect(storage.get(EXECUTIONS, 'ns', 'a')).toBeDefined();
  });
});
