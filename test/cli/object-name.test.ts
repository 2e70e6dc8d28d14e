import { describe, expect, test } from 'vitest';
import { ARCHIVED_EXECUTIONS, EXECUTIONS, SUSPENSIONS } from '../../src/api/resources.ts';
import type { CommandFlags } from '../../src/cli/connection-flags.ts';
import { qualifiedName, readObject } from '../../src/cli/object-name.ts';

const LIMITS = { qps: 50, burst: 100 };

function read(text: string, flags: Partial<CommandFlags> = {}) {
  const object = readObject(text, [EXECUTIONS, SUSPENSIONS], { ...LIMITS, ...flags });
  const { resource, name } = object;
  return { kind: resource.kind, name, namespace: object.flags.namespace };
}

describe('the argument that names an object', () => {
  test.each([
    ['deploy-1', 'Execution', 'deploy-1', undefined],
    ['pay/deploy-1', 'Execution', 'deploy-1', 'pay'],
    ['execution/deploy-1', 'Execution', 'deploy-1', undefined],
    ['executions/deploy-1', 'Execution', 'deploy-1', undefined],
    ['Execution/deploy-1', 'Execution', 'deploy-1', undefined],
    ['execution.kontinue.cloud/deploy-1', 'Execution', 'deploy-1', undefined],
    ['executions.kontinue.cloud/deploy-1', 'Execution', 'deploy-1', undefined],
    ['executions.v1alpha1.kontinue.cloud/deploy-1', 'Execution', 'deploy-1', undefined],
    ['execution.kontinue.cloud/pay/deploy-1', 'Execution', 'deploy-1', 'pay'],
    ['suspension.kontinue.cloud/approve', 'Suspension', 'approve', undefined],
    // These are the names of objects, too.
    ['execution', 'Execution', 'execution', undefined],
    ['execution.other.example/deploy-1', 'Execution', 'deploy-1', 'execution.other.example'],
  ])('%s is %s %s in namespace %s', (text, kind, name, namespace) => {
    expect(read(text)).toEqual({ kind, name, namespace });
  });

  test.each([
    '',
    '/',
    'pay/',
    '/deploy-1',
    'a/b/c',
    'execution/',
    '.',
    '..',
    'pay/..',
    '../x',
    'a b',
    'a%2fb',
    'execution/a/b/c',
  ])('%j names nothing, and is refused', (text) => {
    expect(() => read(text)).toThrow(
      `${JSON.stringify(text)} names no execution: give NAME, NAMESPACE/NAME or execution.kontinue.cloud/NAME.`,
    );
  });

  test('is refused when it is of another kind', () => {
    expect(() => readObject('suspension/approve', [EXECUTIONS], LIMITS)).toThrow(
      'suspension/approve is not of the kind Execution, which this command takes.',
    );
    const archived = readObject(
      'archivedexecution.kontinue.cloud/old-1',
      [EXECUTIONS, ARCHIVED_EXECUTIONS],
      LIMITS,
    );
    expect(archived.name).toBe('old-1');
  });

  test.each([
    [{ namespace: 'pay' }],
    [{ namespace: 'billing,pay' }],
    [{ namespace: '' }],
    [{ allNamespaces: true }],
    [{ allNamespaces: true, namespace: 'billing' }],
  ])('has a namespace that agrees with %j', (flags) => {
    expect(read('pay/deploy-1', flags).namespace).toBe('pay');
  });

  test('is refused with both namespaces when -n names another', () => {
    expect(() => read('pay/deploy-1', { namespace: 'billing' })).toThrow(
      'pay/deploy-1 is in namespace pay, but -n names billing. Leave one of them out.',
    );
  });

  test('needs a namespace of its own where -n or -A name several', () => {
    expect(() => read('deploy-1', { namespace: 'a,b' })).toThrow('for one namespace');
    expect(() => read('deploy-1', { allNamespaces: true })).toThrow('for one namespace');
  });
});

test.each(['pay', 'execution', 'executions', 'suspensions', 'archivedexecution', 'default'])(
  'what is printed of namespace %s is read again as the same',
  (namespace) => {
    expect(read(qualifiedName(namespace, 'deploy-1'))).toEqual({
      kind: 'Execution',
      name: 'deploy-1',
      namespace,
    });
  },
);
