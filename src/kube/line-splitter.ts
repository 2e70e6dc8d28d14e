const NEWLINE = 10;

/**
 * Cuts bytes into lines, wherever the network cut them into chunks. Lines are cut before they are
 * decoded, so a character that two chunks share arrives whole.
 */
export class LineSplitter {
  readonly #cap: number;
  #partial: Buffer[] = [];
  #size = 0;

  /** Of a line longer than `cap` bytes only the beginning is kept. */
  constructor(cap: number) {
    this.#cap = cap;
  }

  /** Bytes of the line that has begun and not ended. */
  get pending(): number {
    return this.#size;
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
    this.#partial = [];
    this.#size = 0;
    return line;
  }

  #keep(bytes: Buffer): void {
    const room = Math.max(0, this.#cap - Math.min(this.#size, this.#cap));
    if (room > 0 && bytes.length > 0) this.#partial.push(bytes.subarray(0, room));
    this.#size += bytes.length;
  }
}
