import type { ServerResponse } from 'node:http';
import { type Stored, toJson } from '../object.ts';
import { StatusError } from '../status.ts';
import { partialJson, tableJson } from '../tables/table.ts';
import { acceptedForm, includedObject } from './negotiation.ts';
import type { RequestContext, ResourceRequestContext } from './request-context.ts';

/** Answers JSON text. */
export function answerJson(
  { response, warnings }: Pick<RequestContext, 'response' | 'warnings'>,
  code: number,
  json: string,
  contentType = 'application/json',
): void {
  const body = `${json}\n`;
  if (warnings.length > 0) response.setHeader('warning', warnings.map(warningHeader));
  response.writeHead(code, {
    'content-type': contentType,
    'cache-control': 'no-cache, private',
    'content-length': Buffer.byteLength(body),
  });
  // As text, not bytes: Node then sends head and body in one piece.
  response.end(body);
}

/** Answers plain text. */
export function answerText(response: ServerResponse, code: number, text: string): void {
  response.writeHead(code, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

/** Answers one object in the form that is asked for. */
export function answerObject(exchange: ResourceRequestContext, code: number, object: Stored): void {
  const { kind, query, request, parts } = exchange;
  const seen = kind.view ? kind.view.read(object) : object;
  const form = acceptedForm(request.headers.accept);
  const json =
    form === 'json'
      ? toJson(seen)
      : form === 'partial'
        ? partialJson(seen)
        : tableJson(kind.columns, [seen], {
            now: parts.clock.now(),
            include: includedObject(query),
            metadata: { resourceVersion: object.metadata.resourceVersion },
            heads: true,
          });
  answerJson(exchange, code, json);
}

/** A failure as the metav1.Status that clients read. */
export function statusJson(error: StatusError): string {
  const { code, reason, message, details, continueToken } = error;
  const metadata = continueToken === undefined ? {} : { continue: continueToken };
  return JSON.stringify({
    kind: 'Status',
    apiVersion: 'v1',
    metadata,
    status: 'Failure',
    message,
    ...(reason === '' ? {} : { reason }),
    ...(details ? { details } : {}),
    code,
  });
}

/** Answers a failure; our own mistake is a 500 with its message. */
export function answerFailure(exchange: Pick<RequestContext, 'response'>, failure: unknown): void {
  const { response } = exchange;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const error = statusOf(failure);
  const retryAfter = error.details?.retryAfterSeconds;
  if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
  answerJson({ response, warnings: [] }, error.code, statusJson(error));
}

/** A failure as it is told: one that is no answer of ours as 500, with its message. */
export function statusOf(failure: unknown): StatusError {
  if (failure instanceof StatusError) return failure;
  const message = failure instanceof Error ? failure.message : String(failure);
  return new StatusError(500, 'InternalError', `Internal error occurred: ${message}`);
}

function warningHeader(text: string): string {
  // A header holds ASCII, and a field may have any name.
  const ascii = text.replace(/[^ -~]/g, '?').replace(/["\\]/g, '\\$&');
  return `299 - "${ascii}"`;
}
