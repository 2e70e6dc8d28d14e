import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { print, reportFailure, watchOutput } from '../../src/cli/output.ts';

/** The streams of a process, of which standard output fails like this. */
function failing(code: string | undefined) {
  const said: string[] = [];
  const error = code === undefined ? null : Object.assign(new Error(code), { code });
  const stdout = new Writable({ write: (_chunk, _encoding, done) => done(error) });
  const stderr = new Writable({
    write: (chunk, _encoding, done) => {
      said.push(String(chunk));
      done();
    },
  });
  const streams = { stdout, stderr } as Pick<NodeJS.Process, 'stdout' | 'stderr'>;
  return { streams, said };
}

describe('what is printed', () => {
  test.each([
    ['is written: the exit code stays', undefined, 0, []],
    ['loses its reader: that is no failure', 'EPIPE', 0, []],
    [
      'meets a full disk: one sentence and exit code 1',
      'ENOSPC',
      1,
      ['kontinue: standard output cannot be written: no space is left on the device\n'],
    ],
    [
      'meets a terminal that is gone: one sentence and exit code 1',
      'EIO',
      1,
      [
        'kontinue: standard output cannot be written: the terminal or the device was disconnected\n',
      ],
    ],
  ])('%s', async (_, error, code, sentences) => {
    const { streams, said } = failing(error);
    const watch = watchOutput(streams);
    await print(streams.stdout, 'text');
    streams.stdout.write('more');
    expect(await watch.settle(0)).toBe(code);
    expect(said).toEqual(sentences);
  });

  test('keeps an exit code that tells more', async () => {
    const { streams } = failing('ENOSPC');
    const watch = watchOutput(streams);
    streams.stdout.write('text');
    expect(await watch.settle(2)).toBe(2);
  });
});

test('a failure is a sentence, cleaned line by line, and the exit code 1', async () => {
  const written: string[] = [];
  const output = { write: (text: string) => written.push(text) };
  const error = new Error('one\x1b[31m two\nthree');
  expect(await reportFailure(error, { stdout: output, stderr: output })).toBe(1);
  expect(written).toEqual(['kontinue: one two\nthree\n']);
});
