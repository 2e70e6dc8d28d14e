import { parseJson } from '../../json/parse.ts';
import { KubeError } from '../errors.ts';
import { LineSplitter } from '../http/line-splitter.ts';
import type { Status } from '../http/status.ts';
import { malformedMessage } from '../messages.ts';

/** What this layer reads of an object; the rest is its owner's business. */
export interface RawObject {
  readonly metadata?: RawMetadata;
}

interface RawMetadata {
  readonly name?: string;
  readonly namespace?: string;
  readonly resourceVersion?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A line of a watch about an object, or about how far the watch has come. */
export interface DataEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: RawObject;
}

/** One line of a watch. */
export type WatchEvent = DataEvent | { readonly type: 'ERROR'; readonly object: Status };

/** How the server begins every event. */
const BEGINNING = '{"type"';

/** A line longer than this is no object: etcd keeps none larger than a few megabytes. */
const LINE_CAP = 32 * 1024 * 1024;

/** `namespace/name`, or the name alone; undefined for what has no name. */
export function keyOf(object: RawObject): string | undefined {
  const { name, namespace } = object.metadata ?? {};
  if (typeof name !== 'string') return undefined;
  return namespace ? `${namespace}/${name}` : name;
}

/** True for the bookmark that says: this was the whole set. */
export function endsInitialSet(event: WatchEvent): boolean {
  if (event.type !== 'BOOKMARK') return false;
  return event.object.metadata?.annotations?.['k8s.io/initial-events-end'] === 'true';
}

/** Makes events of the bytes of a watch. */
export class WatchDecoder {
  readonly #lines = new LineSplitter(LINE_CAP);

  /** What came after the last event: nothing, the beginning of another, or something else. */
  end(): 'whole' | 'cut' | 'foreign' {
    if (this.#lines.pending === 0) return 'whole';
    const begun = this.#lines.rest().trimStart().slice(0, BEGINNING.length);
    return BEGINNING.startsWith(begun) ? 'cut' : 'foreign';
  }

  /** The events that `chunk` completes. */
  push(chunk: Buffer): WatchEvent[] {
    const events: WatchEvent[] = [];
    for (const line of this.#lines.push(chunk)) {
      if (line.trim() !== '') events.push(parseEvent(line));
    }
    if (this.#lines.pending > LINE_CAP) {
      throw new KubeError('Unreadable', malformedMessage('a line without end'));
    }
    return events;
  }
}

const TYPES = new Set(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR']);

function parseEvent(line: string): WatchEvent {
  let event: Partial<WatchEvent> | null;
  try {
    event = parseJson(line) as Partial<WatchEvent> | null;
  } catch (cause) {
    throw new KubeError('Unreadable', malformedMessage('a line that is not JSON'), { cause });
  }
  if (!event?.type || !TYPES.has(event.type) || !event.object || typeof event.object !== 'object') {
    throw new KubeError('Unreadable', malformedMessage('a line that is no watch event'));
  }
  return event as WatchEvent;
}
