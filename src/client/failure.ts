import { GROUP, type Resource } from '../api/resources.ts';
import { isKubeError, type KubeError } from '../kube/errors.ts';
import { ForbiddenError, UnauthorizedError } from './errors/access-errors.ts';
import {
  AbortedError,
  DisconnectedError,
  GoneError,
  ThrottledError,
  TimeoutError,
} from './errors/call-errors.ts';
import { InvalidObjectError } from './errors/content-errors.ts';
import { type ErrorDetails, errorObject, KontinueError } from './errors/kontinue-error.ts';
import { AlreadyExistsError, ConflictError, NotFoundError } from './errors/object-errors.ts';
import {
  abortedMessage,
  kindText,
  notFoundMessages,
  notServedMessage,
  objectText,
} from './messages.ts';

/** A request to the API server. */
export interface Asked {
  readonly verb: 'get' | 'list' | 'watch' | 'create' | 'patch' | 'delete';
  readonly resource: Pick<Resource, 'group' | 'kind' | 'plural'>;
  /** Undefined or empty: all namespaces, or a kind without namespaces. */
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly subresource?: string | undefined;
}

/** The text of a request: `patch execution dev/deploy-7`. */
export function actionText({ verb, resource, namespace, name }: Asked): string {
  if (name) return `${verb} ${objectText(resource.kind, namespace, name)}`;
  return `${verb} ${kindText(resource.kind)}s${namespace ? ` in namespace ${namespace}` : ''}`;
}

/** The error of this library for a failed request. Other errors are returned as they are. */
export function asKontinueError(error: unknown, asked: Asked): unknown {
  return isKubeError(error) ? fromKubeError(error, asked) : error;
}

/** The error of this library for an error of the layer below. */
export function fromKubeError(error: KubeError, asked: Asked): KontinueError {
  const { resource, namespace, name } = asked;
  const object = name ? errorObject(resource.kind, { namespace, name }) : undefined;
  return translate(error, asked, { object, outcome: error.outcome, cause: error });
}

function translate(error: KubeError, asked: Asked, details: ErrorDetails): KontinueError {
  const { message } = error;
  switch (error.code) {
    case 'NotFound':
      return new NotFoundError(notFound(asked), details);
    case 'AlreadyExists':
      return new AlreadyExistsError(message, details);
    case 'Conflict':
      return new ConflictError(message, details);
    case 'Forbidden':
      return forbidden(error, asked, details);
    case 'Unauthorized':
      return new UnauthorizedError(message, details);
    case 'NotServed':
      return new KontinueError(notServed(error, asked), { ...details, code: 'NotServed' });
    case 'Invalid':
      return invalid(error, details);
    case 'Gone':
      return new GoneError(message, details);
    case 'Throttled':
      return new ThrottledError(message, details);
    case 'Timeout':
      return new TimeoutError(message, details);
    case 'BadRequest':
      return new KontinueError(message, {
        ...details,
        code: isDryRunUnsupported(error) ? 'DryRunUnsupported' : 'BadRequest',
      });
    case 'Unavailable':
    case 'Disconnected':
    case 'Unreadable':
      return new DisconnectedError(message, details);
    case 'Config':
    case 'Credentials':
      return new KontinueError(message, { ...details, code: 'Config' });
    case 'Aborted':
      return new AbortedError(abortedMessage(actionText(asked), error.outcome), {
        ...details,
        cause: error.cause ?? error,
      });
  }
}

/**
 * Whether a dry run was refused because a webhook may have side effects. The API server tells it apart
 * from any other bad request by this text alone (Kubernetes: NewDryRunUnsupportedErr).
 */
function isDryRunUnsupported({ message }: KubeError): boolean {
  return /\badmission webhook "[^"]*" does not support dry run\b/.test(message);
}

/** What does not exist: of a request that creates, it is the namespace. */
export function notFound({ verb, resource, namespace, name }: Asked): string {
  if (verb === 'create' && namespace) return notFoundMessages.namespace(namespace);
  return notFoundMessages.object(objectText(resource.kind, namespace, name ?? ''));
}

function notServed(error: KubeError, { resource }: Asked): string {
  return resource.group === GROUP ? notServedMessage(resource.kind) : error.message;
}

function forbidden({ message }: KubeError, asked: Asked, details: ErrorDetails): ForbiddenError {
  const { resource, subresource } = asked;
  return new ForbiddenError(message, {
    ...details,
    verb: asked.verb,
    resource: subresource ? `${resource.plural}/${subresource}` : resource.plural,
    namespace: asked.namespace,
    user: /\bUser "([^"]+)"/.exec(message)?.[1],
  });
}

function invalid(error: KubeError, details: ErrorDetails): InvalidObjectError {
  const fields = error.causes.map((cause) => ({
    field: cause.field,
    message: cause.message ?? cause.reason ?? '',
  }));
  return new InvalidObjectError(error.message, { ...details, fields });
}
