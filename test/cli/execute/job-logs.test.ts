import { expect, test } from 'vitest';
import { JobLogs } from '../../../src/cli/execute/job-logs.ts';
import type { LogEvent } from '../../../src/kube/logs/log-follow.ts';
import { execution, job, treeOf } from '../../support/objects.ts';
import { until } from '../../support/until.ts';

const root = execution({ name: 'deploy', phase: 'Executing' });
const running = (name: string) => job({ name, parent: root, status: { active: 1 } });

/** Logs that have one line each, and do not end before `end` is called. */
function openLogs() {
  const followed: string[] = [];
  const shown: string[] = [];
  let open = 0;
  let most = 0;
  const endings: (() => void)[] = [];
  async function* events(name: string, signal: AbortSignal | undefined) {
    followed.push(name);
    open += 1;
    most = Math.max(most, open);
    const line: LogEvent = { kind: 'line', timestamp: '', text: `log of ${name}` };
    yield line;
    await new Promise<void>((resolve) => {
      endings.push(resolve);
      signal?.addEventListener('abort', () => resolve(), { once: true });
    });
    open -= 1;
  }
  const source = {
    followJobLog: ({ job: name }: { readonly job: string }, signal?: AbortSignal) =>
      events(name, signal),
  };
  const logs = new JobLogs(source, (name, kind, text) => shown.push(`${name} ${kind} ${text}`));
  const end = () => {
    for (const resolve of endings.splice(0)) resolve();
  };
  return { logs, followed, shown, end, most: () => most };
}

test('the log of a job is followed once, however often its tree is seen', async () => {
  const { logs, followed, shown } = openLogs();
  const tree = treeOf(root, [running('load')]);
  logs.see(tree);
  await until(() => shown.length === 1);
  logs.see(tree);
  logs.see(treeOf(root, [running('load'), running('check')]));
  await until(() => shown.length === 2);
  await logs.stop();
  expect(followed).toEqual(['load', 'check']);
  expect(shown).toEqual(['load line log of load', 'check line log of check']);
});

test('ten logs are followed at once, and the others when those have ended', async () => {
  const { logs, followed, end, most } = openLogs();
  const names = Array.from({ length: 12 }, (_, i) => `job-${i}`);
  logs.see(treeOf(root, names.map(running)));
  await until(() => followed.length === 10);
  end();
  await until(() => followed.length === 12);
  end();
  await logs.drained();
  expect(most()).toBe(10);
  expect(new Set(followed)).toEqual(new Set(names));
});
