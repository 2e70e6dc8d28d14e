import type { Msg } from './core/message.ts';

type ObjectsChanged = Extract<Msg, { kind: 'objectsChanged' }>;

/**
 * What waits, with less to do: changes of one kind in one namespace as one message, and of each feed only
 * its newest state. An API server sends a first set object by object, and each message alone costs as
 * much as the whole list is long. Nothing is moved past a message of another kind.
 */
export function coalesce(messages: readonly Msg[]): readonly Msg[] {
  const out: Msg[][] = [];
  let places = new Map<string, Msg[]>();
  for (const msg of messages) {
    const key = keyOf(msg);
    const place = key === undefined ? undefined : places.get(key);
    if (place !== undefined) {
      place.push(msg);
      continue;
    }
    const fresh = [msg];
    out.push(fresh);
    if (key === undefined) places = new Map();
    else places.set(key, fresh);
  }
  return out.flatMap((parts) => join(parts));
}

/** What messages have in common that can become one; undefined for those that never do. */
function keyOf(msg: Msg): string | undefined {
  if (msg.kind === 'feedChanged') return `feed ${msg.feed}`;
  return msg.kind === 'objectsChanged' ? `${msg.of} ${msg.namespace}` : undefined;
}

function join(parts: readonly Msg[]): readonly Msg[] {
  const last = parts.at(-1);
  if (parts.length === 1 || last?.kind !== 'objectsChanged') return last ? [last] : [];
  return [joinChanges(last, parts.filter(isChange))];
}

function isChange(msg: Msg): msg is ObjectsChanged {
  return msg.kind === 'objectsChanged';
}

function joinChanges(last: ObjectsChanged, parts: readonly ObjectsChanged[]): ObjectsChanged {
  switch (last.of) {
    case 'Execution':
      return { ...last, changes: parts.flatMap((p) => (p.of === last.of ? p.changes : [])) };
    case 'Suspension':
      return { ...last, changes: parts.flatMap((p) => (p.of === last.of ? p.changes : [])) };
    case 'Function':
      return { ...last, changes: parts.flatMap((p) => (p.of === last.of ? p.changes : [])) };
  }
}
