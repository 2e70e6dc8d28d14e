/** One line of a log, or a word between lines. The text is as the container wrote it. */
export interface LogEntry {
  readonly kind: 'line' | 'mark';
  /** The job or pod it came from. */
  readonly source: string;
  /** The container, where the pod has more than one. */
  readonly container?: string;
  /** RFC 3339, to the nanosecond; empty for a mark. */
  readonly timestamp: string;
  readonly text: string;
  /** The line has not ended: the next line of the same log takes its place. */
  readonly partial?: true;
}

/** The newest lines of a log, and how many older ones were let go. */
export interface LogBuffer {
  readonly entries: readonly LogEntry[];
  readonly characters: number;
  readonly dropped: number;
  /** Of which logs the last line has not ended, by `logKey`. */
  readonly unfinished: ReadonlySet<string>;
}

export const EMPTY_BUFFER: LogBuffer = {
  entries: [],
  characters: 0,
  dropped: 0,
  unfinished: new Set(),
};

/** The most lines and the most characters that a pane keeps. */
const MAX_LINES = 10_000;
const MAX_CHARACTERS = 8 * 1024 * 1024;

/** A buffer after entries came, and where new ones were put: each place counted from the oldest ever. */
export interface Appended {
  readonly buffer: LogBuffer;
  readonly places: readonly number[];
}

/**
 * The buffer with more entries; the oldest make room. A line takes the place of its beginning. Lines of several logs stand in the order of their
 * times, those of one log as they came, and a mark after what was there before it.
 */
export function append(buffer: LogBuffer, entries: readonly LogEntry[]): Appended {
  const all = [...buffer.entries];
  const unfinished = new Set(buffer.unfinished);
  const places: number[] = [];
  let { characters } = buffer;
  for (const entry of entries) {
    characters += entry.text.length;
    const beginning = takeBeginning(all, entry, unfinished);
    if (beginning !== undefined) {
      characters -= all[beginning]?.text.length ?? 0;
      all[beginning] = entry;
      continue;
    }
    const place = placeFor(all, entry);
    all.splice(place, 0, entry);
    places.push(buffer.dropped + place);
  }
  let drop = 0;
  while (all.length - drop > MAX_LINES || (characters > MAX_CHARACTERS && drop < all.length)) {
    characters -= all[drop]?.text.length ?? 0;
    drop++;
  }
  const kept = drop > 0 ? all.slice(drop) : all;
  const dropped = buffer.dropped + drop;
  return { buffer: { entries: kept, characters, dropped, unfinished }, places };
}

/** Where the beginning of a line stands, if it was shown; and whether the line itself has ended. */
function takeBeginning(
  all: readonly LogEntry[],
  entry: LogEntry,
  unfinished: Set<string>,
): number | undefined {
  if (entry.kind === 'mark') return undefined;
  const key = logKey(entry);
  const wasBegun = unfinished.delete(key);
  if (entry.partial) unfinished.add(key);
  if (!wasBegun) return undefined;
  const place = all.findLastIndex((before) => before.partial && logKey(before) === key);
  return place < 0 ? undefined : place;
}

function logKey({ source, container = '' }: LogEntry): string {
  return `${source}/${container}`;
}

/** Before the lines of other logs at the end that are later. */
function placeFor(all: readonly LogEntry[], entry: LogEntry): number {
  let place = all.length;
  if (entry.kind === 'mark') return place;
  for (let i = all.length - 1; i >= 0; i--) {
    const before = all[i];
    if (before === undefined || isOfSameLog(before, entry)) break;
    if (before.kind === 'mark') continue;
    if (!isLater(before.timestamp, entry.timestamp)) break;
    place = i;
  }
  return place;
}

function isOfSameLog(before: LogEntry, entry: LogEntry): boolean {
  const isSameSource = before.source === entry.source;
  return isSameSource && (before.kind === 'mark' || before.container === entry.container);
}

function isLater(a: string, b: string): boolean {
  // Of the same form and zone they compare as text, to the nanosecond; nodes in other zones are rare.
  if (a.length === b.length && a.endsWith('Z') && b.endsWith('Z')) return a > b;
  return Date.parse(a) > Date.parse(b);
}
