import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { type Pty, spawnPty, stopPtys } from '../../support/pty.ts';

const PROGRAM = fileURLToPath(new URL('./small-program.ts', import.meta.url));
const WIDE = { width: 160, height: 24 };

/** Runs the program in a shell that tells the terminal's settings before and after it. */
async function startInShell(): Promise<Pty> {
  const script = [
    'echo "before=$(stty -g)"',
    `"${process.execPath}" --import tsx "${PROGRAM}"`,
    'echo "code=$?"',
    'echo "after=$(stty -g)"',
    'echo ENDED',
  ].join('\n');
  const pty = spawnPty('sh', ['-c', script], { size: WIDE });
  await pty.screen.until((screen) => screen.text().includes('READY'), 'the program shows READY');
  return pty;
}

/** The program itself, which the shell started. */
function programPid(pty: Pty): number {
  const children = readFileSync(`/proc/${pty.pid}/task/${pty.pid}/children`, 'utf8');
  return Number(children.trim().split(' ')[0]);
}

function find(text: string, name: string): string | undefined {
  return new RegExp(`^${name}=(\\S+)`, 'm').exec(text)?.[1];
}

afterEach(stopPtys);

describe('the terminal is restored', () => {
  const endings: readonly (readonly [name: string, code: number, end: (pty: Pty) => void])[] = [
    ['after q', 0, (pty) => pty.type('q')],
    ['after an error that nobody caught', 1, (pty) => pty.type('x')],
    ['after a rejection that nobody handled', 1, (pty) => pty.type('p')],
    ['after SIGTERM', 143, (pty) => process.kill(programPid(pty), 'SIGTERM')],
    ['after SIGINT', 130, (pty) => process.kill(programPid(pty), 'SIGINT')],
    ['after SIGHUP', 129, (pty) => process.kill(programPid(pty), 'SIGHUP')],
    ['after SIGQUIT', 131, (pty) => process.kill(programPid(pty), 'SIGQUIT')],
  ];

  test.each(endings)('%s, with exit code %i', async (_name, code, end) => {
    const pty = await startInShell();
    expect(pty.screen.alternate).toBe(true);
    expect(pty.screen.cursorHidden).toBe(true);
    expect(pty.screen.bracketedPaste).toBe(true);

    end(pty);
    await pty.screen.until((screen) => screen.text().includes('ENDED'), 'the shell goes on');

    const text = pty.screen.text();
    expect(find(text, 'code')).toBe(String(code));
    expect(find(text, 'after')).toBe(find(text, 'before'));
    expect(pty.screen.alternate).toBe(false);
    expect(pty.screen.cursorHidden).toBe(false);
    expect(pty.screen.bracketedPaste).toBe(false);
    expect(text).not.toContain('READY');
  });

  test.each([
    ['x', 'Error: thrown in a handler'],
    ['p', 'Error: rejected in a handler'],
    ['q', 'goodbye'],
  ])('before anything is printed (key %s)', async (key, message) => {
    const pty = await startInShell();
    pty.type(key);
    await pty.screen.until((screen) => screen.text().includes('ENDED'), 'the shell goes on');

    expect(pty.screen.text()).toContain(message);
    expect(pty.written.indexOf('\x1b[?1049l')).toBeLessThan(pty.written.indexOf(message));
  });
});

test('the program ends when its terminal goes away', async () => {
  const pty = spawnPty(process.execPath, ['--import', 'tsx', PROGRAM]);
  await pty.screen.until((screen) => screen.text().includes('READY'));
  pty.hangUp();
  expect(await pty.ended).toMatchObject({ code: 129 });
});

test('a terminal that does not read loses frames, and keeps the program neither from work nor from ending', async () => {
  const pty = spawnPty(process.execPath, ['--import', 'tsx', PROGRAM]);
  await pty.screen.until((screen) => screen.text().includes('READY'));
  pty.stall();
  pty.type('f');
  expect(await pty.ended).toMatchObject({ code: 143 });
});

test('the terminal can be lent to another program, which reads from it, and taken back', async () => {
  const pty = spawnPty(process.execPath, ['--import', 'tsx', PROGRAM]);
  await pty.screen.until((screen) => screen.text().includes('READY'));

  pty.type('l');
  await pty.screen.until((screen) => screen.text().includes('name?'));
  expect(pty.screen.alternate).toBe(false);
  expect(pty.screen.cursorHidden).toBe(false);

  pty.type('Ada\r');
  await pty.screen.until((screen) => screen.text().includes('last: resumed'));
  expect(pty.written).toContain('hello Ada');
  expect(pty.screen.alternate).toBe(true);

  pty.type('j');
  await pty.screen.until((screen) => screen.text().includes('last: j'));
});
