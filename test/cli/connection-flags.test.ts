import { Command } from 'commander';
import { expect, test } from 'vitest';
import {
  type CommandFlags,
  clientOptions,
  flagsOf,
  inOneNamespace,
  refuseUnusedFlags,
  shownNamespaces,
  withConnectionFlags,
  withConnectionFlagsOfMany,
} from '../../src/cli/connection-flags.ts';
import { readEnvironment } from '../../src/kube/connection/environment.ts';

/** The flags that a command gets of what was typed. */
function read(...args: readonly string[]): CommandFlags {
  let flags: CommandFlags | undefined;
  const program = withConnectionFlagsOfMany(new Command())
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .enablePositionalOptions();
  withConnectionFlags(program.command('list')).action((_: CommandFlags, self: Command) => {
    flags = flagsOf<CommandFlags>(self);
  });
  program.parse(args, { from: 'user' });
  if (flags === undefined) throw new Error('the command did not run');
  return flags;
}

test.each([
  [['list'], { qps: 50 }],
  [['--qps', '5', '-n', 'dev', 'list'], { qps: 5, namespace: 'dev' }],
  [['list', '--qps', '5', '-n', 'dev'], { qps: 5, namespace: 'dev' }],
  [['--qps', '5', '-n', 'dev', 'list', '--qps', '7', '-n', 'prod'], { qps: 7, namespace: 'prod' }],
])('%j: flags may stand before the command or after it, and there they win', (args, flags) => {
  expect(read(...args)).toMatchObject(flags);
});

test.each(['abc', '0', '-1', ''])('--qps %j is refused', (qps) => {
  expect(() => read('list', '--qps', qps)).toThrow('It takes a number above 0.');
});

test.each([
  [['-A', 'list'], '-A'],
  [['-n', 'dev,prod', 'list'], '-n dev,prod'],
  [['list', '-n', 'dev,prod'], '-n dev,prod'],
])('%j names no single namespace', (args, given) => {
  expect(() => inOneNamespace(read(...args))).toThrow(
    `This command is for one namespace: name it with -n, in place of ${given}.`,
  );
});

test('one namespace is one, and none is that of the context', () => {
  expect(inOneNamespace(read('-n', 'dev', 'list')).namespace).toBe('dev');
  expect(inOneNamespace(read('list')).namespace).toBeUndefined();
});

test.each([
  [['list'], ['here']],
  [['list', '-n', ''], ['here']],
  [['list', '-n', ','], ['here']],
  [
    ['list', '-n', 'dev,prod,'],
    ['dev', 'prod'],
  ],
  [['-A', 'list'], []],
])('%j shows the namespaces %j', (args, namespaces) => {
  expect(shownNamespaces(read(...args), 'here')).toEqual(namespaces);
});

test.each([
  [['list', '-n', ''], undefined],
  [['list', '-n', 'dev'], 'dev'],
])('%j: the namespace of the client is %j', (args, namespace) => {
  expect(clientOptions(read(...args), readEnvironment()).namespace).toBe(namespace);
});

test('an empty flag is none', () => {
  const flags = [
    '--context',
    '',
    '--server',
    '',
    '--token',
    '',
    '--request-timeout',
    '',
    '--as',
    '',
  ];
  const environment = readEnvironment();
  expect(clientOptions(read('list', ...flags), environment)).toEqual(
    clientOptions(read('list'), environment),
  );
  expect(clientOptions(read('list', '--as', 'eve'), environment)).toMatchObject({
    impersonate: 'eve',
  });
});

test('--as-user-extra gathers the values of each key', () => {
  const extra = (...values: readonly string[]) =>
    read('list', ...values.flatMap((value) => ['--as-user-extra', value])).asUserExtra;
  expect(extra('scopes=read', 'dn=cn=jane', 'scopes=write')).toEqual({
    scopes: ['read', 'write'],
    dn: ['cn=jane'],
  });
  expect(() => extra('scopes')).toThrow('It takes key=value.');
});

test.each(['..', '.', 'a/b', 'a b', 'dev,..', 'a%2f'])('-n %j is refused', (namespace) => {
  expect(() => shownNamespaces(read('list', '-n', namespace), 'here')).toThrow(
    '-n takes the name of a namespace, not',
  );
});

test.each([
  ['--readonly', true, 'readonly'],
  ['--ascii', true, 'ascii'],
  ['--utc', true, 'utc'],
])('%s may stand before the command or after it', (flag, value, name) => {
  expect(read(flag, 'list')).toHaveProperty(name, value);
  expect(read('list', flag)).toHaveProperty(name, value);
});

test('a flag before a command that has no such flag is refused', () => {
  const program = withConnectionFlagsOfMany(new Command()).option('--demo [world]').exitOverride();
  const bare = program.command('crds').action(() => undefined);
  const full = withConnectionFlags(program.command('show')).action(() => undefined);
  program.parse(['--demo=small', '-n', 'dev', 'show'], { from: 'user' });
  expect(() => refuseUnusedFlags(program, full)).toThrow('kontinue show does not take --demo.');
  expect(() => refuseUnusedFlags(program, bare)).toThrow('kontinue crds does not take -');
});
