import { randomBytes } from 'node:crypto';

/** Kubernetes' own alphabet for generated names: no vowels, so that they spell no word. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const SUFFIX = 5;
const LONGEST_BASE = 63 - SUFFIX;

/** A name from `generateName`: the prefix, cut to what fits, and five characters. */
export function makeName(prefix: string): string {
  let suffix = '';
  for (const byte of randomBytes(SUFFIX)) suffix += ALPHABET[byte % ALPHABET.length];
  return prefix.slice(0, LONGEST_BASE) + suffix;
}
