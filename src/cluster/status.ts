import type { Resource } from '../api/resources.ts';
import { qualifiedName } from './object.ts';

/** One field that is wrong, as clients list it. */
export interface Cause {
  readonly reason: string;
  readonly message: string;
  readonly field?: string;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  /** The plural, or the kind where an object is invalid: as the real server has it. */
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly Cause[];
  readonly retryAfterSeconds?: number;
}

/** What a failed request answers: a metav1.Status with its HTTP code. */
export class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly code: number;
  readonly reason: string;
  readonly details: StatusDetails | undefined;
  /** A list that expired hands out a token to go on with. */
  readonly continueToken: string | undefined;

  constructor(
    code: number,
    reason: string,
    message: string,
    details?: StatusDetails,
    more: { readonly continueToken?: string; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause });
    this.code = code;
    this.reason = reason;
    this.details = details;
    this.continueToken = more.continueToken;
  }
}

function detailsOf(resource: Resource, name: string): StatusDetails {
  const group = resource.group === '' ? {} : { group: resource.group };
  return { ...(name === '' ? {} : { name }), ...group, kind: resource.plural };
}

export function alreadyExists(resource: Resource, name: string): StatusError {
  return new StatusError(
    409,
    'AlreadyExists',
    `${qualifiedName(resource)} "${name}" already exists`,
    detailsOf(resource, name),
  );
}

export function notFound(resource: Resource, name: string): StatusError {
  return new StatusError(
    404,
    'NotFound',
    `${qualifiedName(resource)} "${name}" not found`,
    detailsOf(resource, name),
  );
}

/** A write based on an old version, or a precondition that does not hold. */
export function conflict(resource: Resource, name: string, why: string): StatusError {
  return new StatusError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualifiedName(resource)} "${name}": ${why}`,
    detailsOf(resource, name),
  );
}

export function badRequest(message: string): StatusError {
  return new StatusError(400, 'BadRequest', message);
}

/** A body that is not what is expected there. */
export function unrecognized(expected: string, why: string): StatusError {
  return badRequest(`the object provided is unrecognized (must be of type ${expected}): ${why}`);
}

/** A version that history no longer holds. */
export function expired(message: string, continueToken?: string): StatusError {
  const more = continueToken === undefined ? {} : { continueToken };
  return new StatusError(410, 'Expired', message, undefined, more);
}

/** A version that was never handed out. */
export function versionTooLarge(asked: number, current: number): StatusError {
  const message = 'Too large resource version';
  return new StatusError(504, 'Timeout', `Timeout: ${message}: ${asked}, current: ${current}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message }],
    retryAfterSeconds: 1,
  });
}

/** An object whose fields are wrong: one cause each, kubectl prints them line by line. */
export function invalid(resource: Resource, name: string, wrong: readonly Cause[]): StatusError {
  // So the real server writes a cause that is of no field.
  const causes = wrong.map((cause) => ({ ...cause, field: cause.field || '<nil>' }));
  const texts = causes.map((cause) => `${cause.field}: ${cause.message}`);
  const text = texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
  const kind = resource.group === '' ? resource.kind : `${resource.kind}.${resource.group}`;
  return new StatusError(422, 'Invalid', `${kind} "${name}" is invalid: ${text}`, {
    ...detailsOf(resource, name),
    kind: resource.kind,
    causes,
  });
}
