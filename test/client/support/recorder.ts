import { KubeError } from '../../../src/kube/errors.ts';
import type { Answer, OpenedStream, Request, Transport } from '../../../src/kube/http/transport.ts';

/** What a made-up server says to a request: a body, or an error to throw. */
export type Script = (request: Request, count: number) => unknown;

/** A connection to no server: keeps every request and answers as the script says, but no streams. */
export function recorder(script: Script): Transport & { readonly requests: readonly Request[] } {
  const requests: Request[] = [];
  return {
    requests,
    async send<T>(request: Request): Promise<Answer<T>> {
      requests.push(request);
      const body = (await script(request, requests.length)) as T;
      return { status: 200, body, headers: {}, serverTime: undefined, warnings: [] };
    },
    async open(request): Promise<OpenedStream> {
      requests.push(request);
      throw new KubeError('Forbidden', `no stream of ${request.path}`);
    },
    lastAnswerAt: undefined,
    close: async () => undefined,
  };
}
