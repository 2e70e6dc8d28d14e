import { describe, expect, test } from 'vitest';
import type { Connect, Connected } from '../../src/monitor/cluster-link.ts';
import type { ClusterEffect } from '../../src/monitor/core/effect.ts';
import { WATCHED_KINDS } from '../../src/monitor/core/resources/resources.ts';
import { runMonitor } from '../../src/monitor/start.ts';
import type { ClusterSubscription } from '../../src/monitor/subscriptions.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { blankMonitor, changes, NO_REACH } from '../support/monitor.ts';
import { execution } from '../support/objects.ts';
import { until } from '../support/until.ts';
import { FakeTerminal } from './support/fake-terminal.ts';

/** A connection that keeps what it is asked for. */
class FakeConnection implements Connected {
  readonly context = 'prod-eu';
  readonly reach = NO_REACH;
  readonly namespaces = ['payments'];
  readonly user = 'ada';
  readonly effects: ClusterEffect[] = [];
  /** What was subscribed to and ended, in order. */
  readonly subscriptions: string[] = [];
  isClosed = false;
  /** By how much the server's clock is ahead. */
  aheadMs = 0;
  readonly #clock: FakeClock;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now() + this.aheadMs;
  }

  async perform(effect: ClusterEffect): Promise<void> {
    this.effects.push(effect);
  }

  subscribe({ key }: ClusterSubscription): () => void {
    this.subscriptions.push(`+${key}`);
    return () => {
      this.subscriptions.push(`-${key}`);
    };
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }
}

/** A monitor in a fake terminal. It connects when the test says so. */
function openMonitor(prepare: (terminal: FakeTerminal) => void = () => undefined) {
  const terminal = new FakeTerminal();
  prepare(terminal);
  const clock = new FakeClock();
  const attempts: {
    readonly send: Parameters<Connect>[0];
    readonly signal: AbortSignal;
    readonly succeed: (connection: Connected) => void;
    readonly fail: (error: unknown) => void;
  }[] = [];
  const { setup, session } = blankMonitor();
  let isOver = false;
  const over = runMonitor({
    terminal,
    clock: { now: () => clock.now(), after: (ms, run) => clock.after(ms, run) },
    setup,
    session,
    connect: (send, signal) =>
      new Promise((succeed, fail) => attempts.push({ send, signal, succeed, fail })),
  }).then(() => {
    isOver = true;
  });
  return {
    terminal,
    clock,
    attempts,
    over,
    get isOver() {
      return isOver;
    },
    /** Ends the attempt that is under way with a connection. */
    async connect(connection = new FakeConnection(clock)) {
      attempts.at(-1)?.succeed(connection);
      await until(() => terminal.lastFrame.includes(connection.context));
      return connection;
    },
    async quit() {
      terminal.tell({ kind: 'gone' });
      await over;
    },
  };
}

/** The watches of the namespace that began (`+`) or ended (`-`), in order. */
const watches = (sign: '+' | '-') => WATCHED_KINDS.map((of) => `${sign}watch:${of}/payments`);

describe('a monitor that starts', () => {
  test('paints its first frame before it connects', async () => {
    let frames = -1;
    const monitor = openMonitor((terminal) => {
      const { paint } = terminal;
      terminal.paint = (frame) => {
        if (frames < 0) frames = 0;
        return paint.call(terminal, frame);
      };
    });
    expect(frames).toBe(0);
    expect(monitor.terminal.frames).toHaveLength(1);
    expect(monitor.attempts).toHaveLength(1);
    await monitor.quit();
  });

  test('asks for nothing but the time until it is connected', async () => {
    const monitor = openMonitor();
    const connection = await monitor.connect();
    expect(connection.subscriptions).toEqual(watches('+'));
    expect(connection.effects).toMatchObject([{ kind: 'learnPermissions', namespace: 'payments' }]);
    expect(monitor.terminal.lastFrame).toContain('prod-eu');
    await monitor.quit();
  });

  test('shows what its connection sends', async () => {
    const monitor = openMonitor();
    await monitor.connect();
    monitor.attempts[0]?.send(changes(execution({ name: 'deploy-7' })));
    await monitor.clock.advance(50);
    expect(monitor.terminal.lastFrame).toContain('deploy-7');
    await monitor.quit();
  });

  test('goes by the clock of the server once there is one', async () => {
    const monitor = openMonitor((terminal) => {
      terminal.size = { width: 200, height: 50 };
    });
    const connection = await monitor.connect();
    const { terminal, clock } = monitor;
    const created = new Date(clock.now()).toISOString();
    monitor.attempts[0]?.send(changes(execution({ name: 'deploy-7', created })));
    connection.aheadMs = 42_000;
    await clock.advance(50);
    expect(terminal.lastFrame).toMatch(/deploy-7 .*42s/);
    await monitor.quit();
  });

  test('reads patterns of filters once their engine is loaded', async () => {
    const monitor = openMonitor();
    await monitor.connect();
    monitor.attempts[0]?.send(
      changes(execution({ name: 'deploy-7' }), execution({ name: 'other' })),
    );
    await monitor.clock.advance(50);
    await until(async () => {
      monitor.terminal.press('/', ...'^dep.*7$', 'enter');
      await monitor.clock.advance(50);
      const isRead = !monitor.terminal.lastFrame.includes('other');
      if (!isRead) monitor.terminal.press('esc', 'esc');
      return isRead;
    });
    await monitor.quit();
  });
});

