import type { Request, Transport } from '../../../src/kube/http/transport.ts';

/** Something done by somebody else, between a client's reading and its writing. */
export type Interference = (patch: number, request: Request) => Promise<unknown>;

/**
 * A connection on which somebody else is always a little faster: `interfere` runs to its end before
 * each PATCH is sent, with the count of patches so far, beginning at 1.
 */
export function withConcurrentWriter(transport: Transport, interfere: Interference): Transport {
  let patches = 0;
  return {
    async send(request) {
      if (request.method === 'PATCH') {
        patches += 1;
        await interfere(patches, request);
      }
      return transport.send(request);
    },
    open: (request) => transport.open(request),
    get lastAnswerAt() {
      return transport.lastAnswerAt;
    },
    close: () => transport.close(),
  };
}
