import { afterEach, describe, expect, test } from 'vitest';
import { embeddedTestCluster } from '../client/support/test-cluster.ts';
import { stopPtys } from '../support/pty.ts';
import { type Monitor, openMonitor } from './program.ts';

const ground = embeddedTestCluster();
afterEach(stopPtys);

/** The modes that a program of the full screen sets, and that nobody else wants. */
const SET_BY_US = ['\x1b[?1049h', '\x1b[?2004h', '\x1b[?25l'] as const;

describe('the terminal is given back', () => {
  test.each<[string, (monitor: Monitor) => void, number]>([
    ['after q', (monitor) => monitor.press('q'), 0],
    ['after ctrl-c', (monitor) => monitor.press('ctrl-c'), 0],
    ['after :q', (monitor) => monitor.press(':', 'q', 'enter'), 0],
    ['after SIGTERM', (monitor) => monitor.pty.kill('SIGTERM'), 143],
    ['after SIGHUP', (monitor) => monitor.pty.kill('SIGHUP'), 129],
    [
      'after ctrl-c out of a prompt, and again',
      (monitor) => monitor.press(':', 'ctrl-c', 'ctrl-c'),
      0,
    ],
  ])('%s', async (_, leave, code) => {
    await using monitor = openMonitor(['--kubeconfig', ground().kubeconfig('admin')]);
    await monitor.sees('● live');
    expect(SET_BY_US.every((mode) => monitor.pty.written.includes(mode))).toBe(true);
    leave(monitor);
    expect((await monitor.pty.ended).code).toBe(code);
    await monitor.pty.screen.until((screen) => !screen.alternate, 'left the alternate screen');
    const { alternate, cursorHidden, bracketedPaste } = monitor.pty.screen;
    expect({ alternate, cursorHidden, bracketedPaste }).toEqual({
      alternate: false,
      cursorHidden: false,
      bracketedPaste: false,
    });
  });
});
