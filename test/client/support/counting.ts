import { Client } from '../../../src/client/client.ts';
import type { Clock } from '../../../src/kube/clock.ts';
import type { Request, Transport } from '../../../src/kube/http/transport.ts';
import type { TestNamespace } from './test-namespace.ts';

/** A fixture's client, with what it asked for. */
export interface Counting {
  readonly client: Client;
  /** How many streams are open. */
  open(): number;
  /** Every stream that was opened. */
  readonly streams: readonly Request[];
  /** Every other request. */
  readonly requests: readonly Request[];
}

/** Counts what a fixture's client asks for. `refuse` may throw in the server's place. */
export function counting(
  {
    client,
    namespace,
    clock,
  }: Pick<TestNamespace, 'client' | 'namespace'> & { readonly clock?: Clock },
  refuse: (request: Request) => void = () => undefined,
): Counting {
  let open = 0;
  const streams: Request[] = [];
  const requests: Request[] = [];
  const inner = client.transport;
  const transport: Transport = {
    async send(request) {
      requests.push(request);
      refuse(request);
      return inner.send(request);
    },
    async open(request) {
      refuse(request);
      const stream = await inner.open(request);
      streams.push(request);
      open += 1;
      stream.bytes.once('close', () => {
        open -= 1;
      });
      return stream;
    },
    get lastAnswerAt() {
      return inner.lastAnswerAt;
    },
    close: () => inner.close(),
  };
  return {
    client: Client.from(transport, { namespace, clock }),
    open: () => open,
    streams,
    requests,
  };
}
