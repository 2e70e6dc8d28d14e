import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Msg } from '../../src/monitor/core/message.ts';
import { WATCHED_KINDS } from '../../src/monitor/core/resources/resources.ts';
import type { State } from '../../src/monitor/core/state.ts';
import { Loop } from '../../src/monitor/run.ts';
import {
  blankMonitor,
  changes,
  executionsOf,
  feed,
  gone,
  key,
  monitor,
  NO_REACH,
} from '../support/monitor.ts';
import { execution } from '../support/objects.ts';
import { FakeRuntime } from './support/fake-runtime.ts';

function start(state: State = monitor({ namespaces: ['payments'] })) {
  const runtime = new FakeRuntime();
  const loop = new Loop(state, runtime);
  loop.start();
  return { runtime, loop };
}

/** A loop whose last frame is old: what comes next is painted as soon as anything may be. */
async function startQuiet(state?: State) {
  const started = start(state);
  await started.runtime.clock.advance(1_000);
  return started;
}

const arrived = (name: string): Msg => changes(execution({ name }));

describe('the first frame', () => {
  test('is painted at once, and what the first state wants is begun before it', () => {
    const { runtime } = start(blankMonitor());
    expect(runtime.subscriptions).toEqual(['+tick']);
    expect(runtime.frames).toHaveLength(1);
  });
});

describe('a key', () => {
  test('is on the screen before the call returns', async () => {
    const { runtime, loop } = await startQuiet();
    loop.press(key('?'));
    expect(runtime.frames).toHaveLength(2);
    expect(runtime.lastFrame).toContain('Navigation');
  });

  test('is painted at once though a frame was painted a moment ago', () => {
    const { runtime, loop } = start();
    loop.press(key('?'));
    loop.press(key('esc'));
    expect(runtime.frames.map(({ at }) => at)).toEqual([0, 0, 0]);
    expect(runtime.lastFrame).not.toContain('Navigation');
  });

  test('brings all that waits with it, in the order in which it came, and no frame follows', async () => {
    const { runtime, loop } = start();
    loop.send(arrived('deploy-7'));
    loop.press(key('?'));
    expect(runtime.frames).toHaveLength(2);
    loop.press(key('esc'));
    expect(runtime.lastFrame).toContain('deploy-7');
    await runtime.clock.advance(1_000);
    expect(runtime.frames).toHaveLength(3);
    expect(runtime.clock.pending).toBe(0);
  });

  test('acts at the time of the press', async () => {
    const { runtime, loop } = start();
    await runtime.clock.advance(1_234);
    loop.press(key('?'));
    expect(loop.state.now).toBe(runtime.now());
  });
});

describe('what the cluster sends', () => {
  test('is painted at most 20 times a second, and all of it', async () => {
    const { runtime, loop } = start();
    for (let ms = 0; ms < 1_000; ms += 5) {
      loop.send(arrived(`deploy-${ms}`));
      await runtime.clock.advance(5);
    }
    await runtime.clock.advance(50);
    const times = runtime.frames.map(({ at }) => at);
    expect(times).toEqual(Array.from({ length: 21 }, (_, i) => 50 * i));
    expect(executionsOf(loop.state).all).toHaveLength(200);
  });

  test('is painted without a wait after a quiet time, but not in the same call', async () => {
    const { runtime, loop } = await startQuiet();
    loop.send(arrived('deploy-7'));
    expect(runtime.frames).toHaveLength(1);
    await runtime.clock.advance(0);
    expect(runtime.frames.map(({ at }) => at)).toEqual([0, 1_000]);
    expect(runtime.lastFrame).toContain('deploy-7');
  });

  test('is painted without a wait when the clock was set back', async () => {
    const { runtime, loop } = start();
    runtime.clock.jump(-60_000);
    loop.send(arrived('deploy-7'));
    await runtime.clock.advance(0);
    expect(runtime.frames).toHaveLength(2);
  });

  test('is one change where it waited together: what came and went is never followed', async () => {
    const { runtime, loop } = start();
    loop.send(arrived('deploy-7'));
    loop.send(gone(execution({ name: 'deploy-7' })));
    loop.send(arrived('deploy-8'));
    await runtime.clock.advance(50);
    expect(runtime.subscriptions).toContain('+tree:1:payments/deploy-8');
  });

  test('is not painted when nothing came', async () => {
    const { runtime } = start();
    await runtime.clock.advance(60_000);
    expect(runtime.frames).toHaveLength(1);
  });
});

describe('a frame that the terminal skips', () => {
  test('is painted from the newest state when the terminal has drained', async () => {
    const { runtime, loop } = start();
    runtime.outcome = 'skipped';
    loop.press(arrived('deploy-7'));
    loop.press(arrived('deploy-8'));
    runtime.outcome = 'changed';
    loop.drained();
    expect(runtime.frames).toHaveLength(4);
    expect(runtime.lastFrame).toContain('deploy-8');
    loop.drained();
    expect(runtime.frames).toHaveLength(4);
  });

  test('is tried again each time the terminal drains, until it is taken', () => {
    const { runtime, loop } = start();
    runtime.outcome = 'skipped';
    loop.press(arrived('deploy-7'));
    loop.drained();
    loop.drained();
    expect(runtime.frames).toHaveLength(4);
  });

  test('is forgotten when the loop has stopped', () => {
    const { runtime, loop } = start();
    runtime.outcome = 'skipped';
    loop.press(arrived('deploy-7'));
    loop.stop();
    loop.drained();
    expect(runtime.frames).toHaveLength(2);
  });
});

