import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { failed, outliveReader, print } from '../../src/cli/output.ts';

/** A stream whose every write ends like this. */
function stream(error: Error | null) {
  return new Writable({ write: (_chunk, _encoding, done) => done(error) });
}

describe('what is printed', () => {
  test('leaves nothing behind on the stream', async () => {
    const fine = stream(null);
    await print(fine, 'text');
    expect(fine.listenerCount('error')).toBe(0);
  });

  test('may find its reader gone', async () => {
    await print(stream(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })), 'text');
  });

  test('tells every other failure', async () => {
    const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    await expect(print(stream(full), 'text')).rejects.toBe(full);
  });
});

describe('a stream that is outlived', () => {
  const broken = (code: string) => {
    const writable = new Writable();
    outliveReader(writable);
    return () => writable.emit('error', Object.assign(new Error(code), { code }));
  };

  test('may lose its reader, more than once', () => {
    const lose = broken('EPIPE');
    expect(lose).not.toThrow();
    expect(lose).not.toThrow();
  });

  test('may not fail otherwise', () => {
    expect(broken('ENOSPC')).toThrow('ENOSPC');
  });
});

test('a failure is a sentence, cleaned line by line, and the exit code 1', async () => {
  const written: string[] = [];
  const output = { write: (text: string) => written.push(text) };
  const error = new Error('one\x1b[31m two\nthree');
  expect(await failed(error, { stdout: output, stderr: output })).toBe(1);
  expect(written).toEqual(['kontinue: one two\nthree\n']);
});
