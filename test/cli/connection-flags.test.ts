import { Command } from 'commander';
import { expect, test } from 'vitest';
import {
  type CommandFlags,
  flagsOf,
  shownNamespaces,
  withConnectionFlags,
} from '../../src/cli/connection-flags.ts';

/** The flags that a command gets of what was typed. */
function read(...args: readonly string[]): CommandFlags {
  let flags: CommandFlags | undefined;
  const program = withConnectionFlags(new Command()).enablePositionalOptions();
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

test.each<[readonly string[], readonly string[]]>([
  [[], ['of-the-context']],
  [
    ['-n', 'a,b'],
    ['a', 'b'],
  ],
  [['-A'], []],
  [['-n', ''], ['of-the-context']],
  [['-n', ','], ['of-the-context']],
])('%j: shows the namespaces %j', (args, namespaces) => {
  expect(shownNamespaces(read('list', ...args), 'of-the-context')).toEqual(namespaces);
});
