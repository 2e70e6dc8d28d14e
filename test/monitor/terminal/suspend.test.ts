import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { type Pty, spawnPty, stopPtys } from '../../support/pty.ts';

const PROGRAM = fileURLToPath(new URL('./small-program.ts', import.meta.url));

/** Starts the program from an interactive shell, whose job it is then. */
async function startAsJob(): Promise<Pty> {
  const pty = spawnPty('bash', ['--norc', '--noprofile', '-i'], {
    size: { width: 80, height: 24 },
    env: { PS1: 'PROMPT> ' },
  });
  await pty.screen.until((screen) => screen.text().includes('PROMPT>'));
  pty.type(`"${process.execPath}" --import tsx "${PROGRAM}"\r`);
  await pty.screen.until((screen) => screen.alternate && screen.text().includes('READY'));
  return pty;
}

async function stop(pty: Pty): Promise<void> {
  pty.type('z');
  await pty.screen.until((screen) => !screen.alternate, 'the program has left the screen');
  await pty.screen.until((screen) => screen.text().includes('Stopped'), 'the shell says so');
}

async function goOn(pty: Pty): Promise<void> {
  pty.type('fg\r');
  await pty.screen.until((screen) => screen.alternate && screen.text().includes('last: resumed'));
}

afterEach(stopPtys);

test('a suspended program leaves the shell its terminal, and comes back twice', async () => {
  const pty = await startAsJob();
  for (const round of ['first', 'second']) {
    await stop(pty);
    expect(pty.screen.cursorHidden).toBe(false);
    pty.type(`echo "${round}-$((1+1))"; stty -a | grep -o -- ' icanon\\| -icanon'\r`);
    await pty.screen.until((screen) => screen.text().includes(`${round}-2`));
    await pty.screen.until((screen) => / icanon/.test(screen.text()));

    await goOn(pty);
    expect(pty.screen.cursorHidden).toBe(true);
    pty.type('j');
    await pty.screen.until((screen) => screen.text().includes('last: j'));
  }
});

test('what was resized while the program was stopped is painted in its new size', async () => {
  const pty = await startAsJob();
  await stop(pty);
  pty.resize({ width: 60, height: 16 });
  pty.type('fg\r');
  await pty.screen.until((screen) => screen.alternate && screen.text().includes('60×16'));
  await pty.screen.until((screen) => /^╰─{58}╯$/.test(screen.lines()[15] ?? ''));
});

test('a stop from outside suspends the program as the key does', async () => {
  const pty = await startAsJob();
  pty.type('j');
  await pty.screen.until((screen) => screen.text().includes('last: j'));
  const children = readFileSync(`/proc/${pty.pid}/task/${pty.pid}/children`, 'utf8');
  process.kill(Number(children.trim()), 'SIGTSTP');
  await pty.screen.until((screen) => !screen.alternate && screen.text().includes('Stopped'));
  await goOn(pty);
});

test('without a shell that could continue it the program goes on by itself', async () => {
  const pty = spawnPty(process.execPath, ['--import', 'tsx', PROGRAM]);
  await pty.screen.until((screen) => screen.text().includes('READY'));
  pty.type('z');
  await pty.screen.until((screen) => screen.text().includes('last: resumed'));
});
