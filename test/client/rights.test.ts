import { expect, test } from 'vitest';
import { type ResourceRule, rightsFrom } from '../../src/client/rights.ts';

const GROUP = 'kontinue.cloud';

function rule(resources: readonly string[], more: Partial<ResourceRule> = {}): ResourceRule {
  return { verbs: ['patch'], apiGroups: [GROUP], resources, ...more };
}

test.each<[string, readonly ResourceRule[], boolean, boolean | undefined]>([
  ['the subresource is named', [rule(['executions/status'])], false, true],
  ['everything is allowed', [rule(['*'], { verbs: ['*'], apiGroups: ['*'] })], false, true],
  ['the status of all is allowed', [rule(['*/status'])], false, true],
  ['only the object itself is', [rule(['executions'])], false, false],
  ['only another verb is', [rule(['executions/status'], { verbs: ['get'] })], false, false],
  ['only another group is', [rule(['executions/status'], { apiGroups: ['batch'] })], false, false],
  ['no rule says so', [], false, false],
  ['no rule says so, but some are missing', [], true, undefined],
  ['only some names are', [rule(['*'], { resourceNames: ['mine'] })], false, undefined],
  ['all are, besides some names', [rule(['*'], { resourceNames: ['a'] }), rule(['*'])], true, true],
])('a status may be patched: %s', (_, rules, incomplete, expected) => {
  const rights = rightsFrom(rules, incomplete);
  expect(rights.allows('patch', GROUP, 'executions', 'status')).toBe(expected);
});
