import type { ResourceRequestContext } from '../http/request-context.ts';
import { type Kind, storedUnder } from '../kinds/kind.ts';
import { DEFINITIONS } from '../kinds/resources.ts';
import { isSameJson, qualifiedName, type Stored } from '../object.ts';
import { expired, type StatusError, versionTooLarge } from '../status.ts';
import type { Storage } from '../storage.ts';
import type { WatchCacheEvent } from '../watch-cache.ts';
import { type EventLines, errorLine, eventLines } from './event-lines.ts';
import { EventStream } from './event-stream.ts';
import { type ListOptions, listOptions } from './options.ts';
import { readAs, selectionTest } from './selection.ts';

const BOOKMARK_EVERY = 60_000;
/** The last bookmark comes so long before the stream ends. */
const BOOKMARK_BEFORE_END = 2_000;
const LONGEST = 3_600_000;

/** Answers a watch: what is, if asked, then every change, until the client or the time is up. */
export function watch(exchange: ResourceRequestContext): void {
  const { storage } = exchange.parts;
  const options = listOptions(exchange.query, true);
  // Everything that can be wrong is found before the head is sent.
  const lines = eventLines(exchange);
  const tell = describeChanges(exchange, options, lines);
  const stream = new EventStream(exchange, 'application/json');
  const from = Number(options.resourceVersion);
  const resource = storedUnder(exchange.kind);
  const id = qualifiedName(resource);

  const refusal = refusalOf(options, from, storage);
  if (refusal) {
    stream.write(errorLine(refusal));
    stream.end();
    return;
  }
  if (options.initialEvents) {
    for (const object of storage.list(resource)) {
      stream.write(tell({ type: 'ADDED', resource, object, before: undefined, version: 0 }));
    }
  } else if (from > 0) {
    for (const change of storage.changesSince(from)) {
      if (qualifiedName(change.resource) === id) stream.write(tell(change));
    }
  }
  const bookmark = createBookmark(exchange, lines, stream, options);
  const hear = (change: WatchCacheEvent) => {
    if (isRedefinition(exchange.kind, change)) {
      bookmark(false);
      stream.end();
      return;
    }
    // From a version of the future nothing is told before the present has come so far.
    if (change.version > from && qualifiedName(change.resource) === id) stream.write(tell(change));
  };
  stream.own(storage.onChange((change) => stream.attempt(() => hear(change))));
  schedule(options, bookmark, stream);
}

/** Whether a change ends what a custom kind was: its definition is another one, or gone. */
function isRedefinition({ schema, resource }: Kind, change: WatchCacheEvent): boolean {
  if (!schema || qualifiedName(change.resource) !== qualifiedName(DEFINITIONS)) return false;
  const { object, before, type } = change;
  if (object.metadata.name !== qualifiedName(resource)) return false;
  return type === 'DELETED' || !isSameJson(object.spec, before?.spec);
}

/** Why a watch cannot begin there. It is told in the stream, after the head: as the real server does. */
function refusalOf(options: ListOptions, from: number, storage: Storage): StatusError | undefined {
  const { version, oldestVersion } = storage;
  if (options.initialEvents) return from > version ? versionTooLarge(from, version) : undefined;
  if (from === 0 || from >= oldestVersion) return undefined;
  return expired(`too old resource version: ${from} (${oldestVersion})`);
}

/** The line that tells a change to those who watch this selection, or nothing. */
function describeChanges(
  exchange: ResourceRequestContext,
  options: ListOptions,
  lines: EventLines,
): (change: WatchCacheEvent) => string {
  const { kind } = exchange;
  const test = selectionTest(exchange, options);
  return ({ type, object, before }) => {
    const now = readAs(kind, object);
    const earlier = before && readAs(kind, before);
    const was = earlier !== undefined && test(earlier);
    const is = type !== 'DELETED' && test(now);
    if (is) return lines.event(was ? 'MODIFIED' : 'ADDED', now);
    if (!was) return '';
    return lines.event('DELETED', type === 'DELETED' ? now : asItLeft(earlier, now));
  };
}

/** What left the selection: told as it was, at the version at which it left. */
function asItLeft(before: Stored, now: Stored): Stored {
  const { resourceVersion } = now.metadata;
  return { ...before, metadata: { ...before.metadata, resourceVersion } };
}

/** Tells a watch how far it is, if it asked for that. */
type Bookmark = (endsInitialEvents: boolean) => void;

function createBookmark(
  { parts }: ResourceRequestContext,
  lines: EventLines,
  stream: EventStream,
  options: ListOptions,
): Bookmark {
  return (endsInitialEvents) => {
    if (!options.bookmarks || parts.faults.bookmarksDropped) return;
    stream.write(lines.bookmark(parts.storage.version, endsInitialEvents));
  };
}

/** Bookmarks while it lasts, and its end. */
function schedule(options: ListOptions, bookmark: Bookmark, stream: EventStream): void {
  if (options.initialEvents) bookmark(true);
  const lasts = options.timeoutSeconds > 0 ? options.timeoutSeconds * 1_000 : LONGEST;
  stream.every(BOOKMARK_EVERY, () => bookmark(false));
  if (lasts > BOOKMARK_BEFORE_END) {
    stream.after(lasts - BOOKMARK_BEFORE_END, () => bookmark(false));
  }
  stream.after(lasts, () => stream.end());
}
