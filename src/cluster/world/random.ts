import { fnv1a } from '../../api/labels.ts';

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** Chance that is the same every time. */
export interface Random {
  /** An integer between these two, both included. */
  between(least: number, most: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  pick<T>(items: readonly [T, ...T[]]): T;
  /** A suffix as Kubernetes makes them. */
  suffix(length: number): string;
}

/** A stream of chance of its own for each name, so that one scenario never changes another. */
export function createRandom(seed: number, name: string): Random {
  let state = (seed ^ Number.parseInt(fnv1a(name), 16)) >>> 0;
  /** mulberry32 */
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    between: (least, most) => least + below(most - least + 1),
    chance: (probability) => next() < probability,
    pick: (items) => items[below(items.length)] ?? items[0],
    suffix: (length) => Array.from({ length }, () => ALPHABET[below(ALPHABET.length)]).join(''),
  };
}
