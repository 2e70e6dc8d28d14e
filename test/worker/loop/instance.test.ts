import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { isGone, nameInstance } from '../../../src/worker/loop/instance.ts';

const NAME = nameInstance();
const rename = (pid: number) => NAME.replace(`-${process.pid}-`, `-${pid}-`);

test('the instance of a process of this machine that has ended is gone', () => {
  const pid = Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }));
  expect(isGone(rename(pid))).toBe(true);
});

test('the instance of a process that runs is not gone', () => {
  expect(isGone(rename(process.ppid))).toBe(false);
});

test('an instance of another machine, or of another form, is not known to be gone', () => {
  const elsewhere = NAME.replace(/^[0-9a-f]{8}/, '00000000');
  expect(isGone(elsewhere)).toBe(false);
  expect(isGone('4f1c')).toBe(false);
});
