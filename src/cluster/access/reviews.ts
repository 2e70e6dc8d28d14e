import { timestamp } from '../clock.ts';
import { answerJson } from '../http/answer.ts';
import { decodeObject, mediaType } from '../http/body.ts';
import type { ResourceRequestContext } from '../http/request-context.ts';
import { apiVersionOf } from '../object.ts';
import { isObject } from '../schema/validate.ts';
import { badRequest, StatusError } from '../status.ts';
import type { Identity } from './impersonation.ts';
import { isAllowed, isAnonymous, isPathAllowed, pathRulesOf, rulesOf } from './rbac.ts';

type Fields = Readonly<Record<string, unknown>>;
type Review = (user: Identity, spec: Fields) => object;

/** Questions about oneself, by plural: each is answered in its status and never stored. */
const REVIEWS: Readonly<Record<string, Review>> = {
  selfsubjectaccessreviews: accessReview,
  selfsubjectrulesreviews: rulesReview,
  selfsubjectreviews: (user) => ({ userInfo: userInfo(user) }),
};

/** The answer to a posted review, if the kind is one. */
export function review(exchange: ResourceRequestContext): boolean {
  const { kind, user, body, request } = exchange;
  const answer = REVIEWS[kind.resource.plural];
  if (!answer) return false;
  const { object: sent } = decodeObject(body, mediaType(request), kind.resource.kind);
  const spec = isObject(sent.spec) ? sent.spec : {};
  const status = answer(user, spec);
  const { resource } = kind;
  const object = {
    kind: resource.kind,
    apiVersion: apiVersionOf(resource),
    metadata: shownMetadata(resource.kind, exchange.parts.clock.now()),
    ...shownSpec(resource.kind, sent.spec),
    status,
  };
  answerJson(exchange, 201, JSON.stringify(object));
  return true;
}

/** Of all reviews only that of who one is says when. */
function shownMetadata(kind: string, now: number): object {
  return kind === 'SelfSubjectReview' ? { creationTimestamp: timestamp(now) } : {};
}

/** The namespace of a rules review is taken, and not repeated: as the real server has it. */
function shownSpec(kind: string, spec: unknown): object {
  if (kind === 'SelfSubjectRulesReview') return { spec: {} };
  return isObject(spec) ? { spec } : {};
}

function userInfo(user: Identity): object {
  const { name: username, uid, groups = [], extra } = user;
  const all = isAnonymous(user) ? groups : [...groups, 'system:authenticated'];
  return { username, ...(uid && { uid }), groups: [...new Set(all)], ...(extra && { extra }) };
}

function accessReview(user: Identity, spec: Fields): object {
  const { resourceAttributes, nonResourceAttributes } = spec;
  if (isObject(nonResourceAttributes)) {
    const { path, verb } = nonResourceAttributes;
    return { allowed: isPathAllowed(user, String(verb), String(path)) };
  }
  if (!isObject(resourceAttributes)) {
    throw noAttributes();
  }
  const text = (name: string) => String(resourceAttributes[name] ?? '');
  const allowed = isAllowed(user, {
    verb: text('verb'),
    group: text('group'),
    resource: text('resource'),
    subresource: text('subresource'),
    namespace: text('namespace') || undefined,
    name: text('name'),
  });
  return { allowed };
}

function rulesReview(user: Identity, spec: Fields): object {
  if (!spec.namespace) throw badRequest('no namespace on request');
  const here = rulesOf(user).filter(
    (rule) => rule.namespace === undefined || rule.namespace === spec.namespace,
  );
  return {
    resourceRules: here.map(({ namespace: _, ...rule }) => rule),
    nonResourceRules: pathRulesOf(user),
    incomplete: false,
  };
}

/** The real server names no kind here. */
function noAttributes(): StatusError {
  const group = 'authorization.k8s.io';
  const field = 'spec.resourceAttributes';
  const message =
    'Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified';
  return new StatusError(422, 'Invalid', `.${group} "" is invalid: ${field}: ${message}`, {
    group,
    causes: [{ reason: 'FieldValueInvalid', message, field }],
  });
}
