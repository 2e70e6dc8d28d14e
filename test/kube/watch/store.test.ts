import { beforeEach, describe, expect, test } from 'vitest';
import { Store, type StoreChange } from '../../../src/kube/watch/store.ts';

interface Item {
  readonly name: string;
  readonly uid: string;
  readonly version: string;
  readonly root?: string;
  readonly owners?: readonly string[];
}

const item = (name: string, version = '1', more: Partial<Item> = {}): Item => ({
  name,
  uid: `uid-${name}`,
  version,
  ...more,
});

const byName = (items: readonly Item[]) => new Map(items.map((one) => [one.name, one]));

let store: Store<Item>;
let calls: (readonly StoreChange<Item>[])[];

beforeEach(() => {
  store = new Store<Item>({
    key: ({ name }) => name,
    uid: ({ uid }) => uid,
    version: ({ version }) => version,
  });
  calls = [];
  store.subscribe((changes) => calls.push(changes));
});

const told = () => calls.map((changes) => changes.map(({ type, item }) => `${type} ${item.name}`));

describe('a store', () => {
  test('tells additions, updates with what was before, and deletions', () => {
    store.apply(item('a'));
    store.apply(item('a', '2'));
    store.delete('a');
    expect(calls.flat()).toEqual([
      { type: 'added', item: item('a') },
      { type: 'updated', item: item('a', '2'), previous: item('a') },
      { type: 'deleted', item: item('a', '2'), unseen: false },
    ]);
    expect(store.size).toBe(0);
  });

  test('tells nothing of a version it has, nor of the deletion of what it has not', () => {
    store.apply(item('a'));
    store.apply({ ...item('a') });
    store.delete('b');
    expect(told()).toEqual([['added a']]);
  });

  test('tells a name that was used again as a deletion and an addition, in one call', () => {
    store.apply(item('a'));
    store.apply(item('a', '1', { uid: 'other' }));
    expect(told()).toEqual([['added a'], ['deleted a', 'added a']]);
    expect(store.get('a')?.uid).toBe('other');
  });

  test('is replaced in one call, without what is the same', () => {
    store.replace(byName([item('a'), item('b'), item('c')]));
    store.replace(byName([item('b'), item('c', '2'), item('d')]));
    expect(told()).toEqual([
      ['added a', 'added b', 'added c'],
      ['deleted a', 'updated c', 'added d'],
    ]);
    expect(calls[1]?.[0]).toMatchObject({ unseen: true });
    expect([...store.values()].map(({ name }) => name).sort()).toEqual(['b', 'c', 'd']);
  });

  test('tells a transaction once, after all of it', () => {
    const sizes: number[] = [];
    store.subscribe(() => sizes.push(store.size));
    store.transaction(() => {
      store.apply(item('a'));
      store.transaction(() => store.apply(item('b')));
      store.apply(item('c'));
    });
    store.transaction(() => undefined);
    expect(told()).toEqual([['added a', 'added b', 'added c']]);
    expect(sizes).toEqual([3]);
  });

  test('tells a listener no more after it has left', () => {
    const heard: unknown[] = [];
    const leave = store.subscribe((changes) => heard.push(changes));
    leave();
    store.apply(item('a'));
    expect(heard).toEqual([]);
  });
});

describe('an index', () => {
  const roots = () => store.index('root', ({ root }) => root);
  const names = (items: readonly Item[]) => items.map(({ name }) => name).sort();

  test('finds what was there before it and what comes after it', () => {
    store.apply(item('a', '1', { root: 'r' }));
    const index = roots();
    store.apply(item('b', '1', { root: 'r' }));
    store.apply(item('c', '1', { root: 's' }));
    store.apply(item('d'));
    expect(names(index.get('r'))).toEqual(['a', 'b']);
    expect(names(index.get('s'))).toEqual(['c']);
    expect(index.get('none')).toEqual([]);
    expect(roots()).toBe(index);
  });

  test('follows an item that moves, changes and goes', () => {
    const index = roots();
    store.replace(byName([item('a', '1', { root: 'r' }), item('b', '1', { root: 'r' })]));
    store.apply(item('a', '2', { root: 's' }));
    expect([names(index.get('r')), names(index.get('s'))]).toEqual([['b'], ['a']]);
    store.apply(item('b', '2', { root: 'r' }));
    expect(index.get('r')[0]?.version).toBe('2');
    store.delete('b');
    store.apply(item('a', '3'));
    expect([index.get('r'), index.get('s')]).toEqual([[], []]);
  });

  test('may give an item several values, and again when its name is used again', () => {
    const index = store.index('owner', ({ owners }) => owners);
    store.apply(item('a', '1', { owners: ['x', 'y'] }));
    store.apply(item('b', '1', { owners: ['y'] }));
    expect(names(index.get('y'))).toEqual(['a', 'b']);
    store.apply(item('a', '2', { owners: ['x', 'z'] }));
    expect([names(index.get('x')), names(index.get('y')), names(index.get('z'))]).toEqual([
      ['a'],
      ['b'],
      ['a'],
    ]);
    store.apply(item('a', '1', { uid: 'new', owners: ['y'] }));
    expect([index.get('x'), names(index.get('y'))]).toEqual([[], ['a', 'b']]);
  });
});
