import { describe, expect, it } from 'vitest';
import { applyJsonPatch, mergePatch } from '../../src/cluster/patch.ts';

describe('a merge patch', () => {
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('of %j by %j is %j, as RFC 7396 has it', (target, patch, result) => {
    expect(mergePatch(target, patch)).toEqual(result);
  });

  it('leaves its target alone', () => {
    const target = { a: { b: 1 } };
    mergePatch(target, { a: { b: 2 } });
    expect(target).toEqual({ a: { b: 1 } });
  });
});

describe('a JSON patch', () => {
  it('is applied in order, to a copy', () => {
    const target = { list: ['a'], 'a/b': 1 };
    const patched = applyJsonPatch(target, [
      { op: 'add', path: '/list/-', value: 'b' },
      { op: 'replace', path: '/a~1b', value: 2 },
      { op: 'copy', from: '/list', path: '/copy' },
      { op: 'remove', path: '/list/0' },
    ]);
    expect(patched).toEqual({ list: ['b'], 'a/b': 2, copy: ['a', 'b'] });
    expect(target).toEqual({ list: ['a'], 'a/b': 1 });
  });

  it.each([
    ['a test that does not hold', [{ op: 'test', path: '/a', value: 2 }]],
    ['a path that is not there', [{ op: 'replace', path: '/no/where', value: 2 }]],
    ['a removal of nothing', [{ op: 'remove', path: '/nothing' }]],
    ['an operation that is none', [{ op: 'frob', path: '/a' }]],
  ])('is refused for %s', (_, patch) => {
    const message = 'the server rejected our request due to an error in our request';
    expect(() => applyJsonPatch({ a: 1 }, patch)).toThrow(
      expect.objectContaining({ code: 422, message }),
    );
  });
});
