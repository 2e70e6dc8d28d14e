import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createDecoder, type Decoder } from '../../../src/monitor/terminal/decode.ts';

let decoder: Decoder;
let heard: string[];

beforeEach(() => {
  vi.useFakeTimers();
  heard = [];
  decoder = createDecoder({
    key: ({ key, text }) => heard.push(text === undefined || text === key ? key : `${key}=${text}`),
    paste: (text) => heard.push(`paste ${JSON.stringify(text)}`),
  });
});

afterEach(() => {
  decoder.close();
  vi.useRealTimers();
});

/** Feeds the chunks one after the other, and waits until nothing can be pending. */
function decode(...chunks: readonly (string | Buffer)[]): string[] {
  for (const chunk of chunks) decoder.feed(Buffer.from(chunk));
  vi.runAllTimers();
  return heard;
}

test('leaves no timer when it is closed in the middle of a sequence or a paste', () => {
  for (const begun of ['\x1b', '\x1b[1;', '\x1b[200~half']) {
    decoder.feed(Buffer.from(begun));
    expect(vi.getTimerCount()).toBe(1);
    decoder.close();
    expect(vi.getTimerCount()).toBe(0);
  }
});

describe('one sequence is one key', () => {
  test.each([
    ['j', ['j']],
    ['G', ['G']],
    ['?:/1@', ['?', ':', '/', '1', '@']],
    [' ', ['space= ']],
    ['\r', ['enter']],
    ['\t', ['tab']],
    ['\x7f', ['backspace']],
    ['\b', ['backspace']],
    ['\0', ['ctrl-space']],
    ['\x0b', ['ctrl-k']],
    ['\x03', ['ctrl-c']],
    ['\x1a', ['ctrl-z']],
    ['\x1c', ['ctrl-\\']],
    ['é日😀', ['é', '日', '😀']],
    ['\x1b', ['esc']],
    ['\x1b\x1b', ['esc', 'esc']],
    ['\x1bj', ['alt-j']],
    ['\x1b\r', ['alt-enter']],
    ['\x1b\x01', ['ctrl-alt-a']],
    ['\x1b[A\x1b[B\x1b[C\x1b[D', ['up', 'down', 'right', 'left']],
    ['\x1bOA\x1bOB', ['up', 'down']],
    ['\x1bOM', ['enter']],
    ['\x1b[H\x1b[F\x1b[1~\x1b[4~\x1b[7~\x1b[8~', ['home', 'end', 'home', 'end', 'home', 'end']],
    ['\x1b[2~\x1b[3~\x1b[5~\x1b[6~', ['insert', 'delete', 'pgup', 'pgdn']],
    ['\x1bOP\x1b[11~\x1b[[A\x1b[15~\x1b[24~', ['f1', 'f1', 'f1', 'f5', 'f12']],
    ['\x1b[Z', ['shift-tab']],
    ['\x1b[1;2D\x1b[1;5C\x1b[1;3A', ['shift-left', 'ctrl-right', 'alt-up']],
    ['\x1b[1;6A\x1b[5;5~', ['ctrl-shift-up', 'ctrl-pgup']],
    ['\x1b[1;5R', ['ctrl-f3']],
    ['\x1b[107;5u', ['ctrl-k']],
    ['\x1b[106u\x1b[106;2u\x1b[106;3u', ['j', 'J', 'alt-j']],
    ['\x1b[27u\x1b[13u\x1b[9;2u\x1b[32;2u', ['esc', 'enter', 'shift-tab', 'space= ']],
    ['\x1b[27;5;107~\x1b[27;5;9~', ['ctrl-k', 'ctrl-tab']],
    ['\x1b[106;1:3u', []],
    ['jk\x1b[Bj', ['j', 'k', 'down', 'j']],
  ])('%j', (bytes, keys) => {
    expect(decode(bytes)).toEqual(keys);
  });
});

describe('a sequence that arrives in pieces is still one key', () => {
  test.each([
    ['after ESC', ['\x1b', '[B'], ['down']],
    ['after ESC [', ['\x1b[', 'B'], ['down']],
    ['inside its numbers', ['\x1b[1', ';2', 'D'], ['shift-left']],
    ['after ESC O', ['\x1bO', 'P'], ['f1']],
    ['in every place', ['\x1b', '[', '1', '5', '~', 'j'], ['f5', 'j']],
    ['inside a character', [Buffer.from([0xc3]), Buffer.from([0xa9])], ['é']],
    ['inside an answer', ['\x1b]11;rgb:0000', '/0000\x1b', '\\j'], ['j']],
  ])('%s', (_name, chunks, keys) => {
    expect(decode(...chunks)).toEqual(keys);
  });

  test('a lone esc is the key after 50 ms, and not before', () => {
    decoder.feed(Buffer.from('\x1b'));
    vi.advanceTimersByTime(49);
    expect(heard).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(heard).toEqual(['esc']);
  });

  test('a key soon after esc is that key', () => {
    expect(decode('\x1b', 'j')).toEqual(['esc', 'j']);
  });

  test('what never becomes whole becomes no key', () => {
    expect(decode('\x1b[1;')).toEqual([]);
    expect(decode('\x1b]11;rgb:')).toEqual([]);
    expect(decode('j')).toEqual(['j']);
  });
});

describe('what is no key becomes none', () => {
  test.each([
    ['a device answer', '\x1b[?1;2c'],
    ['where the cursor is', '\x1b[13;7R'],
    ['a colour', '\x1b]11;rgb:0000/0000/0000\x07'],
    ['a colour ended by ST', '\x1b]11;rgb:0000/0000/0000\x1b\\'],
    ['a version', '\x1bP>|XTerm(380)\x1b\\'],
    ['keyboard flags', '\x1b[?1u'],
    ['focus', '\x1b[I\x1b[O'],
    ['a mouse click', '\x1b[<0;150;10M\x1b[<0;150;10m'],
    ['an old mouse click', '\x1b[M !!'],
    ['C1', '\u009b6n'.slice(0, 1)],
    ['bytes that are no text', Buffer.from([0xff, 0xfe])],
  ])('%s', (_name, bytes) => {
    expect(decode(bytes, 'j')).toEqual(['j']);
  });
});

describe('what is pasted is text', () => {
  test.each([
    ['in one piece', ['\x1b[200~jjk q\nrm -rf\x1b[201~j']],
    ['in pieces', ['\x1b[2', '00~jjk', ' q\nrm', ' -rf\x1b[20', '1~j']],
  ])('%s', (_name, chunks) => {
    expect(decode(...chunks)).toEqual(['paste "jjk q\\nrm -rf"', 'j']);
  });

  test('with keys in it', () => {
    expect(decode('\x1b[200~\x1b[A\x03\x1b[201~')).toEqual(['paste "\\u001b[A\\u0003"']);
  });

  test('without an end it ends when nothing more comes', () => {
    expect(decode('\x1b[200~abc')).toEqual(['paste "abc"']);
    expect(decode('j')).toEqual(['paste "abc"', 'j']);
  });

  test('an endless one is cut', () => {
    decode('\x1b[200~', 'x'.repeat(200_000), '\x1b[201~');
    expect(heard[0]?.length).toBe('paste ""'.length + 65_536);
  });
});

test('closed, it says nothing more', () => {
  decoder.feed(Buffer.from('\x1b'));
  decoder.close();
  vi.runAllTimers();
  expect(heard).toEqual([]);
});
