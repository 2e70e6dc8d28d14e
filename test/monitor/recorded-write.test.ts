import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { KontinueError } from '../../src/client/errors.ts';
import { type AuditEntry, auditFile, auditPath } from '../../src/monitor/audit.ts';
import type { InterventionRequest } from '../../src/monitor/core/actions/request.ts';
import { type Recorder, recordWrite } from '../../src/monitor/recorded-write.ts';
import { embeddedTestCluster } from '../client/support/test-cluster.ts';
import { openTestNamespace, type TestNamespace } from '../client/support/test-namespace.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ground = embeddedTestCluster();

/** A write of ada that cancels an execution, and the lines that it leaves. */
async function prepare(stage: TestNamespace) {
  const { metadata } = await stage.execution('deploy-1', { status: { phase: 'Executing' } });
  const lines: AuditEntry[] = [];
  const on: Recorder = {
    client: stage.client,
    audit: { record: async (entry) => void lines.push(entry) },
    user: () => 'ada',
    context: 'prod',
    server: 'https://server',
  };
  const { name, namespace = '', uid = '' } = metadata;
  const target = {
    kind: 'Execution',
    namespace,
    name,
    uid,
    phase: 'Executing',
    attempt: 1,
  } as const;
  const request: InterventionRequest = {
    action: 'cancel',
    target,
    message: '',
    descendants: false,
  };
  return { on, lines, request };
}

describe('the record of a write', () => {
  test.each([
    [true, 'done'],
    [false, 'partial'],
  ])('says whether all of it was done: %s', async (isComplete, outcome) => {
    await using stage = await openTestNamespace(ground());
    const { on, lines, request } = await prepare(stage);
    const write = async () => ({
      text: 'canceled deploy-1',
      warnings: ['one was left'],
      isComplete,
    });
    expect(await recordWrite(on, request, write)).toMatchObject({ kind: 'done', notes: [] });
    const words = 'canceled deploy-1 · one was left';
    expect(lines).toMatchObject([
      { user: 'ada', context: 'prod', request, outcome, message: words },
    ]);
  });

  test.each(['unknown', 'partial'] as const)(
    'says what a failed write may have done: %s',
    async (outcome) => {
      await using stage = await openTestNamespace(ground());
      const { on, lines, request } = await prepare(stage);
      const error = new KontinueError('no answer came', { code: 'Timeout', outcome });
      const recorded = await recordWrite(on, request, () => Promise.reject(error));
      expect(recorded).toEqual({ kind: 'failed', error, notes: [] });
      expect(lines).toMatchObject([{ outcome, message: 'no answer came' }]);
    },
  );

  test('has a failure that changed nothing', async () => {
    await using stage = await openTestNamespace(ground());
    const { on, lines, request } = await prepare(stage);
    await recordWrite(on, request, () => Promise.reject(new Error('broken')));
    expect(lines).toMatchObject([{ outcome: 'failed', message: 'broken' }]);
  });
});

describe('the file of the audit', () => {
  const entry = { at: 'now', user: 'ada', message: 'done' } as AuditEntry;

  test('is made with its folder, for its owner alone, and has a line for each write', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'state', 'audit.jsonl');
    const audit = auditFile(path);
    await audit.record(entry);
    await audit.record(entry);
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([entry, entry]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
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
