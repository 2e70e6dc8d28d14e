/**
 * Numbers that look drawn and are the same in every replay: they follow from the execution's uid, so
 * that nothing needs to be recorded (sfc32, seeded by a 128-bit hash).
 */
export class Chance {
  #state: readonly [number, number, number, number];

  constructor(uid: string) {
    this.#state = hash128(uid);
    for (let round = 0; round < 15; round += 1) this.#draw();
  }

  /** At least 0 and below 1, with 53 random bits. */
  random(): number {
    return ((this.#draw() >>> 5) * 2 ** 26 + (this.#draw() >>> 6)) / 2 ** 53;
  }

  /** An RFC 9562 UUID, version 4. */
  uuid(): string {
    const hex = Array.from({ length: 4 }, () => this.#draw().toString(16).padStart(8, '0')).join(
      '',
    );
    const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(13, 16)}`,
      `${variant}${hex.slice(17, 20)}`,
      hex.slice(20),
    ].join('-');
  }

  #draw(): number {
    const [a, b, c, counter] = this.#state;
    const sum = (a + b + counter) | 0;
    const rotated = (c << 21) | (c >>> 11);
    this.#state = [b ^ (b >>> 9), (c + (c << 3)) | 0, (rotated + sum) | 0, (counter + 1) | 0];
    return sum >>> 0;
  }
}

/** Four mixed words of a text (cyrb128). */
function hash128(text: string): [number, number, number, number] {
  let [a, b, c, d] = [1779033703, 3144134277, 1013904242, 2773480762];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    [a, b, c, d] = [
      b ^ Math.imul(a ^ code, 597399067),
      c ^ Math.imul(b ^ code, 2869860233),
      d ^ Math.imul(c ^ code, 951274213),
      a ^ Math.imul(d ^ code, 2716044179),
    ];
  }
  return [a, b, c, d];
}
