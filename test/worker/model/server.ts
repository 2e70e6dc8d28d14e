import type { KubeObject } from '../../../src/api/metadata.ts';
import type { Write } from '../../../src/worker/protocol/write.ts';
import { applyPatch } from '../support/apply-patch.ts';

/** The API server, as far as preconditions go. Immutable: each write gives another. */
export interface Server {
  /** By kind and name. */
  readonly objects: Readonly<Record<string, KubeObject>>;
}

export interface Answer {
  readonly code: 200 | 201 | 404 | 409;
  readonly server: Server;
  /** The object as the write left it. */
  readonly object?: KubeObject;
}

/** Versions and uids of all states of a search; only their equality means anything. */
let issued = 0;
function issue(prefix: 'u' | 'v'): string {
  issued += 1;
  return `${prefix}${issued}`;
}

const keyOf = (kind: string, name: string): string => `${kind} ${name}`;

export function find<T extends KubeObject>(
  server: Server,
  kind: string,
  name: string,
): T | undefined {
  return server.objects[keyOf(kind, name)] as T | undefined;
}

/** `object` as if it were there already: with a uid and a version. */
export function put(server: Server, kind: string, object: KubeObject): Server {
  const uid = object.metadata.uid ?? issue('u');
  const metadata = { ...object.metadata, uid, resourceVersion: issue('v') };
  const stored = { ...object, metadata };
  return { objects: { ...server.objects, [keyOf(kind, object.metadata.name)]: stored } };
}

export function remove(server: Server, kind: string, name: string): Server {
  const { [keyOf(kind, name)]: _, ...objects } = server.objects;
  return { objects };
}

/** What a server answers to a write: preconditions can refuse it, and an empty one is none. */
export function send(server: Server, write: Write): Answer {
  const name =
    write.verb === 'create' || write.verb === 'update' ? write.object.metadata.name : write.name;
  const current = find(server, write.kind, name);
  const stored = (object: KubeObject): Answer => {
    const next = put(server, write.kind, object);
    const result = find(next, write.kind, name);
    return {
      code: write.verb === 'create' ? 201 : 200,
      server: next,
      ...(result && { object: result }),
    };
  };
  if (write.verb === 'create') return current ? { code: 409, server } : stored(write.object);
  if (current === undefined) return { code: 404, server };
  switch (write.verb) {
    case 'delete': {
      const { uid, resourceVersion } = current.metadata;
      const isOther = write.uid !== '' && write.uid !== uid;
      const isChanged =
        write.resourceVersion !== undefined && write.resourceVersion !== resourceVersion;
      return isOther || isChanged
        ? { code: 409, server }
        : { code: 200, server: remove(server, write.kind, name) };
    }
    case 'update': {
      const { resourceVersion } = write.object.metadata;
      const isChanged =
        resourceVersion !== undefined && resourceVersion !== current.metadata.resourceVersion;
      return isChanged
        ? { code: 409, server }
        : stored({ ...write.object, metadata: { ...write.object.metadata, ...keep(current) } });
    }
    case 'patchStatus': {
      const version = write.patch.find(({ path }) => path === '/metadata/resourceVersion');
      const isChanged =
        version?.op === 'replace' &&
        version.value !== '' &&
        version.value !== current.metadata.resourceVersion;
      return isChanged ? { code: 409, server } : stored(applyPatch(current, write.patch));
    }
  }
}

function keep({ metadata }: KubeObject): { readonly uid: string } {
  return { uid: metadata.uid ?? '' };
}
