import { GROUP, type Resource } from '../api/resources.ts';
import { isKubeError, type KubeError } from '../kube/errors.ts';
import {
  AbortedError,
  AlreadyExistsError,
  about,
  ConflictError,
  DisconnectedError,
  ForbiddenError,
  GoneError,
  InvalidObjectError,
  KontinueError,
  NotFoundError,
  ThrottledError,
  TimeoutError,
  UnauthorizedError,
} from './errors.ts';
import { abortedMessage, named, notFoundMessages, notServedMessage, spoken } from './messages.ts';

/** What was asked of the API server. */
export interface Asked {
  readonly verb: 'get' | 'list' | 'watch' | 'create' | 'patch' | 'delete';
  readonly resource: Pick<Resource, 'group' | 'kind' | 'plural'>;
  /** Undefined or empty: all, or a kind that lives in none. */
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly subresource?: string | undefined;
}

/** What was asked, in words: `patch execution dev/deploy-7`. */
export function actionText({ verb, resource, namespace, name }: Asked): string {
  if (name) return `${verb} ${named(resource.kind, namespace, name)}`;
  return `${verb} ${spoken(resource.kind)}s${namespace ? ` in namespace ${namespace}` : ''}`;
}

/** A failure as this library tells it. What is one already, and what is no failure of a request, stays. */
export function asKontinueError(error: unknown, asked: Asked): unknown {
  return isKubeError(error) ? fromKubeError(error, asked) : error;
}

/** The error of this library for one of the layer below. */
export function fromKubeError(error: KubeError, asked: Asked): KontinueError {
  const told = Object.assign(translate(error, asked), { outcome: error.outcome });
  const { resource, namespace, name } = asked;
  return name ? about(told, resource.kind, { namespace, name }) : told;
}

function translate(error: KubeError, asked: Asked): KontinueError {
  const { code, message, outcome } = error;
  switch (code) {
    case 'NotFound':
      return new NotFoundError(notFound(asked), error);
    case 'AlreadyExists':
      return new AlreadyExistsError(message, error);
    case 'Conflict':
      return new ConflictError(message, error);
    case 'Forbidden':
      return forbidden(error, asked);
    case 'Unauthorized':
      return new UnauthorizedError(message, error);
    case 'NotServed':
      return new KontinueError('NotServed', notServed(error, asked), error);
    case 'Invalid':
      return invalid(error);
    case 'Gone':
      return new GoneError(message, error);
    case 'Throttled':
      return new ThrottledError(message, error);
    case 'Timeout':
      return new TimeoutError(message, error);
    case 'BadRequest':
      return new KontinueError(
        isDryRunUnsupported(error) ? 'DryRunUnsupported' : code,
        message,
        error,
      );
    case 'Unavailable':
    case 'Disconnected':
    case 'Unreadable':
      return new DisconnectedError(message, error);
    case 'Config':
    case 'Credentials':
      return new KontinueError('Config', message, error);
    case 'Aborted':
      return new AbortedError(abortedMessage(actionText(asked), outcome), error.cause ?? error);
  }
}

/**
 * Whether a dry run was refused because a webhook may have side effects. The API server tells it apart
 * from any other bad request by this text alone (Kubernetes: NewDryRunUnsupportedErr).
 */
function isDryRunUnsupported({ message }: KubeError): boolean {
  return /\badmission webhook "[^"]*" does not support dry run\b/.test(message);
}

/** What is not there. Nothing can be made where the namespace is missing. */
export function notFound({ verb, resource, namespace, name }: Asked): string {
  if (verb === 'create' && namespace) return notFoundMessages.namespace(namespace);
  return notFoundMessages.object(named(resource.kind, namespace, name ?? ''));
}

function notServed(error: KubeError, { resource }: Asked): string {
  return resource.group === GROUP ? notServedMessage(resource.kind) : error.message;
}

function forbidden(error: KubeError, asked: Asked): ForbiddenError {
  const { resource, subresource } = asked;
  return new ForbiddenError(
    error.message,
    {
      verb: asked.verb,
      resource: subresource ? `${resource.plural}/${subresource}` : resource.plural,
      namespace: asked.namespace,
      user: /\bUser "([^"]+)"/.exec(error.message)?.[1],
    },
    error,
  );
}

function invalid(error: KubeError): InvalidObjectError {
  const fields = error.causes.map((cause) => ({
    field: cause.field,
    message: cause.message ?? cause.reason ?? '',
  }));
  return new InvalidObjectError(error.message, fields, error);
}
