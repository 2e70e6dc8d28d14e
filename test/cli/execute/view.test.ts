import { describe, expect, test } from 'vitest';
import { liveView, plainView } from '../../../src/cli/execute/view.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { ago, execution, job, MINUTE, NOW, treeOf } from '../../support/objects.ts';

const plain = (span: { readonly text: string }) => span.text;

function written() {
  const texts: string[] = [];
  return { texts, output: { columns: 80, rows: 24, write: (text: string) => texts.push(text) } };
}

describe('where there is no terminal', () => {
  test('a line tells each change of a phase, once', () => {
    const { texts, output } = written();
    const view = plainView({ output, paint: plain });
    const root = execution({ name: 'deploy-1', phase: 'Executing' });
    const child = execution({ name: 'deploy-1-roll', parent: root, phase: 'Pending' });
    view.tree(treeOf(root, [child]));
    view.tree(treeOf(root, [child]));
    const failed = { ...child, status: { phase: 'Failed', message: 'no\x1b[2J pods' } };
    view.tree(treeOf(root, [failed]));
    expect(texts).toEqual([
      'execution deploy-1 Executing\n',
      'execution deploy-1-roll Pending\n',
      'execution deploy-1-roll Failed: no pods\n',
    ]);
  });

  test('a line of a log says whose it is, and is text whatever it looks like', () => {
    const { texts, output } = written();
    plainView({ output, paint: plain }).log('build', 'line', '\x1b[31mred\x1b[m\x1b]0;t\x07');
    expect(texts).toEqual(['build │ red\n']);
  });
});

describe('a line of a log in either view', () => {
  test('is shown whole, however long, and of a progress bar the last state', () => {
    const { texts, output } = written();
    const view = plainView({ output, paint: plain });
    view.log('build', 'line', 'x'.repeat(20_000));
    view.log('build', 'line', '1%\r2%\r100%');
    expect(texts).toEqual([`build │ ${'x'.repeat(20_000)}\n`, 'build │ 100%\n']);
  });
});

describe('on a terminal', () => {
  test('the tree is drawn again each second, and no more after the end', async () => {
    const { texts, output } = written();
    const clock = new FakeClock();
    let now = NOW;
    const zone = 'utc';
    const silentForMs = () => 0;
    const view = liveView({
      output,
      paint: plain,
      clock,
      now: () => now,
      silentForMs,
      zone,
      ascii: false,
    });
    const status = { phase: 'Executing', startedAt: ago(MINUTE) };
    const root = execution({ name: 'deploy-1', status });
    view.tree(treeOf(root, [job({ name: 'deploy-1-build', parent: root })]));
    expect(texts.at(-1)).toMatch(/● deploy-1 .*Executing {2}1m00s\n └ ▪ build job .*Pending\n$/);

    now += 5_000;
    await clock.advance(1_000);
    expect(texts.at(-1)).toMatch(/Executing {2}1m05s/);
    view.question('Leave?');
    expect(texts.at(-1)).toContain(' Leave?\n');
    view.end();
    expect(texts.at(-1)).not.toContain('Leave?');
    const { length } = texts;
    await clock.advance(5_000);
    expect(texts).toHaveLength(length);
  });

  test('what holds the execution up stands below the tree, and how old a tree is that is not live', async () => {
    const { texts, output } = written();
    const clock = new FakeClock();
    let silentForMs = 5_000;
    const view = liveView({
      output,
      paint: plain,
      clock,
      now: () => NOW,
      silentForMs: () => silentForMs,
      zone: 'utc',
      ascii: false,
    });
    view.tree(treeOf(execution({ phase: 'Pending' })));
    expect(texts.at(-1)).toMatch(/ waiting on: no worker has claimed it\n$/);
    silentForMs = 25_000;
    await clock.advance(1_000);
    expect(texts.at(-1)).toMatch(/\n stale 25s: the server does not answer\n$/);
    silentForMs = 0;
    await clock.advance(1_000);
    expect(texts.at(-1)).not.toContain('stale');
    view.end();
  });

  test('names take no more room than they need, and messages have the rest', () => {
    const { texts, output } = written();
    const status = {
      phase: 'Executing',
      message: 'Rolling the third node of seven out of service',
    };
    const view = liveView({
      output,
      paint: plain,
      clock: new FakeClock(),
      now: () => NOW,
      silentForMs: () => 0,
      zone: 'utc',
      ascii: false,
    });
    view.tree(treeOf(execution({ name: 'deploy-1', status })));
    expect(texts.at(-1)).toMatch(
      /^ ● deploy-1 {2}Executing +Rolling the third node of seven out of service\n$/,
    );
    view.end();
  });
});