describe('a connection that fails', () => {
  test('is told with its reason, and ctrl-r tries again', async () => {
    const monitor = openMonitor();
    monitor.attempts[0]?.fail(new Error('there is no context prod'));
    await until(() => monitor.terminal.lastFrame.includes('there is no context prod'));
    monitor.terminal.press('ctrl-r');
    expect(monitor.attempts).toHaveLength(2);
    await monitor.connect();
    expect(monitor.terminal.lastFrame).not.toContain('there is no context prod');
    await monitor.quit();
  });

  test('is told as it is when it is no error', async () => {
    const monitor = openMonitor();
    monitor.attempts[0]?.fail('out of luck');
    await until(() => monitor.terminal.lastFrame.includes('out of luck'));
    await monitor.quit();
  });
});

describe('ctrl-r', () => {
  test('begins no second attempt while one is under way', async () => {
    const monitor = openMonitor();
    monitor.terminal.press('ctrl-r', 'ctrl-r');
    expect(monitor.attempts).toHaveLength(1);
    await monitor.connect();
    await monitor.quit();
  });

  test('is an effect for the connection once there is one', async () => {
    const monitor = openMonitor();
    const connection = await monitor.connect();
    monitor.terminal.press('ctrl-r');
    expect(connection.effects.at(-1)).toEqual({ kind: 'reconnect' });
    expect(monitor.attempts).toHaveLength(1);
    await monitor.quit();
  });
});

