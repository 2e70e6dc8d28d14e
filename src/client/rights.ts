import { isInaccessible } from './errors/recognize.ts';
import { ask } from './objects.ts';
import type { Scope } from './scope.ts';

/** What the user may do in one namespace, as far as the server tells (ours). */
export interface Rights {
  /** `undefined`: the server does not tell, and only an attempt shows it. */
  allows(verb: string, group: string, resource: string, subresource?: string): boolean | undefined;
}

/** One rule of a SelfSubjectRulesReview. `*` means all. */
export interface ResourceRule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  /** If set, the rule applies to objects with these names only. */
  readonly resourceNames?: readonly string[];
}

interface SelfSubjectRulesReview {
  readonly status?: {
    readonly resourceRules?: readonly ResourceRule[];
    readonly incomplete?: boolean;
  };
}

const REVIEWS = {
  group: 'authorization.k8s.io',
  kind: 'SelfSubjectRulesReview',
  plural: 'selfsubjectrulesreviews',
} as const;

/**
 * Asks once what the user may do in a namespace. All rights are unknown if the server does not
 * tell.
 */
export async function readRights(scope: Scope, namespace: string): Promise<Rights> {
  try {
    const answer = await ask<SelfSubjectRulesReview>(
      scope,
      { verb: 'create', resource: REVIEWS },
      {
        method: 'POST',
        path: `/apis/${REVIEWS.group}/v1/${REVIEWS.plural}`,
        body: { apiVersion: `${REVIEWS.group}/v1`, kind: REVIEWS.kind, spec: { namespace } },
      },
    );
    const { status } = answer.body;
    return rightsFrom(status?.resourceRules ?? [], status?.incomplete ?? false);
  } catch (error) {
    if (!isInaccessible(error)) throw error;
    return rightsFrom([], true);
  }
}

/**
 * The rights that rules give. A right that no rule grants is refused. It is unknown if the rules
 * are incomplete, or if a rule grants it for some names only.
 */
export function rightsFrom(rules: readonly ResourceRule[], incomplete: boolean): Rights {
  return {
    allows(verb, group, resource, subresource) {
      const matching = rules.filter(
        (rule) =>
          has(rule.verbs, verb) &&
          has(rule.apiGroups, group) &&
          hasResource(rule.resources, resource, subresource),
      );
      if (matching.some((rule) => !rule.resourceNames?.length)) return true;
      return incomplete || matching.length > 0 ? undefined : false;
    },
  };
}

function has(values: readonly string[] | undefined, value: string): boolean {
  return values?.some((v) => v === '*' || v === value) ?? false;
}

function hasResource(
  resources: readonly string[] | undefined,
  resource: string,
  subresource: string | undefined,
): boolean {
  if (subresource === undefined) return has(resources, resource);
  return has(resources, `${resource}/${subresource}`) || has(resources, `*/${subresource}`);
}
