import type { Request, Transport } from '../kube/http/transport.ts';
import { ReadOnlyError } from './errors/access-errors.ts';
import { readOnlyMessage } from './messages.ts';

/** Questions about ourselves: they are POSTs, and change nothing. */
const REVIEW =
  /^\/apis\/(authentication|authorization)\.k8s\.io\/[^/]+\/selfsubject(|access|rules)reviews$/;
/** What begins as a GET and may then do anything. */
const TUNNEL =
  /^\/api\/[^/]+\/(namespaces\/[^/]+\/)?[^/]+\/[^/]+\/(exec|attach|portforward|proxy)(\/|$)/;

/**
 * A connection that passes get, list, watch and SelfSubject reviews. Everything else, dry runs
 * included, is refused before anything is sent. It is the one gate of a read-only client: what is not
 * known to be harmless does not pass.
 */
export function readOnlyTransport(transport: Transport): Transport {
  return {
    async send<T>(request: Request) {
      refuseWrite(request);
      return transport.send<T>(request);
    },
    async open(request) {
      refuseWrite(request);
      return transport.open(request);
    },
    get lastAnswerAt() {
      return transport.lastAnswerAt;
    },
    close: () => transport.close(),
  };
}

function refuseWrite(request: Request): void {
  const path = plainPath(request.path);
  const passes = request.method === 'GET' ? !TUNNEL.test(path) : isReview(request, path);
  if (!passes) throw new ReadOnlyError(readOnlyMessage(`${request.method} ${request.path}`));
}

function isReview({ method }: Request, path: string): boolean {
  return method === 'POST' && REVIEW.test(path);
}

/** The path as the server reads it: without dots, and decoded. */
function plainPath(path: string): string {
  return decodeURIComponent(new URL(path, 'http://server').pathname);
}
