import type { IncomingHttpHeaders } from 'node:http';
import { KubeError, type KubeErrorCode, type StatusDetails } from '../errors.ts';
import { type Subject, statusMessage } from '../messages.ts';
import { outcomeOfError, type Progress, type RequestOutcome } from './outcome.ts';

/** The Kubernetes object that explains a failure. */
export interface Status {
  readonly kind?: string;
  readonly code?: number;
  readonly reason?: string;
  readonly message?: string;
  readonly details?: StatusDetails;
  readonly metadata?: { readonly continue?: string };
}

const BY_REASON: Readonly<Record<string, KubeErrorCode>> = {
  AlreadyExists: 'AlreadyExists',
  Expired: 'Gone',
  Gone: 'Gone',
  TooManyRequests: 'Throttled',
  Timeout: 'Timeout',
  ServerTimeout: 'Timeout',
};

const BY_STATUS: Readonly<Record<number, KubeErrorCode>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'BadRequest',
  409: 'Conflict',
  410: 'Gone',
  422: 'Invalid',
  429: 'Throttled',
  504: 'Timeout',
};

const PAGE = /^\s*</;

/** The error of an answer that is not 2xx: its body is a `Status`, or text from something else. */
export function errorFromAnswer(
  subject: Subject,
  status: number,
  headers: IncomingHttpHeaders,
  text: string,
  request: Pick<Progress, 'mayChange'> & { readonly renewable: boolean },
): KubeError {
  const { renewable } = request;
  const body = parseStatus(text);
  if (body === undefined && isPage(status, text)) {
    const message = statusMessage(subject, status, 'Unreadable', '');
    return new KubeError('Unreadable', message, { status, renewable });
  }
  return errorFromStatus(subject, body ?? { message: firstLine(text) }, {
    status,
    isStatus: body !== undefined,
    outcome: outcomeOfError(request, status, body !== undefined, headers),
    retryAfterSeconds: retryAfter(headers),
    renewable,
  });
}

/** The error of a `Status`, as in an ERROR event of a watch. */
export function errorFromStatus(
  subject: Subject,
  body: Status,
  over: {
    status?: number;
    isStatus?: boolean;
    outcome?: RequestOutcome;
    retryAfterSeconds?: number | undefined;
    renewable?: boolean;
  } = {},
): KubeError {
  const { outcome = 'none' } = over;
  const status = over.status ?? body.code ?? 500;
  const code = codeOf(status, body, over.isStatus ?? true);
  return new KubeError(code, statusMessage(subject, status, code, body.message ?? '', outcome), {
    status,
    outcome,
    reason: body.reason,
    details: body.details,
    retryAfterSeconds: over.retryAfterSeconds ?? body.details?.retryAfterSeconds,
    renewable: over.renewable,
  });
}

/** True if a list or watch asked for a version the server has not reached, or will never reach. */
export function isTooLarge(error: KubeError): boolean {
  return (
    error.causes.some((cause) => cause.reason === 'ResourceVersionTooLarge') ||
    error.message.includes('Too large resource version')
  );
}

function codeOf(status: number, body: Status, isStatus: boolean): KubeErrorCode {
  const named = BY_REASON[body.reason ?? ''];
  if (named) return named;
  // An unknown path is answered in plain text; an unknown kind of a known group names nothing.
  if (status === 404 && !(isStatus && (body.details?.name || body.details?.kind))) {
    return 'NotServed';
  }
  return BY_STATUS[status] ?? (status >= 500 ? 'Unavailable' : 'BadRequest');
}

function parseStatus(text: string): Status | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as Status;
  } catch {
    return undefined; // an answer of a proxy on the way: shown as text
  }
}

/** True for an answer of a web site: a page that is not there, or a redirect, as to a login. */
function isPage(status: number, text: string): boolean {
  return status < 400 || (status < 500 && PAGE.test(text));
}

/** The first line of an answer of something between us and the server; of a page, nothing. */
function firstLine(text: string): string {
  if (PAGE.test(text)) return '';
  const line = text.trim().split('\n', 1)[0] ?? '';
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}

/** Of a Retry-After header: a number of seconds, or a time, which the answer's own time is taken from. */
function retryAfter(headers: IncomingHttpHeaders): number | undefined {
  const text = headers['retry-after'];
  if (text === undefined) return undefined;
  const seconds = /^\s*\d+\s*$/.test(text)
    ? Number(text)
    : (Date.parse(text) - Date.parse(headers.date ?? '')) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}
