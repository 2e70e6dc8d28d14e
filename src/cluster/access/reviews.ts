import { answerJson } from '../http/answer.ts';
import { decodeObject, mediaType } from '../http/body.ts';
import type { ResourceExchange } from '../http/exchange.ts';
import { apiVersionOf } from '../object.ts';
import { isObject } from '../schema/validate.ts';
import { invalid } from '../status.ts';
import type { User } from '../user.ts';
import { DISCOVERY_PATHS, mayAttempt, mayGetPath, PUBLIC_PATHS, rulesOf } from './rbac.ts';

type Fields = Readonly<Record<string, unknown>>;
type Review = (user: User, spec: Fields) => object;

const ACCESS_REVIEW = {
  group: 'authorization.k8s.io',
  version: 'v1',
  kind: 'SelfSubjectAccessReview',
  plural: 'selfsubjectaccessreviews',
};

/** Questions about oneself, by plural: each is answered in its status and never stored. */
const REVIEWS: Readonly<Record<string, Review>> = {
  selfsubjectaccessreviews: accessReview,
  selfsubjectrulesreviews: rulesReview,
  selfsubjectreviews: (user) => ({
    userInfo: {
      username: user.name,
      groups: [...(user.groups ?? []), 'system:authenticated'],
    },
  }),
};

/** The answer to a posted review, if the kind is one. */
export function review(exchange: ResourceExchange): boolean {
  const { kind, user, body, request } = exchange;
  const answer = REVIEWS[kind.resource.plural];
  if (!answer) return false;
  const sent = decodeObject(body, mediaType(request), kind.resource.kind);
  const spec = isObject(sent.spec) ? sent.spec : {};
  const status = answer(user, spec);
  const { resource } = kind;
  const object = {
    kind: resource.kind,
    apiVersion: apiVersionOf(resource),
    metadata: {},
    ...(isObject(sent.spec) ? { spec } : {}),
    status,
  };
  answerJson(exchange, 201, JSON.stringify(object));
  return true;
}

function accessReview(user: User, spec: Fields): object {
  const { resourceAttributes, nonResourceAttributes } = spec;
  if (isObject(nonResourceAttributes)) {
    const { path, verb } = nonResourceAttributes;
    return { allowed: verb === 'get' && mayGetPath(user, String(path)) };
  }
  if (!isObject(resourceAttributes)) {
    const message =
      'Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified';
    throw invalid(ACCESS_REVIEW, '', [
      { reason: 'FieldValueInvalid', message, field: 'spec.resourceAttributes' },
    ]);
  }
  const text = (name: string) => String(resourceAttributes[name] ?? '');
  const allowed = mayAttempt(user, {
    verb: text('verb'),
    group: text('group'),
    resource: text('resource'),
    subresource: text('subresource'),
    namespace: text('namespace') || undefined,
    name: text('name'),
  });
  return { allowed };
}

function rulesReview(user: User, spec: Fields): object {
  const here = rulesOf(user).filter(
    (rule) => rule.namespace === undefined || rule.namespace === spec.namespace,
  );
  return {
    resourceRules: here.map(({ namespace: _, ...rule }) => rule),
    nonResourceRules: [{ verbs: ['get'], nonResourceURLs: [...PUBLIC_PATHS, ...DISCOVERY_PATHS] }],
    incomplete: false,
  };
}
