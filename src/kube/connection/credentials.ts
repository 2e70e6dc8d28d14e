import { readFile } from 'node:fs/promises';
import type { Clock } from '../clock.ts';
import { KubeError } from '../errors.ts';
import { onAbort } from '../linked-abort.ts';
import { configMessages, tokenMessage } from '../messages.ts';

/** What shows the server who is asking: an Authorization header, a certificate, or nothing. */
export interface Credential {
  readonly authorization?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** Where proofs come from. The same proof is the same object for as long as it is good. */
export interface CredentialProvider {
  get(signal?: AbortSignal): Promise<Credential>;
  /** The server refused `proof`. True if the next `get` may give another. */
  invalidate(proof: Credential): boolean;
  /** The user asks for another try: a login that failed is tried at once. Default: nothing to do. */
  retryNow?(): void;
}

/** A bearer token; `whose` says where it comes from, should it be none. */
export function bearerCredential(token: string, whose: string): Credential {
  const trimmed = token.trim();
  if (!/^[\x21-\x7e]+$/.test(trimmed)) throw new KubeError('Credentials', tokenMessage(whose));
  return { authorization: `Bearer ${trimmed}` };
}

/** A proof that never changes. */
export function fixedCredential(proof: Credential): CredentialProvider {
  return { get: async () => proof, invalidate: () => false };
}

/** How long a file is believed: others rotate it under us. */
const FILE_MS = 60_000;

/**
 * A proof made of files that others may replace while we run: a service account's token, a
 * client certificate. Read again after a minute, and at once when the server refuses it. A file
 * that cannot be read just now leaves the last proof in place.
 */
export function fileCredential(
  files: readonly string[],
  make: (texts: readonly string[]) => Credential,
  clock: Clock,
): CredentialProvider {
  let proof: Credential | undefined;
  let texts: readonly string[] = [];
  let readAt = Number.NEGATIVE_INFINITY;
  return {
    async get() {
      if (proof && clock.now() - readAt < FILE_MS) return proof;
      try {
        const now = await Promise.all(files.map(readSecret));
        readAt = clock.now();
        const same = proof !== undefined && now.every((text, i) => text === texts[i]);
        if (!same || proof === undefined) proof = make(now);
        texts = now;
      } catch (error) {
        if (proof === undefined) throw error;
      }
      return proof;
    },
    invalidate(bad) {
      if (bad === proof) readAt = Number.NEGATIVE_INFINITY;
      return true;
    },
  };
}

/** The trimmed text of a file that a kubeconfig names. */
export async function readSecret(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    throw new KubeError('Config', configMessages.unreadable(file, code), { cause });
  }
}

/** Stops waiting when `signal` is aborted; what is waited for goes on for the others. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    promise.then(resolve, reject).finally(onAbort(signal, stop));
  });
}
