import { describe, expect, it } from 'vitest';
import type { Schema } from '../../../src/api/crds/schema.ts';
import { validate } from '../../../src/cluster/schema/validate.ts';

const SCHEMA: Schema = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 5 },
    count: { type: 'integer', minimum: 0, maximum: 9 },
    ratio: { type: 'number' },
    on: { type: 'boolean' },
    policy: { type: 'string', enum: ['None', 'All'] },
    wait: { type: 'string', pattern: '^[0-9]+s$' },
    at: { type: 'string', format: 'date-time' },
    list: { type: 'array', items: { type: 'object', properties: { n: { type: 'integer' } } } },
    free: { 'x-kubernetes-preserve-unknown-fields': true },
    map: { type: 'object', additionalProperties: { type: 'string' } },
    port: { 'x-kubernetes-int-or-string': true },
    none: { type: 'string', nullable: true },
  },
};

/** The field and message of everything that is wrong. */
function wrongs(value: unknown): readonly string[] {
  return validate(SCHEMA, value, '').map(({ field, message }) => `${field}: ${message}`);
}

describe('validation', () => {
  it('finds nothing wrong with what is right', () => {
    const right = {
      name: 'x',
      count: 3,
      ratio: 1,
      on: false,
      policy: 'All',
      wait: '3s',
      at: '2026-01-01T00:00:00.5+02:00',
      list: [{ n: 1 }, {}],
      free: [null, { a: 'b' }],
      map: { a: 'b' },
      port: 'http',
      none: null,
    };
    expect(wrongs(right)).toEqual([]);
  });

  it.each([
    [{}, 'name: Required value'],
    [{ name: '' }, 'name: Invalid value: "": name in body should be at least 1 chars long'],
    [{ name: 'toolong' }, 'name: Too long: may not be more than 5 bytes'],
    [{ name: 3 }, 'name: Invalid value: "integer": name in body must be of type string: "integer"'],
    [
      { name: 'x', count: -1 },
      'count: Invalid value: -1: count in body should be greater than or equal to 0',
    ],
    [
      { name: 'x', count: 10 },
      'count: Invalid value: 10: count in body should be less than or equal to 9',
    ],
    [
      { name: 'x', policy: 'Some' },
      'policy: Unsupported value: "Some": supported values: "None", "All"',
    ],
    [
      { name: 'x', wait: '1 day' },
      `wait: Invalid value: "1 day": wait in body should match '^[0-9]+s$'`,
    ],
    [
      { name: 'x', at: 'yesterday' },
      'at: Invalid value: "yesterday": at in body must be of type date-time: "yesterday"',
    ],
    [
      { name: 'x', list: [{}, { n: 'a' }] },
      'list[1].n: Invalid value: "string": list[1].n in body must be of type integer: "string"',
    ],
    [
      { name: 'x', map: { a: 1 } },
      'map.a: Invalid value: "integer": map.a in body must be of type string: "integer"',
    ],
    [
      { name: 'x', on: null },
      'on: Invalid value: "null": on in body must be of type boolean: "null"',
    ],
  ])('says of %j: %s', (value, wrong) => {
    expect(wrongs(value)).toEqual([wrong]);
  });

  it('says twice of a fraction that it is no integer, and once without a field', () => {
    expect(wrongs({ name: 'x', count: 1.5 })).toEqual([
      'count: Invalid value: "number": count in body must be of type integer: "number"',
      ': Invalid value: "": Checked value must be of type integer (default format) in count',
    ]);
  });

  it('finds everything that is wrong at once', () => {
    expect(wrongs({ count: -1, policy: 'x' })).toHaveLength(3);
  });

  it('gives each cause its reason', () => {
    const reasons = validate(SCHEMA, { count: 'a', policy: 'x', wait: 'y' }, '').map(
      (cause) => cause.reason,
    );
    expect(reasons).toEqual([
      'FieldValueTypeInvalid',
      'FieldValueNotSupported',
      'FieldValueInvalid',
      'FieldValueRequired',
    ]);
  });

  it.each(['2026-13-01T00:00:00Z', '2026-01-01', '2026-01-01T25:00:00Z', ''])(
    'takes %j for no instant',
    (at) => {
      expect(wrongs({ name: 'x', at })).toHaveLength(1);
    },
  );
});
