import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import {
  type ConnectionFlags,
  flagsOf,
  withConnectionFlagsOfMany,
} from '../../src/cli/connection-flags.ts';
import { reachOf } from '../../src/cli/reach.ts';

const environment = (variables: Record<string, string> = {}) => ({ variables, home: '/home/ada' });

function parse(args: readonly string[]): ConnectionFlags {
  const program = withConnectionFlagsOfMany(new Command());
  program.parse(args, { from: 'user' });
  return flagsOf<ConnectionFlags>(program);
}

/** The words as a shell takes them. */
async function argumentsOf(line: readonly string[]): Promise<readonly string[]> {
  const script = `node -e 'console.log(JSON.stringify(process.argv.slice(1)))' -- ${line.join(' ')}`;
  const { stdout } = await promisify(execFile)('sh', ['-c', script], {
    env: { ...process.env, TOKEN: 'filled-in' },
  });
  return JSON.parse(stdout) as string[];
}

const ALL = [
  ['--kubeconfig', '/tmp/my config'],
  ['--cluster', 'prod'],
  ['--user', 'ada'],
  ['--server', 'https://10.0.0.1:6443'],
  ['--token', 'secret-token'],
  ['--as', "o'brien $HOME"],
  ['--as-group', 'ops'],
  ['--as-group', 'night shift'],
  ['--as-uid', '7'],
  ['--as-user-extra', 'scopes=a b'],
  ['--insecure-skip-tls-verify'],
  ['--certificate-authority', '/ca.crt'],
  ['--client-certificate', '/me.crt'],
  ['--client-key', '/me.key'],
  ['--tls-server-name', 'api'],
].flat();

test('every connection flag is carried along, as one word each for a shell', async () => {
  const { variables, flags } = reachOf(parse(ALL), environment({ KUBECONFIG: '/elsewhere' }));
  expect(variables).toEqual([]);
  const line = await argumentsOf(flags);
  expect(parse(line)).toEqual({ ...parse(ALL), token: 'filled-in' });
});

test('a token is never told: a variable stands in its place', () => {
  const { flags } = reachOf(parse(ALL), environment());
  expect(flags.join(' ')).not.toContain('secret');
  expect(flags.join(' ')).toContain('--token "$TOKEN"');
});

test('files stay the same files in another folder', () => {
  const { flags } = reachOf(parse(['--kubeconfig', 'here.yaml']), environment());
  expect(flags).toEqual(['--kubeconfig', resolve('here.yaml')]);
});

test('KUBECONFIG is carried along, whether it names one file or several', () => {
  const one = reachOf(parse([]), environment({ KUBECONFIG: '/a' }));
  expect(one).toEqual({ variables: [], flags: ['--kubeconfig', '/a'] });
  const two = reachOf(parse([]), environment({ KUBECONFIG: '/a b:/c' }));
  expect(two).toEqual({ variables: ["KUBECONFIG='/a b:/c'"], flags: [] });
});

test('nothing is added to where kubectl goes by itself', () => {
  expect(reachOf(parse([]), environment())).toEqual({ variables: [], flags: [] });
  expect(reachOf(parse(['--server', '']), environment())).toEqual({ variables: [], flags: [] });
});
