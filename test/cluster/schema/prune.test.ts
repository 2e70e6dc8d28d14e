import { describe, expect, it } from 'vitest';
import type { Schema } from '../../../src/api/crds/schema.ts';
import { prune } from '../../../src/cluster/schema/prune.ts';

const SCHEMA: Schema = {
  type: 'object',
  properties: {
    closed: { type: 'object', properties: { known: { type: 'string' } } },
    open: {
      type: 'object',
      properties: { inner: { type: 'object', properties: { known: { type: 'string' } } } },
      'x-kubernetes-preserve-unknown-fields': true,
    },
    free: { 'x-kubernetes-preserve-unknown-fields': true },
    list: { type: 'array', items: { type: 'object', properties: { known: { type: 'string' } } } },
    nullable: { type: 'string', nullable: true },
    plain: { type: 'string' },
  },
};

function pruned(value: object): { readonly value: unknown; readonly unknown: readonly string[] } {
  const unknown: string[] = [];
  return { value: prune(SCHEMA, value, '', unknown), unknown };
}

describe('pruning', () => {
  it('drops what the schema does not know, and says what', () => {
    expect(
      pruned({ closed: { known: 'a', extra: 1 }, list: [{ known: 'b' }, { more: 2 }], other: 3 }),
    ).toEqual({
      value: { closed: { known: 'a' }, list: [{ known: 'b' }, {}] },
      unknown: ['closed.extra', 'list[1].more', 'other'],
    });
  });

  it('keeps unknown fields of an open object, but not those of a closed one within', () => {
    expect(pruned({ open: { extra: { a: null }, inner: { extra: 1 } } })).toEqual({
      value: { open: { extra: { a: null }, inner: {} } },
      unknown: ['open.inner.extra'],
    });
  });

  it('keeps any value whole where anything goes', () => {
    const value = { free: { a: [{ b: null }], c: 'd' } };
    expect(pruned(value)).toEqual({ value, unknown: [] });
  });

  it('keeps a field __proto__ of an open object beside one that it drops', () => {
    const open = JSON.parse('{"__proto__":{"a":1},"inner":{"extra":1}}');
    expect(JSON.stringify(pruned({ open }).value)).toBe(
      '{"open":{"__proto__":{"a":1},"inner":{}}}',
    );
  });

  it('drops a null where none may be, silently', () => {
    expect(pruned({ plain: null, nullable: null })).toEqual({
      value: { nullable: null },
      unknown: [],
    });
  });

  it('returns the value itself when it drops nothing', () => {
    const value = { closed: { known: 'a' }, list: [{ known: 'b' }] };
    expect(pruned(value).value).toBe(value);
  });
});
