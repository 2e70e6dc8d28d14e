import type { Request, Transport } from '../../../src/kube/http/transport.ts';

/** A connection that keeps every request. */
export interface SpyTransport extends Transport {
  readonly requests: Request[];
  /** Is called before a request is sent: the request waits for it, and fails with what it throws. */
  before: (request: Request) => unknown;
}

/** Watches the requests on their way to a real connection. */
export function spyOn(transport: Transport): SpyTransport {
  const spy: SpyTransport = {
    requests: [],
    before: () => undefined,
    async send(request) {
      spy.requests.push(request);
      await spy.before(request);
      return transport.send(request);
    },
    async open(request) {
      spy.requests.push(request);
      await spy.before(request);
      return transport.open(request);
    },
    get lastAnswerAt() {
      return transport.lastAnswerAt;
    },
    close: () => transport.close(),
  };
  return spy;
}
