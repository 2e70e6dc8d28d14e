import { describe, expect, test } from 'vitest';
import { type Hostility, startHostileServer } from '../support/hostile-server.ts';
import { runCommand } from './run-command.ts';

/** What no command may print: controls but the end of a line, and what hides or reorders text. */
const UNSAFE = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\ufffd\ufffd/u;

const READING = [
  ...['table', 'wide', 'json', 'yaml', 'name'].map((form) => ['list', '-o', form]),
  ...['page', 'table', 'wide', 'json', 'yaml', 'name'].map((form) => ['show', 'x', '-o', form]),
  ['list', '-A', '-o', 'name'],
  ['list', '-A', '-o', 'wide', '--ascii'],
  ['show', 'x', '--ascii', '--utc'],
  ['show', 'archivedexecution/x'],
];
const WRITING = [
  ['cancel', 'x'],
  ['cancel', 'x', '--descendants'],
  ['skip', 'x', '--result', '{"ok": true}'],
  ['retry', 'x', '--child-policy', 'RetryAll'],
  ['resume', 'x', '--recursive'],
  ['resume', 'x', '--recursive', '--dry-run'],
  ['resume', 'x', '--suspension'],
  ['execute', 'x', '--no-follow'],
  ['execute', 'x', '--dry-run'],
];

/** Runs a command on a hostile server, and gives how it ended, with all that it printed. */
async function printed(hostility: Hostility, args: readonly string[]) {
  await using server = await startHostileServer(hostility);
  const { code, stdout, stderr } = await runCommand([...args, '-s', server.url, '-n', 'ns']);
  return { code, text: stdout + stderr };
}

describe('nothing that a server sends reaches the terminal as anything but text', () => {
  const each = (commands: readonly (readonly string[])[]) =>
    commands.map((args) => [args.join(' '), args] as const);

  test.each(each([...READING, ...WRITING]))('%s', async (_, args) => {
    const codes: (number | null)[] = [];
    for (const phase of ['Suspended', 'Failed'] as const) {
      const { code, text } = await printed({ phase, instants: 'real' }, args);
      expect(text).not.toBe('');
      expect(text).not.toMatch(UNSAFE);
      codes.push(code);
    }
    // In one of the phases it is done, and not only refused.
    expect(codes).toContain(0);
  });

  test.each(each(READING))('%s, with hostile phases and instants, too', async (_, args) => {
    const { text } = await printed({ phase: '\x1b[31mX\u202e', instants: 'hostile' }, args);
    expect(text).not.toBe('');
    expect(text).not.toMatch(UNSAFE);
  });

  test.each(
    each([
      ['execute', 'x'],
      ['execute', 'x', '--wait'],
    ]),
  )('%s', async (_, args) => {
    for (const phase of ['Completed', 'Failed']) {
      const { text } = await printed({ phase, instants: 'real' }, args);
      expect(text).not.toMatch(UNSAFE);
    }
  });

  test.each(
    each([
      ['list'],
      ['show', 'x'],
      ['cancel', 'x'],
      ['resume', 'x', '--suspension'],
      ['execute', 'x', '--no-follow'],
    ]),
  )('%s, when it is refused', async (_, args) => {
    for (const fails of [403, 409]) {
      const { text } = await printed({ phase: 'Failed', instants: 'real', fails }, args);
      expect(text).toMatch(/^kontinue: /m);
      expect(text).not.toMatch(UNSAFE);
    }
  });
});
