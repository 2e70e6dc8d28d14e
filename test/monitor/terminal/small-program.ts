import { spawn } from 'node:child_process';
import type { Frame, Painted } from '../../../src/monitor/core/frame.ts';
import { openTerminal } from '../../../src/monitor/terminal/terminal.ts';

// A program for tests that run it in a real terminal. It shows its size and the last thing that
// happened; its keys are q (quit), x (throw), p (reject), z (suspend), l (lend to `read`), and
// f (paint until the terminal does not take it, then end by SIGTERM).

const terminal = openTerminal({
  input: process.stdin,
  output: process.stdout,
  host: process,
  term: process.env.TERM ?? '',
  noColor: false,
  ascii: false,
  tmux: false,
});
let last = 'nothing';

function paint(): Painted {
  const { size } = terminal;
  const frame: Frame = {
    size,
    panes: [
      {
        id: 'all',
        rect: { left: 0, top: 0, ...size },
        border: { title: [{ text: 'READY' }], focused: true },
        content: {
          kind: 'rows',
          rows: [{ spans: [{ text: `${size.width}×${size.height} last: ${last}` }] }],
        },
      },
    ],
  };
  return terminal.paint(frame);
}

function readLine(): Promise<void> {
  const child = spawn('sh', ['-c', 'printf "name? "; read name; echo "hello $name"'], {
    stdio: 'inherit',
  });
  return new Promise((resolve) => child.on('exit', () => resolve()));
}

function flood(): void {
  let count = 0;
  setInterval(() => {
    last = String(count++).repeat(20);
    if (paint() === 'skipped') process.kill(process.pid, 'SIGTERM');
  });
}

const ACTIONS: Readonly<Record<string, () => unknown>> = {
  q: async () => {
    await terminal.close();
    process.stdout.write('goodbye\n');
  },
  x: () => {
    throw new Error('thrown in a handler');
  },
  p: () => void Promise.reject(new Error('rejected in a handler')),
  f: flood,
  z: () => terminal.suspend(),
  l: () => terminal.lend(readLine),
};

terminal.onEvent((event) => {
  if (event.kind === 'gone') {
    void terminal.close();
    return;
  }
  last = event.kind === 'key' ? event.key : event.kind;
  paint();
  if (event.kind === 'key') void ACTIONS[event.key]?.();
});
paint();
