import type { ExecutionChange } from './core/executions/list.ts';
import type { Msg } from './core/message.ts';

/**
 * What waits, with less to do: changes of executions as one message, and of each feed only its
 * newest state. An API server sends a first set object by object, and each message alone costs as
 * much as the whole list is long. Nothing is moved past a message of another kind.
 */
export function coalesce(messages: readonly Msg[]): readonly Msg[] {
  const out: Msg[] = [];
  let changes: ExecutionChange[] | undefined;
  let feeds = new Map<string, number>();
  for (const msg of messages) {
    if (msg.kind === 'executionsChanged') {
      if (changes === undefined) {
        changes = [];
        out.push({ kind: 'executionsChanged', changes });
      }
      for (const change of msg.changes) changes.push(change);
    } else if (msg.kind === 'feedChanged') {
      const known = feeds.get(msg.feed);
      if (known !== undefined) out[known] = msg;
      else feeds.set(msg.feed, out.push(msg) - 1);
    } else {
      out.push(msg);
      changes = undefined;
      feeds = new Map();
    }
  }
  return out;
}
