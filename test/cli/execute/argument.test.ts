import { describe, expect, test } from 'vitest';
import type { Json } from '../../../src/api/execution.ts';
import {
  defaultOf,
  doubtsOn,
  givenArguments,
  readArgument,
} from '../../../src/cli/execute/argument.ts';
import { kontinueFunction } from '../../support/objects.ts';

describe('an argument is read by its published type', () => {
  test.each<[type: string | undefined, text: string, value: Json]>([
    ['string', '007', '007'],
    ['string', '"quoted"', '"quoted"'],
    ['time.Duration', '1h30m', '1h30m'],
    ['integer', '12', 12],
    ['int64', '-1', -1],
    ['number', '1.5', 1.5],
    ['float64', '2', 2],
    ['boolean', 'true', true],
    ['bool', 'false', false],
    ['array', '["a", 1]', ['a', 1]],
    ['[]string', '[]', []],
    ['object', '{"a": null}', { a: null }],
    ['map[string]string', '{}', {}],
    [undefined, '12', 12],
    [undefined, 'twelve', 'twelve'],
    ['Region', 'null', null],
    ['Region', 'eu-1', 'eu-1'],
  ])('%s: %s', (type, text, value) => {
    expect(readArgument(text, type)).toEqual({ value });
  });

  test.each([
    ['integer', '1.5', 'not a whole number'],
    ['integer', '"1"', 'not a whole number'],
    ['number', 'many', 'not a number'],
    ['boolean', 'yes', 'not true or false'],
    ['array', '{}', 'not a JSON array'],
    ['object', '[]', 'not a JSON object'],
    ['object', 'null', 'not a JSON object'],
  ])('%s: %s is refused', (type, text, problem) => {
    expect(readArgument(text, type)).toEqual({ problem });
  });
});

describe('the arguments of the flags', () => {
  const published = [
    { name: 'version', type: 'string' },
    { name: 'replicas', type: 'integer' },
  ];

  test('are none without a flag, so that the defaults hold', () => {
    expect(givenArguments({}, published)).toBeUndefined();
  });

  test('--arg wins over --args, and keeps what stands behind the first =', () => {
    const flags = { args: '{"version": "1.9", "dry": true}', arg: ['version=1.10', 'label=a=b'] };
    expect(givenArguments(flags, published)).toEqual({ version: '1.10', dry: true, label: 'a=b' });
  });

  test.each([
    [{ args: '[1]' }, '--args takes a JSON object'],
    [{ args: 'name: Alice' }, 'not name: Alice'],
    [{ arg: ['version'] }, '--arg takes name=value, not version'],
    [
      { arg: ['replicas=many'] },
      'replicas is published as integer, and this is not a whole number',
    ],
  ])('%j is refused', (flags, message) => {
    expect(() => givenArguments(flags, published)).toThrow(message);
  });
});

test("what the function's defaults say comes before the argument's own default", () => {
  const fn = kontinueFunction({ defaults: { arguments: { replicas: 5 } } });
  expect(defaultOf({ name: 'replicas', default: 3 }, fn)).toBe(5);
  expect(defaultOf({ name: 'region', default: 'eu' }, fn)).toBe('eu');
  expect(defaultOf({ name: 'version' }, fn)).toBeUndefined();
});

describe('what may have been overlooked', () => {
  const fn = {
    ...kontinueFunction(),
    spec: {
      arguments: [
        { name: 'name', required: true },
        { name: 'times', required: true, default: 2 },
      ],
    },
  };

  test('what is required and has no default, and what nobody published', () => {
    expect(doubtsOn({ nmae: 'Alice' }, fn)).toEqual([
      'The function requires the argument name, which is not given.',
      'The function publishes no argument nmae.',
    ]);
    expect(doubtsOn({ name: 'Alice' }, fn)).toEqual([]);
  });

  test('nothing, where no arguments are published', () => {
    expect(doubtsOn({ name: 'Alice' }, kontinueFunction({}))).toEqual([]);
  });
});
