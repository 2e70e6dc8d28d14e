import { describe, expect, it } from 'vitest';
import {
  ANONYMOUS,
  forbidden,
  isAllowed,
  isPathAllowed,
} from '../../../src/cluster/access/rbac.ts';
import { DEFAULT_USERS, type User } from '../../../src/cluster/user.ts';

function user(name: string): User {
  const found = DEFAULT_USERS.find((other) => other.name === name);
  if (!found) throw new Error(`no user ${name}`);
  return found;
}

const list = { verb: 'list', group: 'kontinue.cloud', resource: 'executions' };
const patchStatus = { ...list, verb: 'patch', subresource: 'status', namespace: 'team-a' };

describe('the first users', () => {
  it('admin may do all, everywhere', () => {
    expect(isAllowed(user('admin'), list)).toBe(true);
    expect(isAllowed(user('admin'), patchStatus)).toBe(true);
    expect(isPathAllowed(user('admin'), 'post', '/anything')).toBe(true);
  });

  it('viewer may read what kontinue consists of everywhere, and write nowhere', () => {
    expect(isAllowed(user('viewer'), list)).toBe(true);
    expect(isAllowed(user('viewer'), patchStatus)).toBe(false);
    const log = { verb: 'get', group: '', resource: 'pods', subresource: 'log' };
    expect(isAllowed(user('viewer'), log)).toBe(true);
    expect(isAllowed(user('viewer'), { verb: 'list', group: '', resource: 'nodes' })).toBe(false);
  });

  it('nsuser may do all in one namespace and nothing outside', () => {
    expect(isAllowed(user('nsuser'), patchStatus)).toBe(true);
    expect(isAllowed(user('nsuser'), { ...patchStatus, namespace: 'default' })).toBe(false);
    expect(isAllowed(user('nsuser'), list)).toBe(false);
  });

  it('all may ask about themselves, and read what is served', () => {
    const group = 'authorization.k8s.io';
    const ask = { verb: 'create', group, resource: 'selfsubjectaccessreviews' };
    for (const one of DEFAULT_USERS) {
      expect(isAllowed(one, ask)).toBe(true);
      expect(isPathAllowed(one, 'get', '/apis')).toBe(true);
    }
  });
});

it('who sends no token may only ask how the server is', () => {
  expect(isPathAllowed(ANONYMOUS, 'get', '/readyz')).toBe(true);
  expect(isPathAllowed(ANONYMOUS, 'get', '/apis')).toBe(false);
  expect(isAllowed(ANONYMOUS, list)).toBe(false);
});

describe('a rule', () => {
  const may = (rule: Partial<User['rules'][number]>, attempt: object) =>
    isAllowed(
      {
        name: 'u',
        rules: [{ verbs: ['get'], apiGroups: [''], resources: ['pods'], ...rule }],
      },
      { verb: 'get', group: '', resource: 'pods', ...attempt },
    );

  it('of a resource does not cover its subresources', () => {
    expect(may({}, {})).toBe(true);
    expect(may({}, { subresource: 'log' })).toBe(false);
    expect(may({ resources: ['pods/log'] }, { subresource: 'log' })).toBe(true);
  });

  it('may be about names', () => {
    expect(may({ resourceNames: ['a'] }, { name: 'a' })).toBe(true);
    expect(may({ resourceNames: ['a'] }, { name: 'b' })).toBe(false);
    expect(may({ resourceNames: ['a'] }, {})).toBe(false);
  });
});

describe('a refusal', () => {
  it('says who may not do what, and where', () => {
    expect(forbidden(user('nsuser'), list).message).toBe(
      'executions.kontinue.cloud is forbidden: User "nsuser" cannot list resource "executions" in ' +
        'API group "kontinue.cloud" at the cluster scope',
    );
    expect(forbidden(user('viewer'), { ...patchStatus, name: 'e' }).message).toBe(
      'executions.kontinue.cloud "e" is forbidden: User "viewer" cannot patch resource ' +
        '"executions/status" in API group "kontinue.cloud" in the namespace "team-a"',
    );
  });
});
