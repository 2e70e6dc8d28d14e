import { describe, expect, it } from 'vitest';
import { route } from '../../../src/cluster/http/route.ts';

describe('a path', () => {
  it.each([
    ['/api/v1/pods', { group: '', version: 'v1', plural: 'pods' }],
    ['/api/v1/namespaces', { plural: 'namespaces' }],
    ['/api/v1/namespaces/a', { plural: 'namespaces', name: 'a' }],
    ['/api/v1/namespaces/a/status', { plural: 'namespaces', name: 'a', subresource: 'status' }],
    [
      '/api/v1/namespaces/a/pods/p/log',
      { namespace: 'a', plural: 'pods', name: 'p', subresource: 'log' },
    ],
    [
      '/apis/kontinue.cloud/v1alpha1/namespaces/a/executions/e/status',
      {
        group: 'kontinue.cloud',
        version: 'v1alpha1',
        namespace: 'a',
        plural: 'executions',
        name: 'e',
        subresource: 'status',
      },
    ],
    ['/apis/batch/v1/jobs/', { group: 'batch', plural: 'jobs' }],
  ])('%s leads to %j', (path, place) => {
    const nowhere = { namespace: undefined, name: undefined, subresource: undefined };
    expect(route(path)).toMatchObject({ at: 'resource', ...nowhere, ...place });
  });

  it.each(['/', '/version', '/api', '/api/v1', '/apis', '/apis/batch', '/apis/batch/v1'])(
    '%s names no resource',
    (path) => {
      expect(route(path).at).toBe('path');
    },
  );
});
