import type { KubeObject } from '../../../src/api/metadata.ts';
import { isKubeError } from '../../../src/kube/errors.ts';
import type { Request, Transport } from '../../../src/kube/http/transport.ts';
import type { Answer } from '../../contract/support/raw-client.ts';

/**
 * Every version of one object that was stored, told by the answers of all who write to it: as long as
 * nobody else does, none is missing.
 */
export class History<T extends KubeObject> {
  /** How many writes met a newer version. */
  conflicts = 0;
  readonly #stored: T[];

  constructor(first: T) {
    this.#stored = [first];
  }

  /** Oldest first. */
  get versions(): readonly T[] {
    return this.#stored.toSorted((a, b) => versionOf(a) - versionOf(b));
  }

  /** What a raw PATCH was answered: the object as stored, or undefined if it met a newer version. */
  answered(answer: Answer): T | undefined {
    if (answer.status === 409) {
      this.conflicts += 1;
      return undefined;
    }
    const stored = answer.object() as KubeObject as T;
    this.#stored.push(stored);
    return stored;
  }

  /** The connection, whose PATCHes are remembered. */
  kept(transport: Transport): Transport {
    return {
      send: async <B>(request: Request) => {
        try {
          const answer = await transport.send<B>(request);
          if (request.method === 'PATCH') this.#stored.push(answer.body as KubeObject as T);
          return answer;
        } catch (error) {
          if (isKubeError(error) && error.code === 'Conflict') this.conflicts += 1;
          throw error;
        }
      },
      open: (request) => transport.open(request),
      get lastAnswerAt() {
        return transport.lastAnswerAt;
      },
      close: () => transport.close(),
    };
  }
}

/** Versions are numbers on every server there is; only their order is taken from that. */
function versionOf({ metadata }: KubeObject): number {
  return Number(metadata.resourceVersion);
}
