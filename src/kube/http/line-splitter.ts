import { StringDecoder } from 'node:string_decoder';

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;

/** What becomes of lines that are too long. */
export interface LineSplitterOptions {
  /**
   * Whether a carriage return starts a line over, as a progress bar does. Of one that is too long the
   * first word, its timestamp, and the last state are kept.
   */
  readonly startsOver?: boolean;
  /** The text behind a line of which `bytes` bytes were left out. Default: nothing. */
  readonly cutMessage?: (bytes: number) => string;
}

/**
 * Cuts bytes into lines, wherever the network cut them into chunks. Lines are cut before they are
 * decoded, so a character that two chunks share arrives whole.
 */
export class LineSplitter {
  readonly #cap: number;
  readonly #options: LineSplitterOptions;
  #partial: Buffer[] = [];
  #size = 0;

  /** Of a line longer than `cap` bytes only the beginning is kept. */
  constructor(cap: number, options: LineSplitterOptions = {}) {
    this.#cap = cap;
    this.#options = options;
  }

  /** Bytes of the line that has begun and not ended. */
  get pending(): number {
    return this.#size;
  }

  /**
   * What has come of the line that has not ended, as far as it is kept, without half a character; where
   * carriage returns start it over, its first word and its last state. Empty if no line has begun.
   */
  get partial(): string {
    if (this.#size === 0) return '';
    const all = Buffer.concat(this.#partial);
    this.#partial = [all];
    const restarts = this.#options.startsOver && all.includes(CARRIAGE_RETURN);
    const shown = restarts ? Buffer.concat(lastState(all)) : all;
    return new StringDecoder('utf8').write(shown);
  }

  /** The lines that `chunk` completes, without their ends. */
  push(chunk: Buffer): string[] {
    const lines: string[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      lines.push(this.#line(chunk.subarray(start, end)));
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
    return lines;
  }

  /** What is left when there will be no more. */
  rest(): string {
    return this.#line(Buffer.alloc(0));
  }

  #line(last: Buffer): string {
    if (this.#size === 0 && last.length <= this.#cap) return last.toString('utf8');
    this.#keep(last);
    const line = Buffer.concat(this.#partial).toString('utf8');
    const cut = this.#size - this.#cap;
    this.#partial = [];
    this.#size = 0;
    return cut > 0 ? line + (this.#options.cutMessage?.(cut) ?? '') : line;
  }

  #keep(bytes: Buffer): void {
    const isTooLong = this.#size + bytes.length > this.#cap;
    if (isTooLong && this.#options.startsOver && bytes.includes(CARRIAGE_RETURN)) {
      this.#keepLast(bytes);
      return;
    }
    const room = Math.max(0, this.#cap - Math.min(this.#size, this.#cap));
    if (room > 0 && bytes.length > 0) this.#partial.push(bytes.subarray(0, room));
    this.#size += bytes.length;
  }

  #keepLast(bytes: Buffer): void {
    const [first, last] = lastState(Buffer.concat([...this.#partial, bytes]));
    this.#partial = [first, last.subarray(0, Math.max(0, this.#cap - first.length))];
    this.#size = first.length + last.length;
  }
}

/** The first word of a line, and what a carriage return started over last. */
function lastState(line: Buffer): readonly [first: Buffer, last: Buffer] {
  let end = line.length;
  while (end > 0 && line[end - 1] === CARRIAGE_RETURN) end--;
  const first = line.subarray(0, line.indexOf(SPACE) + 1);
  const start = line.lastIndexOf(CARRIAGE_RETURN, end - 1) + 1;
  return [first, line.subarray(Math.max(first.length, start))];
}
