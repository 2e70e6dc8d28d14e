import { KubeError } from '../../../src/kube/errors.ts';
import type { Request, Transport } from '../../../src/kube/http/transport.ts';
import { lostWriteMessage } from '../../../src/kube/messages.ts';

/** What becomes of a write whose answer is lost, and what others do before the client looks again. */
export interface Loss {
  readonly write: 'made' | 'dropped';
  readonly meanwhile?: () => Promise<unknown>;
}

/** A connection that loses answers to writes. */
export interface LosingTransport extends Transport {
  /** The writes that the client sent, in order. */
  readonly writes: readonly Request[];
}

/** Loses the answer to the n-th write, counted from 1, as `losses` says at n - 1. */
export function withLostAnswers(
  transport: Transport,
  ...losses: readonly (Loss | undefined)[]
): LosingTransport {
  const writes: Request[] = [];
  return {
    writes,
    async send(request) {
      if (request.method === 'GET') return transport.send(request);
      const loss = losses[writes.length];
      writes.push(request);
      if (loss === undefined) return transport.send(request);
      if (loss.write === 'made') await transport.send(request);
      await loss.meanwhile?.();
      const message = lostWriteMessage('The connection broke.');
      throw new KubeError('Disconnected', message, { outcome: 'unknown' });
    },
    open: (request) => transport.open(request),
    get lastAnswerAt() {
      return transport.lastAnswerAt;
    },
    close: () => transport.close(),
  };
}
