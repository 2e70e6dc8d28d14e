import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { EXECUTIONS, GROUP, JOBS, PODS } from '../../src/api/resources.ts';
import { Cluster, drafts } from '../../src/testing.ts';
import { embeddedTestCluster, testClusterOf } from '../client/support/test-cluster.ts';
import { openTestNamespace } from '../client/support/test-namespace.ts';
import { stopPtys } from '../support/pty.ts';
import { until } from '../support/until.ts';
import { executeScenarios } from './contract/commands.ts';
import { interveningScenarios } from './contract/intervening-commands.ts';
import { laxKindsScenarios } from './contract/lax-kinds.ts';
import { numbersScenarios } from './contract/numbers.ts';
import { readingScenarios } from './contract/reading-commands.ts';
import { COMMAND, openMonitor } from './program.ts';
import { runCommand } from './run-command.ts';

const ground = embeddedTestCluster();
afterEach(stopPtys);

executeScenarios(ground);
laxKindsScenarios(() => ({ ...ground(), mayChangeKinds: true }));
numbersScenarios(ground);
interveningScenarios(ground);
readingScenarios(ground);

test('the logs of the jobs go by above the tree, to their last line', async () => {
  await using stage = await openTestNamespace(ground());
  const { namespace } = stage;
  await using terminal = openMonitor([
    ...['execute', 'greet', '--name', 'greet-1', '-n', namespace],
    ...['--kubeconfig', ground().kubeconfig('admin')],
  ]);
  await terminal.sees(/○ greet-1/);
  const root = await stage.client.get('greet-1');
  await stage.job('greet-1-choir', { parent: root });
  await stage.raw.post(stage.pathOf(PODS), {
    metadata: { name: 'choir-0', labels: { 'batch.kubernetes.io/job-name': 'greet-1-choir' } },
    spec: { nodeName: 'node', containers: [{ name: 'main', image: 'busybox' }] },
  });
  const main = (state: object) => ({ containerStatuses: [{ name: 'main', state }] });
  await stage.setStatus(PODS, 'choir-0', { phase: 'Running', ...main({ running: {} }) });
  const say = (line: string) => ground().cluster.logs.append(namespace, 'choir-0', 'main', line);
  say('first \x1b[31mline\x1b[m');
  await stage.raw.mergePatch(stage.pathOf(JOBS, 'greet-1-choir'), { spec: { suspend: false } });
  await stage.setStatus(JOBS, 'greet-1-choir', { active: 1 });
  await terminal.sees('greet-1-choir │ first line', /└ ▪ choir job +Executing/);
  const { screen } = terminal.pty;
  const lineOf = (text: string) => screen.lines().findIndex((line) => line.includes(text));
  expect(lineOf('first line')).toBeLessThan(lineOf('○ greet-1'));

  say('last line');
  const terminated = { exitCode: 0, reason: 'Completed' };
  await stage.setStatus(PODS, 'choir-0', { phase: 'Succeeded', ...main({ terminated }) });
  const conditions = [{ type: 'Complete', status: 'True' }];
  await stage.setStatus(JOBS, 'greet-1-choir', { active: 0, succeeded: 1, conditions });
  await stage.setStatus(EXECUTIONS, 'greet-1', { phase: 'Completed' });
  expect((await terminal.pty.ended).code).toBe(0);
  await terminal.sees('greet-1-choir │ last line', /✔ greet-1/);
  expect(terminal.pty.written).not.toContain('\x1b[31mline');
});

test('who follows in a pipe may go early: the exit code still tells the end', async () => {
  await using stage = await openTestNamespace(ground());
  const where = ['--kubeconfig', ground().kubeconfig('admin'), '-n', stage.namespace];
  const args = [COMMAND, 'execute', 'greet', ...where, '--name', 'greet-1'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => child.on('close', resolve));
  await once(child.stderr, 'data');
  child.stderr.destroy();
  await until(async () => (await stage.client.list()).length === 1);
  for (const phase of ['Executing', 'Suspended', 'Executing', 'Failed']) {
    await stage.setStatus(EXECUTIONS, 'greet-1', { phase });
  }
  expect(await ended).toBe(2);
});

