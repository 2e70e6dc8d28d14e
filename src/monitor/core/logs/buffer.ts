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

/** The buffer with newer entries behind; the oldest make room. */
export function appended(buffer: LogBuffer, entries: readonly LogEntry[]): LogBuffer {
  const all = [...buffer.entries, ...entries];
  let characters = entries.reduce((sum, entry) => sum + entry.text.length, buffer.characters);
  let drop = 0;
  while (all.length - drop > MAX_LINES || (characters > MAX_CHARACTERS && drop < all.length)) {
    characters -= all[drop]?.text.length ?? 0;
    drop++;
  }
  return {
    entries: drop > 0 ? all.slice(drop) : all,
    characters,
    dropped: buffer.dropped + drop,
  };
}
