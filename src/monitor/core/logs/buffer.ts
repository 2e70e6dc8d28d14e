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
}

/** The newest lines of a log, and how many older ones were let go. */
export interface LogBuffer {
  readonly entries: readonly LogEntry[];
  readonly characters: number;
  readonly dropped: number;
}

export const EMPTY_BUFFER: LogBuffer = { entries: [], characters: 0, dropped: 0 };

/** A pane keeps so many lines, and so many characters, whichever is less. */
const MAX_LINES = 10_000;
const MAX_CHARACTERS = 8 * 1024 * 1024;

/** A buffer after entries came, and where they were put: each place counted from the oldest ever. */
export interface Appended {
  readonly buffer: LogBuffer;
  readonly places: readonly number[];
}

/**
 * The buffer with more entries; the oldest make room. Lines of several logs stand in the order of their
 * times, those of one log as they came, and a mark after what was there before it.
 */
export function append(buffer: LogBuffer, entries: readonly LogEntry[]): Appended {
  const all = [...buffer.entries];
  const places = entries.map((entry) => {
    const place = placeFor(all, entry);
    if (place === all.length) all.push(entry);
    else all.splice(place, 0, entry);
    return buffer.dropped + place;
  });
  let characters = entries.reduce((sum, entry) => sum + entry.text.length, buffer.characters);
  let drop = 0;
  while (all.length - drop > MAX_LINES || (characters > MAX_CHARACTERS && drop < all.length)) {
    characters -= all[drop]?.text.length ?? 0;
    drop++;
  }
  const kept = drop > 0 ? all.slice(drop) : all;
  return { buffer: { entries: kept, characters, dropped: buffer.dropped + drop }, places };
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