test.each([
  [['exeute', 'greet'], "kontinue: unknown command 'exeute'\n(Did you mean execute?)\n"],
  [['nonsense'], "kontinue: unknown command 'nonsense'\n"],
  [
    ['list', '--fase', 'Failed'],
    "kontinue: unknown option '--fase'\n(Did you mean one of --as, --phase?)\n",
  ],
  [['list', 'extra'], /^kontinue: too many arguments for 'list'/],
  [['crds', 'extra'], /^kontinue: too many arguments for 'crds'/],
  [['show', 'a', 'b'], /^kontinue: too many arguments for 'show'/],
  [['show'], "kontinue: missing required argument 'execution'\n"],
  [['list', '--phase', 'done'], /^kontinue: --phase takes Pending, .*, not done\n$/],
  [['list', '-o', 'xml'], /^kontinue: option '-o, --output <form>' argument 'xml' is invalid\./],
  [
    ['list', '-l', 'team in a'],
    'kontinue: -l: the label selector team in a cannot be read: after team in comes a set such as (a, b)\n',
  ],
  [['show', 'a', '-n', 'x,y'], /^kontinue: This command is for one namespace/],
  [['-A', 'execute', 'greet'], /^kontinue: This command is for one namespace/],
  [['-A', 'cancel', 'greet-1'], /^kontinue: This command is for one namespace/],
  [['execute', 'greet', '--backoff', '5x'], /^kontinue: --backoff takes a duration such as 30s/],
  [['execute', 'greet', '--retries', '-1'], /^kontinue: --retries takes a number from 0 up/],
  [['execute', 'greet', '-i'], /^kontinue: --interactive needs a terminal/],
  [['execute', 'greet', '--wait', '--no-follow'], /^kontinue: option '--wait' cannot be used with/],
  [['cluster', '--port', '70000'], /^kontinue: --port takes a number from 0 to 65535, not 70000/],
])('%j: one sentence, and exit code 1', async (args, words) => {
  const { code, stdout, stderr } = await runCommand(args);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(words);
});

test('--args that are no JSON object are refused', async () => {
  await using stage = await openTestNamespace(ground());
  const where = ['--kubeconfig', ground().kubeconfig('admin'), '-n', stage.namespace];
  const { code, stderr } = await runCommand(['execute', 'greet', ...where, '--args', '{name: x}']);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^kontinue: --args takes a JSON object such as .*, not {name: x}\n$/);
  expect(await stage.client.list()).toEqual([]);
});

test('--version and help', async () => {
  const { version } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  expect(await runCommand(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  const help = await runCommand(['help', 'list']);
  expect(help).toMatchObject({ code: 0, stderr: '' });
  expect(help.stdout).toBe((await runCommand(['list', '--help'])).stdout);
  expect(help.stdout).toMatch(/\nConnection, as for kubectl:\n +-n, --namespace <names>/);
});

test('the program starts without what these commands need', () => {
  const read = new Map<string, string>();
  const visit = (path: string): void => {
    if (read.has(path)) return;
    const code = readFileSync(path, 'utf8');
    read.set(path, code);
    for (const [, next = ''] of code.matchAll(/(?:from|import)"(\.[^"]+)"/g)) {
      visit(join(dirname(path), next));
    }
  };
  visit(COMMAND);
  const code = [...read.values()].join('\n');
  expect(code).toContain('execute a function, and follow the execution to its end');
  for (const words of [
    'Detach and let it run',
    'No executions found',
    'neither live nor archived',
  ]) {
    expect(code).not.toContain(words);
  }
});

test('list says on standard error that archived executions may not be listed', async () => {
  const rules = [{ verbs: ['list'], apiGroups: [GROUP], resources: [EXECUTIONS.plural] }];
  const cluster = await Cluster.start({ users: [{ name: 'viewer', rules }] });
  await using own = await testClusterOf(cluster);
  try {
    cluster.create(drafts.execution({ name: 'deploy-7' }));
    const flags = ['--kubeconfig', own.kubeconfig('viewer'), '-o', 'name'];
    const { code, stdout, stderr } = await runCommand(['list', ...flags]);
    expect(stdout).toBe('deploy-7\n');
    expect(stderr).toMatch(
      /^kontinue: User viewer may not list archivedexecutions .* archived executions are not listed.*\n$/,
    );
    expect(code).toBe(0);
  } finally {
    await cluster.stop();
  }
});
