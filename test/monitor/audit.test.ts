import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type AuditEntry, auditFile, auditPath } from '../../src/monitor/audit.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

describe('the file of the audit', () => {
  const entry = { at: 'now', user: 'ada', message: 'done' } as AuditEntry;

  test('is made with its folders, for its owner alone, and has a line for each write', async () => {
    await using folder = await temporaryFolder();
    const state = join(folder.path, 'state');
    const path = join(state, 'kontinue', 'audit.jsonl');
    const audit = auditFile(path);
    await audit.record(entry);
    await audit.record(entry);
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([entry, entry]);
    expect(await modeOf(path)).toBe(0o600);
    expect(await modeOf(dirname(path))).toBe(0o700);
    expect(await modeOf(state)).toBe(0o700);
  });

  test('that cannot be written is named, with the reason', async () => {
    await expect(auditFile('/dev/full').record(entry)).rejects.toThrow(
      '/dev/full cannot be written: no space is left on the device',
    );
    await expect(auditFile('/dev/null/audit').record(entry)).rejects.toThrow(
      '/dev/null/audit cannot be written: ',
    );
  });

  test.each([
    ['/tmp/mine', '/state', '/tmp/mine'],
    [undefined, '/state', '/state/kontinue/audit.jsonl'],
    ['', '/state', '/state/kontinue/audit.jsonl'],
    [undefined, '', '/home/ada/.local/state/kontinue/audit.jsonl'],
    [undefined, undefined, '/home/ada/.local/state/kontinue/audit.jsonl'],
    [undefined, 'relative', '/home/ada/.local/state/kontinue/audit.jsonl'],
  ])('of --audit %j and XDG_STATE_HOME %j is %s', (named, state, path) => {
    const environment = { variables: { XDG_STATE_HOME: state }, home: '/home/ada' };
    expect(auditPath(named, environment)).toBe(path);
  });
});
