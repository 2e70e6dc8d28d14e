import { isInaccessible } from './errors/recognize.ts';
import { ask } from './objects.ts';
import type { Scope } from './scope.ts';

/** A user, as the server knows it (Kubernetes: UserInfo). */
export interface Identity {
  /** Unique among active users. */
  readonly username: string;
  /** Unique over time; undefined where the server keeps none. */
  readonly uid: string | undefined;
  /** The groups of the user. */
  readonly groups: readonly string[];
}

interface SelfSubjectReview {
  readonly status?: {
    readonly userInfo?: { readonly username?: string; uid?: string; groups?: readonly string[] };
  };
}

const REVIEWS = {
  group: 'authentication.k8s.io',
  kind: 'SelfSubjectReview',
  plural: 'selfsubjectreviews',
} as const;

/**
 * The user as whom the server knows this client; undefined if the server is too old to tell or
 * refuses.
 */
export async function whoAmI(scope: Scope): Promise<Identity | undefined> {
  try {
    const answer = await ask<SelfSubjectReview>(
      scope,
      { verb: 'create', resource: REVIEWS },
      {
        method: 'POST',
        path: `/apis/${REVIEWS.group}/v1/${REVIEWS.plural}`,
        body: { apiVersion: `${REVIEWS.group}/v1`, kind: REVIEWS.kind },
      },
    );
    const user = answer.body.status?.userInfo;
    if (!user?.username) return undefined;
    return { username: user.username, uid: user.uid, groups: user.groups ?? [] };
  } catch (error) {
    if (isInaccessible(error)) return undefined;
    throw error;
  }
}
