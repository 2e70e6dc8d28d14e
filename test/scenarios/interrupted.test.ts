import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test, vi } from 'vitest';
import { embeddedTestCluster } from '../client/support/test-cluster.ts';
import { openTestNamespace } from '../client/support/test-namespace.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';
import { COMMAND } from './program.ts';

const ground = embeddedTestCluster();

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)(
  'a write that %s ends is in the audit, and the exit code tells',
  async (signal, exit) => {
    await using stage = await openTestNamespace(ground());
    await using folder = await temporaryFolder();
    await stage.execution('deploy-1', { status: { phase: 'Executing' } });
    const audit = join(folder.path, 'audit.jsonl');
    const { faults } = ground().cluster;
    using taken = vi.spyOn(faults, 'take');
    faults.arm({ kind: 'hang' }, { method: 'PATCH' });
    const where = ['--kubeconfig', ground().kubeconfig('admin'), '-n', stage.namespace];
    const child = spawn(
      process.execPath,
      [COMMAND, 'cancel', ...where, 'deploy-1', '--audit', audit],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const said = Promise.all([text(child.stdout), text(child.stderr)]);
    await until(() => taken.mock.results.some(({ value }) => value?.kind === 'hang'));
    child.kill(signal);
    const [code] = await once(child, 'close');
    const [stdout, stderr] = await said;
    expect({ code, stdout }).toEqual({ code: exit, stdout: '' });
    expect(stderr).toMatch(/^kontinue: .*deploy-1.*\n$/);
    const [line = ''] = readFileSync(audit, 'utf8').trim().split('\n');
    const { outcome, request } = JSON.parse(line);
    expect(['failed', 'unknown']).toContain(outcome);
    expect(request).toMatchObject({ action: 'cancel', target: { name: 'deploy-1' } });
  },
);
