import { ask } from './objects.ts';
import type { Scope } from './scope.ts';

/** The version of the API server, as it calls itself: `v1.36.3`. */
export async function readServerVersion(scope: Scope): Promise<string> {
  const resource = { group: '', kind: 'Version', plural: 'version' };
  const answer = await ask<{ readonly gitVersion?: string }>(
    scope,
    { verb: 'get', resource },
    {
      method: 'GET',
      path: '/version',
    },
  );
  return answer.body.gitVersion ?? '';
}
