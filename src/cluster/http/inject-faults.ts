import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FailureCode, Fault } from '../faults.ts';
import { expired, StatusError } from '../status.ts';
import { errorLine } from '../verbs/event-lines.ts';
import type { Services } from './request-context.ts';

const REASONS: Readonly<Record<FailureCode, readonly [reason: string, message: string]>> = {
  401: ['Unauthorized', 'Unauthorized'],
  403: ['Forbidden', 'forbidden: armed by a test'],
  404: ['NotFound', 'the server could not find the requested resource'],
  409: [
    'Conflict',
    'the object has been modified; please apply your changes to the latest version',
  ],
  422: ['Invalid', 'the object is invalid'],
  429: ['TooManyRequests', 'too many requests, please try again later'],
  500: ['InternalError', 'Internal error occurred: armed by a test'],
  503: ['ServiceUnavailable', 'the server is currently unable to handle the request'],
  504: ['Timeout', 'the server was unable to return a response in the time allotted'],
};

/** Lets an armed fault meet the request. True: it has been dealt with, for good or ill. */
export async function injectFaults(
  { faults, clock, storage }: Services,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const fault = faults.take(request.method ?? 'GET', request.url ?? '/');
  switch (fault?.kind) {
    case undefined:
      return false;
    case 'refuse':
      request.socket.destroy();
      return true;
    case 'hang':
      return true;
    case 'delay':
      await new Promise<void>((resolve) => clock.after(fault.milliseconds, resolve));
      return false;
    case 'fail':
      throw failure(fault);
    case 'silence':
      response.writeHead(200, { 'content-type': 'application/json' });
      response.flushHeaders();
      return true;
    case 'expire': {
      const error = expired(`too old resource version: 1 (${storage.version})`);
      if (!/[?&]watch=(true|1)/.test(request.url ?? '')) throw error;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(errorLine(error));
      return true;
    }
  }
}

function failure({ code, retryAfter }: Extract<Fault, { kind: 'fail' }>): StatusError {
  const [reason, message] = REASONS[code];
  const details = retryAfter === undefined ? {} : { retryAfterSeconds: retryAfter };
  return new StatusError(code, reason, message, details);
}
