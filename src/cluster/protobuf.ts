/** One field of a protobuf message: a number, or bytes that are text or a message. */
type Field = readonly [number: number, value: number | Buffer];

/** The fields of a protobuf message, by number. What clients send to us needs no more than this. */
export class Message {
  readonly #fields: readonly Field[];

  constructor(bytes: Buffer) {
    this.#fields = read(bytes);
  }

  /** A text; undefined if absent or empty, which protobuf does not tell apart. */
  text(number: number): string | undefined {
    return this.#bytes(number)[0]?.toString('utf8') || undefined;
  }

  texts(number: number): readonly string[] {
    return this.#bytes(number).map((bytes) => bytes.toString('utf8'));
  }

  integer(number: number): number | undefined {
    const value = this.#fields.find(([n]) => n === number)?.[1];
    return typeof value === 'number' ? value : undefined;
  }

  message(number: number): Message | undefined {
    return this.messages(number)[0];
  }

  messages(number: number): readonly Message[] {
    return this.#bytes(number).map((bytes) => new Message(bytes));
  }

  /** A map of texts: each entry is a message of key and value. */
  map(number: number): Readonly<Record<string, string>> | undefined {
    const entries = this.messages(number);
    if (entries.length === 0) return undefined;
    return Object.fromEntries(entries.map((entry) => [entry.text(1) ?? '', entry.text(2) ?? '']));
  }

  /** The bytes of a field as they are. */
  raw(number: number): Buffer {
    return this.#bytes(number)[0] ?? Buffer.alloc(0);
  }

  #bytes(number: number): readonly Buffer[] {
    return this.#fields.flatMap(([n, value]) =>
      n === number && typeof value !== 'number' ? [value] : [],
    );
  }
}

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

function read(bytes: Buffer): readonly Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error('protobuf message ends in the middle of a number');
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    const wire = tag % 8;
    if (wire === VARINT) fields.push([number, varint()]);
    else if (wire === BYTES) {
      const length = varint();
      if (at + length > bytes.length) throw new Error('protobuf field ends after its message');
      fields.push([number, bytes.subarray(at, at + length)]);
      at += length;
    } else if (wire === FIXED64) at += 8;
    else if (wire === FIXED32) at += 4;
    else throw new Error(`protobuf wire type ${wire} is not supported`);
  }
  return fields;
}
