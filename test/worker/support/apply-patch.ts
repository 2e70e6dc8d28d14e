import type { PatchOperation } from '../../../src/worker/protocol/journal/patch.ts';

type Container = Record<string, unknown> | unknown[];

/** `object` after a JSON patch, as a server applies it; the object itself stays as it is. */
export function applyPatch<T extends object>(object: T, patch: readonly PatchOperation[]): T {
  return patch.reduce<T>((result, operation) => {
    const keys = operation.path
      .split('/')
      .slice(1)
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
    return applyAt(result as Container, keys, operation) as T;
  }, object);
}

function applyAt(container: Container, keys: string[], operation: PatchOperation): Container {
  const [key = '', ...rest] = keys;
  if (rest.length > 0) {
    const child = Reflect.get(container, key);
    if (typeof child !== 'object' || child === null)
      throw new Error(`422: nothing at ${operation.path}`);
    return withEntry(container, key, applyAt(child as Container, rest, operation));
  }
  if (operation.op !== 'add' && !Object.hasOwn(container, key)) {
    throw new Error(`422: nothing at ${operation.path}`);
  }
  if (operation.op === 'remove') return withoutEntry(container, key);
  if (Array.isArray(container) && operation.op === 'add') {
    const index = key === '-' ? container.length : Number(key);
    return container.toSpliced(index, 0, operation.value);
  }
  return withEntry(container, key, operation.value);
}

function withEntry(container: Container, key: string, value: unknown): Container {
  if (Array.isArray(container)) return container.with(Number(key), value);
  return { ...container, [key]: value };
}

function withoutEntry(container: Container, key: string): Container {
  if (Array.isArray(container)) return container.toSpliced(Number(key), 1);
  return Object.fromEntries(Object.entries(container).filter(([name]) => name !== key));
}