describe('leaving', () => {
  test.each<[string, (terminal: FakeTerminal) => void]>([
    ['ctrl-c', (terminal) => terminal.press('ctrl-c')],
    ['q', (terminal) => terminal.press('q')],
    [':q', (terminal) => terminal.press(':', 'q', 'enter')],
    ['a terminal that went away', (terminal) => terminal.tell({ kind: 'gone' })],
  ])(
    'by %s ends subscriptions, gives the terminal back and closes the connection',
    async (_, leave) => {
      const monitor = openMonitor();
      const connection = await monitor.connect();
      leave(monitor.terminal);
      await monitor.over;
      expect(monitor.terminal.calls).toEqual(['close']);
      expect(connection.subscriptions).toEqual([...watches('+'), ...watches('-')]);
      expect(connection.isClosed).toBe(true);
      expect(monitor.clock.pending).toBe(0);
    },
  );

  test('gives the terminal back before the connection is closed', async () => {
    const monitor = openMonitor();
    const connection = await monitor.connect();
    const order: string[] = [];
    monitor.terminal.close = async () => void order.push('terminal');
    connection.close = async () => void order.push('connection');
    await monitor.quit();
    expect(order).toEqual(['terminal', 'connection']);
  });

  test('waits for no connection, and one that comes later is closed at once', async () => {
    const monitor = openMonitor();
    await monitor.quit();
    expect(monitor.attempts[0]?.signal.aborted).toBe(true);
    const connection = new FakeConnection(monitor.clock);
    const frames = monitor.terminal.frames.length;
    monitor.attempts[0]?.succeed(connection);
    await until(() => connection.isClosed);
    expect(connection.subscriptions).toEqual([]);
    expect(monitor.terminal.frames).toHaveLength(frames);
  });

  test('closes a connection that comes while the terminal is given back', async () => {
    const monitor = openMonitor();
    let giveBack: () => void = () => undefined;
    monitor.terminal.close = () =>
      new Promise((resolve) => {
        giveBack = resolve;
      });
    monitor.terminal.press('ctrl-c');
    await new Promise((resolve) => setImmediate(resolve));
    const connection = new FakeConnection(monitor.clock);
    monitor.attempts[0]?.succeed(connection);
    await new Promise((resolve) => setImmediate(resolve));
    giveBack();
    await monitor.over;
    await until(() => connection.isClosed);
  });

  test('shows nothing of an attempt to connect that fails later', async () => {
    const monitor = openMonitor();
    await monitor.quit();
    const frames = monitor.terminal.frames.length;
    monitor.attempts[0]?.fail(new Error('too late'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(monitor.terminal.frames).toHaveLength(frames);
  });
});

describe('the terminal', () => {
  test('that has another size gets a frame of it', async () => {
    const monitor = openMonitor();
    monitor.terminal.tell({ kind: 'resize', size: { width: 60, height: 12 } });
    expect(monitor.terminal.lastFrame.trimEnd().split('\n').length).toBeLessThanOrEqual(12);
    await monitor.quit();
  });

  test('that comes back from the shell gets a frame', async () => {
    const monitor = openMonitor();
    monitor.terminal.press('ctrl-z');
    expect(monitor.terminal.calls).toEqual(['suspend']);
    const frames = monitor.terminal.frames.length;
    monitor.terminal.tell({ kind: 'resumed' });
    expect(monitor.terminal.frames).toHaveLength(frames + 1);
    await monitor.quit();
  });

  test('that has drained gets the frame that it skipped', async () => {
    const monitor = openMonitor();
    const { terminal } = monitor;
    terminal.outcome = 'skipped';
    terminal.press('?');
    terminal.outcome = 'changed';
    const frames = terminal.frames.length;
    terminal.tell({ kind: 'drained' });
    expect(terminal.frames).toHaveLength(frames + 1);
    expect(terminal.lastFrame).toContain('Navigation');
    await monitor.quit();
  });

  test('is redrawn by ctrl-l with a frame after it', async () => {
    const monitor = openMonitor();
    const { terminal } = monitor;
    let framesBefore = 0;
    terminal.redraw = () => {
      framesBefore = terminal.frames.length;
    };
    terminal.press('ctrl-l');
    expect(framesBefore).toBeGreaterThan(0);
    expect(terminal.frames.length).toBeGreaterThan(framesBefore);
    await monitor.quit();
  });

  test('pastes into a field', async () => {
    const monitor = openMonitor();
    monitor.terminal.press('/');
    monitor.terminal.tell({ kind: 'paste', text: 'deploy-7' });
    expect(monitor.terminal.lastFrame).toContain('/deploy-7');
    await monitor.quit();
  });

  test('copies, and the user is told what', async () => {
    const monitor = openMonitor();
    await monitor.connect();
    monitor.attempts[0]?.send(changes(execution({ name: 'deploy-7' })));
    await monitor.clock.advance(50);
    monitor.terminal.press('c');
    await monitor.clock.advance(50);
    expect(monitor.terminal.calls).toEqual(['copy deploy-7']);
    expect(monitor.terminal.lastFrame).toContain('copied: deploy-7');
    await monitor.quit();
  });
});

describe('the passing of time', () => {
  test('is painted every second while that changes the screen', async () => {
    const monitor = openMonitor();
    await monitor.clock.advance(500);
    const { frames } = monitor.terminal;
    const before = frames.length;
    for (let second = 0; second < 5; second++) await monitor.clock.advance(1_000);
    expect(frames.length - before).toBe(5);
    await monitor.quit();
  });

  test('is painted ever less often while that changes nothing, and often again after a change', async () => {
    const monitor = openMonitor();
    const { terminal, clock } = monitor;
    await clock.advance(500);
    terminal.outcome = 'same';
    for (let second = 0; second < 20; second++) await clock.advance(1_000);
    const seldom = terminal.frames.length;
    await clock.advance(4_000);
    expect(terminal.frames.length - seldom).toBeLessThanOrEqual(1);
    terminal.outcome = 'changed';
    terminal.press('?');
    const often = terminal.frames.length;
    await clock.advance(3_000);
    expect(terminal.frames.length - often).toBe(3);
    await monitor.quit();
  });
});
