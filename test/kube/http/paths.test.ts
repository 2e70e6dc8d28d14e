import { expect, test } from 'vitest';
import { pathOf } from '../../../src/kube/http/paths.ts';

const pods = { group: '', version: 'v1', plural: 'pods' };
const things = { group: 'example.dev', version: 'v1', plural: 'things' };

test.each([
  [pathOf(pods), '/api/v1/pods'],
  [pathOf(pods, 'dev'), '/api/v1/namespaces/dev/pods'],
  [pathOf(pods, 'dev', 'web', 'log'), '/api/v1/namespaces/dev/pods/web/log'],
  [pathOf(things, 'dev', 'x', 'status'), '/apis/example.dev/v1/namespaces/dev/things/x/status'],
  [pathOf(things, undefined, 'a/b'), '/apis/example.dev/v1/things/a%2Fb'],
  // Half a character, of a broken server.
  [pathOf(pods, 'x\ud800', '\udfffy'), '/api/v1/namespaces/x%EF%BF%BD/pods/%EF%BF%BDy'],
])('%s', (path, expected) => {
  expect(path).toBe(expected);
});
