import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import type { KontinueFunction } from '../../../src/api/function.ts';
import { answerTo, askArguments } from '../../../src/cli/execute/ask.ts';
import type { Span } from '../../../src/text/span.ts';
import { kontinueFunction } from '../../support/objects.ts';

const BASE = kontinueFunction({ name: 'deploy' });
const FN: KontinueFunction = {
  ...BASE,
  spec: {
    description: 'Rolls out\x1b]0;owned\x07.',
    arguments: [
      { name: 'version', type: 'string', required: true, description: 'What to roll out' },
      { name: 'replicas', type: 'integer', default: 3 },
      { name: 'note', type: 'string' },
    ],
  },
};

/** Types all of it at once, as a paste does, and gives what was answered and what was shown. */
async function type(keys: string, given = {}) {
  const input = new PassThrough();
  const output = new PassThrough();
  const shown = text(output);
  input.write(keys);
  const drawing = { paint: (span: Span) => span.text, drawn: (text: string) => text };
  const answers = await askArguments(FN, given, { input, output, ...drawing });
  output.end();
  return { answers, shown: await shown };
}

describe('asking for arguments', () => {
  test('asks for each, with its type, description and default', async () => {
    const { answers, shown } = await type('2.1\r7\rby hand\r');
    expect(answers).toEqual({ version: '2.1', replicas: 7, note: 'by hand' });
    expect(shown).toContain('deploy: Rolls out.');
    expect(shown).toContain('version (string, required)  What to roll out');
    expect(shown).toContain('replicas (integer, optional)');
    expect(shown).toContain('[3] > ');
  });

  test('an empty answer takes the default, or leaves out what is optional', async () => {
    expect((await type('2.1\r\r\r')).answers).toEqual({ version: '2.1', replicas: 3 });
  });

  test('asks again for what is required and for what does not fit', async () => {
    const { answers, shown } = await type('\r2.1\rmany\r4\r\r');
    expect(answers).toEqual({ version: '2.1', replicas: 4 });
    expect(shown).toContain('it is required');
    expect(shown).toContain('many is not a whole number');
  });

  test('does not ask for what was given', async () => {
    const { answers, shown } = await type('5\r\r', { version: '3.0' });
    expect(answers).toEqual({ version: '3.0', replicas: 5 });
    expect(shown).not.toContain('version (');
  });

  test.each([
    ['ctrl-c', '2.1\r\x03'],
    ['ctrl-d', '2.1\r\x04'],
  ])('%s leaves', async (_, keys) => {
    expect((await type(keys)).answers).toBeUndefined();
  });
});

test('an answer takes what the function has as its default', () => {
  const fn = { ...FN, spec: { ...FN.spec, defaults: { arguments: { version: '2.0' } } } };
  const [version = { name: '' }] = FN.spec.arguments ?? [];
  expect(answerTo(version, fn, '')).toEqual({ value: '2.0' });
  expect(answerTo(version, FN, ' ')).toEqual({ problem: 'it is required' });
});