test('a repaint draws the state as it is, without a message', () => {
  const { runtime, loop } = start();
  loop.repaint();
  expect(runtime.frames).toHaveLength(2);
  expect(runtime.frames[1]?.text).toBe(runtime.frames[0]?.text);
  loop.stop();
  loop.repaint();
  expect(runtime.frames).toHaveLength(2);
});

/** The watches of a namespace that began (`+`) or ended (`-`), in order. */
const watches = (sign: '+' | '-', namespace: string) =>
  WATCHED_KINDS.map((of) => `${sign}watch:${of}/${namespace}`);

describe('subscriptions', () => {
  const connected: Msg = {
    kind: 'connected',
    context: 'prod',
    reach: NO_REACH,
    namespaces: ['payments', 'billing'],
    user: 'ada',
  };

  test('that are newly wanted start before those that are no longer wanted end', () => {
    const { runtime, loop } = start();
    runtime.subscriptions.length = 0;
    for (const name of [':', 'n', 's', 'space', 'b', 'enter']) loop.press(key(name));
    expect(runtime.subscriptions).toEqual([...watches('+', 'b'), ...watches('-', 'payments')]);
  });

  test('that stay wanted go on, and are neither ended nor begun again', async () => {
    const { runtime, loop } = start(blankMonitor());
    loop.press(connected);
    loop.press({ ...connected, namespaces: ['billing', 'orders'] });
    expect(runtime.subscriptions).toEqual([
      '+tick',
      ...watches('+', 'payments'),
      ...watches('+', 'billing'),
      ...watches('+', 'orders'),
      ...watches('-', 'payments'),
    ]);
  });

  test('begin again when they are wanted again', () => {
    const { runtime, loop } = start(blankMonitor());
    for (const namespace of ['payments', 'billing', 'payments']) {
      loop.press({ ...connected, namespaces: [namespace] });
    }
    const begun = runtime.subscriptions.filter((entry) => entry === '+watch:Execution/payments');
    expect(begun).toHaveLength(2);
  });

  test('send their messages into the next frame', async () => {
    const { runtime } = start();
    runtime.sendOf('watch:Execution/payments')(arrived('deploy-7'));
    await runtime.clock.advance(50);
    expect(runtime.lastFrame).toContain('deploy-7');
    expect(runtime.subscriptions).toContain('+tree:1:payments/deploy-7');
  });
});

describe('effects', () => {
  test('are performed once each, in order', () => {
    const { runtime, loop } = start();
    loop.press(key('ctrl-l'));
    loop.press(key('ctrl-r'));
    expect(runtime.effects).toEqual([{ kind: 'redraw' }, { kind: 'reconnect' }]);
  });
});

describe('the loop is idle', () => {
  const isSettled = async (promise: Promise<void>) => {
    const pending = Symbol();
    return (await Promise.race([promise, setImmediate(pending)])) !== pending;
  };

  test('at once when there is nothing to wait for', async () => {
    const { loop } = start();
    expect(await isSettled(loop.idle())).toBe(true);
  });

  test('once every message is painted', async () => {
    const { runtime, loop } = start();
    loop.send(arrived('deploy-7'));
    const idle = loop.idle();
    expect(await isSettled(idle)).toBe(false);
    await runtime.clock.advance(50);
    expect(await isSettled(idle)).toBe(true);
  });

  test('once every effect has ended', async () => {
    const { runtime, loop } = start();
    loop.press(key('ctrl-r'));
    const idle = loop.idle();
    expect(await isSettled(idle)).toBe(false);
    runtime.finishEffects();
    expect(await isSettled(idle)).toBe(true);
  });

  test('once the terminal has taken the newest frame', async () => {
    const { runtime, loop } = start();
    runtime.outcome = 'skipped';
    loop.press(arrived('deploy-7'));
    const idle = loop.idle();
    expect(await isSettled(idle)).toBe(false);
    runtime.outcome = 'same';
    loop.drained();
    expect(await isSettled(idle)).toBe(true);
  });
});

describe('a loop that has stopped', () => {
  test('has ended every subscription, each once, and left no timer', async () => {
    const { runtime, loop } = start();
    loop.send(arrived('deploy-7'));
    loop.stop();
    loop.stop();
    expect(runtime.subscriptions).toEqual([
      '+tick',
      ...watches('+', 'payments'),
      '-tick',
      ...watches('-', 'payments'),
    ]);
    expect(runtime.clock.pending).toBe(0);
  });

  test('takes no message, whoever sends it', async () => {
    const { runtime, loop } = start();
    const { state } = loop;
    loop.stop();
    loop.press(key('?'));
    loop.send(arrived('deploy-7'));
    runtime.sendOf('watch:Execution/payments')(feed('executions/payments', { phase: 'stale' }));
    await runtime.clock.advance(1_000);
    expect(loop.state).toBe(state);
    expect(runtime.frames).toHaveLength(1);
  });
});
